import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { WAIT_MS } from '../support/patience.ts'
import { findBinary } from '../support/servers/runtimes.ts'

const [CUT, PART] = [resolve('test/support/programs/cut-and-tell.ts'), resolve('test/support/programs/part-and-tell.ts')]

// On Node the same is asked of the whole server, in `overload.test.ts`.
const RUNTIMES = [
  ['deno', findBinary('node_modules/@deno', 'deno'), ['run', '-A', '--no-lock', '--no-check']],
  ['bun', findBinary('node_modules/@oven', 'bin/bun'), ['--no-env-file']],
] as const

/** To its end. @returns How it ended, and all that it said. */
function run(binary: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(binary, args, { encoding: 'utf8', timeout: WAIT_MS, env: { DENO_NO_UPDATE_CHECK: '1' } })
  return { status, stdout, stderr }
}

describe.for(RUNTIMES)('on %s', ([, binary, args]) => {
  it('clients that take nothing are cut, of a whole answer and of one in pieces (L1)', ({ skip }) => {
    if (binary === undefined) return skip('the package has no binary for this machine in node_modules')
    expect(run(binary, [...args, CUT])).toEqual({ status: 0, stdout: 'cut 2\n', stderr: '' })
  })

  it('a server that stops waits no longer than it may for a client that takes nothing, and ends with 0 (L3)', ({ skip }) => {
    if (binary === undefined) return skip('the package has no binary for this machine in node_modules')
    expect(run(binary, [...args, PART])).toEqual({ status: 0, stdout: 'stopped\n', stderr: '' })
  })
})
