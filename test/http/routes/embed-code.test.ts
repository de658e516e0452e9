import { describe, expect, it } from 'vitest'
import { diskAssets } from '../../../server/adapters/assets/disk.ts'
import { bridge, privateMedia, unknownShortcode } from '../../fixtures/media.ts'
import { parsePage } from '../../support/document.ts'
import { BASE, memoryApp } from '../../support/memory/app.ts'

const app = memoryApp()
const API = `/v1/media/shortcode/${bridge.shortcode}/embed-code`
const PREVIEW = `/p/${bridge.shortcode}/preview/`

async function codeOf(query: string): Promise<{ text: string; width: number; height: number; preview: string }> {
  return (await (await app.request(`${API}${query}`)).json()).data
}

describe('the embed code of a media', () => {
  it('is the one that suits any page where nothing is chosen, and its preview', async () => {
    const { text, width, preview } = await codeOf('')
    expect(text).toMatch(/^<blockquote class="placard" .*<\/blockquote><iframe hidden="hidden" .*<\/iframe><script async="async" /)
    expect(width).toBe(640)
    expect(preview).toBe(`${BASE}${PREVIEW}?form=full`)
  })

  it('follows every choice', async () => {
    const { text, width, height, preview } = await codeOf('?form=frame&theme=dark&caption=off&lang=de&maxwidth=480')
    expect(text).toContain(`<iframe src="${BASE}/p/${bridge.shortcode}/embed/?theme=dark&amp;lang=de" width="480" height="${height}"`)
    expect(width).toBe(480)
    expect(preview).toBe(`${BASE}${PREVIEW}?form=frame&theme=dark&caption=off&lang=de&maxwidth=480`)
  })

  it('takes empty values for no choice, as forms send them', async () => {
    expect(await codeOf('?form=&theme=&caption=&lang=&maxwidth=')).toEqual(await codeOf(''))
  })

  it.each(['form=neon', 'theme=blue', 'caption=maybe', 'lang=de_AT', 'maxwidth=0', 'form=full&form=frame'])('refuses %s', async (query) => {
    expect((await app.request(`${API}?${query}`)).status).toBe(400)
    expect((await app.request(`${PREVIEW}?${query}`)).status).toBe(400)
  })

  it.each([
    [privateMedia.shortcode, 401],
    [unknownShortcode, 404],
  ])('of %s is refused: %i', async (code, status) => {
    expect((await app.request(`/v1/media/shortcode/${code}/embed-code`)).status).toBe(status)
    expect((await app.request(`/p/${code}/preview/`)).status).toBe(status)
  })

  it('answers 304 to who has it', async () => {
    const etag = (await app.request(API)).headers.get('ETag') ?? ''
    expect((await app.request(API, { headers: { 'If-None-Match': etag } })).status).toBe(304)
  })
})

describe('the preview', () => {
  it('is a page that holds exactly the code', async () => {
    const page = await (await app.request(`${PREVIEW}?form=frame`)).text()
    expect(page).toContain(`<body>\n${(await codeOf('?form=frame')).text}\n</body>`)
  })

  it('is written in the direction of its language', async () => {
    const page = parsePage(await (await app.request(`${PREVIEW}?lang=ar`)).text())
    expect(page.one('html').attributes).toMatchObject({ lang: 'ar', dir: 'rtl' })
  })

  it('is for our own pages alone, and for no search (W17)', async () => {
    const { headers } = await app.request(PREVIEW)
    expect(headers.get('Content-Security-Policy')).toContain(`frame-ancestors ${BASE}`)
    expect(headers.get('Content-Security-Policy')).toContain(`script-src ${BASE}/embed.js ${BASE}/w/;`)
    expect(headers.get('X-Robots-Tag')).toBe('noindex, noai, noimageai')
    expect(headers.get('Cache-Control')).toBe('public, max-age=58, stale-if-error=86400')
  })
})

it.each(['PlacardEmbed.tsx', 'placard-embed.php'])('gives publishers %s, as text that nothing runs', async (name) => {
  const response = await memoryApp({ assets: diskAssets(['public']) }).request(`/static/${name}`)
  expect(response.status).toBe(200)
  expect(response.headers.get('Content-Type')).toBe('text/plain; charset=utf-8')
  expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
})
