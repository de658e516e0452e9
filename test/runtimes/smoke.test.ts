import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CODINGS } from '../../server/core/content-coding.ts'
import { bridge, film, portrait, privateMedia, series, withdrawnMedia } from '../fixtures/media.ts'
import { makeCollection } from '../support/collection-folder.ts'
import { askRaw, type RawAnswer } from '../support/servers/raw-answer.ts'
import { RUNTIMES, type RunningRuntime, type Runtime } from '../support/servers/runtimes.ts'
import { comparable, variation } from './comparable.ts'
import { SMOKE_REQUESTS, type SmokeRequest } from './requests.ts'
import { formatTable } from './table.ts'

const COLLECTION = [bridge, portrait, series, film, privateMedia, withdrawnMedia]

let folder: string
const running = new Map<string, RunningRuntime>()
const answers = new Map<string, ReadonlyMap<string, RawAnswer>>()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'placard-runtimes-'))
  await makeCollection(join(folder, 'collection'), COLLECTION)
})

afterAll(async () => {
  await Promise.all([...running.values()].map((server) => server.stop()))
  rmSync(folder, { recursive: true, force: true })
  process.stdout.write(formatTable(RUNTIMES, SMOKE_REQUESTS, answers))
})

async function startOn(runtime: Runtime): Promise<RunningRuntime> {
  if (runtime.isPushed) return await runtime.start(join(folder, 'node'))
  // Each its own copy: with one folder for all, the thumbnails that the first one made would be the answers of the others.
  const home = join(folder, runtime.name)
  cpSync(join(folder, 'collection'), join(home, 'data'), { recursive: true })
  return await runtime.start(home)
}

async function answer(baseUrl: string, request: SmokeRequest): Promise<RawAnswer> {
  const first = await askRaw(baseUrl, request)
  if (!request.again) return first
  return await askRaw(baseUrl, { ...request, headers: { ...request.headers, 'If-None-Match': first.headers.etag ?? 'none' } })
}

describe.each(RUNTIMES)('$name', (runtime) => {
  if (runtime.missing) {
    process.stderr.write(`placard: tests on ${runtime.name} are skipped; ${runtime.missing}\n`)
    it.skip('is not on this machine', () => {})
    return
  }
  const answerOf = (request: SmokeRequest) => answers.get(runtime.name)!.get(request.name)!

  beforeAll(async () => {
    const server = await startOn(runtime)
    running.set(runtime.name, server)
    const mine = new Map<string, RawAnswer>()
    answers.set(runtime.name, mine)
    for (const request of SMOKE_REQUESTS) mine.set(request.name, await answer(server.baseUrl, request))
  })

  it.each(SMOKE_REQUESTS)('answers $name with $status', (request) => {
    const { status, headers } = answerOf(request)
    expect(status).toBe(request.status)
    if (request.type === undefined) expect(headers['content-type']).toBeUndefined()
    else expect(headers['content-type']).toMatch(new RegExp(`^${request.type.replace('+', '\\+')}(;|$)`))
  })

  it.each(SMOKE_REQUESTS)('answers $name as Node does, to the byte', (request) => {
    const varies = variation(runtime, request)
    const { status, headers, bytes } = comparable(answerOf(request), varies)
    const onNode = comparable(answers.get('node')!.get(request.name)!, varies)
    expect({ status, headers }).toEqual({ status: onNode.status, headers: onNode.headers })
    expect(bytes.equals(onNode.bytes)).toBe(true)
  })
})

const processes = () => [...running].filter(([name]) => RUNTIMES.some((runtime) => runtime.name === name && runtime.isProcess))

/** `ask` of every runtime that runs as a process, at the same time, by the runtime's name. */
async function ofEach<T>(ask: (server: RunningRuntime) => Promise<T>): Promise<Readonly<Record<string, T>>> {
  return Object.fromEntries(await Promise.all(processes().map(async ([name, server]) => [name, await ask(server)] as const)))
}

const forEach = <T>(value: T) => Object.fromEntries(processes().map(([name]) => [name, value]))

describe('every process', () => {
  it('refuses headers of more than 16 kB (L1)', async () => {
    const heads = await ofEach(({ baseUrl }) => exchange(baseUrl, `GET / HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(17_000)}\r\n\r\n`))
    expect(heads).toEqual(forEach(expect.stringMatching(/^HTTP\/1\.1 431 /)))
  })

  it('packs a page that is asked for again, in what is taken', async () => {
    const path = `/p/${series.shortcode}/`
    const unpack = { br: brotliDecompressSync, gzip: gunzipSync }
    for (const coding of CODINGS) {
      const pages = await ofEach(async ({ baseUrl }) => {
        const ask = () => askRaw(baseUrl, { path, headers: { 'Accept-Encoding': coding } })
        await expect.poll(async () => (await ask()).headers['content-encoding']).toBe(coding)
        const [plain, packed] = [await askRaw(baseUrl, { path }), await ask()]
        return { isSmaller: packed.bytes.length < plain.bytes.length / 4, isSame: unpack[coding](packed.bytes).equals(plain.bytes) }
      })
      expect(pages).toEqual(forEach({ isSmaller: true, isSame: true }))
    }
  })

  it('closes a connection whose headers do not end (L1)', async () => {
    const heads = await ofEach(({ baseUrl }) => exchange(baseUrl, 'GET / HTTP/1.1\r\nHost: x\r\n'))
    expect(heads).toEqual(forEach(expect.stringMatching(/^HTTP\/1\.1 408 /)))
  })

  it('finishes on SIGTERM what it has begun, takes nothing more, and ends with 0 (L3)', async () => {
    const ends = await ofEach(async (server) => {
      const cold = askRaw(server.baseUrl, { path: `/t/${portrait.shortcode}/1/640.avif` })
      // Answered after the cold one was taken: both came over loopback in this order.
      await askRaw(server.baseUrl, { path: '/health' })
      const exitCode = server.stop()
      const { status, bytes } = await cold
      const end = { status, format: bytes.subarray(4, 12).toString('latin1'), exitCode: await exitCode }
      await expect(askRaw(server.baseUrl, { path: '/health' })).rejects.toThrow('ECONNREFUSED')
      return end
    })
    expect(ends).toEqual(forEach({ status: 200, format: 'ftypavif', exitCode: 0 }))
  })
})

/** All that comes back until the server closes the connection. */
async function exchange(baseUrl: string, bytes: string): Promise<string> {
  const { port, hostname } = new URL(baseUrl)
  const socket = connect(Number(port), hostname)
  let answered = ''
  socket.setEncoding('latin1')
  socket.on('data', (piece) => {
    answered += piece
  })
  socket.on('error', () => {}) // A reset after the answer is one way to close.
  socket.write(bytes)
  await once(socket, 'close')
  return answered
}
