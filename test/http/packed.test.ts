import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshAnswers } from '../../server/adapters/cache/answers.ts'
import { watchCatalogue } from '../../server/adapters/catalogue/watched.ts'
import type { Media } from '../../server/core/media.ts'
import { bridge, film, panorama, portrait } from '../fixtures/media.ts'
import { memoryCatalogue, settableClock } from '../support/memory/adapters.ts'
import { rememberedPack } from '../support/memory/remembered-pack.ts'
import { save } from '../support/memory/save.ts'
import { type NodeServer, startNodeServer } from '../support/servers/node-server.ts'
import { askRaw } from '../support/servers/raw-answer.ts'

const clock = settableClock()
const restricted: Media = { ...portrait, embedding: { hosts: 'listed', allow: ['news.example'], deny: [] } }
const { catalogue, freshness } = watchCatalogue({ ...memoryCatalogue([bridge, film, panorama, restricted]), mark: async () => 1 }, clock)
const { pack, packing } = rememberedPack()
let front: NodeServer

beforeAll(async () => {
  const shared = { catalogue, clock }
  front = await startNodeServer({ ...shared, answers: freshAnswers({ maxBytes: 10_000_000, freshness, pack }) })
  // The first question about its freshness is what makes the catalogue answer it.
  freshness.generation()
})
afterAll(() => front.close())

const code = bridge.shortcode
const oembed = () => `/oembed?url=${encodeURIComponent(`${front.baseUrl}/p/${code}/`)}`
const ask = (path: string, coding?: string, more = {}) =>
  askRaw(front.baseUrl, { path, headers: { ...(coding !== undefined && { 'Accept-Encoding': coding }), ...more } })

/** What comes once it is packed. */
async function packed(path: string, coding: string) {
  for (let times = 0; times < 2; times += 1) await ask(path, coding)
  await Promise.all(packing)
  const answer = await ask(path, coding)
  expect(answer.headers['content-encoding']).toBe(coding)
  return answer
}

const TEXTS = [
  ['a page', () => `/p/${code}/`],
  ['a frame', () => `/p/${code}/embed/`],
  ['cards', () => `/v1/cards?codes=${code}`],
  ['a media object', () => `/v1/media/${bridge.id}`],
  ['oEmbed JSON', oembed],
  ['oEmbed XML', () => `${oembed()}&format=xml`],
  ['a feed', () => '/feed.atom'],
] as const

describe('text that is asked for again', () => {
  it.each(TEXTS)('is packed for those who take it, and the same for all: %s (C1)', async (_name, pathOf) => {
    const path = pathOf()
    const plain = await ask(path)
    const { etag, vary, 'content-length': length, ...common } = plain.headers
    expect([plain.status, vary]).toEqual([200, 'Accept-Encoding'])
    expect(length).toBe(String(plain.bytes.length))
    for (const [coding, unpack] of [
      ['br', brotliDecompressSync],
      ['gzip', gunzipSync],
    ] as const) {
      const { status, headers, bytes } = await packed(path, coding)
      expect(unpack(bytes).equals(plain.bytes)).toBe(true)
      expect(bytes.length).toBeLessThan(0.6 * plain.bytes.length)
      expect({ status, headers }).toEqual({
        status: 200,
        headers: { ...common, etag, vary, 'content-length': String(bytes.length), 'content-encoding': coding },
      })
    }
    expect(await ask(path)).toEqual(plain)
  })

  it.each(TEXTS)('has one validator in all codings, and one 304: %s (C1)', async (_name, pathOf) => {
    const path = pathOf()
    const { headers } = await packed(path, 'br')
    const known = { 'If-None-Match': headers.etag }
    const told = await Promise.all([undefined, 'br', 'gzip', 'identity'].map((coding) => ask(path, coding, known)))
    for (const { status, headers: said, bytes } of told) {
      expect([status, said.etag, said.vary, bytes.length]).toEqual([304, headers.etag, 'Accept-Encoding', 0])
      expect(said['content-encoding']).toBeUndefined()
    }
    // As the app says it: it answers whoever has several.
    const { headers: theirs } = await ask(path, 'br', { 'If-None-Match': `"x", ${headers.etag}` })
    expect(told[1]?.headers).toEqual(theirs)
  })

  it.each([undefined, '', 'identity', 'br;q=0', 'deflate', '*;q=0', 'br;q=0.5, identity', `br${','.repeat(2000)}`, 'brotli', 'x'])(
    'comes as it is to whoever does not take it packed: %j',
    async (header) => {
      await packed(`/p/${code}/`, 'br')
      await packed(`/p/${code}/`, 'gzip')
      const { status, headers, bytes } = await ask(`/p/${code}/`, header)
      expect([status, headers['content-encoding'], bytes.toString().slice(0, 15)]).toEqual([200, undefined, '<!doctype html>'])
    },
  )

  it.each([
    ['BR', 'br'],
    ['gzip, deflate, br, zstd', 'br'],
    ['identity;q=0, *', 'br'],
    ['gzip, br;q=0', 'gzip'],
  ])('comes in the best that is taken: %s', async (header, coding) => {
    await packed(`/p/${code}/`, coding)
    expect((await ask(`/p/${code}/`, header)).headers['content-encoding']).toBe(coding)
  })

  it('comes packed to requests that come at once on one connection, each its own way', async () => {
    await packed(`/p/${code}/`, 'br')
    const lines = ['br', 'identity', 'br'].map((coding) => `GET /p/${code}/ HTTP/1.1\r\nHost: a\r\nAccept-Encoding: ${coding}\r\n`)
    const answer = await front.exchange(`${lines.join('\r\n')}Connection: close\r\n\r\n`)
    expect(answer.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3)
    expect(answer.match(/content-encoding: br/g)).toHaveLength(2)
  })

  it('is withdrawn in every coding at once (C1)', async () => {
    const path = `/p/${panorama.shortcode}/`
    const { headers } = await packed(path, 'br')
    await packed(path, 'gzip')
    await save(catalogue, { ...panorama, standing: { kind: 'withdrawn', reason: 'privacy', at: clock.now() } })
    for (const coding of [undefined, 'br', 'gzip']) {
      expect((await ask(path, coding)).status).toBe(410)
      expect((await ask(path, coding, { 'If-None-Match': headers.etag })).status).toBe(410)
    }
  })
})

/** Answers to one who asks again and again; nothing was packed for that. */
async function unpacked(path: string, headers = {}) {
  const before = packing.length
  const told = []
  for (let times = 0; times < 3; times += 1) told.push(await ask(path, 'br, gzip', headers))
  expect(packing.length).toBe(before)
  return told
}

describe('never packed are', () => {
  it.each([
    ['a thumbnail', 200, `/t/${code}/1/320.jpg`],
    ['what is short', 200, '/robots.txt'],
    ['what is not there', 404, `/p/${code}x/`],
    ['a film', 200, `/v/${film.shortcode}/1/video.mp4`],
  ])('%s', async (_name, status, path) => {
    for (const answer of await unpacked(path)) expect([answer.status, answer.headers['content-encoding']]).toEqual([status, undefined])
  })

  // BREACH reads a secret out of the lengths of answers that hold it beside what the reader of them has chosen.
  it.each([
    ['page', `/p/${restricted.shortcode}/`],
    ['frame', `/p/${restricted.shortcode}/embed/`],
    ['cards', `/v1/cards?codes=${restricted.shortcode}`],
    ['start page', '/'],
  ])('answers with grants, which are secrets of one reader: %s (C6)', async (_name, path) => {
    const told = await unpacked(path, { Origin: 'https://news.example', 'Sec-Fetch-Dest': 'document' })
    expect(told.map(({ status, headers }) => [status, headers['content-encoding'], headers['cache-control']])).toEqual(
      Array.from({ length: 3 }, () => [200, undefined, 'private, no-cache']),
    )
    expect(new Set(told.map(({ headers }) => headers.vary?.endsWith('Accept-Encoding')))).toEqual(new Set([true]))
  })
})
