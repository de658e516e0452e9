import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { findBinary } from '../support/runtimes.ts'

const SCRIPT = resolve('test/support/cut-and-tell.ts')

// On Node the same is asked of the whole server, in `overload.test.ts`.
const RUNTIMES = [
  ['deno', findBinary('node_modules/@deno', 'deno'), ['run', '-A', '--no-lock', '--no-check', SCRIPT]],
  ['bun', findBinary('node_modules/@oven', 'bin/bun'), ['--no-env-file', SCRIPT]],
] as const

it.for(RUNTIMES)(
  'on %s clients that take nothing are cut, of a whole answer and of one in pieces (L1)',
  { timeout: 60_000 },
  ([, binary, args], { skip }) => {
    if (binary === undefined) return skip('the package has no binary for this machine in node_modules')
    const { stdout, stderr } = spawnSync(binary, args, { encoding: 'utf8', timeout: 50_000, env: { DENO_NO_UPDATE_CHECK: '1' } })
    expect([stdout, stderr]).toEqual(['cut 2\n', ''])
  },
)
