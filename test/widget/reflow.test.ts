import type { CDPSession } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { arabic, bare, hardTexts, hebrew, long, odd, unbroken } from '../fixtures/hard-texts.ts'
import { bridge, cutout, fixtureMedia, panorama, portrait, privateMedia, withdrawnMedia } from '../fixtures/media.ts'
import { elements, story } from '../support/browser/story.ts'
import { textFaults } from '../support/browser/text-probe.ts'
import { useWorld, type WatchedPage } from '../support/browser/world.ts'

const world = useWorld({ media: [...fixtureMedia, ...Object.values(hardTexts)] })
const hard = [long, unbroken, bare, odd, arabic, hebrew]

/** How far the page can be scrolled sideways, in px. */
function sideways(page: WatchedPage): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

async function drawAll(page: WatchedPage): Promise<void> {
  for (const each of await page.locator('blockquote.placard, placard-embed').all()) {
    await each.scrollIntoViewIfNeeded()
    await each.locator('.card').waitFor()
  }
}

/** What a reader with low vision may set over any page (WCAG 1.4.12), shadow roots included. */
async function spaceText(page: WatchedPage): Promise<void> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(
      '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}',
    )
    const roots = [...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? [])
    for (const root of [document, ...roots]) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
  })
}

/** The size of text that the reader has set in the browser; 16 px unless they have. */
async function setFontSize(page: WatchedPage, standard: number): Promise<void> {
  const session: CDPSession = await page.context().newCDPSession(page)
  await session.send('Page.setFontSizes', { fontSizes: { standard, fixed: (standard * 13) / 16 } })
}

describe('no text is cut, covered or pale, and nothing scrolls sideways', () => {
  // 1280 px at 200 % is 640 px, at 400 % 320 px (WCAG 1.4.4, 1.4.10).
  it.each([1280, 640, 320])('in cards with texts of every kind in a window of %i px', async (width) => {
    const { host, open, placard } = world
    const snippets = await Promise.all([bridge, ...hard].map((media) => placard.snippet(media)))
    const more = elements(placard.baseUrl, [portrait, panorama, cutout, privateMedia, ...hard])
    const page = await open(host.page('/texts', story(snippets.join('') + more)), { viewport: { width, height: 1000 } })
    await drawAll(page)
    expect(await textFaults(page)).toEqual([])
    expect(await sideways(page)).toBe(0)
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await textFaults(page)).toEqual([])
  })

  it.each([
    ['line, letter and word spacing of the reader’s own', spaceText],
    ['letters twice as large', (page: WatchedPage) => setFontSize(page, 32)],
  ])('in cards with %s', async (_name, change) => {
    const { host, open, placard } = world
    const page = await open(host.page('/spaced', story(elements(placard.baseUrl, [...hard, bridge, withdrawnMedia]))), {
      viewport: { width: 640, height: 1000 },
    })
    await drawAll(page)
    await change(page)
    // A card that stood in the window keeps its height until its width changes.
    await page.setViewportSize({ width: 600, height: 1000 })
    await page.waitForFunction(() =>
      [...document.querySelectorAll('placard-embed')].every(({ shadowRoot }) => !shadowRoot?.querySelector('.fixed')),
    )
    expect(await textFaults(page)).toEqual([])
    expect(await sideways(page)).toBe(0)
  })

  it('in letters as large as the reader has set them, whatever the page has set', async () => {
    const { host, open, placard } = world
    const url = host.page('/sizes', story(elements(placard.baseUrl, [bridge]), { head: '<style>:root{font-size:10px}</style>' }))
    const page = await open(url)
    await drawAll(page)
    const size = () => page.locator('.card .byline').evaluate((byline) => getComputedStyle(byline).fontSize)
    expect(await size()).toBe('14px')
    await setFontSize(page, 32)
    expect(await size()).toBe('28px')
  })

  it.each(Object.entries(hardTexts))('in frames with texts of every kind: %s', async (_name, { shortcode }) => {
    const answer = await fetch(`${world.placard.baseUrl}/oembed?url=${encodeURIComponent(`${world.placard.baseUrl}/p/${shortcode}/`)}`)
    const { width, height } = (await answer.json()) as { width: number; height: number }
    const page = await world.open(`${world.placard.baseUrl}/p/${shortcode}/embed/captioned/`, { viewport: { width, height } })
    expect(await textFaults(page)).toEqual([])
    await page.setViewportSize({ width: 320, height: 640 })
    expect(await textFaults(page)).toEqual([])
    expect(await sideways(page)).toBe(0)
  })

  it.each([
    '/',
    '/demo/',
    `/p/${bridge.shortcode}/`,
    `/p/${long.shortcode}/`,
    `/p/${unbroken.shortcode}/?lang=de`,
    `/p/${odd.shortcode}/`,
    `/p/${arabic.shortcode}/?lang=ar`,
    `/p/${withdrawnMedia.shortcode}/?lang=es`,
    '/p/DDDDDDDDDD/?lang=ja',
  ])('in the page %s, at 320 px, with open disclosures, wider spacing and larger letters', async (path) => {
    const page = await world.open(world.placard.baseUrl + path, { viewport: { width: 320, height: 900 } })
    for (const details of await page.locator('main details').all()) await details.evaluate((each: HTMLDetailsElement) => (each.open = true))
    const look = async () => ({ faults: await textFaults(page), sideways: await sideways(page) })
    expect(await look()).toEqual({ faults: [], sideways: 0 })
    await spaceText(page)
    expect(await look()).toEqual({ faults: [], sideways: 0 })
    await setFontSize(page, 32)
    expect(await look()).toEqual({ faults: [], sideways: 0 })
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await look()).toEqual({ faults: [], sideways: 0 })
  })
})

describe('a caption', () => {
  it('of 2,000 characters folds where its card has its natural height', async () => {
    const { host, open, placard } = world
    const page = await open(host.page('/folded', story(`${'<p>They waited.</p>'.repeat(80)}${elements(placard.baseUrl, [long])}`)))
    // Drawn below the window, a card takes its natural height.
    await page.locator('placard-embed').evaluate((each) => scrollTo(0, each.getBoundingClientRect().top - 1.5 * innerHeight))
    await page.locator('placard-embed .card').waitFor({ state: 'attached' })
    await page.locator('placard-embed').scrollIntoViewIfNeeded()
    await page.getByRole('button', { name: 'more' }).click()
    await page.getByRole('button', { name: 'less' }).waitFor()
    expect(await textFaults(page)).toEqual([])
  })

  it('shows all of itself in the box of a fallback that did', async () => {
    const { host, open, placard } = world
    const page = await open(host.page('/unfolded', story(await placard.snippet(long))))
    await page.locator('.card').waitFor()
    await page.waitForFunction(() => !document.querySelector('blockquote')?.shadowRoot?.querySelector('.folded'))
    expect(await page.shift()).toBe(0)
    expect(await textFaults(page)).toEqual([])
  })
})
