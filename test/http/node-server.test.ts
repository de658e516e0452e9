import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Thumbnailer } from '../../server/ports/thumbnailer.ts'
import { createOwnerToken } from '../../server/usecases/own/owner-tokens.ts'
import { bridge, film } from '../fixtures/media.ts'
import { videoBytes } from '../fixtures/videos.ts'
import { endlessOriginals } from '../support/memory/endless-originals.ts'
import { type NodeServer, startNodeServer } from '../support/servers/node-server.ts'

let server: NodeServer

beforeAll(async () => {
  server = await startNodeServer()
})
afterAll(() => server.close())

const PATHS = [
  `/p/${bridge.shortcode}/`,
  `/p/${bridge.shortcode}`,
  `/v1/cards?codes=${bridge.shortcode}`,
  `/t/${bridge.shortcode}/9/320.jpg`,
  '/x',
]
const ask = (head: string) => server.exchange(`${head}\r\nConnection: close\r\n\r\n`)
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1])
const withoutDate = (answer: string) => answer.replace(/^Date: .*$/im, '')

describe('a hostile Host (O1)', () => {
  it.each([
    'evil.example',
    'evil.example:80',
    'EVIL.EXAMPLE',
    '[::1]',
    '127.0.0.1:1',
    'a'.repeat(200),
    'xn--evil-example',
    'evil.example.',
  ])('changes no byte of any answer: %s', async (host) => {
    for (const path of PATHS) {
      const canonical = await ask(`GET ${path} HTTP/1.1\r\nHost: ${server.baseUrl.slice(7)}`)
      expect(withoutDate(await ask(`GET ${path} HTTP/1.1\r\nHost: ${host}`))).toBe(withoutDate(canonical))
    }
  })

  it.each(['', 'evil example', 'evil.example/x', 'a@evil.example', '"><script>', 'evil.example?x', 'evil.example#', 'evil.example\\x'])(
    'that is no host gets 400, or the same answer as ever: %j',
    async (host) => {
      const answer = await ask(`GET /p/${bridge.shortcode} HTTP/1.1\r\nHost: ${host}`)
      expect([301, 400]).toContain(statusOf(answer))
      expect(answer).not.toContain('evil')
      expect(answer).not.toContain('<script>')
    },
  )

  it('that comes twice gets 400', async () => {
    const answer = await ask(`GET /p/${bridge.shortcode}/ HTTP/1.1\r\nHost: ${server.baseUrl.slice(7)}\r\nHost: evil.example`)
    expect(statusOf(answer)).toBe(400)
    expect(answer).not.toContain('evil')
  })

  it('that is absent gets 400, as HTTP/1.1 demands', async () => {
    expect(statusOf(await ask(`GET /p/${bridge.shortcode}/ HTTP/1.1`))).toBe(400)
  })

  it.each(['X-Forwarded-Host: evil.example', 'Forwarded: host=evil.example', 'X-Host: evil.example', 'X-Original-URL: /x'])(
    'in another header changes nothing: %s',
    async (header) => {
      const answer = await ask(`GET /p/${bridge.shortcode}/ HTTP/1.1\r\nHost: x\r\n${header}`)
      expect(statusOf(answer)).toBe(200)
      expect(answer).not.toContain('evil')
    },
  )
})

describe('a request target', () => {
  it.each([
    'http://evil.example/p/CODE',
    'http://evil.example/p/CODE/',
    '//evil.example/p/CODE/',
    'http://user@evil.example/p/CODE/',
    'evil.example:443',
    '*',
  ])('of another form leaves no trace of its host (O1): %s', async (target) => {
    const answer = await ask(`GET ${target.replace('CODE', bridge.shortcode)} HTTP/1.1\r\nHost: evil.example`)
    expect([200, 301, 400, 404]).toContain(statusOf(answer))
    expect(answer).not.toContain('evil')
  })

  it.each(['/%', '/%zz', '/\u00ff', '/p/%c0%ae/', '/..%2f..%2fetc/passwd', '/p\\x', `/${'a'.repeat(15_000)}`, '/?%'])(
    'that is malformed is 4xx, or 200 where nothing is asked of it: %s',
    async (target) => {
      const status = statusOf(await ask(`GET ${target} HTTP/1.1\r\nHost: x`))
      expect(status === 200 || (status >= 400 && status < 500)).toBe(true)
    },
  )

  it('longer than 16 KB is refused', async () => {
    expect(statusOf(await ask(`GET /${'a'.repeat(17_000)} HTTP/1.1\r\nHost: x`))).toBe(431)
  })
})

describe('methods', () => {
  it.each(['POST', 'PUT', 'DELETE', 'TRACE', 'PROPFIND'])('that are not ours are 405: %s', async (method) => {
    const answer = await ask(`${method} /oembed HTTP/1.1\r\nHost: x\r\nContent-Length: 0`)
    expect(statusOf(answer)).toBe(405)
    expect(answer).toMatch(/^Allow: GET, HEAD, OPTIONS\r$/im)
  })

  it('include HEAD, whose answer states the length and has no body', async () => {
    const answer = await ask(`HEAD /p/${bridge.shortcode}/embed/ HTTP/1.1\r\nHost: x`)
    expect(statusOf(answer)).toBe(200)
    expect(answer).toMatch(/^Content-Length: [1-9]\d+\r$/im)
    expect(answer.endsWith('\r\n\r\n')).toBe(true)
  })

  it('include HEAD of a thumbnail, which claims no length it does not know', async () => {
    const answer = await ask(`HEAD /t/${bridge.shortcode}/1/960.webp HTTP/1.1\r\nHost: x`)
    expect(statusOf(answer)).toBe(200)
    expect(answer).not.toMatch(/^Content-Length:/im)
    expect(server.deps.renders.filter(({ id }) => id.endsWith('960.webp'))).toEqual([])
  })
})

describe('a body in chunks', () => {
  const chunked = (path: string, body: string) =>
    `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer TOKEN\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n${body}`

  it('is read like any other, and refused beyond 4 MB', async () => {
    const token = await createOwnerToken(server.deps, 'desk')
    const post = async (body: string) => statusOf(await server.exchange(chunked('/v1/owner/edits', body).replace('TOKEN', token)))
    expect(await post(`2\r\n{"\r\n3\r\na":\r\n3\r\n "b\r\n2\r\n"}\r\n0\r\n\r\n`)).toBe(400)
    expect(await post(`400001\r\n${' '.repeat(4_194_305)}\r\n0\r\n\r\n`)).toBe(413)
    expect(statusOf(await server.exchange(chunked('/v1/owner/edits', '2\r\n{}\r\n0\r\n\r\n')))).toBe(401)
  })
})

describe('no body at all', () => {
  it('is enough to undo, and for methods that the API does not know', async () => {
    const token = await createOwnerToken(server.deps, 'night')
    const ask = async (method: string, path: string) =>
      statusOf(
        await server.exchange(`${method} ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`),
      )
    expect(await ask('POST', '/v1/owner/batches/none/undo')).toBe(404)
    expect(await ask('DELETE', `/v1/owner/media/${bridge.shortcode}`)).toBe(405)
  })
})

describe('a conditional request', () => {
  it('gets 304 without body, length or type', async () => {
    const path = `/oembed?url=${server.baseUrl}/p/${bridge.shortcode}/`
    const etag = /^ETag: (.*)\r$/im.exec(await ask(`GET ${path} HTTP/1.1\r\nHost: x`))![1]
    const answer = await ask(`GET ${path} HTTP/1.1\r\nHost: x\r\nIf-None-Match: ${etag}`)
    expect(statusOf(answer)).toBe(304)
    expect(answer).not.toMatch(/^Content-(Length|Type):/im)
    expect(answer.endsWith('\r\n\r\n')).toBe(true)
  })
})

describe('a client that goes away', () => {
  it('aborts the render it asked for, and is no error of ours (L7)', async () => {
    const signals: AbortSignal[] = []
    const render: Thumbnailer['render'] = (_open, _plan, signal = AbortSignal.abort()) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
        signals.push(signal)
      })
    const slow = await startNodeServer({ thumbnailer: { render } })
    const client = new AbortController()
    const answer = fetch(`${slow.baseUrl}/t/${bridge.shortcode}/1/320.jpg`, { signal: client.signal })
    await expect.poll(() => signals.length).toBe(1)
    client.abort()
    await expect(answer).rejects.toThrow()
    await expect.poll(() => signals[0]!.aborted).toBe(true)
    await expect.poll(() => slow.deps.logged.map(({ event }) => event)).toEqual(['listening', 'requestAnswered'])
    expect(slow.deps.logged.at(-1)!.fields).toMatchObject({ status: 499, route: '/t/:code/:revision/:file' })
    await slow.close()
  })
})

describe('many requests', () => {
  it('share the constants of their headers unharmed (honojs/node-server#400)', async () => {
    const url = `${server.baseUrl}/t/${bridge.shortcode}/1/150.jpg`
    const answers = await Promise.all(Array.from({ length: 20 }, async () => (await fetch(url)).arrayBuffer()))
    expect(new Set(answers.map((bytes) => bytes.byteLength)).size).toBe(1)
    expect((await fetch(`${server.baseUrl}/t/${bridge.shortcode}/1/320.jpg`)).headers.get('Content-Type')).toBe('image/jpeg')
  })
})

describe('a film on Node', () => {
  it('is sent in the part that was asked for', async () => {
    const films = await startNodeServer({ media: [film] })
    const path = `/v/${film.shortcode}/1/video.mp4`
    const response = await fetch(films.baseUrl + path, { headers: { Range: 'bytes=100-299' } })
    expect(response.status).toBe(206)
    expect(response.headers.get('Content-Range')).toBe('bytes 100-299/29214')
    expect(response.headers.get('Content-Length')).toBe('200')
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(videoBytes('clip.mp4').slice(100, 300))
    const answer = await films.exchange(`HEAD ${path} HTTP/1.1\r\nHost: x.example\r\nConnection: close\r\n\r\n`)
    expect(answer).toMatch(/\r\nContent-Length: 29214\r\n/i)
    await films.close()
  })

  it('is read no faster than it is taken, and no further once the reader has gone (I2)', async () => {
    const watched = endlessOriginals()
    const films = await startNodeServer({ media: [{ ...film, video: { ...film.video!, bytes: watched.bytes } }], originals: watched.store })
    const stop = new AbortController()
    const response = await fetch(`${films.baseUrl}/v/${film.shortcode}/1/video.mp4`, { signal: stop.signal })
    await response.body!.getReader().read()
    stop.abort()
    await watched.cancelled
    // Buffers of both ends of the connection, and not the gigabyte.
    expect(watched.served()).toBeLessThan(50_000_000)
    await films.close()
  })
})
