import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { canPin, onNode } from './measure.ts'

/** Counts are kept for each half second. */
export const SLOT_MS = 500

/** What some readers ask for. */
export interface Kind {
  readonly name: string
  /** Of all requests; the shares of a mix add up to 1. */
  readonly share: number
  /** Asked for in turn. */
  readonly paths: readonly string[]
  /** Whether each address ends with a number of its own, so that none is asked for twice. */
  readonly isNumbered?: boolean
  /** Where to begin, so that what one flood has asked for is still new to the next. */
  readonly from?: number
}

/** Readers who come so often, whether others have been answered or not. */
export interface FloodPlan {
  readonly port: number
  readonly perSecond: number
  readonly seconds: number
  /** At most so many at the same time. */
  readonly connections: number
  /** Of a reader who waits for a connection. */
  readonly patienceMs: number
  readonly mix: readonly Kind[]
}

/** What became of the requests of half a second: `refused` is a 503 that says when to come again, `wrong` any other that is not 200. */
export type Tally = Readonly<Partial<Record<'offered' | 'ok' | 'refused' | 'wrong' | 'broken' | 'gaveUp', number>>>

export interface Asked {
  readonly name: string
  readonly slots: readonly Tally[]
  /** From the moment the reader came. */
  readonly okMs: readonly number[]
  readonly refusedMs: readonly number[]
  /** The place that was not asked for any more. */
  readonly next: number
}

export interface FloodReport {
  readonly asked: readonly Asked[]
}

/** Lets the readers come, from a process on the other core, which tells what became of them. */
export async function flood(folder: string, plan: FloodPlan): Promise<FloodReport> {
  const path = join(folder, `flood-${plan.port}.json`)
  writeFileSync(path, JSON.stringify(plan))
  const pin = canPin ? ['taskset', '-c', '1'] : []
  const [program = '', ...args] = [...pin, ...onNode('flood', path)]
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let told = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    told += text
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`Expected the flood to end with 0 but received ${code}`)
  return JSON.parse(told) as FloodReport // Written by `programs/flood.ts`.
}

/** Of all kinds, or of one, between two slots. */
export function total({ asked }: FloodReport, what: keyof Tally, kind?: string, [from, to]: readonly [number, number] = [0, 1e9]): number {
  const wanted = asked.filter(({ name }) => kind === undefined || name === kind)
  return wanted.flatMap(({ slots }) => slots.slice(from, to)).reduce((sum, tally) => sum + (tally[what] ?? 0), 0)
}
