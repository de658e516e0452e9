import { describe, expect, it } from 'vitest'
import { UnavailableError } from '../../server/core/errors.ts'
import { createApp } from '../../server/http/app.ts'
import { bridge, privateMedia } from '../fixtures/media.ts'
import { memoryAssets } from '../support/memory/adapters.ts'
import { BASE, memoryApp, oembedPath } from '../support/memory/app.ts'

const { shortcode } = bridge
const encoder = new TextEncoder()
const assets = memoryAssets({
  'embed.js': '/* the widget */',
  'embed.json': '{"version":"0.1.0","hash":"0123456789abcdef","integrity":"sha384-test"}',
  'w/0.1.0/0123456789abcdef/embed.js': '/* the widget */',
  'card.css': '.card{}',
  'pages.css': 'main{}',
  'demo.css': 'main{}',
  'copy.js': '/* copies */',
  'icon.png': 'png',
  'icon.svg': '<svg/>',
  'demo/index.html': '<!doctype html><!-- placard:frame -->',
  'secret.txt': 'not on the list',
})

/** Each route: how it is reached, its type, whether every origin may read it, and who may frame it. */
const ROUTES = [
  ['/oembed', oembedPath(shortcode), 'application/json; charset=utf-8', 'open'],
  ['/t/:code/:revision/:file', `/t/${shortcode}/1/150.jpg`, 'image/jpeg', 'open'],
  ['/t/:code/:revision/credit/:file', `/t/${shortcode}/1/credit/480.jpg`, 'image/jpeg', 'open'],
  ['/v1/cards', `/v1/cards?codes=${shortcode}`, 'application/json; charset=utf-8', 'open'],
  ['/v1/media/shortcode/:code', `/v1/media/shortcode/${shortcode}`, 'application/json; charset=utf-8', 'open'],
  ['/v1/media/shortcode/:code/embed-code', `/v1/media/shortcode/${shortcode}/embed-code`, 'application/json; charset=utf-8', 'open'],
  ['/v1/media/:id', `/v1/media/${bridge.id}`, 'application/json; charset=utf-8', 'open'],
  ['/p/:code/', `/p/${shortcode}/`, 'text/html; charset=utf-8', 'page'],
  ['/p/:code/embed/', `/p/${shortcode}/embed/`, 'text/html; charset=utf-8', 'frame'],
  ['/p/:code/embed/captioned/', `/p/${shortcode}/embed/captioned/`, 'text/html; charset=utf-8', 'frame'],
  ['/p/:code/preview/', `/p/${shortcode}/preview/`, 'text/html; charset=utf-8', 'closed'],
  ['/embed.js', '/embed.js', 'text/javascript; charset=utf-8', 'open'],
  ['/w/:version/:hash/embed.js', '/w/0.1.0/0123456789abcdef/embed.js', 'text/javascript; charset=utf-8', 'open'],
  ['/static/:file', '/static/card.css', 'text/css; charset=utf-8', 'open'],
  ['/favicon.ico', '/favicon.ico', 'image/png', 'open'],
  ['/feed.atom', '/feed.atom', 'application/atom+xml; charset=utf-8', 'open'],
  ['/feed.json', '/feed.json', 'application/feed+json; charset=utf-8', 'open'],
  ['/.well-known/tdmrep.json', '/.well-known/tdmrep.json', 'application/json; charset=utf-8', 'open'],
  ['/robots.txt', '/robots.txt', 'text/plain; charset=utf-8', 'closed'],
  ['/changes.json', '/changes.json', 'application/json; charset=utf-8', 'open'],
  ['/sitemap.xml', '/sitemap.xml', 'application/xml; charset=utf-8', 'open'],
  ['/health', '/health', 'application/json; charset=utf-8', 'open'],
  ['/ready', '/ready', 'application/json; charset=utf-8', 'open'],
  ['/demo/', '/demo/', 'text/html; charset=utf-8', 'page'],
  ['/', '/', 'text/html; charset=utf-8', 'page'],
] as const

/** Of works of several pictures, of films, and what only leads on: their own tests state their headers. */
const STATED_ELSEWHERE = ['/t/:code/:revision/:item/:file', '/v/:code/:revision/:file', '/p/:code/media/']

it('states facts of every route but the owner’s', () => {
  const paths = new Set(createApp(memoryApp()).routes.map(({ path }) => path))
  const isAlias = (path: string) => path.includes('*') || (path !== '/' && paths.has(`${path}/`))
  const open = [...paths].filter((path) => !isAlias(path) && !path.startsWith('/v1/owner/'))
  expect(open.sort()).toEqual([...ROUTES.map(([route]) => route), ...STATED_ELSEWHERE].sort())
})

describe.each(ROUTES)('GET %s', (route, path, type, access) => {
  it('answers with its type, its length and nosniff (O4)', async () => {
    const response = await memoryApp({ assets }).request(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('Content-Type')).toBe(type)
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(response.headers.get('Content-Length')).toBe(String((await response.arrayBuffer()).byteLength))
  })

  it('is readable, embeddable and framable by those it is meant for (W5, W17)', async () => {
    const { headers } = await memoryApp({ assets }).request(path)
    const isOpen = access === 'open' || access === 'frame'
    expect(headers.get('Access-Control-Allow-Origin')).toBe(isOpen ? '*' : null)
    expect(headers.get('Cross-Origin-Resource-Policy')).toBe(isOpen ? 'cross-origin' : null)
    const policy = headers.get('Content-Security-Policy') ?? ''
    if (access === 'page') expect(policy).toContain("frame-ancestors 'none'")
    if (access === 'frame') expect(policy).not.toContain('frame-ancestors')
  })

  it('says how long it may be kept, and sets nothing in the client (DESIGN rule 4)', async () => {
    const { headers } = await memoryApp({ assets }).request(path)
    expect(headers.get('Cache-Control')).toMatch(/^(public, max-age=\d+|no-store)/)
    expect(headers.has('Set-Cookie')).toBe(false)
  })

  it('lets shared caches keep it for 60 s at most, unless its address names the bytes (DESIGN rule 2)', async () => {
    const caching = (await memoryApp({ assets }).request(path)).headers.get('Cache-Control')!
    if (route.startsWith('/w/')) return expect(caching).toBe('public, max-age=31536000, immutable')
    expect(caching).not.toContain('immutable')
    if (caching === 'no-store') return
    const seconds = /s-maxage=(\d+)/.exec(caching) ?? /max-age=(\d+)/.exec(caching)
    expect(Number(seconds![1])).toBeLessThanOrEqual(60)
  })

  it('answers HEAD with the same headers and no body', async () => {
    const app = memoryApp({ assets })
    const get = await app.request(path)
    const head = await app.request(path, { method: 'HEAD' })
    expect(head.status).toBe(200)
    expect(await head.text()).toBe('')
    for (const name of ['Content-Type', 'ETag', 'Cache-Control']) expect(head.headers.get(name)).toBe(get.headers.get(name))
  })

  it('answers OPTIONS, and preflights where every origin may read', async () => {
    const headers = {
      Origin: 'https://news.example',
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'if-none-match',
    }
    const response = await memoryApp({ assets }).request(path, { method: 'OPTIONS', headers })
    expect(response.status).toBe(204)
    expect(response.headers.get('Allow')).toBe('GET, HEAD, OPTIONS')
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe(access === 'page' ? null : '*')
  })

  it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('refuses %s with 405 and Allow', async (method) => {
    const response = await memoryApp({ assets }).request(path, { method })
    expect(response.status).toBe(405)
    expect(response.headers.get('Allow')).toBe('GET, HEAD, OPTIONS')
    expect(response.headers.get('Cache-Control')).toBe('no-store')
  })

  it('has an answer that no header of the request changes (C5, O1)', async () => {
    const app = memoryApp({ assets })
    const plain = await app.request(path)
    const body = await plain.arrayBuffer()
    for (const headers of HOSTILE_HEADERS) {
      const response = await app.request(path, { headers })
      expect(response.status).toBe(200)
      expect([...response.headers]).toEqual([...plain.headers])
      expect(await response.arrayBuffer()).toEqual(body)
    }
  })

  it('is logged by its pattern, without its address (DESIGN rule 4)', async () => {
    const app = memoryApp({ assets })
    await app.request(`${path}${path.includes('?') ? '&' : '?'}secret=1`)
    expect(app.logged).toEqual([
      { event: 'requestAnswered', fields: { requestId: expect.any(String), method: 'GET', route, status: 200, durationMs: 0 } },
    ])
  })
})

const HOSTILE_HEADERS = [
  { Host: 'evil.example' },
  { Host: 'evil.example:8080' },
  { Host: '"><script>' },
  { 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'gopher' },
  { Forwarded: 'host=evil.example' },
  { 'X-Original-URL': '/health', 'X-Rewrite-URL': '/health' },
  { Origin: 'https://evil.example' },
  { Referer: 'https://evil.example/secret' },
  { Accept: 'text/plain', 'Accept-Language': 'xx', 'User-Agent': '<b>' },
  { Range: 'bytes=0-1' },
  { 'If-None-Match': 'garbage' },
  { Cookie: 'session=1', Authorization: 'Bearer x' },
] as const

describe('the configured base', () => {
  it('is the only host in any answer, whatever the request calls us (O1)', async () => {
    const app = memoryApp({ assets })
    const paths = [
      ...ROUTES.map(([, path]) => path),
      `/p/${shortcode}`,
      `/p/${shortcode}/media/?size=m`,
      `/t/${shortcode}/9/320.jpg`,
      '/x',
      '/demo',
    ]
    for (const path of paths) {
      const response = await app.request(`http://evil.example${path}`, { headers: { Host: 'evil.example' } })
      const text = `${await response.text()} ${[...response.headers].join(' ')}`
      expect(text).not.toContain('evil.example')
      const location = response.headers.get('Location')
      if (location !== null) expect(location.startsWith(`${BASE}/`)).toBe(true)
    }
  })

  it('is asked for by one Host header only (O1)', async () => {
    const response = await memoryApp().request(oembedPath(shortcode), { headers: { Host: 'placard.example, evil.example' } })
    expect(response.status).toBe(400)
  })
})

describe('static files', () => {
  it.each([
    'secret.txt',
    'embed.json',
    '..%2fpackage.json',
    '%2e%2e%2fpackage.json',
    'card.css%00',
    'CARD.CSS',
    '__proto__',
    'constructor',
    'demo%2findex.html',
  ])('outside of the list do not exist: %s', async (file) => {
    expect((await memoryApp({ assets }).request(`/static/${file}`)).status).toBe(404)
  })

  it('revalidate', async () => {
    const app = memoryApp({ assets })
    const etag = (await app.request('/static/pages.css')).headers.get('ETag')!
    expect((await app.request('/static/pages.css', { headers: { 'If-None-Match': etag } })).status).toBe(304)
  })

  it.each(['/w/0.1.0/ffffffffffffffff/embed.js', '/w/0.2.0/0123456789abcdef/embed.js', '/w/..%2f/x/embed.js'])(
    'of another build do not exist: %s (W4)',
    async (path) => {
      expect((await memoryApp({ assets }).request(path)).status).toBe(404)
    },
  )

  it('are 404 while the widget is not built', async () => {
    const app = memoryApp({ assets: memoryAssets({}) })
    for (const path of ['/embed.js', '/w/0.1.0/0123456789abcdef/embed.js', '/static/card.css', '/favicon.ico', '/demo/']) {
      expect((await app.request(path)).status).toBe(404)
    }
  })

  it('survive an embed.json that says nothing', async () => {
    for (const text of ['{}', 'null', '[]', '{"version":1,"hash":2}']) {
      const broken = { find: async () => encoder.encode(text) }
      expect((await memoryApp({ assets: broken }).request('/w/0.1.0/0123456789abcdef/embed.js')).status).toBe(404)
    }
  })
})

describe('Brotli', () => {
  const packed = memoryAssets({ 'embed.js': '/* the widget */', 'embed.js.br': 'packed', 'card.css': '.card{}' })

  it.each([
    ['br', 'br'],
    ['gzip, deflate, br', 'br'],
    ['gzip;q=0.5, BR;q=0.1', 'br'],
    ['br;q=0', null],
    ['br; q=0.000', null],
    ['gzip', null],
    ['brotli', null],
    ['', null],
  ])('is sent to a client that takes it: %j', async (header, encoding) => {
    const { headers } = await memoryApp({ assets: packed }).request('/embed.js', { headers: { 'Accept-Encoding': header } })
    expect(headers.get('Content-Encoding')).toBe(encoding)
    expect(headers.get('Vary')).toBe('Accept-Encoding')
  })

  it('has its own validator', async () => {
    const app = memoryApp({ assets: packed })
    const plain = (await app.request('/embed.js')).headers.get('ETag')!
    const headers = { 'Accept-Encoding': 'br', 'If-None-Match': plain }
    expect((await app.request('/embed.js', { headers })).status).toBe(200)
  })

  it('is not claimed for a file that the build did not pack', async () => {
    const { headers } = await memoryApp({ assets: packed }).request('/static/card.css', { headers: { 'Accept-Encoding': 'br' } })
    expect(headers.has('Content-Encoding')).toBe(false)
  })
})

describe('health', () => {
  const dead = { check: () => Promise.reject(new UnavailableError('Expected /secret/path to be writable')) }

  it('is 200 whatever is broken, and ready names the part (L5)', async () => {
    const { catalogue, originals } = memoryApp()
    const app = memoryApp({ catalogue: { ...catalogue, ...dead }, originals })
    expect((await app.request('/health')).status).toBe(200)
    const response = await app.request('/ready')
    expect(response.status).toBe(503)
    expect(response.headers.get('Retry-After')).toBe('5')
    expect(await response.json()).toEqual({ status: 'unavailable', failing: ['catalogue'] })
  })

  it('names every part that fails and why in the log only (L5)', async () => {
    const { catalogue, originals } = memoryApp()
    const app = memoryApp({ catalogue: { ...catalogue, ...dead }, originals: { ...originals, ...dead } })
    const text = await (await app.request('/ready')).text()
    expect(JSON.parse(text).failing).toEqual(['catalogue', 'originals'])
    expect(text).not.toContain('/secret/path')
    expect(JSON.stringify(app.logged.map(({ event }) => event))).toBe('["requestFailed","requestFailed","requestAnswered"]')
  })
})

describe('what breaks', () => {
  const broken = (error: Error) => {
    const { catalogue } = memoryApp()
    const fail = () => Promise.reject(error)
    return memoryApp({ catalogue: { ...catalogue, findByShortcode: fail, findByShortcodes: fail, list: fail } })
  }

  it.each([oembedPath(shortcode), `/p/${shortcode}/`, `/p/${shortcode}/embed/`, `/v1/media/shortcode/${shortcode}`, '/'])(
    'is told to the log in full, and to the reader as a request id only: %s',
    async (path) => {
      const error = new TypeError('secret detail of /var/lib')
      const app = broken(error)
      const response = await app.request(path)
      expect(response.status).toBe(500)
      expect(response.headers.get('Cache-Control')).toBe('no-store')
      const { fields } = app.logged.find(({ event }) => event === 'requestFailed')!
      expect(fields.error).toBe(error)
      const text = await response.text()
      expect(text).toContain(fields.requestId)
      expect(text).not.toContain('secret')
    },
  )

  it('is 503 with Retry-After while a backend does not answer', async () => {
    const app = broken(new UnavailableError('SQLITE_BUSY in /var/lib'))
    const response = await app.request(oembedPath(shortcode))
    expect(response.status).toBe(503)
    expect(response.headers.get('Retry-After')).toBe('5')
    expect(await response.text()).not.toContain('SQLITE')
    expect(app.logged.map(({ event }) => event)).toEqual(['requestFailed', 'requestAnswered'])
  })

  it('is no error of ours when the client went away (L7)', async () => {
    const app = broken(new Error('aborted'))
    const response = await app.request(oembedPath(shortcode), { signal: AbortSignal.abort() })
    expect(response.status).toBe(499)
    expect(app.logged.map(({ event }) => event)).toEqual(['requestAnswered'])
  })

  it('is 404 in the form of the API below /v1, for every method', async () => {
    for (const method of ['GET', 'POST']) {
      const response = await memoryApp().request('/v1/subscriptions', { method })
      expect(response.status).toBe(404)
      expect(await response.json()).toMatchObject({ meta: { code: 404, error_type: 'not_found' } })
    }
  })

  it('is never what a client did wrong', async () => {
    const app = memoryApp()
    await app.request('/oembed')
    await app.request(`/p/${privateMedia.shortcode}/`)
    await app.request('/nothing')
    expect(app.logged.map(({ event }) => event)).toEqual(['requestAnswered', 'requestAnswered', 'requestAnswered'])
    expect(app.logged.at(-1)!.fields).toMatchObject({ route: '*', status: 404 })
  })
})

describe('addresses', () => {
  it.each([
    '//',
    '/./x',
    '/p',
    '/t',
    '/v1',
    '/%',
    '/%ff',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/;',
    '/OEMBED',
    '/oembed/',
    `/p/${'x'.repeat(5000)}/`,
  ])('that lead nowhere are 404, never 5xx (O8): %s', async (path) => {
    expect((await memoryApp().request(path)).status).toBe(404)
  })

  it.each([
    `//p/${privateMedia.shortcode}/`,
    `/./p/${privateMedia.shortcode}/`,
    `/p/${privateMedia.shortcode}%2f`,
    `/p//${privateMedia.shortcode}/`,
    `/p/${privateMedia.shortcode};/`,
  ])('of a private media show it in no spelling (O8): %s', async (path) => {
    const response = await memoryApp().request(path)
    expect([401, 404]).toContain(response.status)
    expect(await response.text()).not.toContain('Not for you')
  })
})
