import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Media } from '../../server/core/media.ts'
import { bridge, panorama, portrait, privateMedia, unknownShortcode } from '../fixtures/media.ts'
import { findIssues } from '../support/browser/axe.ts'
import { story } from '../support/browser/story.ts'
import { useWorld, type WatchedPage } from '../support/browser/world.ts'

const SITTER = 'The sitter asked for it; a better picture follows next week.'
const withdrawn: Media = { ...bridge, standing: { kind: 'withdrawn', reason: 'copyright', text: SITTER, at: Date.UTC(2026, 5, 30) } }
const disputed: Media = { ...panorama, standing: { kind: 'disputed', at: Date.UTC(2026, 5, 30) } }
const restricted: Media = { ...portrait, embedding: { hosts: 'nobody', allow: [], deny: [] } }

const world = useWorld({ media: [withdrawn, disputed, restricted, privateMedia] })
const folder = fileURLToPath(new URL('../screenshots/', import.meta.url))
const script = () => `<script async src="${world.placard.baseUrl}/embed.js"></script>`
/** As high as the snippet of a live picture would be. */
const quote = (code: string) =>
  `<blockquote class="placard" cite="${world.placard.baseUrl}/p/${code}/"><p><br></p><p style="block-size:320px">Old</p></blockquote>`
const element = (code: string) => `<placard-embed code="${code}"></placard-embed>`

async function openNotice(code: string, body = quote(code), lang = 'en'): Promise<WatchedPage> {
  const html = story(body + script(), { lang, dir: lang === 'ar' ? 'rtl' : 'ltr' })
  const page = await world.open(world.host.page('/notice', html))
  await page.locator('.card.notice').first().waitFor()
  return page
}

/** The elements of the label in their order, by class, with their texts. */
const labelOf = (page: WatchedPage) =>
  page.locator('.label').evaluate((label) => [...label.children].map((each) => [each.className, each.textContent]))

describe('the card of a media that may not be shown', () => {
  it('says who, when and why, keeps the whole credit and leads to its page, in the box of the fallback', async () => {
    const page = await openNotice(withdrawn.shortcode)
    expect(await labelOf(page)).toEqual([
      ['message', `Withdrawn by Placard Test on 30 June 2026. Reason: copyright. “${SITTER}”`],
      ['title', 'The bridge at dusk'],
      ['byline', 'Photo: Zoë Łęcka / Placard Pictures'],
      ['rights', '© 2026 Zoë Łęcka · CC BY 4.0 · Get a licence'],
      ['actions', 'Original'],
    ])
    const link = page.locator('.actions a')
    expect(await link.getAttribute('href')).toBe(`${world.placard.baseUrl}/p/${withdrawn.shortcode}/?lang=en`)
    expect(await link.getAttribute('target')).toBe('_blank')
    expect(await page.locator('.rights a').first().getAttribute('rel')).toContain('license')
    expect(await page.locator('.card img').count()).toBe(0)
    expect(await page.getByRole('article', { name: 'The bridge at dusk' }).count()).toBe(1)
    expect(await page.shift()).toBe(0)
  })

  it('is where a site may not show it the credit, and the way to ask', async () => {
    const page = await openNotice(restricted.shortcode)
    const [message, title, byline, rights, link] = await labelOf(page)
    expect([message, title, byline]).toEqual([
      ['message', 'The owner of this picture does not let it be shown on this site.'],
      ['title', '"Fish & <chips>"'],
      ['byline', 'Photo: Ada Ng and مريم'],
    ])
    expect(rights?.[1]).toContain('© Ada Ng')
    expect(link).toEqual(['actions', 'Ask to use this picture'])
  })

  it('is told of disputes', async () => {
    const page = await openNotice(disputed.shortcode)
    expect((await labelOf(page))[0]).toEqual([
      'message',
      'This picture has been disputed since 30 June 2026. It is not shown until that is settled.',
    ])
  })

  it.each([
    ['private', privateMedia.shortcode, 'This picture is private. Only its owner can see it.'],
    ['unknown', unknownShortcode, 'There is no picture at this address. The link may be mistyped or cut short.'],
  ])('says no more of a %s one, and has no link that leads nowhere', async (_name, code, message) => {
    const page = await openNotice(code, element(code))
    expect(await labelOf(page)).toEqual([['message', message]])
    expect(await page.locator('.card a').count()).toBe(0)
  })

  it('leads to the page of the picture where the server does not answer', async () => {
    world.placard.interfere = ({ pathname }) => (pathname === '/v1/cards' ? new Response(null, { status: 503 }) : undefined)
    const page = await openNotice(bridge.shortcode, element(bridge.shortcode))
    const address = `${world.placard.baseUrl}/p/${bridge.shortcode}/`
    expect(await labelOf(page)).toEqual([
      ['message', 'This picture cannot be shown right now.'],
      ['actions', address],
    ])
    expect(await page.locator('.card a').getAttribute('href')).toBe(address)
  })

  it.each([
    ['in a frame', `/p/${withdrawn.shortcode}/embed/captioned/`],
    ['in a narrow frame', `/p/${withdrawn.shortcode}/embed/`],
  ])('looks the same %s', async (_name, path) => {
    const page = await world.open(world.placard.baseUrl + path, {
      viewport: { width: path.endsWith('captioned/') ? 640 : 300, height: 560 },
    })
    expect(await page.locator('.label').evaluate((label) => [...label.children].map(({ className }) => className))).toEqual([
      'message',
      'title',
      'byline',
      'rights',
      'actions',
    ])
    const place = await page.locator('.card.notice').evaluate((card) => {
      const { backgroundColor, flexGrow } = getComputedStyle(card, '::before')
      return { backgroundColor, flexGrow, height: card.clientHeight - (card.firstElementChild?.clientHeight ?? 0) }
    })
    expect(place).toMatchObject({ flexGrow: '1', backgroundColor: expect.not.stringMatching(/^rgba\(0, 0, 0, 0\)$/) })
    expect(place.height).toBeGreaterThan(200)
  })
})

describe.each([
  [360, 'light', 'en'],
  [360, 'dark', 'ar'],
  [1280, 'light', 'ar'],
  [1280, 'dark', 'en'],
] as const)('cards without pictures %i px wide in %s and in %s', (width, colorScheme, lang) => {
  it('have no faults that axe finds, stay within their width and hide no word', async () => {
    mkdirSync(folder, { recursive: true })
    const codes = [withdrawn, disputed, restricted, privateMedia].map(({ shortcode }) => shortcode)
    const page = await openNotice('', codes.map(quote).join('') + element(unknownShortcode), lang)
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 900 })
    for (const each of await page.locator('blockquote, placard-embed').all()) {
      await each.scrollIntoViewIfNeeded()
      await each.locator('.card.notice').waitFor()
    }
    expect(await findIssues(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    const labels = await page.locator('.label').all()
    expect(await Promise.all(labels.map((label) => label.evaluate((each) => each.scrollHeight - each.clientHeight)))).toEqual(
      labels.map(() => 0),
    )
    await page.screenshot({ path: `${folder}notices-${width}-${colorScheme}-${lang}.png`, fullPage: true })
  })
})
