import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { seededRandom } from '../support/hostile/random.ts'
import { TEST_MS } from '../support/patience.ts'
import { bundleScript } from '../support/programs/bundle.ts'
import { makePictures, readCollection } from '../support/programs/import-world.ts'

// The release asks for a thousand: PLACARD_KILL_CYCLES=1000 npm run test:faults
const CYCLES = Number(process.env.PLACARD_KILL_CYCLES ?? 50)
const PICTURES = 24

let folder: string
let script: string
let pictures: string

beforeAll(async () => {
  mkdirSync('node_modules/.cache', { recursive: true })
  folder = mkdtempSync(resolve('node_modules/.cache/killed-'))
  pictures = join(folder, 'pictures')
  mkdirSync(pictures)
  await makePictures(pictures, PICTURES)
  script = await bundleScript('programs/import-and-tell.ts', folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Imports until so many pictures are acknowledged, and a moment more; then kills. @returns How many were. */
function importAndKill(data: string, after: number, spins: number): Promise<number> {
  const child = spawn(process.execPath, [script, pictures, data], { stdio: ['ignore', 'pipe', 'ignore'] })
  let output = ''
  const acknowledged = () => output.split('\n').filter((line) => line.startsWith('ok ')).length
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    if (acknowledged() < after) return
    // The next picture is on its way: at each cycle another part of the work is hit.
    for (let spin = 0; spin < spins; spin += 1) Math.sqrt(spin)
    child.kill('SIGKILL')
  })
  return new Promise((done) => child.on('close', () => done(acknowledged())))
}

it(`an import that is killed ${CYCLES} times loses nothing that it has acknowledged, and leaves nothing half (D2, D3, D5)`, {
  timeout: TEST_MS + CYCLES * 5_000,
}, async ({ task }) => {
  const random = seededRandom(7)
  let data = join(folder, 'data-0')
  let least = 0
  for (let cycle = 1; cycle <= CYCLES; cycle += 1) {
    if (cycle % 100 === 0) process.stderr.write(`      ${cycle} of ${CYCLES} kills\n`)
    const acknowledged = await importAndKill(data, 1 + random.int(6), random.int(3_000_000))
    const isThere = existsSync(join(data, 'catalogue.sqlite'))
    expect([cycle, acknowledged, isThere]).toEqual([cycle, acknowledged, acknowledged > 0 || isThere])
    const found = await readCollection(data)
    expect([cycle, found.damage]).toEqual([cycle, []])
    // An acknowledged picture is one that was told of now, or was there after an earlier kill.
    const lost = Math.max(least, acknowledged) - found.media.length
    expect([cycle, Math.max(0, lost)]).toEqual([cycle, 0])
    least = found.media.length
    if (least < PICTURES) continue
    data = join(folder, `data-${cycle}`)
    least = 0
  }
  // What a dead process left aside is swept once it is an hour old.
  const incoming = join(data, 'originals', 'incoming')
  for (const name of readdirSync(incoming)) utimesSync(join(incoming, name), 0, 0)
  expect(spawnSync(process.execPath, [script, pictures, data]).status).toBe(0)
  expect(readdirSync(incoming)).toEqual([])
  expect(await readCollection(data)).toMatchObject({ damage: [], media: { length: PICTURES }, originals: { length: PICTURES } })
  task.meta.fault = {
    fault: 'kill -9 during an import',
    cycles: CYCLES,
    held: 'nothing acknowledged is lost, nothing is half; temporaries are swept',
  }
})
