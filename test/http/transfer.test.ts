import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { OriginalKey } from '../../server/core/media.ts'
import { createOwnerToken } from '../../server/usecases/owner-tokens.ts'
import { bridge, portrait } from '../fixtures/media.ts'
import { type MemoryApp, memoryApp } from '../support/memory-app.ts'
import { testConfig } from '../support/memory-deps.ts'

const BYTES = new TextEncoder().encode('an original')
const KEY = createHash('sha256').update(BYTES).digest('hex')
const DIGEST = `sha-256=:${createHash('sha256').update(BYTES).digest('base64')}:`
const BATCH = `push-${'b'.repeat(22)}`

let app: MemoryApp
let token: string
beforeAll(async () => {
  app = memoryApp({ media: [bridge], config: { ...testConfig, maxOriginalBytes: 100 } })
  token = await createOwnerToken(app, 'mirror')
})

interface Sent {
  readonly body?: Uint8Array | string
  readonly headers?: Readonly<Record<string, string>>
}

async function ask(method: string, path: string, { body, headers = {} }: Sent = {}) {
  const sent = { Authorization: `Bearer ${token}`, ...headers }
  return await app.request(`/v1/owner/transfer${path}`, { method, headers: sent, ...(body !== undefined && { body: body as BodyInit }) })
}
const json = (value: unknown): Sent => ({ body: JSON.stringify(value), headers: { 'Content-Type': 'application/json' } })
const statusOf = async (answer: Promise<Response>) => (await answer).status

describe('the owner’s transfer', () => {
  it.each([
    ['GET', ''],
    ['POST', '/missing'],
    ['GET', '/media'],
    ['POST', '/media'],
    ['GET', `/originals/${KEY}`],
    ['PUT', `/originals/${KEY}`],
    ['PUT', '/thumbnails/p3/C6aHDKgAQA/1/640.jpg'],
  ])('answers %s %s to nobody without a token (A9)', async (method, path) => {
    expect((await ask(method, path, { headers: { Authorization: 'Bearer none' } })).status).toBe(401)
  })

  it('stores an original under its hash, and nothing else', async () => {
    expect(await statusOf(ask('PUT', `/originals/${'0'.repeat(64)}`, { body: BYTES }))).toBe(400)
    expect(await app.originals.open(KEY as OriginalKey)).toBeUndefined()
    expect(await statusOf(ask('PUT', `/originals/${KEY}`, { body: BYTES }))).toBe(200)
    const answer = await ask('GET', `/originals/${KEY}`)
    expect(answer.headers.get('content-type')).toBe('application/octet-stream')
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(BYTES)
    expect(await statusOf(ask('GET', `/originals/${'1'.repeat(64)}`))).toBe(404)
  })

  it('takes an original of the greatest size, and none larger', async () => {
    const put = (length: number) => {
      const body = new Uint8Array(length)
      return statusOf(ask('PUT', `/originals/${createHash('sha256').update(body).digest('hex')}`, { body }))
    }
    expect([await put(99), await put(100), await put(101)]).toEqual([200, 200, 413])
  })

  it('stores a thumbnail that has the hash it claims', async () => {
    const path = '/thumbnails/p3/C6aHDKgAQA/1/640.jpg'
    expect(await statusOf(ask('PUT', path, { body: BYTES }))).toBe(400)
    expect(await statusOf(ask('PUT', path, { body: new Uint8Array(3), headers: { 'Content-Digest': DIGEST } }))).toBe(400)
    expect(await app.thumbnails.find('p3/C6aHDKgAQA/1/640.jpg')).toBeUndefined()
    expect(await statusOf(ask('PUT', path, { body: BYTES, headers: { 'Content-Digest': DIGEST } }))).toBe(200)
    expect(await app.thumbnails.find('p3/C6aHDKgAQA/1/640.jpg')).toEqual(BYTES)
  })

  it.each(['x', 'p3/../../x/1/640.jpg', 'p3/code/1/640.svg', 'p3/code/1/', 'p3/code/one/640.jpg', 'p3/code/1/640.jpg%2f'])(
    'takes %j for no key',
    async (key) => {
      const sent = { body: BYTES, headers: { 'Content-Digest': DIGEST } }
      expect([400, 404]).toContain(await statusOf(ask('PUT', `/thumbnails/${key}`, sent)))
    },
  )

  it('tells media with all that is kept of them', async () => {
    const { data } = await (await ask('GET', '/media')).json()
    expect(data).toEqual([{ document: expect.objectContaining({ id: String(bridge.id), version: 1, description: bridge.description }) }])
    expect(data[0].document).not.toHaveProperty('shortcode')
    expect((await (await ask('GET', `/media?after=${bridge.shortcode}`)).json()).data).toEqual([])
    expect((await (await ask('GET', `/media?codes=${portrait.shortcode}`)).json()).data).toEqual([])
  })

  it.each([
    ['no batch', { media: [] }],
    ['another batch', { batch: 'cli', media: [{ document: {}, known: 0 }] }],
    ['no media', { batch: BATCH, media: [] }],
    ['no document', { batch: BATCH, media: [{ known: 0 }] }],
    ['an address that runs', { batch: BATCH, media: [{ document: documentOf({ licenceUrl: 'javascript:alert(1)' }), known: 0 }] }],
    ['a version below 0', { batch: BATCH, media: [{ document: documentOf(), known: -1 }] }],
    ['one twice', { batch: BATCH, media: [0, 0].map(() => ({ document: documentOf(), known: 0 })) }],
    ['too many', { batch: BATCH, media: Array.from({ length: 21 }, () => ({ document: documentOf(), known: 0 })) }],
  ])('writes nothing of %s', async (_name, body) => {
    expect(await statusOf(ask('POST', '/media', json(body)))).toBe(400)
    expect(await app.catalogue.findByShortcode(portrait.shortcode)).toBeUndefined()
  })

  it('writes a media whose version is known, and otherwise nothing', async () => {
    const write = (known: number) => statusOf(ask('POST', '/media', json({ batch: BATCH, media: [{ document: documentOf(), known }] })))
    expect([await write(1), await write(0), await write(0), await write(1)]).toEqual([409, 200, 409, 200])
    expect(await app.catalogue.findByShortcode(portrait.shortcode)).toMatchObject({ version: 2 })
  })

  it('asks for at most 40 files at once', async () => {
    const keys = (count: number) => Array.from({ length: count }, (_, index) => index.toString(16).padStart(64, '0'))
    expect(await statusOf(ask('POST', '/missing', json({ originals: keys(40), thumbnails: [] })))).toBe(200)
    expect(await statusOf(ask('POST', '/missing', json({ originals: keys(41), thumbnails: [] })))).toBe(400)
  })
})

function documentOf(description: object = {}): object {
  const { shortcode: _name, id, ...rest } = portrait
  return { ...rest, id: String(id), description: { ...portrait.description, ...description } }
}
