import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { BrokenMediaError, OverloadedError } from '../../../server/core/errors.ts'
import { FORMATS, WIDTHS } from '../../../server/core/pictures/rendition.ts'
import { bridge, cutout, portrait, privateMedia, unknownShortcode, withdrawnMedia } from '../../fixtures/media.ts'
import { memoryOriginals } from '../../support/memory/adapters.ts'
import { BASE, memoryApp } from '../../support/memory/app.ts'
import { save } from '../../support/memory/save.ts'

const path = `/t/${bridge.shortcode}/1/320.jpg`
const failing = (error: Error) => ({ render: () => Promise.reject(error) })

describe('a thumbnail', () => {
  it.each([
    ['320.jpg', 'image/jpeg', 'jpeg', 320, 213],
    ['640.webp', 'image/webp', 'webp', 640, 427],
    ['150.jpg', 'image/jpeg', 'jpeg', 150, 150],
    ['320.avif', 'image/avif', 'heif', 320, 213],
  ])('is the rendition its address names: %s', async (file, type, format, width, height) => {
    const response = await memoryApp().request(`/t/${bridge.shortcode}/1/${file}`)
    expect(response.headers.get('Content-Type')).toBe(type)
    const bytes = await response.arrayBuffer()
    expect(response.headers.get('Content-Length')).toBe(String(bytes.byteLength))
    expect(await sharp(bytes).metadata()).toMatchObject({ format, width, height })
  })

  it('is never enlarged', async () => {
    const response = await memoryApp().request(`/t/${portrait.shortcode}/1/1920.jpg`)
    expect(await sharp(await response.arrayBuffer()).metadata()).toMatchObject({ width: 800, height: 1200 })
  })

  it('is kept by browsers for an hour and by shared caches for a minute, and is never immutable (DESIGN rule 2)', async () => {
    const { headers } = await memoryApp().request(path)
    expect(headers.get('Cache-Control')).toBe('public, max-age=3600, s-maxage=58, stale-if-error=86400')
  })

  it('runs nothing and loads everywhere (W5, I5)', async () => {
    const { headers } = await memoryApp().request(path)
    expect(headers.get('Content-Security-Policy')).toBe("default-src 'none'; sandbox")
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin')
    expect(headers.get('Access-Control-Allow-Origin')).toBe('*')
  })

  it('says in its headers where it came from and under which licence', async () => {
    const { headers } = await memoryApp().request(path)
    const licence = '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
    expect(headers.get('Link')).toBe(`<${BASE}/p/${bridge.shortcode}/>; rel="describedby", ${licence}`)
    expect(headers.get('Content-Disposition')).toBe(`inline; filename="placard-${bridge.shortcode}-320.jpg"`)
  })

  it.each(['javascript:alert(1)', 'https://x.example/\r\nSet-Cookie: a=b', 'https://x.example/>; rel="evil"', 'https://x.example/é', ''])(
    'has one header for a hostile licence address, or none: %j',
    async (licenceUrl) => {
      const media = { ...bridge, description: { ...bridge.description, licenceUrl } }
      for (const url of [path, `/p/${bridge.shortcode}/`, `/v1/media/${bridge.id}`]) {
        const { status, headers } = await memoryApp({ media: [media] }).request(url)
        expect(status).toBe(200)
        expect(headers.has('Set-Cookie')).toBe(false)
        expect(headers.get('Link') ?? '').not.toMatch(/javascript|rel="evil"|[^\x20-\x7e]/)
      }
    },
  )

  it('is rendered once and then comes from the cache', async () => {
    const { request, renders, settled } = memoryApp()
    const first = await (await request(path)).arrayBuffer()
    await settled()
    expect(await (await request(path)).arrayBuffer()).toEqual(first)
    expect(renders.map(({ id }) => id)).toEqual([`p3/${bridge.shortcode}/1/320.jpg`])
  })

  it('is not rendered for HEAD', async () => {
    const { request, renders } = memoryApp()
    const response = await request(path, { method: 'HEAD' })
    expect(response.status).toBe(200)
    expect(response.headers.get('ETag')).toBe((await request(path)).headers.get('ETag'))
    expect(renders).toHaveLength(1)
  })

  it('answers 304 before anything is rendered', async () => {
    const { request, renders } = memoryApp()
    const etag = (await request(path, { method: 'HEAD' })).headers.get('ETag')!
    const response = await request(path, { headers: { 'If-None-Match': etag } })
    expect(response.status).toBe(304)
    expect(response.headers.get('ETag')).toBe(etag)
    expect(response.headers.get('Cache-Control')).toBe('public, max-age=3600, s-maxage=58, stale-if-error=86400')
    expect(renders).toEqual([])
  })
})

describe('the status', () => {
  it('comes before the validator and before the cache: a withdrawn media is 410 at once (C4)', async () => {
    const { request, catalogue, settled } = memoryApp()
    const etag = (await request(path)).headers.get('ETag')!
    await settled()
    await save(catalogue, { ...bridge, standing: { kind: 'withdrawn', reason: 'privacy', at: 0 } })
    expect((await request(path)).status).toBe(410)
    expect((await request(path, { headers: { 'If-None-Match': etag } })).status).toBe(410)
  })

  it.each([
    [privateMedia.shortcode, 401],
    [withdrawnMedia.shortcode, 410],
    [unknownShortcode, 404],
  ])('of %s is %i', async (shortcode, status) => {
    const response = await memoryApp().request(`/t/${shortcode}/1/320.jpg`)
    expect(response.status).toBe(status)
    expect(response.headers.get('Content-Type')).toBe('application/json; charset=utf-8')
  })

  it('comes before a redirect too', async () => {
    expect((await memoryApp().request(`/t/${privateMedia.shortcode}/9/320.jpg`)).status).toBe(401)
  })
})

describe('another revision', () => {
  it('moves to the current one, for a minute at most', async () => {
    const { request } = memoryApp({ media: [{ ...bridge, revision: 7 }] })
    for (const revision of [1, 6, 8]) {
      const response = await request(`/t/${bridge.shortcode}/${revision}/640.webp`)
      expect(response.status).toBe(302)
      expect(response.headers.get('Location')).toBe(`${BASE}/t/${bridge.shortcode}/7/640.webp`)
      expect(response.headers.get('Cache-Control')).toBe('public, max-age=58')
    }
  })
})

describe('the closed set (I8)', () => {
  it('has 21 renditions', () => {
    expect(WIDTHS.length * FORMATS.length).toBe(21)
  })

  it.each([
    '1/641.webp',
    '1/0320.jpg',
    '1/320.JPG',
    '1/320.png',
    '1/320.jpeg',
    '1/320',
    '1/320.jpg.webp',
    '1/%33%32%30.jpg%00',
    '1/1e2.jpg',
    '0/320.jpg',
    '01/320.jpg',
    '-1/320.jpg',
    '1.0/320.jpg',
    '9999999999/320.jpg',
    'x/320.jpg',
  ])('answers 404 without work to %s', async (rest) => {
    const { request, renders } = memoryApp()
    expect((await request(`/t/${bridge.shortcode}/${rest}`)).status).toBe(404)
    expect(renders).toEqual([])
  })

  it('asks the catalogue nothing for a name outside of it', async () => {
    const { catalogue } = memoryApp()
    const findByShortcode = () => Promise.reject(new Error('asked'))
    const { request } = memoryApp({ catalogue: { ...catalogue, findByShortcode } })
    expect((await request(`/t/${bridge.shortcode}/1/641.jpg`)).status).toBe(404)
  })
})

describe('a failed render', () => {
  it('is 503 with Retry-After when too much is waiting (I3)', async () => {
    const response = await memoryApp({ thumbnailer: failing(new OverloadedError('full', 7)) }).request(path)
    expect(response.status).toBe(503)
    expect(response.headers.get('Retry-After')).toBe('7')
    expect(response.headers.get('Cache-Control')).toBe('no-store')
  })

  it('is 422 and logged when the original cannot be decoded', async () => {
    const { request, logged } = memoryApp({ thumbnailer: failing(new BrokenMediaError('bad Huffman code')) })
    const response = await request(path)
    expect(response.status).toBe(422)
    expect(await response.text()).not.toContain('Huffman')
    expect(logged.find(({ event }) => event === 'renderFailed')?.fields).toMatchObject({ shortcode: bridge.shortcode })
  })

  it('is 500 and reported when the original is not there', async () => {
    const { request, logged } = memoryApp({ originals: memoryOriginals([]) })
    const response = await request(path)
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain(bridge.original.key)
    expect(logged.map(({ event }) => event)).toContain('requestFailed')
  })

  it('is not kept: the next request tries again', async () => {
    const { thumbnailer } = memoryApp()
    let tries = 0
    const { request } = memoryApp({
      thumbnailer: { render: (...all) => (tries++ === 0 ? Promise.reject(new OverloadedError('full', 1)) : thumbnailer.render(...all)) },
    })
    expect((await request(path)).status).toBe(503)
    expect((await request(path)).status).toBe(200)
  })

  it('never comes of a cache that cannot keep the bytes', async () => {
    const { thumbnails } = memoryApp()
    const { request, logged, settled } = memoryApp({ thumbnails: { ...thumbnails, put: () => Promise.reject(new Error('disk full')) } })
    expect((await request(path)).status).toBe(200)
    await settled()
    expect(logged.map(({ event }) => event)).toContain('deferredWorkFailed')
  })
})

describe('/p/…/media/', () => {
  it.each([
    ['?size=t', '150'],
    ['?size=m', '320'],
    ['?size=l', '640'],
    ['', '320'],
  ])('moves to the thumbnail of its size: %s', async (query, width) => {
    const { request } = memoryApp()
    for (const slash of ['/', '']) {
      const response = await request(`/p/${cutout.shortcode}/media${slash}${query}`)
      expect(response.status).toBe(302)
      expect(response.headers.get('Location')).toBe(`${BASE}/t/${cutout.shortcode}/1/${width}.jpg`)
    }
  })

  it('refuses another size by name', async () => {
    const response = await memoryApp().request(`/p/${cutout.shortcode}/media/?size=xl`)
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error: 'bad_request', message: 'Expected t, m, l for size but received "xl"' })
  })

  it('gives away nothing of a private media', async () => {
    expect((await memoryApp().request(`/p/${privateMedia.shortcode}/media/?size=l`)).status).toBe(401)
  })
})
