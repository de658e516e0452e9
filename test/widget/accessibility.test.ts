import type { Frame } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { arabic, hardTexts, long } from '../fixtures/hard-texts.ts'
import {
  bridge,
  cutout,
  film,
  fixtureMedia,
  panorama,
  portrait,
  privateMedia,
  series,
  unknownShortcode,
  withdrawnMedia,
} from '../fixtures/media.ts'
import { findIssues } from '../support/browser/axe.ts'
import { elements, story } from '../support/browser/story.ts'
import { useWorld, type WatchedPage } from '../support/browser/world.ts'

const world = useWorld({ media: [...fixtureMedia, series, film, ...Object.values(hardTexts)] })

/**
 * A frame stands in the middle of somebody's article, and screen readers list its headings among those of the article: a card is a work with a
 * name (`article`, `cite`) and has no heading, in a frame and without one, so that it never breaks an outline that it cannot know.
 */
const NO_HEADING = ['page-has-heading-one']

/** Wide in light, narrow in dark: in one page, since each change is seen at once. */
async function everyLook(page: WatchedPage, look: () => Promise<readonly string[]>): Promise<readonly string[]> {
  const found: string[] = []
  for (const [width, colorScheme] of [
    [1280, 'light'],
    [360, 'dark'],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 900 })
    found.push(...(await look()).map((issue) => `${width} ${colorScheme}: ${issue}`))
  }
  return found
}

/** Each card is looked at, so that it is drawn. */
async function drawAll(page: WatchedPage): Promise<void> {
  for (const each of await page.locator('blockquote.placard, placard-embed').all()) {
    await each.scrollIntoViewIfNeeded()
    await each.locator('.card, iframe').first().waitFor()
  }
}

async function frameIn(page: WatchedPage): Promise<Frame> {
  const frame = page.frames().find((each) => each.url().includes('/embed/'))
  if (!frame) throw new Error('Expected a frame of Placard')
  await frame.locator('.card').waitFor()
  return frame
}

describe('axe finds nothing, wide and light, narrow and dark', () => {
  it('in an article with cards of every kind', async () => {
    const { host, open, placard } = world
    const snippets = await Promise.all([bridge, portrait, panorama, long].map((media) => placard.snippet(media)))
    const more = elements(placard.baseUrl, [cutout, arabic, privateMedia, withdrawnMedia])
    const page = await open(host.page('/kinds', story(snippets.join('') + more)), { viewport: { width: 1280, height: 900 } })
    await drawAll(page)
    expect(await page.locator('.card').count()).toBe(8)
    expect(await everyLook(page, () => findIssues(page))).toEqual([])
  })

  it('in a card whose panel is open', async () => {
    const { host, open, placard } = world
    const page = await open(host.page('/panel', story(await placard.snippet(bridge))))
    await page.locator('.card summary').click()
    await page.getByLabel('Embed code').waitFor()
    expect(await everyLook(page, () => findIssues(page))).toEqual([])
  })

  it.each([
    ['of several pictures, at its second', series, '.slide'],
    ['of a video', film, 'video'],
  ])('in a card %s', async (_name, media, part) => {
    const { host, open, placard } = world
    const page = await open(host.page('/more', story(await placard.snippet(media))))
    await page.locator(`.card ${part}`).first().waitFor()
    for (const next of await page.getByRole('button', { name: 'Next' }).all()) {
      await next.click()
      await page.locator('.counter').filter({ hasText: '2/3' }).waitFor()
    }
    expect(await everyLook(page, () => findIssues(page))).toEqual([])
  })

  it('in cards that wait for a click', async () => {
    const { host, open, placard } = world
    const consent = 'data-placard-consent="click"'
    const quoted = (await placard.snippet(bridge)).replace('<blockquote ', `<blockquote ${consent} `)
    const page = await open(host.page('/waiting', story(quoted + elements(placard.baseUrl, [portrait], 'consent="click"'))))
    await page.locator('.card .load').nth(1).waitFor()
    expect(await everyLook(page, () => findIssues(page))).toEqual([])
  })

  it('in the fallback of a snippet, where no script runs', async () => {
    const { host, open, placard } = world
    const page = await open(host.page('/plain', story(await placard.snippet(long, '&omitscript=1'))))
    expect(await everyLook(page, () => findIssues(page))).toEqual([])
  })

  it.each([
    ['a card', bridge],
    ['a card with long texts', long],
    ['several pictures', series],
    ['a video', film],
    ['a notice', withdrawnMedia],
  ])('in a frame with %s', async (_name, { shortcode }) => {
    const { host, open, placard } = world
    const frame = `<iframe src="${placard.baseUrl}/p/${shortcode}/embed/captioned/" title="The bridge" width="640" height="560" style="max-width:100%"></iframe>`
    const page = await open(host.page('/framed', story(frame)))
    const inside = await frameIn(page)
    expect(await everyLook(page, async () => [...(await findIssues(page)), ...(await findIssues(inside, NO_HEADING))])).toEqual([])
  })

  it.each([
    ['the start page', '/'],
    ['a permalink page', `/p/${bridge.shortcode}/`],
    ['a permalink page of which nothing is said', `/p/${cutout.shortcode}/`],
    ['a permalink page with long texts', `/p/${long.shortcode}/`],
    ['a permalink page of several pictures', `/p/${series.shortcode}/`],
    ['a permalink page of a video', `/p/${film.shortcode}/`],
    ['a permalink page in Arabic', `/p/${arabic.shortcode}/?lang=ar`],
    ['the page of a private picture', `/p/${privateMedia.shortcode}/`],
    ['the page of a withdrawn picture', `/p/${withdrawnMedia.shortcode}/`],
    ['a page without a picture', `/p/${unknownShortcode}/?lang=ja`],
    ['a page about a wrong address', '/p/x/'],
  ])('in %s', async (_name, path) => {
    const page = await world.open(world.placard.baseUrl + path, { viewport: { width: 1280, height: 900 } })
    for (const details of await page.locator('main details').all()) await details.evaluate((each: HTMLDetailsElement) => (each.open = true))
    await drawAll(page)
    expect(await everyLook(page, () => findIssues(page))).toEqual([])
  })

  it('in the demonstration page', async () => {
    const page = await world.open(`${world.placard.baseUrl}/demo/`, { viewport: { width: 1280, height: 900 } })
    for (const each of await page.locator('blockquote.placard, placard-embed').all()) await each.scrollIntoViewIfNeeded()
    // The others are a frame, a plain quotation and two that show no picture.
    await expect.poll(() => page.locator('.card:not(.notice)').count()).toBe(5)
    expect(await everyLook(page, () => findIssues(page))).toEqual([])
  })

  it('and would find something', async () => {
    const { host, open } = world
    const page = await open(host.page('/bad', story('<img src="x.png"><p style="color:#bbb;background:#fff">Pale</p>')))
    const issues = await findIssues(page)
    expect(issues.map((issue) => issue.split(':')[0])).toEqual(['color-contrast', 'image-alt'])
  })
})

describe('what a screen reader is told of a card', () => {
  it('is the picture, its title, who made it, what it shows, what is allowed, and what can be done, in this order', async () => {
    const { host, open, placard } = world
    const page = await open(host.page('/heard', story(await placard.snippet(bridge))))
    await page.locator('.card').waitFor()
    expect(await page.locator('blockquote').ariaSnapshot()).toBe(
      `
- blockquote:
  - article "The bridge at dusk":
    - link "A red suspension bridge below a low sun":
      - /url: ${placard.baseUrl}/p/C6aHDKgAQA/?lang=en
      - img "A red suspension bridge below a low sun"
    - paragraph: The bridge at dusk
    - paragraph:
      - text: "Photo:"
      - link "Zoë Łęcka":
        - /url: https://zoe.example/
      - text: / Placard Pictures
    - paragraph: A suspension bridge over calm water, seen from the north bank.
    - paragraph:
      - text: © 2026 Zoë Łęcka ·
      - link "CC BY 4.0":
        - /url: https://creativecommons.org/licenses/by/4.0/
      - text: ·
      - link "Get a licence":
        - /url: https://pictures.example/licence/bridge
    - button "Copy credit"
    - group: Embed
    - 'link "Original: The bridge at dusk"':
      - /url: ${placard.baseUrl}/p/C6aHDKgAQA/?lang=en
      - text: Original
    - status
`.trim(),
    )
  })

  it('names each language', async () => {
    const { host, open, placard } = world
    const page = await open(host.page('/languages', story(elements(placard.baseUrl, [arabic]), { lang: 'de' })))
    const card = page.locator('placard-embed .card')
    await card.waitFor()
    const langOf = (selector: string) => card.locator(selector).evaluate((each) => each.closest('[lang]')?.getAttribute('lang'))
    expect(await langOf('cite')).toBe('ar')
    expect(await langOf('.caption')).toBe('ar')
    expect(await langOf('img')).toBe('ar')
    // The words of the card itself are in a language that is named too, whatever the page around is in.
    expect(await langOf('summary')).toMatch(/^(en|de)$/)
  })

  it('leaves the outline of the article as it is', async () => {
    const { host, open, placard } = world
    const page = await open(host.page('/outline', story(`${await placard.snippet(bridge)}${elements(placard.baseUrl, [withdrawnMedia])}`)))
    await drawAll(page)
    expect(await page.getByRole('heading').allInnerTexts()).toEqual(['The crossing', 'The other bank'])
  })

  it('says once per copy that it has copied, and again the next time', async () => {
    const { host, open, placard } = world
    const options = { permissions: ['clipboard-write'] }
    const page = await open(host.page('/said', story(await placard.snippet(bridge))), options)
    const status = page.locator('.card [role=status]')
    await status.evaluate((element) => {
      const said: string[] = []
      Object.assign(globalThis, { said })
      new MutationObserver(() => element.textContent && said.push(element.textContent)).observe(element, {
        childList: true,
        characterData: true,
      })
    })
    const copy = page.locator('.card .actions > button')
    await copy.click()
    await page.waitForFunction(() => (globalThis as unknown as { said: string[] }).said.length === 1)
    // It empties itself, or an equal text would not be heard.
    await page.waitForFunction(() => document.querySelector('blockquote')?.shadowRoot?.querySelector('[role=status]')?.textContent === '')
    await copy.click()
    await page.waitForFunction(() => (globalThis as unknown as { said: string[] }).said.length === 2)
    expect(await page.evaluate(() => (globalThis as unknown as { said: string[] }).said)).toEqual(['Copied', 'Copied'])
  })

  it('of a frame begins with its title', async () => {
    const html = await world.placard.snippet(bridge)
    expect(/<iframe[^>]* title="([^"]*)"/.exec(html)?.[1]).toBe('The bridge at dusk · Photo: Zoë Łęcka / Placard Pictures')
  })
})
