import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { withFiles } from '../../server/adapters/fetcher/files.ts'
import { type HttpFetcherOptions, httpFetcher } from '../../server/adapters/fetcher/http.ts'
import { redirectTarget } from '../../server/adapters/fetcher/redirect.ts'
import { tempFolder } from '../support/temp-folder.ts'

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
})

/** A server on loopback; `connections` counts who came at all. */
async function listen(handler: RequestListener): Promise<{ origin: string; port: number; connections: () => number }> {
  let connections = 0
  const server = createServer(handler).listen(0, '127.0.0.1')
  server.on('connection', () => {
    connections += 1
  })
  servers.push(server)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // A server that listens on TCP has one.
  return { origin: `http://127.0.0.1:${port}`, port, connections: () => connections }
}

const OPEN: HttpFetcherOptions = { allowPrivate: true, timeoutMs: 10_000 }
const GUARDED: HttpFetcherOptions = { allowPrivate: false, timeoutMs: 10_000 }
const ANY = { accept: '*/*', maxBytes: 1_000 }
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

describe('the fetcher', () => {
  it('answers bytes, headers and where they stood', async () => {
    const { origin } = await listen((request, response) => {
      response.setHeader('Link', ['<a>; rel=license', '<b>; rel=next'])
      response.end(`${request.method} ${request.headers['accept-language']} ${request.headers.cookie}`)
    })
    const found = await httpFetcher({ ...OPEN, language: 'de' }).get(`${origin}/page#part`, ANY)
    expect(found).toMatchObject({ kind: 'fetched', url: `${origin}/page`, status: 200, isCut: false })
    expect(found).toMatchObject({ headers: { link: '<a>; rel=license, <b>; rel=next' } })
    expect(found.kind === 'fetched' && text(found.bytes)).toBe('GET de undefined')
  })

  it('connects to the address that was judged, whatever the name is at by then (S2)', async () => {
    const { port, connections } = await listen((request, response) => response.end(request.headers.host))
    const resolve = async () => [{ address: '127.0.0.1', family: 4 as const }]
    const found = await httpFetcher({ ...OPEN, resolve }).get(`http://elsewhere.invalid:${port}/`, ANY)
    expect(found.kind === 'fetched' && text(found.bytes)).toBe(`elsewhere.invalid:${port}`)
    expect(connections()).toBe(1)
  })

  it.each(['localhost', '127.0.0.1', '[::1]', 'rebound.example'])('asks nobody at %s by default (S2)', async (host) => {
    const { connections } = await listen((_request, response) => response.end())
    const resolve = async () => [{ address: '127.0.0.1', family: 4 as const }]
    const found = await httpFetcher({ ...GUARDED, resolve }).get(`http://${host}/`, ANY)
    expect(found).toMatchObject({ kind: 'refused', reason: expect.stringContaining('not of the public Internet') })
    expect(connections()).toBe(0)
  })

  it.each(['file:///etc/hostname', 'ftp://127.0.0.1/', 'http://a:b@127.0.0.1/', 'gopher://127.0.0.1/', 'nothing'])(
    'refuses %s',
    async (url) => {
      expect(await httpFetcher(OPEN).get(url, ANY)).toMatchObject({ kind: 'refused' })
    },
  )

  it.each([22, 25, 6379, 11211])('speaks to no service at port %i (S5)', async (port) => {
    const resolve = async () => {
      throw new Error('Expected no name to be resolved')
    }
    const found = await httpFetcher({ ...GUARDED, resolve }).get(`http://shop.example:${port}/`, ANY)
    expect(found).toEqual({ kind: 'refused', reason: `port ${port} is none of a web server (--allow-private allows it)` })
  })
})

describe('a redirect', () => {
  const leadingTo = (target: (hop: number) => string): RequestListener => {
    let hop = 0
    return (_request, response) => {
      hop += 1
      response.writeHead(302, { Location: target(hop) }).end('moved')
    }
  }

  it('is followed five times, and no sixth (S4)', async () => {
    const movedTimes = (hops: number): RequestListener => {
      let hop = 0
      return (_request, response) => {
        hop += 1
        return hop > hops ? response.end('here') : response.writeHead(301, { Location: `/${hop}` }).end()
      }
    }
    const [five, six] = [await listen(movedTimes(5)), await listen(movedTimes(6))]
    expect(await httpFetcher(OPEN).get(five.origin, ANY)).toMatchObject({ kind: 'fetched', url: `${five.origin}/5` })
    expect(await httpFetcher(OPEN).get(six.origin, ANY)).toEqual({ kind: 'refused', reason: 'there are more than 5 redirects' })
  })

  it.each(['http://127.0.0.1/', 'http://[::ffff:127.0.0.1]/', 'http://0x7f.1/', 'http://169.254.169.254/latest/', '//10.0.0.1/'])(
    'is judged like the first address: %s (S4)',
    async (target) => {
      const { origin, connections } = await listen(leadingTo(() => target))
      // Every address of this machine but the first one's is private here: nothing else may ever be connected to (S9).
      const isAllowed = (address: string) => address === '127.0.0.1' && connections() === 0
      const found = await httpFetcher({ ...GUARDED, anyPort: true, isAllowed }).get(origin, ANY)
      expect(found).toMatchObject({ kind: 'refused', reason: expect.stringContaining('not of the public Internet') })
      expect(connections()).toBe(1)
    },
  )

  it.each(['file:///etc/passwd', 'javascript:alert(1)', 'http://u:p@127.0.0.1/', 'data:text/html,x'])(
    'to %s is refused',
    async (target) => {
      const { origin } = await listen(leadingTo(() => target))
      expect(await httpFetcher(OPEN).get(origin, ANY)).toMatchObject({ kind: 'refused' })
    },
  )

  it.each(['http://[', `/${'x'.repeat(3_000)}`])('to what is no address, or a very long one, is refused: %.12s', async (target) => {
    const { origin } = await listen(leadingTo(() => target))
    expect(await httpFetcher(OPEN).get(origin, ANY)).toEqual({ kind: 'refused', reason: 'a redirect leads to no address' })
  })
})

describe('where a redirect leads', () => {
  const from = (url: string, location: string | undefined, status = 302) => redirectTarget(new URL(url), { status, location })?.href
  it.each([
    ['https://a.example/x/', 'y', 'https://a.example/x/y'],
    ['http://a.example/', 'https://a.example/', 'https://a.example/'],
    ['https://a.example/', '//b.example/', 'https://b.example/'],
  ])('from %s by %s is %s', (url, location, target) => {
    expect(from(url, location)).toBe(target)
  })

  it('is never from https to http (S4)', () => {
    expect(() => from('https://a.example/', 'http://a.example/')).toThrow('a.example leads from https to http')
  })

  it('is nowhere without a redirect', () => {
    expect([from('https://a.example/', '/b', 200), from('https://a.example/', '/b', 304), from('https://a.example/', undefined)]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })
})

describe('an answer (S5)', () => {
  it.each([
    [999, false],
    [1_000, false],
    [1_001, true],
  ])('of %i bytes is cut at 1,000: %s', async (length, isCut) => {
    const { origin } = await listen((_request, response) => response.end('x'.repeat(length)))
    const found = await httpFetcher(OPEN).get(origin, ANY)
    expect(found).toMatchObject({ kind: 'fetched', isCut })
    expect(found.kind === 'fetched' && found.bytes.length).toBe(Math.min(length, 1_000))
  })

  it('without end is left after what was asked for', async () => {
    const { origin } = await listen((request, response) => {
      const timer = setInterval(() => response.write('x'.repeat(10_000)), 1)
      request.socket.on('close', () => clearInterval(timer))
    })
    expect(await httpFetcher(OPEN).get(origin, ANY)).toMatchObject({ kind: 'fetched', isCut: true })
  })

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('that unfolds from %s is counted unfolded', async (coding, pack) => {
    const bomb = pack(Buffer.alloc(50_000_000))
    const { origin } = await listen((_request, response) => response.writeHead(200, { 'Content-Encoding': coding }).end(bomb))
    expect(await httpFetcher(OPEN).get(origin, ANY)).toMatchObject({ kind: 'fetched', isCut: true })
  })

  it.each([
    ['in a coding that was not asked for', { 'Content-Encoding': 'zstd' }, 'was not asked for'],
    ['whose coding is a lie', { 'Content-Encoding': 'gzip' }, 'header check'],
    ['with more than 16 kB of headers', { 'X-Long': 'x'.repeat(20_000) }, ''],
  ])('%s is no answer', async (_name, headers, reason) => {
    const { origin } = await listen((_request, response) => response.writeHead(200, headers).end('abc'))
    expect(await httpFetcher(OPEN).get(origin, ANY)).toMatchObject({ kind: 'failed', reason: expect.stringContaining(reason) })
  })

  it.each([
    ['never comes', () => {}],
    ['stops in the middle', (response: { write(text: string): void }) => response.write('half')],
  ])('that %s ends with the time', async (_name, answer) => {
    const { origin } = await listen((_request, response) => answer(response))
    expect(await httpFetcher({ ...OPEN, timeoutMs: 200 }).get(origin, ANY)).toEqual({ kind: 'failed', reason: 'no answer within 0.2 s' })
  })

  it('that only says how long it is by its end is none where it is cut (S5)', async () => {
    const { origin } = await listen((_request, response) => {
      response.socket?.write('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>to be continued')
    })
    expect(await httpFetcher({ ...OPEN, timeoutMs: 200 }).get(origin, ANY)).toEqual({ kind: 'failed', reason: 'no answer within 0.2 s' })
  })

  it('in another protocol is none', async () => {
    const { origin } = await listen((_request, response) => {
      response.socket?.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: other\r\n\r\n')
    })
    expect(await httpFetcher(OPEN).get(origin, ANY)).toEqual({ kind: 'failed', reason: 'it did not answer over HTTP' })
  })

  it('is not waited for where even the name is not found in time', async () => {
    const resolve = () => new Promise<never>(() => {})
    const found = await httpFetcher({ ...OPEN, timeoutMs: 200, resolve }).get('http://slow.example/', ANY)
    expect(found).toEqual({ kind: 'failed', reason: 'no answer within 0.2 s' })
  })

  it('that breaks off is no whole one', async () => {
    const { origin } = await listen((_request, response) => {
      response.writeHead(200, { 'Content-Length': '500' }).write('half')
      setImmediate(() => (response.socket as Socket).destroy())
    })
    expect(await httpFetcher(OPEN).get(origin, ANY)).toMatchObject({ kind: 'failed' })
  })

  it('is not waited for once nobody wants it', async () => {
    const { origin } = await listen(() => {})
    const stop = new AbortController()
    const answer = httpFetcher(OPEN).get(origin, { ...ANY, signal: stop.signal })
    stop.abort()
    const told = await answer
    expect(told).toMatchObject({ kind: 'failed' })
    expect(told).not.toMatchObject({ reason: expect.stringContaining('no answer within') })
  })
})

describe('an address that holds what it names', () => {
  it.each([
    ['data:image/gif;base64,R0lGODlh', 'GIF89a'],
    ['data:image/svg+xml,%3Csvg%3E', '<svg>'],
    ['data:,a,b', 'a,b'],
  ])('is read as it is encoded: %s', async (url, said) => {
    const { get } = withFiles([], { get: async () => ({ kind: 'failed', reason: 'the web' }) })
    expect(await get(url, ANY)).toMatchObject({ kind: 'fetched', bytes: new TextEncoder().encode(said) })
  })
})

describe('a file on this machine', () => {
  it('is read beside the page that was named, and nowhere else', async () => {
    const folder = tempFolder()
    mkdirSync(join(folder, 'site/pictures'), { recursive: true })
    const page = join(folder, 'site/page.html')
    for (const path of ['site/page.html', 'site/pictures/a.jpg', 'secret.txt']) writeFileSync(join(folder, path), path)
    symlinkSync(join(folder, 'secret.txt'), join(folder, 'site/link.jpg'))
    const { get } = withFiles([page, join(folder, 'missing.html')], { get: async () => ({ kind: 'failed', reason: 'the web' }) })
    const ask = async (path: string) => {
      const found = await get(pathToFileURL(join(folder, path)).href, ANY)
      return found.kind === 'fetched' ? text(found.bytes) : found
    }
    expect(await ask('site/page.html')).toBe('site/page.html')
    expect(await ask('site/pictures/a.jpg')).toBe('site/pictures/a.jpg')
    const outside = { kind: 'refused', reason: 'it lies outside the folder of the page' }
    expect([await ask('secret.txt'), await ask('site/link.jpg')]).toEqual([outside, outside])
    expect(await ask('site/none.jpg')).toEqual({ kind: 'failed', reason: 'there is no such file' })
    expect(await get('https://a.example/', ANY)).toEqual({ kind: 'failed', reason: 'the web' })
  })
  it('is waited for by nobody where it is a pipe', async () => {
    const folder = tempFolder()
    const page = join(folder, 'page.html')
    writeFileSync(page, '<img src=pipe.jpg>')
    execFileSync('mkfifo', [join(folder, 'pipe.jpg')])
    const { get } = withFiles([page], { get: async () => ({ kind: 'failed', reason: 'the web' }) })
    expect(await get(pathToFileURL(join(folder, 'pipe.jpg')).href, ANY)).toEqual({ kind: 'failed', reason: 'it is no file' })
  })
})
