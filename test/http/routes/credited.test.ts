import sharp, { type Region } from 'sharp'
import { describe, expect, it } from 'vitest'
import type { Media } from '../../../server/core/media.ts'
import {
  bridge,
  cutout,
  inDefault,
  panorama,
  portrait,
  privateMedia,
  series,
  silent,
  unknownShortcode,
  withdrawnMedia,
} from '../../fixtures/media.ts'
import { BASE, memoryApp, oembedPath } from '../../support/memory/app.ts'
import { testConfig } from '../../support/memory/deps.ts'
import { save } from '../../support/memory/save.ts'

const path = `/t/${bridge.shortcode}/1/credit/640.jpg`

async function rawOf(bytes: Uint8Array, place: Region): Promise<readonly number[]> {
  return [...(await sharp(bytes).extract(place).raw().toBuffer())]
}

/** Grey values, darkest first, of a part of the answer. */
async function greysOf(bytes: Uint8Array, place: Region): Promise<readonly number[]> {
  return [...(await sharp(bytes).extract(place).greyscale().raw().toBuffer())].sort((a, b) => a - b)
}

async function pictureOf(media: Media, file = '640.jpg', lang: 'en' | 'ar' = 'en') {
  const response = await memoryApp({ media: [media], config: { ...testConfig, lang } }).request(`/t/${media.shortcode}/1/credit/${file}`)
  const bytes = new Uint8Array(await response.arrayBuffer())
  const { width = 0, height = 0 } = await sharp(bytes).metadata()
  return { response, bytes, width, height }
}

describe('a picture with its credit', () => {
  it('shows all of the picture, and below it dark letters on light paper', async () => {
    const { bytes, width, height } = await pictureOf(bridge)
    expect(width).toBe(640)
    const bare = await memoryApp().request(`/t/${bridge.shortcode}/1/640.jpg`)
    const whole = { left: 0, top: 0, width: 640, height: 420 }
    const [credited, plain] = [await rawOf(bytes, whole), await rawOf(new Uint8Array(await bare.arrayBuffer()), whole)]
    expect(credited).toHaveLength(plain.length)
    // Both are JPEG, and the blocks are the same ones.
    expect(credited.filter((value, index) => Math.abs(value - (plain[index] ?? 0)) > 8)).toEqual([])
    const strip = await greysOf(bytes, { left: 0, top: 427, width: 640, height: height - 427 })
    expect(strip.at(-1)).toBeGreaterThan(248)
    expect(strip[0]).toBeLessThan(70)
    // Most of a line of text is paper.
    expect(strip[Math.floor(strip.length / 3)]).toBeGreaterThan(240)
  })

  it.each([
    ['en', 0, 320],
    ['ar', 320, 320],
  ] as const)('begins its lines where %s begins', async (lang, left, width) => {
    const { bytes, height } = await pictureOf(portrait, '640.jpg', lang)
    const title = await greysOf(bytes, { left, top: 970, width, height: 20 })
    const other = await greysOf(bytes, { left: 320 - left, top: 970, width, height: 20 })
    expect(height).toBeGreaterThan(1000)
    expect(title[0]).toBeLessThan(100)
    expect(other[0]).toBeGreaterThan(230)
  })

  it.each([
    ['hostile', '</span><span foreground="red">&amp;&#0;<!--]]>%s'],
    ['Japanese', '北極星のまわり'.repeat(10)],
    ['one endless word', 'x'.repeat(400)],
    ['emoji', '👩‍👩‍👧🏽'.repeat(50)],
    ['Arabic', 'شركة كبيرة جدا '.repeat(30)],
    ['nothing visible', '\u200b\u202e\u0007'],
  ])('stays whole with %s text', async (_name, text) => {
    const said = {
      ...silent,
      title: inDefault(text),
      creators: [{ name: text }],
      copyrightNotice: inDefault(text),
      usageTerms: inDefault(text),
    }
    const { response, width } = await pictureOf({ ...bridge, description: said })
    expect([response.status, width]).toEqual([200, 640])
  })

  it.each([
    [cutout, '480.jpg', 400],
    [panorama, '1280.jpg', 1280],
    [series, '640.jpg', 640],
    [{ ...privateMedia, visibility: 'public' } as Media, '1280.jpg', 320],
  ])('is as wide as its picture, or wide enough to be read: %#', async (media, file, expected) => {
    expect((await pictureOf(media, file)).width).toBe(expected)
  })

  it('carries the rights in its bytes and in its headers as every thumbnail does', async () => {
    const { response, bytes } = await pictureOf(bridge)
    expect((await sharp(bytes).metadata()).xmpAsString).toContain('<photoshop:Credit>Placard Pictures</photoshop:Credit>')
    expect(response.headers.get('Content-Type')).toBe('image/jpeg')
    expect(response.headers.get('Link')).toContain('<https://creativecommons.org/licenses/by/4.0/>; rel="license"')
    expect(response.headers.get('Content-Disposition')).toBe(`inline; filename="placard-${bridge.shortcode}-credit-640.jpg"`)
    expect(response.headers.get('Cache-Control')).toBe('public, max-age=3600, s-maxage=58, stale-if-error=86400')
    expect(response.headers.get('Content-Security-Policy')).toBe("default-src 'none'; sandbox")
    expect(response.headers.get('TDM-Reservation')).toBe('1')
  })
})

describe('its address', () => {
  it('comes from the cache once it was drawn, and is validated without drawing', async () => {
    const { request, renders, settled } = memoryApp()
    const etag = (await request(path)).headers.get('ETag')!
    await settled()
    expect((await request(path)).status).toBe(200)
    expect((await request(path, { headers: { 'If-None-Match': etag } })).status).toBe(304)
    expect(renders.map(({ id }) => id)).toEqual([`p3/${bridge.shortcode}/1/credit-en/640.jpg`])
  })

  it('answers another validator where the words are in another language', async () => {
    const etagOf = async (lang: 'en' | 'de') =>
      (await memoryApp({ config: { ...testConfig, lang } }).request(path, { method: 'HEAD' })).headers.get('ETag')
    expect(await etagOf('en')).not.toBe(await etagOf('de'))
  })

  it('is 410 at once for a withdrawn media, even with its validator (C4)', async () => {
    const { request, catalogue, settled } = memoryApp()
    const etag = (await request(path)).headers.get('ETag')!
    await settled()
    await save(catalogue, { ...bridge, standing: { kind: 'withdrawn', reason: 'privacy', at: 0 } })
    expect((await request(path, { headers: { 'If-None-Match': etag } })).status).toBe(410)
  })

  it.each([
    [privateMedia.shortcode, 401],
    [withdrawnMedia.shortcode, 410],
    [unknownShortcode, 404],
  ])('of %s is %i', async (shortcode, status) => {
    expect((await memoryApp().request(`/t/${shortcode}/1/credit/640.jpg`)).status).toBe(status)
  })

  it('moves to the current revision', async () => {
    const response = await memoryApp({ media: [{ ...bridge, revision: 7 }] }).request(path)
    expect([response.status, response.headers.get('Location')]).toEqual([302, `${BASE}/t/${bridge.shortcode}/7/credit/640.jpg`])
  })

  it.each(['1/credit/641.jpg', '1/credit/320.jpg', '1/credit/640.webp', '0/credit/640.jpg', '1/credit/640', '1/Credit/640.jpg'])(
    'answers 404 without work to %s (I8)',
    async (rest) => {
      const { request, renders } = memoryApp()
      expect((await request(`/t/${bridge.shortcode}/${rest}`)).status).toBe(404)
      expect(renders).toEqual([])
    },
  )
})

describe('an oEmbed photo', () => {
  it.each([
    ['&maxwidth=500&maxheight=750', 'credit/480.jpg'],
    ['', 'credit/1280.jpg'],
    ['&maxwidth=479', '320.jpg'],
  ])('is the picture with its credit, in its true pixels: %s (clauses 20 and 21)', async (limits, file) => {
    const { request } = memoryApp()
    const document = (await (await request(oembedPath(bridge.shortcode, `&type=photo${limits}`))).json()) as Record<string, string>
    expect(document).toMatchObject({ type: 'photo', url: `${BASE}/t/${bridge.shortcode}/1/${file}` })
    expect(document).not.toHaveProperty('html')
    const picture = await request(document.url?.slice(BASE.length) ?? '')
    const { width, height } = await sharp(await picture.arrayBuffer()).metadata()
    expect([document.width, document.height]).toEqual([width, height])
  })

  it('says in words what the picture says in pixels (WCAG 1.4.5)', async () => {
    const document = (await (await memoryApp().request(oembedPath(bridge.shortcode, '&type=photo'))).json()) as Record<string, string>
    expect(document.alt_text).toBe(
      'A red suspension bridge below a low sun — The bridge at dusk — Zoë Łęcka / Placard Pictures · © 2026 Zoë Łęcka · CC BY 4.0',
    )
    expect(document.title).toBe('The bridge at dusk')
  })

  it('names the true size whatever language it is asked in', async () => {
    const { request } = memoryApp()
    const document = (await (await request(oembedPath(bridge.shortcode, '&type=photo&lang=de&maxwidth=640'))).json()) as Record<
      string,
      string
    >
    const { height } = await sharp(await (await request(path)).arrayBuffer()).metadata()
    expect(document.height).toBe(height)
  })
})
