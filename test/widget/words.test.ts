import { describe, expect, it } from 'vitest'
import { bridge, portrait, withdrawnMedia } from '../fixtures/media.ts'
import { article } from '../support/browser/host-page.ts'
import { useWorld } from '../support/browser/world.ts'

const world = useWorld()
const script = () => `<script async src="${world.placard.baseUrl}/embed.js"></script>`
const element = (code: string, attributes = '') => `<placard-embed code="${code}" ${attributes}></placard-embed>`
const quote = (code: string, attributes = '') =>
  `<blockquote class="placard" ${attributes} cite="${world.placard.baseUrl}/p/${code}/"><p>Fallback${'<br>'.repeat(16)}</p></blockquote>`
const cardRequests = () => world.placard.requests.filter((path) => path.startsWith('/v1/')).sort()

describe('the words of a card', () => {
  it.each([
    ['the page', 'de', () => quote(bridge.shortcode)],
    ['the nearest element around it', 'en', () => `<div lang="de">${quote(bridge.shortcode)}</div>`],
    ['the snippet', 'en', () => `<div lang="fr">${quote(bridge.shortcode, 'data-placard-lang="de"')}</div>`],
    ['the element itself', 'fr', () => element(bridge.shortcode, 'lang="de-AT"')],
  ])('are in the language of %s', async (_name, lang, body) => {
    const { host, open } = world
    const page = await open(host.page('/words', article(body() + script()).replace('lang="en"', `lang="${lang}"`)))
    await page.getByRole('button', { name: 'Nachweis kopieren' }).waitFor()
    expect(await page.locator('.card').getAttribute('lang')).toBe('de')
    expect(await page.locator('.title').innerText()).toBe('Die Brücke in der Dämmerung')
    expect(cardRequests()).toEqual([expect.stringMatching(/&lang=de(-at)?$/)])
  })

  it('are asked for once per language', async () => {
    const { host, open } = world
    const body = [
      quote(bridge.shortcode),
      quote(portrait.shortcode),
      quote(bridge.shortcode, 'lang="ja"'),
      quote(portrait.shortcode, 'lang="ja"'),
    ]
    const page = await open(host.page('/two', article(body.join('') + script())))
    await page.locator('.byline').nth(3).waitFor()
    const codes = [bridge.shortcode, portrait.shortcode].sort().join()
    expect(cardRequests()).toEqual([`/v1/cards?codes=${codes}&lang=en`, `/v1/cards?codes=${codes}&lang=ja`])
  })

  it.each(['', 'x y', '"><b>', 'de--AT', 'a'.repeat(40)])('are the server’s own where the page names no language: %j', async (lang) => {
    const { host, open } = world
    const page = await open(host.page('/none', article(quote(bridge.shortcode, `lang='${lang}'`) + script())))
    await page.getByRole('button', { name: 'Copy credit' }).waitFor()
    expect(cardRequests()).toEqual([`/v1/cards?codes=${bridge.shortcode}`])
  })

  it('run from right to left in Arabic, and each text in its own direction', async () => {
    const { host, open } = world
    const page = await open(
      host.page('/ar', article(quote(bridge.shortcode, 'lang="ar"') + quote(withdrawnMedia.shortcode, 'lang="ar"') + script())),
    )
    await page.locator('.card').nth(1).waitFor()
    expect(
      await page.locator('.card').evaluateAll((cards) => cards.map((card) => [card.getAttribute('lang'), card.getAttribute('dir')])),
    ).toEqual([
      ['ar', 'rtl'],
      ['ar', 'rtl'],
    ])
    expect(
      await page.locator('.caption').evaluate((caption) => [caption.matches(':dir(ltr)'), getComputedStyle(caption).direction]),
    ).toEqual([true, 'ltr'])
    expect(await page.locator('.byline bdi').allInnerTexts()).toContain('Zoë Łęcka')
    const [rights, actions] = [await page.locator('.rights').first().boundingBox(), await page.locator('.actions').first().boundingBox()]
    expect(rights?.x).toBeGreaterThan(actions?.x ?? 0)
  })

  it('change at once with the language of the element', async () => {
    const { host, open } = world
    const page = await open(host.page('/live', article(element(bridge.shortcode) + script())))
    await page.getByRole('button', { name: 'Copy credit' }).waitFor()
    await page.locator('placard-embed').evaluate((host) => host.setAttribute('lang', 'es'))
    await page.locator('.card[lang=es]').waitFor()
  })
})
