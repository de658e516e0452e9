import { describe, expect, it } from 'vitest'
import { bridge, film, series } from '../fixtures/media.ts'
import { article } from '../support/browser/host-page.ts'
import { useWorld, type WatchedPage } from '../support/browser/world.ts'

const world = useWorld({ media: [bridge, series, film] })

async function openSnippet(media: typeof series, options = {}, head = '', lang = 'en'): Promise<WatchedPage> {
  const { host, open, placard } = world
  const html = article(await placard.snippet(media), head).replace('lang="en"', `lang="${lang}"${lang === 'ar' ? ' dir="rtl"' : ''}`)
  const page = await open(host.page('/carousel', html), options)
  await page.locator('.card').waitFor()
  return page
}

const counter = (page: WatchedPage, text: string) => page.locator('.counter').filter({ hasText: text }).waitFor()
const placeOf = (page: WatchedPage) =>
  page.locator('.strip').evaluate((strip) => Number((Math.abs(strip.scrollLeft) / strip.clientWidth).toFixed(1)))
const isDisabled = (page: WatchedPage, name: string) => page.getByRole('button', { name }).getAttribute('aria-disabled')

describe('a carousel', () => {
  it('turns by its buttons, says where it is, and nothing moves', async () => {
    const page = await openSnippet(series)
    expect(await page.locator('.counter').innerText()).toBe('1/3')
    expect([await isDisabled(page, 'Previous'), await isDisabled(page, 'Next')]).toEqual(['true', 'false'])
    await page.getByRole('button', { name: 'Next' }).click()
    await counter(page, '2/3')
    await page.getByRole('button', { name: 'Next' }).click()
    await counter(page, '3/3')
    await expect.poll(() => placeOf(page)).toBe(2)
    expect([await isDisabled(page, 'Previous'), await isDisabled(page, 'Next')]).toEqual(['false', 'true'])
    expect(await page.shift()).toBe(0)
    expect(page.problems).toEqual([])
  })

  it.each([
    ['from left to right', 'en', 'ArrowRight', 'ArrowLeft'],
    ['from right to left', 'ar', 'ArrowLeft', 'ArrowRight'],
  ])('turns by arrow keys, %s', async (_name, lang, forth, back) => {
    const page = await openSnippet(series, { reducedMotion: 'reduce' }, '', lang)
    await page.locator('.strip').focus()
    const [one, two] = lang === 'ar' ? [/[1١]/, /[2٢]/] : ['1/3', '2/3']
    await page.keyboard.press(forth)
    await page.locator('.counter').filter({ hasText: two }).waitFor()
    await expect.poll(() => placeOf(page)).toBe(1)
    await page.keyboard.press(back)
    await page.locator('.counter').filter({ hasText: one }).waitFor()
    await expect.poll(() => placeOf(page)).toBe(0)
  })

  it('is a group that is called a carousel, of pictures with a name and an alternative text each', async () => {
    const page = await openSnippet(series)
    const stage = page.getByRole('region', { name: 'A day at the bridge' })
    expect(await stage.getAttribute('aria-roledescription')).toBe('carousel')
    const second = page.getByRole('figure', { name: 'Picture 2 of 3' })
    expect(await second.getByRole('img').getAttribute('alt')).toBe('A bridge keeper')
    expect(await second.locator('figcaption').innerText()).toBe('Der Wärter <1>')
    expect(await second.locator('figcaption').getAttribute('lang')).toBe('de')
    expect(await page.locator('.counter').getAttribute('aria-live')).toBe('polite')
  })

  it('has targets of at least 24 px, and moves without a slide where the reader wants no motion', async () => {
    const page = await openSnippet(series, { viewport: { width: 280, height: 800 }, reducedMotion: 'reduce' })
    for (const button of await page.locator('.stage button').all()) {
      const { width = 0, height = 0 } = (await button.boundingBox()) ?? {}
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(24)
    }
    expect(await page.locator('.strip').evaluate((strip) => getComputedStyle(strip).scrollBehavior)).toBe('auto')
    await page.emulateMedia({ reducedMotion: 'no-preference' })
    expect(await page.locator('.strip').evaluate((strip) => getComputedStyle(strip).scrollBehavior)).toBe('smooth')
  })

  it('loads pictures after the first only when they come near, and none twice', async () => {
    const page = await openSnippet(series)
    const images = page.locator('.slide img')
    expect(await images.evaluateAll((all) => all.map((img) => (img as HTMLImageElement).loading))).toEqual(['eager', 'lazy', 'lazy'])
    for (let turn = 0; turn < 3; turn++) {
      await page.locator('.slide:not(.loading)').nth(turn).waitFor({ state: 'attached' })
      await page.getByRole('button', { name: 'Next' }).click()
    }
    const pictures = world.placard.requests.filter((path) => path.startsWith('/t/'))
    expect(new Set(pictures.map((path) => path.replace(/\d+\.webp$/, ''))).size).toBe(pictures.length)
  })

  it('keeps every picture whole in its box', async () => {
    const page = await openSnippet(series)
    const [strip, label] = [await page.locator('.strip').boundingBox(), await page.locator('.label').boundingBox()]
    expect((strip?.y ?? 0) + (strip?.height ?? 0)).toBeLessThanOrEqual((label?.y ?? 0) + 1)
    for (const img of await page.locator('.slide img').all()) {
      const box = await img.boundingBox()
      expect(box?.height).toBeLessThanOrEqual((strip?.height ?? 0) + 1)
      expect(box?.height).toBeGreaterThan(100)
    }
  })
})

describe('a video', () => {
  it('has the browser’s player, the poster of the fallback, captions, and loads nothing else', async () => {
    const page = await openSnippet(film)
    const video = page.locator('.card video')
    await page.shift()
    const facts = await video.evaluate((element: HTMLVideoElement) => ({
      controls: element.controls,
      preload: element.preload,
      playsInline: element.playsInline,
      autoplay: element.autoplay,
      size: [element.getAttribute('width'), element.getAttribute('height')],
      tracks: [...element.querySelectorAll('track')].map(({ kind, srclang, label }) => [kind, srclang, label]),
      crossOrigin: element.crossOrigin,
      isPosterOfFallback:
        element.poster === document.querySelector('blockquote img')?.getAttribute('src') ||
        element.poster === (document.querySelector('blockquote img') as HTMLImageElement).currentSrc,
    }))
    expect(facts).toEqual({
      controls: true,
      preload: 'none',
      playsInline: true,
      autoplay: false,
      size: ['320', '180'],
      tracks: [
        ['subtitles', 'de', 'Deutsch'],
        ['captions', 'en', 'English, with sounds'],
      ],
      crossOrigin: 'anonymous',
      isPosterOfFallback: true,
    })
    expect(world.placard.requests.filter((path) => path.startsWith('/v/'))).toEqual([])
    expect(await page.shift()).toBe(0)
    expect(page.problems).toEqual([])
  })

  it('has its natural shape where it is free to', async () => {
    const { host, open, placard } = world
    const script = `<script async src="${placard.baseUrl}/embed.js"></script>`
    const screenful = '<p>They waited for the ferry.</p>'.repeat(18)
    const page = await open(host.page('/film', article(`${screenful}<placard-embed code="${film.shortcode}"></placard-embed>${script}`)))
    await page.locator('.box:not(.fixed) video').waitFor({ state: 'attached' })
    const { width, height } = (await page.locator('video').boundingBox()) ?? { width: 0, height: 0 }
    expect(width / height).toBeCloseTo(16 / 9, 1)
  })
})

describe('the weight of a card', () => {
  it('of three pictures is at most 40 elements', async () => {
    const page = await openSnippet(series)
    const count = await page.evaluate(() => document.querySelector('blockquote')?.shadowRoot?.querySelectorAll('*').length)
    expect(count).toBeLessThanOrEqual(40)
  })
})
