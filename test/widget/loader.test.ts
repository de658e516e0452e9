import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bridge, fixtureMedia, portrait } from '../fixtures/media.ts'
import { article } from '../support/browser/host-page.ts'
import { useWorld } from '../support/browser/world.ts'

const world = useWorld()
const script = () => `<script async src="${world.placard.baseUrl}/embed.js"></script>`
/** High enough for the credit of a card. */
const quote = (code: string) =>
  `<blockquote class="placard" style="min-height:120px" cite="${world.placard.baseUrl}/p/${code}/"><p>Fallback of ${code}</p></blockquote>`
const cardRequests = () => world.placard.requests.filter((path) => path.startsWith('/v1/'))
const screenful = '<p>They waited for the ferry.</p>'.repeat(120)
const OPEN = { 'Access-Control-Allow-Origin': '*' }

describe('finding snippets', () => {
  it('asks once for all cards of a page, sorted, and nothing of the page goes with it', async () => {
    const { host, open } = world
    const codes = fixtureMedia.map(({ shortcode }) => shortcode)
    const many = Array.from({ length: 14 }, (_, index) => `E${index}AAAAAAAA`)
    const page = await open(host.page('/many', article([...codes, ...many].map(quote).join('') + script())))
    await page.locator('.card').first().waitFor()
    await page.locator('blockquote').last().scrollIntoViewIfNeeded()
    await page.shift()
    expect(cardRequests()).toEqual([`/v1/cards?codes=${[...codes, ...many].sort().join()}&lang=en`])
  })

  it('asks for 51 cards in two requests', async () => {
    const { host, open } = world
    const codes = Array.from({ length: 51 }, (_, index) => `F${index + 10}AAAAAAA`)
    const page = await open(host.page('/51', article(codes.map(quote).join('') + script())))
    await page.locator('blockquote').last().scrollIntoViewIfNeeded()
    await expect.poll(() => cardRequests().map((path) => path.split(',').length)).toEqual([50, 1])
    expect(page.problems).toEqual([])
  })

  it('asks for nothing before a card nears the viewport', async () => {
    const { host, open } = world
    const page = await open(host.page('/far', article(screenful + quote(bridge.shortcode) + script())))
    await page.waitForFunction(() => 'placard' in window)
    await page.shift()
    expect(cardRequests()).toEqual([])
    await page.locator('blockquote').scrollIntoViewIfNeeded()
    await page.locator('.card').waitFor()
    expect(cardRequests()).toHaveLength(1)
  })

  it('takes the hidden frame away before the card is drawn, but not where the page wants it shown', async () => {
    const { host, placard, open } = world
    const wanted = (await placard.snippet(portrait)).replace('<blockquote', '<blockquote data-placard-mode="frame"')
    const page = await open(host.page('/frames', article(screenful + (await placard.snippet(bridge)) + wanted)))
    await page.waitForFunction(() => document.querySelectorAll('iframe').length === 1)
    expect(await page.locator('iframe').getAttribute('src')).toContain(portrait.shortcode)
    expect(cardRequests()).toEqual([])
  })

  it('finds what is added later, whole or piece by piece', async () => {
    const { host, open } = world
    const page = await open(host.page('/later', article(script())))
    await page.waitForFunction(() => 'placard' in window)
    await page.evaluate((html) => document.body.insertAdjacentHTML('beforeend', `<div>${html}</div>`), quote(bridge.shortcode))
    await page.locator('.card').waitFor()
    await page.evaluate((href) => {
      const piece = document.createElement('blockquote')
      piece.className = 'placard'
      piece.style.minHeight = '120px'
      document.body.append(piece)
      const link = document.createElement('a')
      link.href = href
      queueMicrotask(() => setTimeout(() => piece.append(link)))
    }, `${world.placard.baseUrl}/p/${portrait.shortcode}/`)
    await page.locator('.card .byline').filter({ hasText: 'Ada Ng' }).waitFor()
  })

  it('looks into a shadow root that is handed to it, now and later', async () => {
    const { host, open } = world
    const page = await open(host.page('/shadow', article(`<div id="root"></div>${script()}`)))
    await page.waitForFunction(() => 'placard' in window)
    await page.evaluate((html) => {
      const root = document.querySelector('#root')?.attachShadow({ mode: 'open' })
      if (!root) return
      root.innerHTML = html
      const { placard } = window as unknown as { placard: { process(root: ShadowRoot): void } }
      placard.process(root)
      placard.process(root)
    }, quote(bridge.shortcode))
    await page.locator('#root .card').waitFor()
    await page.evaluate(
      (html) => document.querySelector('#root')?.shadowRoot?.append(document.createRange().createContextualFragment(html)),
      quote(portrait.shortcode),
    )
    await page.locator('#root .card .byline').filter({ hasText: 'Ada Ng' }).waitFor()
  })

  it('leaves alone what other servers or other pages of this one are quoted', async () => {
    const { host, open, placard } = world
    const others = [
      'https://elsewhere.example/p/C6aHDKgAQA/',
      `${placard.baseUrl}.evil.example/p/C6aHDKgAQA/`,
      `${placard.baseUrl}/`,
      'javascript:1',
      '',
    ].map((cite) => `<blockquote class="placard" cite="${cite}">Other</blockquote>`)
    const page = await open(host.page('/others', article(others.join('') + quote(bridge.shortcode) + script())))
    await page.locator('.card').waitFor()
    expect(await page.locator('.card').count()).toBe(1)
    expect(cardRequests()).toEqual([`/v1/cards?codes=${bridge.shortcode}&lang=en`])
  })

  it('draws each card once, however often and from whatever address the script is loaded (W9)', async () => {
    const { host, open, placard } = world
    const { version, hash } = JSON.parse(readFileSync('dist/widget/embed.json', 'utf8')) as { version: string; hash: string }
    const pinned = `<script async src="${placard.baseUrl}/w/${version}/${hash}/embed.js"></script>`
    const page = await open(host.page('/twice', article(script() + quote(bridge.shortcode) + script() + pinned + script())))
    await page.locator('.card').waitFor()
    await page.waitForLoadState('load')
    await page.shift()
    expect(await page.locator('.card').count()).toBe(1)
    expect(cardRequests()).toHaveLength(1)
    expect(page.problems).toEqual([])
  })
})

describe('a page that is hard to work in', () => {
  it.each([
    [
      'names elements like the document’s properties (W6)',
      '<img name="currentScript"><form name="body"></form><a id="placard"></a><a id="placard" name="process"></a>',
    ],
    [
      'extends Object.prototype (W11)',
      '<script>Object.prototype.src="//evil.example/x";Object.prototype.dangerouslySetInnerHTML={__html:"<b id=evil>"};Object.prototype.href="//evil.example/";Object.prototype.caption={text:"evil"}</script>',
    ],
    [
      'has an AMD loader (W8)',
      '<script>window.define=()=>{throw new Error("Mismatched anonymous define()")};define.amd={};window.module={exports:{}}</script>',
    ],
  ])('%s', async (_name, html) => {
    const { host, open } = world
    const page = await open(host.page('/hard', article(html + quote(bridge.shortcode) + script())))
    await page.locator('.card').waitFor()
    expect(await page.locator('.byline').innerText()).toBe('Photo: Zoë Łęcka / Placard Pictures')
    expect(
      await page.evaluate(
        () => document.querySelector('blockquote')?.shadowRoot?.querySelectorAll('[src*=evil],[href*=evil],#evil').length,
      ),
    ).toBe(0)
    expect(page.problems).toEqual([])
  })
})

describe('a server that fails (W18)', () => {
  it.each([
    ['answers 500', () => new Response('{}', { status: 500, headers: OPEN })],
    ['answers garbage', () => new Response('<html>', { headers: OPEN })],
    [
      'answers other JSON',
      () => Response.json({ data: [{ status: 'live', code: bridge.shortcode, url: 'javascript:1' }] }, { headers: OPEN }),
    ],
    ['does not allow the page to read', () => new Response('{}')],
    ['answers broken gzip', () => new Response('\u001f\u008b', { headers: { ...OPEN, 'Content-Encoding': 'gzip' } })],
    ['never answers', () => new Promise<Response>(() => {})],
  ])('%s: the fallback stays, and the page notices nothing', async (_name, answer) => {
    const { host, open, placard } = world
    placard.interfere = (url) => (url.pathname === '/v1/cards' ? answer() : undefined)
    const page = await open(host.page('/failing', article(quote(bridge.shortcode) + script())))
    await expect.poll(() => cardRequests().length).toBeGreaterThan(0)
    expect(await page.shift()).toBe(0)
    expect(await page.locator('blockquote').innerText()).toBe(`Fallback of ${bridge.shortcode}`)
    expect(await page.locator('blockquote').evaluate(({ shadowRoot }) => shadowRoot)).toBeNull()
    expect(page.problems).toEqual([])
  })

  it('is asked once more and then left alone', async () => {
    const { host, open, placard } = world
    placard.interfere = (url) => (url.pathname === '/v1/cards' ? new Response(null, { status: 503, headers: OPEN }) : undefined)
    const page = await open(
      host.page('/retry', article(`${quote(bridge.shortcode)}<placard-embed code="${bridge.shortcode}"></placard-embed>${script()}`)),
    )
    await page.locator('placard-embed .notice').filter({ hasText: 'cannot be shown right now' }).waitFor()
    expect(cardRequests()).toHaveLength(2)
    expect(await page.locator('blockquote').innerText()).toBe(`Fallback of ${bridge.shortcode}`)
  })
})
