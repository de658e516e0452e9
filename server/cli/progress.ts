import { cleanText } from '../core/text/safe-text.ts'
import type { Terminal } from './terminal.ts'

/** What a progress display needs of the world. */
export interface ProgressOutput {
  /** What is done to the files, before each line. */
  readonly heading?: string
  readonly write: (text: string) => void
  /** Width of the terminal in cells; `undefined` where the output is no terminal: then plain lines are written. */
  readonly columns?: number | undefined
  /** Unix milliseconds. */
  readonly now: () => number
}

export interface ProgressStep {
  readonly done: number
  readonly total: number
  readonly label: string
  /** Why this file failed, if it did. */
  readonly failure?: string | undefined
}

export interface Progress {
  step(step: ProgressStep): void
  /** Leaves the line clean for what comes next. */
  end(): void
}

const REDRAW_MS = 80
const LINE_MS = 1_000
const WINDOW_MS = 10_000 // files that are unchanged take no time: only the last seconds tell how fast the next ones will be
const BAR_CELLS = 24
const ERASE_LINE = '\r\u001b[2K'

/** A bar with count, rate and remaining time on a terminal; elsewhere a line for each tenth, at most one a second, and for each failure. */
export function createProgress(output: ProgressOutput): Progress {
  return output.columns === undefined ? createLines(output) : createBar(output, output.columns)
}

/** Works with a display of progress on standard error, where it leaves a clean line, whether the work succeeds or not. */
export async function withProgress<T>(
  { err: write, columns }: Pick<Terminal, 'err' | 'columns'>,
  options: Pick<ProgressOutput, 'heading' | 'now'>,
  work: (step: Progress['step']) => Promise<T>,
): Promise<T> {
  const progress = createProgress({ write, columns, ...options })
  try {
    return await work(progress.step)
  } finally {
    progress.end()
  }
}

function createBar({ heading, write, now }: ProgressOutput, columns: number): Progress {
  const rate = createRate(now())
  let drawnAt = Number.NEGATIVE_INFINITY
  return {
    step(step) {
      const time = now()
      rate.add(time, step.done)
      if (time - drawnAt < REDRAW_MS && step.done < step.total) return
      drawnAt = time
      write(ERASE_LINE + cutToWidth(headed(heading, barLine(step, rate.perSecond())), columns - 1))
    },
    end: () => write(ERASE_LINE),
  }
}

function barLine({ done, total, label }: ProgressStep, perSecond: number | undefined): string {
  const filled = Math.round((BAR_CELLS * done) / total)
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_CELLS - filled)
  return [bar, `${done}/${total}`, ...pace(total - done, perSecond), cleanText(label, 200)].join('  ')
}

function createLines({ heading, write, now }: ProgressOutput): Progress {
  const rate = createRate(now())
  let tenth = 0
  let writtenAt = now()
  return {
    step(step) {
      const time = now()
      rate.add(time, step.done)
      if (step.failure !== undefined) write(`failed: ${cleanText(step.label, 500)}: ${cleanText(step.failure, 500)}\n`)
      const reached = Math.floor((10 * step.done) / step.total)
      // A short run needs no more than its last line.
      if (reached === tenth || (time - writtenAt < LINE_MS && step.done < step.total)) return
      tenth = reached
      writtenAt = time
      const percent = Math.floor((100 * step.done) / step.total)
      const line = [`${percent} %`, `${step.done}/${step.total}`, ...pace(step.total - step.done, rate.perSecond())].join('  ')
      write(`${headed(heading, line)}\n`)
    },
    end: () => {},
  }
}

function headed(heading: string | undefined, line: string): string {
  return heading === undefined ? line : `${heading}  ${line}`
}

function pace(left: number, perSecond: number | undefined): readonly string[] {
  if (perSecond === undefined) return []
  const rate = `${perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond)}/s`
  return left === 0 ? [rate] : [rate, `${formatDuration((left / perSecond) * 1000)} left`]
}

/** Files per second over the last `WINDOW_MS`; unknown in the first second, and while nothing moves. */
function createRate(start: number): { add(time: number, done: number): void; perSecond(): number | undefined } {
  const samples = [{ time: start, done: 0 }]
  return {
    add(time, done) {
      samples.push({ time, done })
      while (samples.length > 2 && time - (samples[1]?.time ?? time) >= WINDOW_MS) samples.shift()
    },
    perSecond() {
      const [first, last] = [samples[0], samples.at(-1)]
      if (!first || !last || last.time - first.time < 1000 || last.done === first.done) return undefined
      return ((last.done - first.done) * 1000) / (last.time - first.time)
    },
  }
}

/** `5 s`, `2 min 10 s`, `1 h 5 min`: the two largest units, rounded up to whole seconds. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return joinUnits(`${minutes} min`, seconds % 60, 's')
  return joinUnits(`${Math.floor(minutes / 60)} h`, minutes % 60, 'min')
}

function joinUnits(large: string, rest: number, unit: string): string {
  return rest === 0 ? large : `${large} ${rest} ${unit}`
}

/** East Asian wide characters and emoji take two cells; a line that wraps could not be erased. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{ExtPict}/u

function cutToWidth(text: string, columns: number): string {
  let cells = 0
  let kept = ''
  for (const character of text) {
    cells += WIDE.test(character) ? 2 : 1
    if (cells > columns) break
    kept += character
  }
  return kept
}
