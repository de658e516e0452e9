import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WAIT_MS } from '../support/patience.ts'
import { findBinary } from '../support/servers/runtimes.ts'

const PROGRAM = resolve('test/support/programs/keep-and-find.ts')

// On Node the same is asked in `test/adapters/cache/caches.test.ts`.
const RUNTIMES = [
  ['deno', findBinary('node_modules/@deno', 'deno'), ['run', '-A', '--no-lock', '--no-check']],
  ['bun', findBinary('node_modules/@oven', 'bin/bun'), ['--no-env-file']],
] as const

describe.for(RUNTIMES)('on %s', ([, binary, args]) => {
  it('a thumbnail that was kept on disk is found there', ({ skip }) => {
    if (binary === undefined) return skip('the package has no binary for this machine in node_modules')
    const folder = mkdtempSync(join(tmpdir(), 'placard-cache-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const env = { DENO_NO_UPDATE_CHECK: '1' }
    const { status, stdout, stderr } = spawnSync(binary, [...args, PROGRAM, folder], { encoding: 'utf8', timeout: WAIT_MS, env })
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'found 50000\n', stderr: '' })
  })
})
