import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSqliteCatalogue } from '../../server/adapters/catalogue/sqlite.ts'
import { openOriginalsFolder } from '../../server/adapters/originals/fs.ts'
import { parseConfig, readEnv } from '../../server/config.ts'
import { openLocalDeps } from '../../server/runtimes/local-deps.ts'
import { createOwnerToken } from '../../server/usecases/own/owner-tokens.ts'
import { bridge } from '../fixtures/media.ts'
import { makeCollection } from '../support/collection-folder.ts'
import { type Random, seededRandom } from '../support/hostile/random.ts'
import { TEST_MS } from '../support/patience.ts'
import { readCollection, sha256 } from '../support/programs/import-world.ts'
import { freePort } from '../support/servers/free-port.ts'

// The release asks for a thousand: PLACARD_KILL_CYCLES=1000 npm run test:faults
const CYCLES = Number(process.env.PLACARD_KILL_CYCLES ?? 50)
/** Uploads that are under way at the same time. */
const LANES = 4
/** Uploads that are read again after each kill. */
const KEPT = 100

let home: string
let data: string
let token: string

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'placard-upload-'))
  data = join(home, 'data')
  await makeCollection(data, [bridge])
  const deps = await openLocalDeps(parseConfig(readEnv({ PLACARD_DATA: data })), { assetFolders: [], writeLog: () => {} })
  token = await createOwnerToken(deps, 'desk')
  await deps.close()
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** What the server has said yes to. */
interface Acknowledged {
  readonly originals: Set<string>
  /** Of the one media that is edited. */
  version: number
}

/** A server that listens. */
async function startServer(): Promise<{ child: ChildProcess; baseUrl: string }> {
  const port = await freePort()
  const env = { PATH: process.env.PATH, PLACARD_DATA: data, PORT: String(port) }
  const child = spawn(process.execPath, [resolve('dist/server/placard.js'), 'serve'], { env, stdio: ['ignore', 'pipe', 'ignore'] })
  await once(child.stdout!, 'data')
  child.stdout!.resume()
  return { child, baseUrl: `http://127.0.0.1:${port}` }
}

/** Uploads, and edits in between, until the server is gone; it is killed as soon as it has said yes so often. */
async function uploadAndKill(random: Random, yes: Acknowledged): Promise<void> {
  const { child, baseUrl } = await startServer()
  const gone = once(child, 'exit')
  let left = 1 + random.int(8)
  const say = () => {
    left -= 1
    if (left === 0) child.kill('SIGKILL')
  }
  const headers = { Authorization: `Bearer ${token}` }
  const upload = async (bytes: Buffer) => {
    const key = sha256(bytes)
    const { status } = await fetch(`${baseUrl}/v1/owner/transfer/originals/${key}`, { method: 'PUT', headers, body: new Uint8Array(bytes) })
    expect(status).toBe(200)
    yes.originals.add(key)
    say()
  }
  const edit = async (title: string) => {
    const body = JSON.stringify({ title })
    const more = { ...headers, 'If-Match': '*', 'Content-Type': 'application/json' }
    const answer = await fetch(`${baseUrl}/v1/owner/media/${bridge.shortcode}`, { method: 'PATCH', headers: more, body })
    expect(answer.status).toBe(200)
    yes.version += 1
    say()
  }
  const lane = async () => {
    // A fetch fails once the server is dead, and so the lane ends; `expect` says so itself.
    for (;;) await upload(bytesFrom(random))
  }
  const editing = async () => {
    for (;;) await edit(`Title ${random.int(1e9)}`)
  }
  const ended = await Promise.allSettled([...Array.from({ length: LANES }, lane), editing()])
  for (const end of ended) expect(String(end.status === 'rejected' && end.reason)).toContain('fetch failed')
  await gone
}

/** Those that have outlived many kills go, or each cycle would read more than the one before. */
function forget(originals: Set<string>): void {
  for (const key of originals) rmSync(join(data, 'originals', key.slice(0, 2), key.slice(2, 4), key))
  originals.clear()
}

/** Up to 400 kB that are nobody else's. */
function bytesFrom(random: Random): Buffer {
  return Buffer.alloc(1 + random.int(400_000), `${random.int(1e9)} `)
}

it(`uploads to a server that is killed ${CYCLES} times: what it said yes to is there, and nothing is half (D2, D3, D5)`, {
  timeout: TEST_MS + CYCLES * 5_000,
}, async ({ task }) => {
  const random = seededRandom(11)
  const yes: Acknowledged = { originals: new Set(), version: 1 }
  for (let cycle = 1; cycle <= CYCLES; cycle += 1) {
    if (cycle % 100 === 0) process.stderr.write(`      ${cycle} of ${CYCLES} kills\n`)
    await uploadAndKill(random, yes)
    const found = await readCollection(data)
    expect([cycle, found.damage]).toEqual([cycle, []])
    const lost = [...yes.originals].filter((key) => !found.originals.includes(key))
    expect([cycle, lost]).toEqual([cycle, []])
    const catalogue = await openSqliteCatalogue(join(data, 'catalogue.sqlite'))
    const version = (await catalogue.findByShortcode(bridge.shortcode))?.version ?? 0
    await catalogue.close()
    // The last edit may have been done though nobody heard of it.
    expect([cycle, version - yes.version]).toEqual([cycle, expect.toBeOneOf([0, 1])])
    yes.version = version
    if (yes.originals.size > KEPT) forget(yes.originals)
  }
  // What a dead server left aside is swept once it is an hour old.
  const incoming = join(data, 'originals', 'incoming')
  for (const name of readdirSync(incoming)) utimesSync(join(incoming, name), 0, 0)
  await openOriginalsFolder(join(data, 'originals'))
  expect(readdirSync(incoming)).toEqual([])
  task.meta.fault = {
    fault: 'kill -9 during uploads and edits',
    cycles: CYCLES,
    held: 'what was said yes to is there, whole; nothing is half; temporaries are swept',
  }
})
