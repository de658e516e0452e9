import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Verdict } from './judge.ts'

/** What became of one picture. */
export interface Judged extends Verdict {
  readonly name: string
  /** Of inspection and thumbnail together, all threads. */
  readonly cpuMs: number
  /** By how much the process is larger than before its first hostile picture, at its largest. */
  readonly grownMb: number
}

export interface HostileRun {
  /** As `bundleScript('hostile/worker.ts', …)` made it. */
  readonly script: string
  /** What `openHostileSet` knows by this name, or a folder. */
  readonly set: string
  readonly first?: number
  readonly count?: number
}

/** Nothing is so slow on the busiest machine: whoever says nothing for so long hangs. */
const HUNG_MS = 120_000

/**
 * Judges pictures in a process of its own, since the point is that it may crash.
 *
 * @throws {Error} naming the picture at which the process died or hung, with its last words.
 */
export async function judgeAll({ script, set, first = 0, count = Number.MAX_SAFE_INTEGER }: HostileRun): Promise<readonly Judged[]> {
  const child = spawn(process.execPath, [script, set, String(first), String(count)], { stdio: ['ignore', 'pipe', 'pipe'] })
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-2_000)
  })
  const judged: Judged[] = []
  let current = 'the first picture'
  let isDone = false
  let isHung = false
  const hang = () => {
    isHung = true
    child.kill('SIGKILL')
  }
  let watchdog = setTimeout(hang, HUNG_MS)
  for await (const text of createInterface({ input: child.stdout })) {
    clearTimeout(watchdog)
    watchdog = setTimeout(hang, HUNG_MS)
    const line = JSON.parse(text) as { index: number; name?: string; done?: number } & Verdict & Pick<Judged, 'cpuMs' | 'grownMb'>
    if (line.done !== undefined) isDone = true
    else if (line.name !== undefined) current = `${line.index} (${line.name})`
    else judged.push({ ...line, name: current })
  }
  clearTimeout(watchdog)
  if (!isDone)
    throw new Error(`Expected all pictures of ${set} to be judged but the process ${isHung ? 'hung' : 'died'} at ${current}: ${complaints}`)
  return judged
}

/** How many pictures had each outcome. */
export function countOutcomes(judged: readonly Judged[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { outcome } of judged) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}
