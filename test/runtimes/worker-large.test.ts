import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openOriginalsFolder } from '../../server/adapters/originals/fs.ts'
import type { Media, OriginalKey } from '../../server/core/media.ts'
import { film } from '../fixtures/media.ts'
import { makeCollection } from '../support/collection-folder.ts'
import { ORIGIN } from '../support/servers/runtimes.ts'
import { FRESH, missingWorkerd, type RunningWorker, startWorker, transferCommand, WORKER_TOKEN } from '../support/servers/workerd.ts'

const missing = missingWorkerd()
if (missing) process.stderr.write(`placard: tests of large originals on a Worker are skipped; ${missing}\n`)

const MB = 1_048_576
/** A Worker has 128 MB, so an original of almost as many cannot be held beside anything else. */
const SIZE = 120 * MB
/** The simulated R2 lives in the same process, and keeps pieces of what it stores. */
const ROOM = 72 * MB

/** The bytes, made as they are taken, and no two megabytes alike. */
function* pieces(size: number): Generator<Uint8Array> {
  for (let at = 0; at < size; at += MB) yield new Uint8Array(Math.min(MB, size - at)).fill(at / MB + 1)
}

function hashOf(size: number): OriginalKey {
  const hash = createHash('sha256')
  for (const piece of pieces(size)) hash.update(piece)
  return hash.digest('hex') as OriginalKey
}

describe.skipIf(missing !== undefined)('an original of 120 MB on a Worker', () => {
  const key = missing === undefined ? hashOf(SIZE) : ('' as OriginalKey)
  let folder: string
  let worker: RunningWorker
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'placard-large-'))
    const secrets = { PLACARD_SIGNING_KEY: Buffer.alloc(32, 7).toString('base64'), PLACARD_OWNER_TOKEN: WORKER_TOKEN }
    worker = await startWorker(join(folder, 'worker'), { PLACARD_ORIGIN: ORIGIN, PLACARD_MAX_ORIGINAL_MB: '120', ...secrets })
  })
  afterAll(async () => {
    await worker?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const at = (path: string) => `${worker.baseUrl}/v1/owner/transfer/originals/${path}`
  const headers = { Authorization: `Bearer ${WORKER_TOKEN}`, ...FRESH }

  /** One request with a body that is made as it is sent; of none, the length is told all the same. */
  async function put(name: string, size: number, sent = size): Promise<number | 'cut'> {
    return await new Promise((done) => {
      const asked = request(at(name), { method: 'PUT', agent: false, headers: { ...headers, 'Content-Length': size } }, (answer) => {
        answer.resume()
        done(answer.statusCode ?? 0)
        if (sent === 0) asked.destroy()
      })
      asked.on('error', () => done('cut'))
      if (sent === 0) return asked.flushHeaders()
      const body = Readable.from(pieces(sent))
      if (sent === size) body.pipe(asked)
      else body.pipe(asked, { end: false }).once('unpipe', () => asked.destroy())
    })
  }

  async function hashThere(name: string): Promise<string> {
    const answer = await fetch(at(name), { headers })
    const hash = createHash('sha256')
    for await (const piece of answer.body ?? []) hash.update(piece)
    return hash.digest('hex')
  }

  /** What the work has cost the process in memory, over what it had before. */
  async function memoryOf(work: () => Promise<unknown>): Promise<number> {
    await (await fetch(`${worker.baseUrl}/ready`, { headers: FRESH })).text()
    worker.forgetPeak()
    const before = worker.peakBytes() ?? 0
    if (process.platform === 'linux') expect(before).toBeGreaterThan(0)
    await work()
    return (worker.peakBytes() ?? 0) - before
  }

  it('is stored out of one request, as a stream', async () => {
    const cost = await memoryOf(async () => expect(await put(key, SIZE)).toBe(200))
    expect(await hashThere(key)).toBe(key)
    expect(cost).toBeLessThan(ROOM)
  })

  it('is refused where it is another one, or larger than the setting allows', async () => {
    expect(await put('0'.repeat(64), SIZE)).toBe(400)
    expect((await fetch(at('0'.repeat(64)), { headers })).status).toBe(404)
    // Its length is enough: to whoever still sends, the end of the connection may come before the answer.
    expect(await put(hashOf(SIZE + 1), SIZE + 1, 0)).toBe(413)
  })

  it('is not there where the request breaks off', async () => {
    const other = hashOf(SIZE - 1)
    expect(await put(other, SIZE - 1, 40 * MB)).toBe('cut')
    expect((await fetch(at(other), { headers })).status).toBe(404)
    expect(await put(other, SIZE - 1)).toBe(200)
  })

  it('is pushed in parts, which are joined there', async () => {
    const size = SIZE - 2
    const pushed = hashOf(size)
    const media: Media = { ...film, video: { ...film.video!, key: pushed, bytes: size } }
    const data = join(folder, 'data')
    await makeCollection(data, [media])
    const originals = await openOriginalsFolder(join(data, 'originals'))
    const body = Readable.toWeb(Readable.from(pieces(size))) as ReadableStream<Uint8Array> // Node's own, and as good.
    await originals.receive({ sha256: pushed, bytes: size, body })
    const { program, args } = transferCommand(['push', worker.baseUrl], data)
    const env = { PATH: process.env.PATH ?? '', PLACARD_DATA: data }
    const cost = await memoryOf(async () => {
      const { stdout, stderr } = await promisify(execFile)(program, args, { cwd: data, env })
      expect(stdout + stderr).toContain('1 new, 0 changed, 0 unchanged, 0 failed')
    })
    expect(await hashThere(pushed)).toBe(pushed)
    expect(cost).toBeLessThan(ROOM)
    const range = await fetch(`${worker.baseUrl}/v/${media.shortcode}/1/video.mp4`, { headers: { Range: `bytes=0-${MB}` } })
    expect([range.status, (await range.arrayBuffer()).byteLength]).toEqual([206, MB + 1])
  })
})
