import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bridge, film, series } from '../fixtures/media.ts'
import { openBrowser } from '../support/browser/chromium.ts'
import { type PlacardServer, startPlacard } from '../support/browser/host-page.ts'

let browser: Browser
let placard: PlacardServer

beforeAll(async () => {
  ;[browser, placard] = await Promise.all([openBrowser(), startPlacard({ media: [bridge, series, film] })])
})
afterAll(() => Promise.all([browser.close(), placard.close()]))

interface Visit {
  readonly page: Page
  readonly complaints: readonly string[]
}

async function visit(path: string, options: { readonly script?: boolean } = {}): Promise<Visit> {
  const context = await browser.newContext({ javaScriptEnabled: options.script ?? true, viewport: { width: 640, height: 560 } })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(placard.baseUrl + path, { waitUntil: 'networkidle' })
  return { page, complaints }
}

const FRAME = `/p/${series.shortcode}/embed/captioned/`
const PAGES = [FRAME, `/p/${series.shortcode}/`]

describe('a carousel that the server draws', () => {
  it.each(PAGES)('shows one picture at a time and lets arrow keys move it: %s', async (path) => {
    const { page, complaints } = await visit(path)
    const strip = page.locator('.strip').first()
    const place = () => strip.evaluate((element) => Number((element.scrollLeft / element.clientWidth).toFixed(2)))
    expect(await strip.locator('.slide').count()).toBe(3)
    await strip.focus()
    expect(await place()).toBe(0)
    for (const expected of [1, 2]) {
      const ended = strip.evaluate(
        (element) => new Promise<void>((resolve) => element.addEventListener('scrollend', () => resolve(), { once: true })),
      )
      await page.keyboard.press('ArrowRight')
      await ended
      expect(await place()).toBe(expected)
    }
    expect(complaints).toEqual([])
  })

  it('is complete without script: each picture has its number, its alt text and its caption', async () => {
    const { page } = await visit(FRAME, { script: false })
    expect(await page.locator('.strip .counter').allTextContents()).toEqual(['1/3', '2/3', '3/3'])
    expect(await page.getByRole('group', { name: '3 pictures' }).count()).toBe(1)
    expect(await page.getByRole('figure', { name: 'Picture 2 of 3' }).getByRole('img').getAttribute('alt')).toBe('A bridge keeper')
    expect(await page.locator('.slide').nth(1).textContent()).toBe('2/3 Der Wärter <1>')
  })

  it('fits its frame, and shows each picture whole', async () => {
    const { page } = await visit(FRAME)
    for (const slide of await page.locator('.slide').all()) {
      await slide.scrollIntoViewIfNeeded()
      const image = slide.locator('img')
      await image.evaluate((img: HTMLImageElement) => img.decode())
      expect(await image.evaluate((img: HTMLImageElement) => getComputedStyle(img).objectFit)).toBe('contain')
      const [box, label] = [await image.boundingBox(), await page.locator('.label').boundingBox()]
      expect(box?.width).toBeCloseTo(638, 0)
      expect(box?.height).toBeGreaterThan(200)
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(label?.y ?? 0)
    }
    expect(await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)).toBe(0)
  })

  it('loads the pictures that are not seen only when they are scrolled to', async () => {
    const { page } = await visit(FRAME)
    const loading = await page.locator('.slide img').evaluateAll((images) => images.map((image) => (image as HTMLImageElement).loading))
    expect(loading).toEqual(['auto', 'lazy', 'lazy'])
  })
})

describe('a video that the server draws', () => {
  it.each([`/p/${film.shortcode}/embed/`, `/p/${film.shortcode}/`])(
    'loads nothing but its poster before it is played: %s',
    async (path) => {
      placard.requests.length = 0
      const { page, complaints } = await visit(path)
      expect(placard.requests.filter((request) => request.startsWith('/v/'))).toEqual([])
      expect(
        await page
          .locator('video')
          .first()
          .evaluate((video: HTMLVideoElement) => [video.paused, video.controls, video.preload]),
      ).toEqual([true, true, 'none'])
      expect(complaints).toEqual([])
    },
  )

  it('has its size before anything is loaded, and its name', async () => {
    const { page } = await visit(`/p/${film.shortcode}/embed/`, { script: false })
    const box = await page.locator('video').boundingBox()
    expect(box?.width).toBeCloseTo(638, 0)
    expect(box?.height).toBeGreaterThan(300)
    expect(await page.locator('video').getAttribute('aria-label')).toBe('Test picture with a tone')
  })

  it.each([`/p/${film.shortcode}/embed/`, `/p/${film.shortcode}/`])(
    'plays, jumps and has captions, or the browser has no H.264: %s',
    async (path) => {
      const { page, complaints } = await visit(path)
      const video = page.locator('video').first()
      const answer = await video.evaluate((element: HTMLVideoElement) => element.canPlayType('video/mp4; codecs="avc1.42c00c, mp4a.40.2"'))
      const tracks = await video.evaluate((element: HTMLVideoElement) =>
        [...element.textTracks].map(({ kind, language }) => `${kind} ${language}`),
      )
      expect(tracks).toEqual(['subtitles de', 'captions en'])
      const cues = await video.evaluate(async (element: HTMLVideoElement) => {
        const track = element.querySelectorAll('track')[1]
        if (!track) throw new Error('Expected captions')
        track.track.mode = 'hidden'
        await new Promise((resolve, reject) => {
          track.addEventListener('load', resolve)
          track.addEventListener('error', reject)
        })
        return track.track.cues?.length
      })
      expect(cues).toBe(2)
      if (answer === '') return
      const facts = await video.evaluate(async (element: HTMLVideoElement) => {
        element.muted = true
        await element.play()
        element.pause()
        element.currentTime = 1.5
        await new Promise((resolve) => element.addEventListener('seeked', resolve))
        return [element.videoWidth, element.videoHeight, element.duration.toFixed(1), element.currentTime]
      })
      expect(facts).toEqual([320, 180, '2.0', 1.5])
      expect(complaints).toEqual([])
    },
  )
})
