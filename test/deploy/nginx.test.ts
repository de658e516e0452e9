import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { freshAnswers } from '../../server/adapters/cache/answers.ts'
import { bridge, film, withdrawnMedia } from '../fixtures/media.ts'
import { rememberedPack } from '../support/memory/remembered-pack.ts'
import { hasNginx, type Nginx, nginxInFrontOf } from '../support/servers/nginx.ts'
import { type NodeServer, startNodeServer } from '../support/servers/node-server.ts'
import { askRaw } from '../support/servers/raw-answer.ts'

if (!hasNginx) process.stderr.write('placard: tests of deploy/nginx.conf are skipped; they need the package nginx-light\n')

describe.skipIf(!hasNginx)('deploy/nginx.conf in front of Placard', () => {
  const { pack, packing } = rememberedPack()
  let placard: NodeServer
  let nginx: Nginx

  beforeAll(async () => {
    const answers = freshAnswers({ maxBytes: 10_000_000, freshness: { generation: () => 1 }, pack })
    placard = await startNodeServer({ media: [bridge, film, withdrawnMedia], answers })
    nginx = await nginxInFrontOf(Number(new URL(placard.baseUrl).port))
    await nginx.start()
  })
  afterAll(async () => {
    await nginx?.stop()
    await placard?.close()
  })

  const ask = (path: string, headers = {}) => askRaw(nginx.baseUrl, { path, headers })
  const isHit = async (path: string, headers = {}) => (await ask(path, headers)).headers['x-cache']

  it('is what nginx calls a configuration', () => {
    expect(nginx.test()).toContain('test is successful')
  })

  it.each([
    ['a thumbnail', `/t/${bridge.shortcode}/1/320.jpg`],
    ['a thumbnail that is gone', `/t/${withdrawnMedia.shortcode}/1/320.jpg`],
    ['a page', `/p/${bridge.shortcode}/`],
    ['cards', `/v1/cards?codes=${bridge.shortcode}`],
    ['an oEmbed answer', `/oembed?url=${encodeURIComponent('https://placard.example/p/x/')}`],
  ])('passes on %s as it is, and asks for it once', async (_name, path) => {
    const origin = await askRaw(placard.baseUrl, { path })
    const [first, second] = [await ask(path), await ask(path)]
    for (const { status, headers, bytes } of [first, second]) {
      // nginx adds `Accept-Encoding` to `Vary` where it would pack, though it may stand there already.
      const { server: _server, 'x-cache': _cache, vary: both, ...ours } = headers
      const { vary, ...theirs } = origin.headers
      expect(both ?? '').toContain(vary ?? '')
      expect({ status, ours, bytes }).toEqual({ status: origin.status, ours: theirs, bytes: origin.bytes })
    }
    expect([first.headers['x-cache'], second.headers['x-cache']]).toEqual(['MISS', 'HIT'])
  })

  it('keeps nothing that must not be kept, nor what is asked for with a token', async () => {
    expect(await isHit('/ready')).toBe('MISS')
    expect(await isHit('/ready')).toBe('MISS')
    const path = `/p/${bridge.shortcode}/embed/`
    expect([await isHit(path, { Authorization: 'Bearer x' }), await isHit(path, { Authorization: 'Bearer x' })]).toEqual([
      'BYPASS',
      'BYPASS',
    ])
    expect(await isHit(path)).toBe('MISS')
  })

  it('never answers one address with another that only looks like it when it is decoded (C5)', async () => {
    const [real, forged] = [`/v1/cards?codes=${bridge.shortcode}&lang=de`, `/v1/cards%3Fcodes=${bridge.shortcode}&lang=de`]
    expect((await ask(forged)).status).toBe(404)
    expect((await ask(real)).status).toBe(200)
    expect((await ask(forged)).status).toBe(404)
  })

  it('lets parts of a film through', async () => {
    const { status, headers, bytes } = await ask(`/v/${film.shortcode}/1/video.mp4`, { Range: 'bytes=100-299' })
    expect({ status, range: headers['content-range'], length: bytes.length }).toEqual({
      status: 206,
      range: 'bytes 100-299/29214',
      length: 200,
    })
  })

  it('lets through what a push sends at once, and no more', async () => {
    const put = async (bytes: number) => {
      const headers = { 'Content-Type': 'application/octet-stream' }
      const path = `${nginx.baseUrl}/v1/owner/transfer/originals/${'0'.repeat(64)}`
      return (await fetch(path, { method: 'PUT', headers, body: new Uint8Array(bytes) })).status
    }
    // Placard's own word, that only an owner may.
    expect(await put(8_388_608)).toBe(401)
    expect(await put(9_437_185)).toBe(413)
  })

  it('packs what comes plain, for those who take it', async () => {
    const { headers } = await ask(`/v1/cards?codes=${bridge.shortcode}&lang=fr`, { 'Accept-Encoding': 'gzip' })
    expect(headers['content-encoding']).toBe('gzip')
    // What is not there has no other form.
    expect((await ask('/p/DDDDDDDDDD/', { 'Accept-Encoding': 'gzip' })).headers['content-encoding']).toBe('gzip')
  })

  it('passes on what comes packed as it is, and keeps each form for those who take it (C1)', async () => {
    const path = `/p/${bridge.shortcode}/?lang=de`
    const plain = await askRaw(placard.baseUrl, { path })
    for (const coding of ['br', 'gzip']) await askRaw(placard.baseUrl, { path, headers: { 'Accept-Encoding': coding } })
    await Promise.all(packing)
    const forms = [
      { accept: 'gzip, deflate, br, zstd', coding: 'br', unpack: brotliDecompressSync },
      { accept: 'gzip, deflate', coding: 'gzip', unpack: gunzipSync },
      { accept: undefined, coding: undefined, unpack: (bytes: Buffer) => bytes },
    ]
    for (const state of ['MISS', 'HIT']) {
      for (const { accept, coding, unpack } of forms) {
        const { status, headers, bytes } = await ask(path, accept === undefined ? {} : { 'Accept-Encoding': accept })
        expect([status, headers['x-cache'], headers['content-encoding'], headers.etag]).toEqual([200, state, coding, plain.headers.etag])
        expect(unpack(bytes).equals(plain.bytes)).toBe(true)
      }
    }
  })
})

describe.skipIf(!hasNginx)('deploy/nginx.conf in front of an origin that comes and goes', () => {
  const servers: Server[] = []
  const nginxes: Nginx[] = []
  afterEach(async () => {
    await Promise.all(nginxes.splice(0).map((nginx) => nginx.stop()))
    for (const server of servers.splice(0)) server.closeAllConnections()
  })

  async function startOrigin(answer: (request: IncomingMessage) => { status: number; text?: string }): Promise<Server> {
    const server = createServer((request, response) => {
      const { status, text = '' } = answer(request)
      // What Placard sends, but for the length of a second.
      response.writeHead(status, { 'Cache-Control': 'public, max-age=1, stale-if-error=86400', ETag: 'W/"1"' }).end(text)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    servers.push(server)
    return server
  }

  async function startNginx(...origins: readonly Server[]): Promise<Nginx> {
    const nginx = await nginxInFrontOf(...origins.map((server) => (server.address() as AddressInfo).port))
    nginxes.push(nginx)
    await nginx.start()
    return nginx
  }

  const stateOf = async ({ baseUrl }: Nginx, path = '/t/a') => {
    const { status, headers, bytes } = await askRaw(baseUrl, { path })
    return `${status} ${headers['x-cache']} ${bytes}`
  }

  it('asks again with the validator when the time is over, and serves what it has while nobody answers', async () => {
    const origin = await startOrigin(({ headers }) => (headers['if-none-match'] ? { status: 304 } : { status: 200, text: 'kept' }))
    const nginx = await startNginx(origin)
    expect(await stateOf(nginx)).toBe('200 MISS kept')
    await expect.poll(() => stateOf(nginx)).toBe('200 REVALIDATED kept')
    origin.close()
    origin.closeAllConnections()
    await expect.poll(() => stateOf(nginx)).toBe('200 STALE kept')
  })

  it('fetches a document anew, which by then may come packed', async () => {
    let asked = 0
    const origin = await startOrigin(({ headers }) => {
      asked += headers['if-none-match'] === undefined ? 1 : 0
      return { status: 200, text: headers['if-none-match'] ? 'validated' : `fetched ${Math.min(asked, 3)}` }
    })
    const nginx = await startNginx(origin)
    // The first one is the question whether nginx is there.
    expect(await stateOf(nginx, '/p/a/')).toBe('200 MISS fetched 2')
    await expect.poll(() => stateOf(nginx, '/p/a/')).toBe('200 EXPIRED fetched 3')
  })

  it('serves what has become of it as soon as the time is over: a withdrawal', async () => {
    let isWithdrawn = false
    const nginx = await startNginx(await startOrigin(() => (isWithdrawn ? { status: 410, text: 'gone' } : { status: 200, text: 'kept' })))
    expect(await stateOf(nginx)).toBe('200 MISS kept')
    isWithdrawn = true
    await expect.poll(() => stateOf(nginx)).toMatch(/^410 /)
  })

  it('asks another process where one is gone or stopping', async () => {
    const stopping = await startOrigin(() => ({ status: 503 }))
    const gone = await startOrigin(() => ({ status: 200 }))
    const well = await startOrigin(() => ({ status: 200, text: 'well' }))
    const nginx = await startNginx(stopping, well)
    const other = await startNginx(gone, well)
    gone.close()
    gone.closeAllConnections()
    for (const each of [nginx, other]) {
      const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => askRaw(each.baseUrl, { path: `/${index}` })))
      expect(new Set(answers.map(({ status, bytes }) => `${status} ${bytes}`))).toEqual(new Set(['200 well']))
    }
  })
})
