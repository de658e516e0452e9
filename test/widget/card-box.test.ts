import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildLiveCard } from '../../server/core/card/card-data.ts'
import { buildSnippet } from '../../server/core/card/snippet.ts'
import { creditFor } from '../../server/core/credit/credit.ts'
import { linksFor } from '../../server/core/identity/links.ts'
import type { Media } from '../../server/core/media.ts'
import type { Box } from '../../server/core/pictures/fit.ts'
import { readerFor } from '../../server/core/words/reader.ts'
import { framePage } from '../../server/http/pages/frame-page.ts'
import { LANGS, type Lang } from '../../server/wire/words.ts'
import { bridge, cutout, originalBytes, panorama, portrait } from '../fixtures/media.ts'
import { openBrowser } from '../support/browser/chromium.ts'

const baseUrl = 'https://placard.example'
const OPEN = Number.POSITIVE_INFINITY
const PICTURES: readonly (readonly [string, Media])[] = [
  ['bridge.jpg', bridge],
  ['portrait.jpg', portrait],
  ['panorama.jpg', panorama],
  ['cutout.png', cutout],
]
const BOXES: readonly Box[] = [
  { width: OPEN, height: OPEN },
  { width: 500, height: 750 },
  { width: 320, height: OPEN },
  { width: 1200, height: 1000 },
]
/** Fonts differ: two lines of text more or less are what the estimate may be wrong by, in px. */
const TOLERANCE = 44

let browser: Browser
let page: Page

beforeAll(async () => {
  browser = await openBrowser()
  page = await browser.newPage()
})

afterAll(() => browser.close())

/** Draws the frame page of the media in exactly the size that oEmbed names, and measures it. */
async function drawFrame(file: string, media: Media, box: Box, lang?: Lang) {
  const links = linksFor(baseUrl, media)
  const credit = creditFor(media, links.permalink, readerFor(lang, 'en'))
  const { width, height } = buildSnippet({ media, credit, links, baseUrl, box, form: 'frame', caption: true })
  const card = buildLiveCard(media, credit, links, baseUrl)
  const css = readFileSync('dist/widget/card.css', 'utf8')
  const html = framePage({ reader: credit, card, caption: true, theme: 'light', baseUrl, links }).toString()
  await page.unrouteAll()
  await page.route(`${baseUrl}/**`, (route) => {
    const { pathname } = new URL(route.request().url())
    if (pathname.startsWith('/t/')) return route.fulfill({ body: Buffer.from(originalBytes(file)) })
    if (pathname.endsWith('/card.css')) return route.fulfill({ body: css, contentType: 'text/css' })
    return pathname.startsWith('/p/') ? route.fulfill({ body: html, contentType: 'text/html' }) : route.abort()
  })
  await page.setViewportSize({ width, height })
  await page.goto(links.captionedFrame)
  return page.evaluate(() => {
    const [label, picture] = ['.label', '.picture'].map((selector) => document.querySelector(selector))
    if (!label || !picture) throw new Error('Expected a card')
    return {
      isClipped:
        label.scrollHeight > label.clientHeight ||
        (label.firstElementChild?.getBoundingClientRect().top ?? 0) < label.getBoundingClientRect().top,
      picture: picture.getBoundingClientRect().toJSON() as { width: number; height: number },
      overflow: document.documentElement.scrollHeight - innerHeight,
    }
  })
}

describe.each(PICTURES)('the frame of %s', (file, media) => {
  it.each(BOXES)('shows credit and picture in the size named for %o', async (box) => {
    const { isClipped, picture, overflow } = await drawFrame(file, media, box)
    expect({ isClipped, overflow }).toEqual({ isClipped: false, overflow: 0 })
    const wanted = (picture.width * media.original.height) / media.original.width
    expect(Math.abs(picture.height - wanted)).toBeLessThanOrEqual(TOLERANCE)
  })
})

describe.each(LANGS)('the frame in %s', (lang) => {
  it.each<Box>([
    { width: OPEN, height: OPEN },
    { width: 240, height: OPEN },
    { width: 500, height: 250 },
  ])('shows its longer words too, in %o', async (box) => {
    const { isClipped, picture, overflow } = await drawFrame('bridge.jpg', bridge, box, lang)
    expect({ isClipped, overflow }).toEqual({ isClipped: false, overflow: 0 })
    expect(picture.height).toBeGreaterThan(100)
  })
})
