import { parseArgs } from 'node:util'
import type { Line } from './report.ts'

export interface BenchOptions {
  /** Names of the sections that run; all if empty. */
  readonly only: readonly string[]
  /** Where the figures go as JSON. */
  readonly json?: string
  /** Few rounds: to see that it runs, and roughly where things stand. */
  readonly quick: boolean
  /** With collections of 10^6 media, which take minutes to make. */
  readonly full: boolean
}

/** Measures, and hands each line over as soon as it is known. */
export type Section = (options: BenchOptions, add: (line: Line) => void) => Promise<void>

/** @throws {TypeError} for an option that there is not. */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { only: { type: 'string' }, json: { type: 'string' }, quick: { type: 'boolean' }, full: { type: 'boolean' } },
  })
  const { only = '', json, quick = false, full = false } = values
  return { only: only.split(',').filter((name) => name !== ''), quick, full, ...(json !== undefined && { json }) }
}
