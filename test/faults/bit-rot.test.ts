import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { openDiskCache } from '../../server/adapters/cache/disk.ts'
import { openSqliteDatabase } from '../../server/adapters/catalogue/sqlite/driver.ts'
import { openOriginalsFolder } from '../../server/adapters/originals/fs.ts'
import { createApp } from '../../server/http/app.ts'
import { bridge } from '../fixtures/media.ts'
import { makeCollection } from '../support/collection-folder.ts'
import { type Random, seededRandom } from '../support/hostile/random.ts'
import { settableClock } from '../support/memory/adapters.ts'
import { memoryDeps } from '../support/memory/deps.ts'
import { tempFolder } from '../support/temp-folder.ts'

const FLIPS = Number(process.env.PLACARD_FAULT_FLIPS ?? 60)

/** Turns one bit of a file over, anywhere. */
function flipBit(path: string, random: Random): void {
  const bytes = readFileSync(path)
  const at = random.int(bytes.length)
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.int(8))
  writeFileSync(path, bytes)
}

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  )

const THUMBNAIL = `/t/${bridge.shortcode}/1/320.jpg`

it(`a flipped bit in an original is found ${FLIPS} times of ${FLIPS}, and nothing made of it is sent (D3)`, async ({ task }) => {
  const random = seededRandom(1)
  for (let cycle = 0; cycle < FLIPS; cycle += 1) {
    const data = tempFolder()
    await makeCollection(data, [bridge])
    const { key } = bridge.original
    flipBit(join(data, 'originals', key.slice(0, 2), key.slice(2, 4), key), random)
    const app = createApp(memoryDeps({ media: [bridge], originals: await openOriginalsFolder(join(data, 'originals')) }))
    const answer = await app.request(THUMBNAIL)
    expect([cycle, answer.status, answer.headers.get('cache-control')]).toEqual([cycle, 503, 'no-store'])
    expect(readdirSync(join(data, 'originals', 'damaged'))).toEqual([key])
  }
  task.meta.fault = { fault: 'a flipped bit in an original', cycles: FLIPS, held: 'found, set aside, never rendered' }
})

it(`a flipped bit in a kept thumbnail is found ${FLIPS} times of ${FLIPS}, and the thumbnail made anew (D3)`, async ({ task }) => {
  const random = seededRandom(2)
  const folder = tempFolder()
  const thumbnails = await openDiskCache({ folder, maxBytes: 64_000_000, clock: settableClock() })
  const deps = memoryDeps({ media: [bridge], thumbnails })
  const app = createApp(deps)
  const ask = async () => {
    const answer = await app.request(THUMBNAIL)
    const bytes = Buffer.from(await answer.arrayBuffer())
    await deps.settled()
    return { status: answer.status, bytes }
  }
  const { bytes: sound } = await ask()
  for (let cycle = 0; cycle < FLIPS; cycle += 1) {
    const [path = ''] = filesIn(folder)
    flipBit(path, random)
    const { status, bytes } = await ask()
    expect([cycle, status, bytes.equals(sound), deps.renders.length]).toEqual([cycle, 200, true, cycle + 2])
  }
  task.meta.fault = { fault: 'a flipped bit in a kept thumbnail', cycles: FLIPS, held: 'found, thrown away, made anew' }
})

const DAMAGES: Readonly<Record<string, (path: string) => Promise<void> | void>> = {
  'another file in its place': (path) => writeFileSync(path, 'x'.repeat(10_000)),
  'a header of zeros': (path) => writeFileSync(path, Buffer.concat([Buffer.alloc(100), readFileSync(path).subarray(100)])),
  'a first page of noise': (path) =>
    writeFileSync(
      path,
      Buffer.concat([readFileSync(path).subarray(0, 100), Buffer.alloc(3_996, 0xa5), readFileSync(path).subarray(4_096)]),
    ),
  'a half of it': (path) => truncateSync(path, 4_096 + 100),
  'a folder in its place': (path) => {
    copyFileSync(path, `${path}.aside`)
    spawnSync('rm', ['-f', path])
    mkdirSync(path)
  },
  'a newer schema': async (path) => {
    const database = await openSqliteDatabase(path, 0)
    database.exec('PRAGMA user_version = 9999')
    database.close()
  },
}

it.for(Object.entries(DAMAGES))(
  'a catalogue with %s is refused with a sentence that says what to do (D1, D8)',
  async ([name, damage], { task }) => {
    const data = tempFolder()
    await makeCollection(data, [bridge])
    await damage(join(data, 'catalogue.sqlite'))
    // The built command line, as `npm start` runs it; `pretest` has built it.
    const run = spawnSync(process.execPath, [resolve('dist/server/placard.js'), 'import', tempFolder()], {
      env: { PATH: process.env.PATH, PLACARD_DATA: data },
      encoding: 'utf8',
    })
    expect(run.status).not.toBe(0)
    expect(run.stderr).toContain(join(data, 'catalogue.sqlite'))
    expect(run.stderr).toMatch(
      /restore a backup|set PLACARD_DATA to another folder|that wrote it, or a later one|cannot be opened|another program's/i,
    )
    expect(run.stderr).not.toMatch(/^\s+at /m)
    task.meta.fault = { fault: `a catalogue with ${name}`, cycles: 1, held: 'refused with path and remedy' }
  },
)
