import { describe, expect, it } from 'vitest'
import { bridge, portrait } from '../fixtures/media.ts'
import { article } from '../support/browser/host-page.ts'
import { useWorld } from '../support/browser/world.ts'

const world = useWorld()
const script = (attributes = '') => `<script async ${attributes} src="${world.placard.baseUrl}/embed.js"></script>`
const quote = (code: string, attributes = '') =>
  `<blockquote class="placard" ${attributes} cite="${world.placard.baseUrl}/p/${code}/"><p><cite>The bridge</cite> · Zoë Łęcka</p><p>More<br>lines</p></blockquote>`
const CLICK = 'data-placard-consent="click"'
const asked = () => world.placard.requests.filter((path) => path !== '/embed.js')

describe('consent by a click', () => {
  it.each([
    ['the script', () => quote(bridge.shortcode) + script(CLICK)],
    ['the snippet', () => quote(bridge.shortcode, CLICK) + script()],
    ['the element', () => `${script().replace(' async', '')}<placard-embed code="${bridge.shortcode}" consent="click"></placard-embed>`],
  ])('that %s asks for: nothing is loaded before it, then the card stands in the same box', async (_name, body) => {
    const { host, open } = world
    const page = await open(host.page('/consent', article(body())))
    const button = page.getByRole('button', { name: 'Load from 127.0.0.1' })
    await button.waitFor()
    expect(await page.shift()).toBe(0)
    expect(asked()).toEqual([])
    const box = await page.locator('.card').boundingBox()
    await button.press('Enter')
    await page.locator('.card .byline').waitFor()
    expect(await page.locator('.card').boundingBox()).toEqual(box)
    expect(await page.shift()).toBe(0)
    expect(page.problems).toEqual([])
  })

  it('holds for all pictures of the server on this page, and is kept nowhere', async () => {
    const { host, open } = world
    const page = await open(host.page('/two', article(quote(bridge.shortcode) + quote(portrait.shortcode) + script(CLICK))))
    await page.locator('.load').nth(1).waitFor()
    await page.locator('.load').first().click()
    await page.locator('.byline').nth(1).waitFor()
    expect(asked().filter((path) => path.startsWith('/v1/')).length).toBeLessThanOrEqual(2)
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length)).toBe(0)
    await page.reload()
    await page.locator('.load').nth(1).waitFor()
  })

  it('leaves the focus on the card', async () => {
    const { host, open } = world
    const page = await open(host.page('/focus', article(quote(bridge.shortcode) + script(CLICK))))
    await page.locator('.load').press('Enter')
    await page.locator('.card .byline').waitFor()
    await page.waitForFunction(() => document.querySelector('blockquote')?.shadowRoot?.activeElement?.matches('.picture'))
  })

  it('keeps the code of what waits out of the requests of what does not', async () => {
    const { host, open } = world
    const page = await open(host.page('/mixed', article(quote(portrait.shortcode) + quote(bridge.shortcode, CLICK) + script())))
    await page.locator('.load').waitFor()
    await page.locator('.byline').waitFor()
    expect(asked().filter((path) => path.startsWith('/v1/'))).toEqual([`/v1/cards?codes=${portrait.shortcode}&lang=en`])
  })

  it.each([
    ['de-AT', 'Laden von'],
    ['ar', 'تحميل من'],
    ['xx', 'Load from'],
  ])('is asked for in the language of the page: %s', async (lang, words) => {
    const { host, open } = world
    const page = await open(host.page('/lang', article(quote(bridge.shortcode) + script(CLICK)).replace('lang="en"', `lang="${lang}"`)))
    await page.locator('.load').filter({ hasText: words }).waitFor()
    expect(asked()).toEqual([])
  })
})
