import { cleanText } from '../../core/text/safe-text.ts'
import type { CheckedPicture, CheckedTarget, CheckOutcome, CheckReport, RuleResult } from '../../wire/check-report.ts'
import { formatCount } from '../count-text.ts'
import { type Ink, inkFor, type Terminal } from '../terminal.ts'

const MAX_LINE = 400 // what a page says of itself must not fill the terminal

/** Words and not only signs or colours, so that it reads the same in a log. */
const SIGNS: Readonly<Record<CheckOutcome, string>> = { pass: 'ok', part: 'part', fail: 'NO', skip: '-' }

/** The report for people: each target, each picture, what is missing first, and what to do about it. */
export function checkReportText(report: CheckReport, terminal: Pick<Terminal, 'colours'>): string {
  const ink = inkFor(terminal)
  const lines = report.targets.flatMap((target) => [...targetLines(target, ink), ''])
  return `${[...lines, summary(report, ink)].join('\n')}\n`
}

function summary({ targets, minimum, passed, score }: CheckReport, ink: Ink): string {
  const pictures = targets.reduce((sum, target) => sum + target.pictures.length, 0)
  const least = score === undefined ? 'no score' : targets.length > 1 ? `lowest score ${score}` : `score ${score}`
  const asked = minimum === 0 ? '' : `, ${minimum} asked`
  return ink.bold(`${passed ? 'Passed' : 'Failed'}: ${formatCount(pictures, 'picture')} judged, ${least}${asked}.`)
}

function targetLines({ target, title, score, notes, pictures, decorations }: CheckedTarget, ink: Ink): readonly string[] {
  const points = score === undefined ? '' : `  ${score} of 100`
  return [
    ink.bold(`${plain(target)}${points}`),
    ...(title === undefined ? [] : [ink.dim(plain(title))]),
    ...notes.map((note) => plain(note)),
    ...(decorations === 0
      ? []
      : [ink.dim(`${formatCount(decorations, 'picture')} that only decorate${decorations === 1 ? 's' : ''}: not judged`)]),
    ...pictures.flatMap((picture) => ['', ...pictureLines(picture, ink)]),
  ]
}

function pictureLines({ url, shownBy, frame, score, results }: CheckedPicture, ink: Ink): readonly string[] {
  const where = frame === undefined ? shownBy : `${shownBy} in the frame ${plain(frame)}`
  const judged = results.filter(({ outcome }) => outcome !== 'skip')
  return [
    `  ${ink.bold(plain(url))}  ${score} of 100`,
    `  ${ink.dim(where)}`,
    ...judged.filter(({ outcome }) => outcome !== 'pass').flatMap((result) => resultLines(result, ink)),
    ...judged.filter(({ outcome }) => outcome === 'pass').flatMap((result) => resultLines(result, ink)),
  ]
}

function resultLines({ rule, outcome, says, remedy }: RuleResult, ink: Ink): readonly string[] {
  const sign = SIGNS[outcome].padEnd(5)
  const line = `    ${outcome === 'pass' ? sign : ink.bold(sign)}${rule.padEnd(11)}${plain(says)}`
  return remedy === undefined ? [line] : [line, `${' '.repeat(20)}${ink.dim(`-> ${plain(remedy)}`)}`]
}

/** On one line and without anything that a terminal would obey: pages choose these texts. */
function plain(text: string): string {
  return cleanText(text, MAX_LINE)
}
