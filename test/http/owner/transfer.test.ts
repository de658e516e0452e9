import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { OriginalKey } from '../../../server/core/media.ts'
import { createOwnerToken } from '../../../server/usecases/own/owner-tokens.ts'
import { bridge, film, portrait } from '../../fixtures/media.ts'
import { type MemoryApp, memoryApp } from '../../support/memory/app.ts'
import { testConfig } from '../../support/memory/deps.ts'

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
  // As whoever sends them over a network does.
  const length = body instanceof Uint8Array ? { 'Content-Length': String(body.length) } : {}
  const sent = { Authorization: `Bearer ${token}`, ...length, ...headers }
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
    ['POST', `/originals/${KEY}`],
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

  it('takes no original without its length, and none that is not as long', async () => {
    expect(await statusOf(ask('PUT', `/originals/${KEY}`, { body: BYTES, headers: { 'Content-Length': '' } }))).toBe(411)
    for (const length of ['10', '12', '101']) {
      const answer = await ask('PUT', `/originals/${KEY}`, { body: BYTES, headers: { 'Content-Length': length } })
      expect(answer.status).toBe(length === '101' ? 413 : 400)
    }
  })

  it('names the setting where an original is too large', async () => {
    const answer = await ask('PUT', `/originals/${KEY}`, { body: new Uint8Array(101) })
    expect(await answer.json()).toMatchObject({ meta: { error_message: expect.stringContaining('PLACARD_MAX_ORIGINAL_MB') } })
  })

  it('sends a part of an original, or all where a range is none', async () => {
    await ask('PUT', `/originals/${KEY}`, { body: BYTES })
    const part = await ask('GET', `/originals/${KEY}`, { headers: { Range: 'bytes=3-100' } })
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 3-10/11', 'original'])
    expect(await statusOf(ask('GET', `/originals/${KEY}`, { headers: { Range: 'bytes=3' } }))).toBe(200)
  })

  it.each([
    ['a unit of another kind', 'items 0-10/20', 400],
    ['an open end', 'bytes 0-/20', 400],
    ['a part that is none', 'bytes 3-13/20', 400],
    ['a part of another length', 'bytes 0-19/20', 400],
    ['a part of what is too large', 'bytes 0-10/101', 413],
    ['a part that is all', 'bytes 0-10/11', 200],
  ])('answers %s with %i', async (_name, range, status) => {
    const headers = { 'Content-Range': range, 'Content-Digest': DIGEST }
    expect(await statusOf(ask('PUT', `/originals/${'2'.repeat(64)}`, { body: BYTES, headers }))).toBe(status)
  })

  it('takes no part without its hash', async () => {
    expect(await statusOf(ask('PUT', `/originals/${KEY}`, { body: BYTES, headers: { 'Content-Range': 'bytes 0-10/11' } }))).toBe(400)
  })

  it.each([
    [{}, 400],
    [{ bytes: 0 }, 400],
    [{ bytes: 1.5 }, 400],
    [{ bytes: 100 }, 200],
    [{ bytes: 101 }, 413],
  ])('answers how much is here of %j with %i', async (body, status) => {
    expect(await statusOf(ask('POST', `/originals/${'3'.repeat(64)}`, json(body)))).toBe(status)
  })

  it('joins parts, unless they are another original', async () => {
    const headers = { 'Content-Range': 'bytes 0-10/11', 'Content-Digest': DIGEST }
    const other = '4'.repeat(64)
    expect(await statusOf(ask('PUT', `/originals/${other}`, { body: BYTES, headers }))).toBe(200)
    expect(await statusOf(ask('POST', `/originals/${other}`, json({ bytes: 11 })))).toBe(400)
    expect(await (await ask('POST', `/originals/${other}`, json({ bytes: 11 }))).json()).toMatchObject({ data: { received: 0 } })
  })

  it('stores a thumbnail that has the hash it claims', async () => {
    const path = '/thumbnails/p3/C6aHDKgAQA/1/640.jpg'
    expect(await statusOf(ask('PUT', path, { body: BYTES }))).toBe(400)
    expect(await statusOf(ask('PUT', path, { body: new Uint8Array(3), headers: { 'Content-Digest': DIGEST } }))).toBe(400)
    expect(await app.thumbnails.find('p3/C6aHDKgAQA/1/640.jpg')).toBeUndefined()
    expect(await statusOf(ask('PUT', path, { body: BYTES, headers: { 'Content-Digest': DIGEST } }))).toBe(200)
    expect(await app.thumbnails.find('p3/C6aHDKgAQA/1/640.jpg')).toEqual(BYTES)
  })

  it('replaces no thumbnail that is there', async () => {
    await app.thumbnails.put('p3/C6aHDKgAQA/1/640.jpg', new Uint8Array([1, 2, 3]), 60)
    const sent = { body: BYTES, headers: { 'Content-Digest': DIGEST } }
    expect(await statusOf(ask('PUT', '/thumbnails/p3/C6aHDKgAQA/1/640.jpg', sent))).toBe(200)
    expect(await app.thumbnails.find('p3/C6aHDKgAQA/1/640.jpg')).toEqual(new Uint8Array([1, 2, 3]))
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
    ['a picture without a side', withFields({ original: { ...portrait.original, width: -1 } })],
    ['a picture that is too long for any', withFields({ original: { ...portrait.original, height: 10_000_001 } })],
    ['a moment that has no date', withFields({ publishedAt: 8_640_000_000_000_001 })],
    ['a withdrawal at none', withFields({ standing: { kind: 'withdrawn', reason: 'privacy', at: -9e15 } })],
    ['a host that ends its header (O10)', withFields({ embedding: { hosts: 'listed', allow: ['a.example; script-src *'], deny: [] } })],
    ['a host that begins another (O10)', withFields({ embedding: { hosts: 'everyone', allow: [], deny: ['a.example\r\nX-A: b'] } })],
    ['a colour that is more than one (W12)', withFields({ placeholder: { ...portrait.placeholder, colour: '#fff;background:url(//a)' } })],
    ['a name that drives a terminal (L7)', withFields({ description: { ...portrait.description, creators: [{ name: 'A\u001b[2J' }] } })],
    ['a text that a terminal obeys in one byte (L7)', { batch: BATCH, media: [{ document: documentOf({ place: '\u009b2J' }), known: 0 }] }],
    ['a film that ends before it begins', withFields({ type: 'video', video: { ...film.video, durationMs: -1 } })],
    [
      'captions of no language',
      withFields({ type: 'video', video: { ...film.video, tracks: [{ ...film.video?.tracks[0], lang: '../x' }] } }),
    ],
    ['a secret of another spelling (O8)', withFields({ secret: 'B'.repeat(22) })],
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

function withFields(fields: object): object {
  return { batch: BATCH, media: [{ document: { ...documentOf(), ...fields }, known: 0 }] }
}

function documentOf(description: object = {}): object {
  const { shortcode: _name, id, ...rest } = portrait
  return { ...rest, id: String(id), description: { ...portrait.description, ...description } }
}
