import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Section } from '../options.ts'
import { atMost } from '../report.ts'

const SECTION = 'Kills: kill -9 during an import, and during uploads and edits'
const CYCLES = 1000
const TESTS = { 'of an import': 'test/faults/killed.test.ts', 'of a server that takes uploads': 'test/faults/upload-killed.test.ts' }

/** The tests of faults, with a thousand cycles instead of fifty. */
export const measureKills: Section = async ({ full }, add) => {
  if (!full) return add({ section: SECTION, name: 'all of it', skipped: 'it takes the better part of an hour: --full' })
  for (const [name, test] of Object.entries(TESTS)) {
    const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'node', test]
    const env = { ...process.env, PLACARD_KILL_CYCLES: String(CYCLES) }
    // What it says of its progress, and of a failure, goes beside the table.
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 2, 2] })
    const [code] = await once(child, 'exit')
    add({
      section: SECTION,
      name: `${CYCLES} kills ${name}`,
      ours: code === 0 ? 'nothing lost, nothing half' : 'failed: see above',
      ratio: code === 0 ? 0 : 1,
      target: atMost(0),
    })
  }
}
