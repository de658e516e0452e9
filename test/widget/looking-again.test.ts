import { afterEach, describe, expect, it } from 'vitest'
import type { Media } from '../../server/core/media.ts'
import { bridge, fixtureMedia, portrait } from '../fixtures/media.ts'
import { article } from '../support/browser/host-page.ts'
import { useWorld, type WatchedPage } from '../support/browser/world.ts'
import { memoryCatalogue } from '../support/memory/adapters.ts'
import { save } from '../support/memory/save.ts'

const catalogue = memoryCatalogue(fixtureMedia)
const world = useWorld({ catalogue })
const withdrawn: Media = {
  ...bridge,
  standing: { kind: 'withdrawn', reason: 'copyright', text: 'The sitter asked for it.', at: Date.UTC(2026, 5, 30) },
}
const corrected: Media = {
  ...bridge,
  revision: bridge.revision + 1,
  description: { ...bridge.description, title: [{ text: 'The corrected bridge', lang: 'en' }] },
}

/** In the host page: a clock that only the test moves, no wait before a second try, and a list of what the page is told. */
const CLOCK = `<script>{let time=Date.UTC(2026,6,1);Date.now=()=>time;window.pass=ms=>{time+=ms}}Math.random=()=>-1
window.told=[];for(const name of ['ready','gone','error'])addEventListener('placard:'+name,({detail})=>told.push(name+' '+detail.status))</script>`
const script = () => `<script async src="${world.placard.baseUrl}/embed.js"></script>`
const screenfuls = '<p>They waited for the ferry.</p>'.repeat(120)
const MINUTE = 60_000

/** What brings a reader back to a card. */
const LOOKS: Readonly<Record<string, () => void>> = {
  'the page is scrolled': () => void dispatchEvent(new Event('scroll')),
  'the page is seen again': () => void document.dispatchEvent(new Event('visibilitychange', { bubbles: true })),
  'the page comes back from the browser’s memory': () => void dispatchEvent(new Event('pageshow')),
}
const scroll = LOOKS['the page is scrolled'] ?? (() => {})

afterEach(() => save(catalogue, bridge))

const asked = () => world.placard.requests.filter((path) => path.startsWith('/v1/'))
const told = (page: WatchedPage) => page.evaluate(() => (globalThis as unknown as { told: string[] }).told)
const pass = (page: WatchedPage, ms: number) => page.evaluate((ms) => (globalThis as unknown as { pass(ms: number): void }).pass(ms), ms)

/** A page with the card of the bridge in view. */
async function openCard(more = '', attributes = ''): Promise<WatchedPage> {
  const snippet = (await world.placard.snippet(bridge)).replace('<blockquote ', `<blockquote ${attributes} `)
  return openBody(snippet + more)
}

async function openBody(body: string): Promise<WatchedPage> {
  const page = await world.open(world.host.page('/again', article(body + script(), CLOCK)))
  await page.waitForFunction(() => (globalThis as unknown as { told: string[] }).told.length > 0)
  return page
}

/** What has been asked by then, and has been answered. */
async function afterAnswers(page: WatchedPage): Promise<number> {
  await page.waitForFunction(
    (count) => performance.getEntriesByType('resource').filter(({ name }) => name.includes('/v1/cards')).length >= count,
    asked().length,
  )
  await page.shift()
  return asked().length
}

describe('a card that is looked at again', () => {
  it.each(Object.entries(LOOKS))('notices a withdrawal when %s: credit and box stay', async (_name, look) => {
    const page = await openCard()
    const box = await page.locator('.card').boundingBox()
    await save(catalogue, withdrawn)
    await pass(page, MINUTE)
    await page.evaluate(look)
    await page.locator('.card.notice').waitFor()
    expect(await page.locator('.message').innerText()).toBe(
      'Withdrawn by Placard Test on 30 June 2026. Reason: copyright. “The sitter asked for it.”',
    )
    expect(await page.locator('.card').innerText()).toMatch(/The bridge at dusk\s+Photo: Zoë Łęcka.*CC BY 4\.0/s)
    expect(await page.locator('.card').boundingBox()).toEqual(box)
    expect(await told(page)).toEqual(['ready live', 'gone withdrawn'])
    expect(asked()).toHaveLength(2)
    expect(await page.shift()).toBe(0)
    expect(page.problems).toEqual([])
  })

  it('is asked about when it comes near the viewport again', async () => {
    const page = await openCard(screenfuls)
    await save(catalogue, withdrawn)
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
    await pass(page, MINUTE)
    await page.evaluate(() => scrollTo(0, 0))
    await page.locator('.card.notice').waitFor()
    expect(await page.shift()).toBe(0)
  })

  it('is not asked about before a minute has passed', async () => {
    const page = await openCard()
    await pass(page, MINUTE - 1)
    for (const look of Object.values(LOOKS)) await page.evaluate(look)
    expect(await afterAnswers(page)).toBe(1)
    await pass(page, 1)
    await page.evaluate(scroll)
    await page.evaluate(scroll)
    await expect.poll(() => asked().length).toBe(2)
    expect(await afterAnswers(page)).toBe(2)
  })

  it('is not asked about while nobody sees the page', async () => {
    const hidden = '<script>let isHidden=true;Object.defineProperty(Document.prototype,"hidden",{get:()=>isHidden})</script>'
    const quote = `<blockquote class="placard" cite="${world.placard.baseUrl}/p/${bridge.shortcode}/"><p>The bridge</p></blockquote>`
    const page = await world.open(world.host.page('/hidden', article(hidden + quote + script(), CLOCK)))
    await page.waitForFunction(() => 'placard' in window)
    await page.evaluate(scroll)
    await page.shift()
    expect(asked()).toEqual([])
    await page.evaluate('isHidden = false; document.dispatchEvent(new Event("visibilitychange", { bubbles: true }))')
    await page.locator('.card .byline').waitFor()
    expect(asked()).toHaveLength(1)
  })

  it('is drawn again when its picture is shown again', async () => {
    await save(catalogue, withdrawn)
    const quote = `<blockquote class="placard" cite="${world.placard.baseUrl}/p/${bridge.shortcode}/"><p>The bridge</p><p style="height:500px"></p></blockquote>`
    const page = await openBody(quote)
    await save(catalogue, bridge)
    await pass(page, MINUTE)
    await page.evaluate(scroll)
    await page.locator('.card .picture:not(.loading)').waitFor()
    expect(await told(page)).toEqual(['gone withdrawn', 'ready live'])
    expect(await page.locator('.message').count()).toBe(0)
    expect(await page.shift()).toBe(0)
  })

  it('shows a correction in the same box', async () => {
    const page = await openCard()
    const box = await page.locator('.card').boundingBox()
    await save(catalogue, corrected)
    await pass(page, MINUTE)
    await page.evaluate(scroll)
    await page.locator('.title').filter({ hasText: 'The corrected bridge' }).waitFor()
    expect(await page.locator('.card').boundingBox()).toEqual(box)
    expect(await told(page)).toEqual(['ready live', 'ready live'])
    expect(await page.shift()).toBe(0)
  })

  it('moves nothing where it had its natural height', async () => {
    const page = await openCard('<p>And on.</p>')
    await page.setViewportSize({ width: 500, height: 900 })
    await page.locator('.box:not(.fixed) .card').waitFor()
    // What the resizing itself has moved.
    const shift = await page.shift()
    await save(catalogue, withdrawn)
    await pass(page, MINUTE)
    await page.evaluate(scroll)
    await page.locator('.card.notice').waitFor()
    expect(await page.shift()).toBe(shift)
  })

  it('is left as it is if nothing has changed', async () => {
    const page = await openCard()
    const card = await page.locator('.card').elementHandle()
    await pass(page, MINUTE)
    await page.evaluate(scroll)
    await expect.poll(() => asked().length).toBe(2)
    await afterAnswers(page)
    expect(await card?.evaluate(({ isConnected }) => isConnected)).toBe(true)
    expect(await told(page)).toEqual(['ready live'])
  })

  it.each([
    ['answers 503', () => new Response(null, { status: 503, headers: { 'Access-Control-Allow-Origin': '*' } })],
    ['answers nonsense', () => Response.json({ data: 'none' }, { headers: { 'Access-Control-Allow-Origin': '*' } })],
    ['forgets to allow it', () => new Response('{}')],
  ])('is left as it is if the server %s, and the server is left alone for a minute', async (_name, answer) => {
    const page = await openCard()
    const card = await page.locator('.card').elementHandle()
    await save(catalogue, withdrawn)
    world.placard.interfere = ({ pathname }) => (pathname === '/v1/cards' ? answer() : undefined)
    await pass(page, MINUTE)
    await page.evaluate(scroll)
    // Once more, as ever (W18).
    await expect.poll(() => asked().length).toBe(3)
    await page.evaluate(scroll)
    expect(await afterAnswers(page)).toBe(3)
    expect(await card?.evaluate(({ isConnected }) => isConnected)).toBe(true)
    expect(await told(page)).toEqual(['ready live'])
    world.placard.interfere = undefined
    await pass(page, MINUTE)
    await page.evaluate(scroll)
    await page.locator('.card.notice').waitFor()
    expect(await page.shift()).toBe(0)
    expect(page.problems).toEqual([])
  })

  it('waits with a correction as long as the reader is at work in it, and not with a withdrawal', async () => {
    const page = await openCard()
    await page.locator('summary').focus()
    await page.keyboard.press('Enter')
    await save(catalogue, corrected)
    await pass(page, MINUTE)
    await page.evaluate(scroll)
    await expect.poll(() => asked().length).toBe(2)
    await afterAnswers(page)
    expect(await page.getByLabel('Embed code').isVisible()).toBe(true)
    await save(catalogue, withdrawn)
    await pass(page, MINUTE)
    await page.evaluate(scroll)
    await page.locator('.card.notice').waitFor()
    expect(await page.evaluate(() => document.querySelector('blockquote')?.shadowRoot?.activeElement?.localName)).toBe('a')
  })

  it('is loaded again where it stands as a frame', async () => {
    let times = 0
    world.placard.interfere = ({ pathname }) => {
      const headers = { 'Content-Type': 'text/html', 'Cache-Control': 'no-store' }
      return pathname.endsWith('/embed/captioned/') ? new Response(`<p>Loaded ${++times}</p>`, { headers }) : undefined
    }
    const page = await openCard('', 'data-placard-mode="frame"')
    await page.frameLocator('blockquote iframe').getByText('Loaded 1').waitFor()
    await save(catalogue, withdrawn)
    await pass(page, MINUTE)
    await page.evaluate(scroll)
    await page.frameLocator('blockquote iframe').getByText('Loaded 2').waitFor()
    expect(await page.locator('blockquote iframe').count()).toBe(1)
    expect(await page.locator('blockquote .card').count()).toBe(0)
    expect(await told(page)).toEqual(['ready live', 'gone withdrawn'])
    expect(await page.shift()).toBe(0)
    expect(page.problems).toEqual([])
  })
})

describe('a page of fifty cards that is looked at again', () => {
  it('asks once for all of them, and redraws those that have changed', async () => {
    const { data, words } = await answerFor(portrait)
    const codes = Array.from({ length: 50 }, (_, index) => `E${index + 10}AAAAAAA`)
    let gone: readonly string[] = []
    world.placard.interfere = ({ pathname, searchParams }) => {
      if (pathname !== '/v1/cards') return undefined
      const cards = searchParams
        .get('codes')
        ?.split(',')
        .map((code) => (gone.includes(code) ? { status: 'withdrawn', code, message: 'Withdrawn.' } : { ...data[0], code }))
      return Response.json({ words, data: cards }, { headers: { 'Access-Control-Allow-Origin': '*' } })
    }
    const quotes = codes.map((code) => `<blockquote class="placard" cite="${world.placard.baseUrl}/p/${code}/"><p>${code}</p></blockquote>`)
    const page = await openBody(quotes.join(''))
    await page.locator('blockquote').last().scrollIntoViewIfNeeded()
    await page.locator('blockquote').last().locator('.card').waitFor()
    gone = [codes[0] ?? '', codes[49] ?? '']
    await pass(page, MINUTE)
    await page.evaluate(scroll)
    await page.locator('blockquote').last().locator('.card.notice').waitFor()
    await page.evaluate(() => scrollTo(0, 0))
    await page.locator('blockquote').first().locator('.card.notice').waitFor()
    expect(await page.locator('.card.notice').count()).toBe(2)
    expect(asked().map((path) => new URL(path, 'http://x').searchParams.get('codes')?.split(','))).toEqual([codes, codes])
    expect(page.problems).toEqual([])
  })
})

async function answerFor({ shortcode }: Media): Promise<{ data: readonly object[]; words: object }> {
  const answer = await (await fetch(`${world.placard.baseUrl}/v1/cards?codes=${shortcode}`)).json()
  world.placard.requests.length = 0
  // The answer of the real server, whose shape other tests hold.
  return answer as { data: readonly object[]; words: object }
}
