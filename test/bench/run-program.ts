import { spawnSync } from 'node:child_process'

/** What a program used, all its threads together. */
export interface Usage {
  readonly cpuMs: number
  readonly wallMs: number
  readonly peakMb: number
}

/**
 * Runs a program of Node's to its end.
 *
 * @param args    The script first.
 * @throws {Error} with what it wrote, if it failed.
 */
export function runProgram(args: readonly string[], env: Readonly<Record<string, string>> = {}): Usage {
  const begun = performance.now()
  const told = spawnSync(process.execPath, ['-e', USAGE, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
  })
  const wallMs = performance.now() - begun
  const usage = /USAGE (\d+) (\d+)/.exec(told.stderr)
  if (told.status !== 0 || usage === null) throw new Error(`Expected ${args.slice(0, 3).join(' ')} to succeed but received ${told.stderr}`)
  return { cpuMs: Number(usage[1]) / 1000, peakMb: Number(usage[2]) / 1024, wallMs }
}

/** Loads the program into this very process, which tells at its end what it used. */
const USAGE = `const { pathToFileURL } = require('node:url'), { resolve } = require('node:path'), { writeSync } = require('node:fs')
process.on('exit', () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage(); writeSync(2, 'USAGE ' + (userCPUTime + systemCPUTime) + ' ' + maxRSS + '\\n') })
import(pathToFileURL(resolve(process.argv[1])).href)`
