import type { Media } from '../core/media.ts'
import { type Difference, differencesOf } from '../core/owner/differences.ts'
import { pickText } from '../core/text/lang.ts'
import { cleanParagraphs, cleanText } from '../core/text/safe-text.ts'
import { formatMoment } from './dates.ts'
import type { Ink, Terminal } from './terminal.ts'

/** A media as it is, and as it would be or has become. */
export interface BeforeAfter {
  readonly before: Media
  readonly after: Media
}

/** Longer values are cut: the difference shall be read, not the caption. */
const MAX_SHOWN = 300
/** Room for the longest name of a field. */
const NAME_CELLS = 20

/** Every field that differs, before and after, under the name and title of its media. */
export function differenceText({ before, after }: BeforeAfter, ink: Ink): string {
  const title = pickText(before.description.title)?.text
  const head = `${ink.bold(before.shortcode)}${title === undefined ? '' : `  ${ink.dim(cleanText(title, 100))}`}\n`
  const rows = differencesOf(before, after).map((difference) => differenceRows(difference, ink))
  return `${head}${rows.join('')}\n`
}

/** The lines of one field: `-` before what stood there, `+` before what comes. */
export function differenceRows({ column, before, after }: Difference, ink: Ink): string {
  const lines = [
    ...(before === undefined ? [] : [`- ${ink.dim(cellText(column, before))}`]),
    ...(after === undefined ? [] : [`+ ${cellText(column, after)}`]),
  ]
  return lines.map((line, index) => `  ${(index === 0 ? column : '').padEnd(NAME_CELLS)}${line}\n`).join('')
}

/** The cell on one line, with its line breaks as `⏎` and its moment in local time; it can neither move the cursor nor forge a line. */
function cellText(column: string, text: string): string {
  return localMoment(column, cleanParagraphs(text, MAX_SHOWN).replaceAll('\n', ' ⏎ '))
}

/** A column's text, which in columns of moments becomes one in the time zone of this machine. */
export function localMoment(column: string, text: string): string {
  return ['embargoUntil', 'expiresAt', 'correction'].includes(column) ? formatMoment(Date.parse(text)) : text
}

/** How to take back what has just been done. */
export function undoHint(batch: string, { program }: Pick<Terminal, 'program'>): string {
  return `Undo: ${program} undo ${batch}\n`
}
