import { describe, expect, it } from 'vitest'
import { createApp } from '../../../server/http/app.ts'
import { bridge, film, series } from '../../fixtures/media.ts'
import { CAPTIONS, videoBytes } from '../../fixtures/videos.ts'
import { BASE, memoryApp } from '../../support/memory/app.ts'
import { memoryDeps } from '../../support/memory/deps.ts'

const MOVIE = '/v/GkrXtAAAQA/1/video.mp4'
const SIZE = 29_214
const clip = videoBytes('clip.mp4')
const all = [bridge, film, series]

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  memoryApp({ media: all }).request(path, { method, headers })
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer())

describe('GET /v/:code/:revision/video.mp4', () => {
  it('is the film, which may be played anywhere and runs nothing (I5)', async () => {
    const response = await ask(MOVIE)
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'video/mp4',
      'content-length': String(SIZE),
      'accept-ranges': 'bytes',
      'access-control-allow-origin': '*',
      'content-disposition': 'inline; filename="placard-GkrXtAAAQA-video.mp4"',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=3600, s-maxage=58, stale-if-error=86400',
      'x-content-type-options': 'nosniff',
      link: `<${BASE}/p/GkrXtAAAQA/>; rel="describedby", <https://creativecommons.org/publicdomain/zero/1.0/>; rel="license"`,
    })
    expect(await bytesOf(response)).toEqual(clip)
  })

  it.each([
    ['the first 500 bytes', 'bytes=0-499', 0, 500],
    ['the second 500 bytes', 'bytes=500-999', 500, 1000],
    ['the final 500 bytes', 'bytes=-500', SIZE - 500, SIZE],
    ['from a byte on', 'bytes=29000-', 29_000, SIZE],
    ['everything', 'bytes=0-', 0, SIZE],
    ['the last byte', 'bytes=29213-', 29_213, SIZE],
    ['an end behind the end', 'bytes=29000-99999', 29_000, SIZE],
  ])('answers 206 with %s', async (_name, range, start, end) => {
    const response = await ask(MOVIE, { Range: range })
    expect(response.status).toBe(206)
    expect(response.headers.get('Content-Range')).toBe(`bytes ${start}-${end - 1}/${SIZE}`)
    expect(response.headers.get('Content-Length')).toBe(String(end - start))
    expect(response.headers.get('Content-Type')).toBe('video/mp4')
    expect(response.headers.get('ETag')).toBe(`"${film.video?.key}"`)
    expect(await bytesOf(response)).toEqual(clip.slice(start, end))
  })

  it.each(['bytes=29214-', 'bytes=99999-', 'bytes=-0'])('answers 416 to %s, with the true size', async (range) => {
    const response = await ask(MOVIE, { Range: range })
    expect(response.status).toBe(416)
    expect(response.headers.get('Content-Range')).toBe(`bytes */${SIZE}`)
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(await response.text()).toBe('')
  })

  it.each(['bytes=0-0,-1', 'bytes=5-1', 'items=0-1', 'bytes=-', 'nonsense'])('ignores %s and answers the whole', async (range) => {
    const response = await ask(MOVIE, { Range: range })
    expect(response.status).toBe(200)
    expect(response.headers.get('Content-Range')).toBeNull()
    expect((await bytesOf(response)).length).toBe(SIZE)
  })

  it.each([
    ['its ETag', `"${film.video?.key}"`, 206],
    ['a weak ETag', `W/"${film.video?.key}"`, 200],
    ['another ETag', '"other"', 200],
    ['a date', 'Sat, 13 Jun 2026 09:00:00 GMT', 200],
  ])('goes on behind If-Range only where the validator is strong and the same: %s (RFC 9110 §13.1.5)', async (_name, ifRange, status) => {
    expect((await ask(MOVIE, { Range: 'bytes=1-2', 'If-Range': ifRange })).status).toBe(status)
  })

  it('answers HEAD with everything but the bytes, and takes no range from it (RFC 9110 §14.2)', async () => {
    const response = await ask(MOVIE, { Range: 'bytes=0-1' }, 'HEAD')
    expect(response.status).toBe(200)
    expect(response.headers.get('Content-Length')).toBe(String(SIZE))
    expect(response.headers.get('Accept-Ranges')).toBe('bytes')
  })

  it('answers 304 to its validator before it opens anything, also where a range was asked for', async () => {
    const deps = memoryDeps({ media: all })
    let opened = 0
    const count = async () => {
      opened += 1
      return undefined
    }
    const app = createApp({ ...deps, originals: { ...deps.originals, open: count, openRange: count } })
    for (const headers of [{}, { Range: 'bytes=0-1' }]) {
      const response = await app.request(MOVIE, { headers: { ...headers, 'If-None-Match': `"${film.video?.key}"` } })
      expect(response.status).toBe(304)
      expect(response.headers.get('Content-Length')).toBeNull()
    }
    expect(opened).toBe(0)
  })

  it('asks for the status first: a film withdrawn or private is not shown, whatever the client has (rule 2)', async () => {
    const withdrawn = { ...film, standing: { kind: 'withdrawn', reason: 'privacy', at: 0 } } as const
    const headers = { 'If-None-Match': `"${film.video?.key}"`, Range: 'bytes=0-1' }
    expect((await memoryApp({ media: [withdrawn] }).request(MOVIE, { headers })).status).toBe(410)
    expect((await memoryApp({ media: [{ ...film, visibility: 'private' }] }).request(MOVIE, { headers })).status).toBe(401)
  })

  it('leads from an old revision to the current one', async () => {
    const app = memoryApp({ media: [{ ...film, revision: 4 }] })
    for (const file of ['video.mp4', 'de.vtt']) {
      const response = await app.request(`/v/GkrXtAAAQA/3/${file}`)
      expect(response.status).toBe(302)
      expect(response.headers.get('Location')).toBe(`${BASE}/v/GkrXtAAAQA/4/${file}`)
    }
  })

  it.each([
    '/v/GkrXtAAAQA/1/film.mp4',
    '/v/GkrXtAAAQA/1/video.webm',
    '/v/GkrXtAAAQA/01/video.mp4',
    '/v/GkrXtAAAQA/0/video.mp4',
    '/v/GkrXtAAAQA/1/fr.vtt',
    '/v/GkrXtAAAQA/1/EN.vtt',
    '/v/GkrXtAAAQA/1/..%2f..%2fetc.vtt',
    '/v/C6aHDKgAQA/1/video.mp4',
    '/v/Gfhx9AAAQA/1/video.mp4',
    '/v/DDDDDDDDDD/1/video.mp4',
  ])('has nothing at %s (I8)', async (path) => {
    expect((await ask(path)).status).toBe(404)
  })

  it('reports a film whose bytes are missing', async () => {
    const deps = memoryDeps({ media: [{ ...film, video: { ...film.video!, key: bridge.original.key.replace(/^./, '0') as never } }] })
    expect((await createApp(deps).request(MOVIE)).status).toBe(500)
  })
})

describe('GET /v/:code/:revision/:lang.vtt', () => {
  it('is the captions as text that nothing takes for a page', async () => {
    const response = await ask('/v/GkrXtAAAQA/1/en.vtt')
    expect(response.status).toBe(200)
    expect(response.headers.get('Content-Type')).toBe('text/vtt; charset=utf-8')
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(response.headers.get('Content-Security-Policy')).toBe("default-src 'none'; sandbox")
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(await response.text()).toBe(CAPTIONS)
  })
})

describe('GET /t/:code/:revision/:item/:file', () => {
  const head = (path: string, headers = {}) => ask(path, headers, 'HEAD')

  it('is a picture of a carousel, with its own cache key and validator', async () => {
    const deps = memoryDeps({ media: all })
    const response = await createApp(deps).request('/t/Gfhx9AAAQA/1/2/320.webp')
    expect(response.status).toBe(200)
    expect(response.headers.get('Content-Type')).toBe('image/webp')
    expect(response.headers.get('Content-Disposition')).toBe('inline; filename="placard-Gfhx9AAAQA-2-320.webp"')
    expect(deps.renders).toMatchObject([{ width: 320, height: 480, id: 'p3/Gfhx9AAAQA/1/2/320.webp' }])
    expect(deps.renders[0]?.rights.xmp).toContain('A bridge keeper')
    expect(response.headers.get('ETag')).not.toBe((await head('/t/Gfhx9AAAQA/1/320.webp')).headers.get('ETag'))
  })

  it('renders the cover once for both of its addresses', async () => {
    const deps = memoryDeps({ media: all })
    const app = createApp(deps)
    const cover = await app.request('/t/Gfhx9AAAQA/1/150.jpg')
    await deps.settled()
    const first = await app.request('/t/Gfhx9AAAQA/1/1/150.jpg')
    expect(await bytesOf(first)).toEqual(await bytesOf(cover))
    expect(deps.renders).toHaveLength(1)
  })

  it('leads from an old revision to the current one', async () => {
    const response = await memoryApp({ media: [{ ...series, revision: 2 }] }).request('/t/Gfhx9AAAQA/1/3/640.jpg')
    expect(response.status).toBe(302)
    expect(response.headers.get('Location')).toBe(`${BASE}/t/Gfhx9AAAQA/2/3/640.jpg`)
  })

  it.each(['0', '4', '20', '21', '99', '100', '01', '-1', '1.5', 'a', '٣'])(
    'has nothing at number %s, and does no work (I8)',
    async (item) => {
      const deps = memoryDeps({ media: all })
      expect((await createApp(deps).request(`/t/Gfhx9AAAQA/1/${item}/320.jpg`)).status).toBe(404)
      expect(deps.renders).toHaveLength(0)
    },
  )

  it('has nothing for media that are no carousel', async () => {
    expect((await head('/t/C6aHDKgAQA/1/1/320.jpg')).status).toBe(404)
    expect((await head('/t/GkrXtAAAQA/1/1/320.jpg')).status).toBe(404)
  })
})
