import { describe, expect, it } from 'vitest'
import { bridge, cutout, panorama, portrait } from '../fixtures/media.ts'
import { article } from '../support/browser/host-page.ts'
import { useWorld } from '../support/browser/world.ts'

const world = useWorld()
const media = [bridge, portrait, panorama, cutout]

/** Paragraphs higher than the viewport. */
const screenful = '<p>They waited for the ferry.</p>'.repeat(40)

/** What publishers do to blockquotes, images and paragraphs; each must keep what follows the card where it is. */
const HOSTS: readonly (readonly [name: string, css: string])[] = [
  ['no style at all', 'body{all:revert}blockquote{all:revert}blockquote::before{content:none}'],
  ['margins of paragraphs that collapse through the quote', 'blockquote{margin:0;padding:0;border:0}blockquote p{margin:40px 0}'],
  ['padding, border and large italic type', 'blockquote{padding:24px;border:10px solid;font:italic 28px/1.8 serif}'],
  ['content-box and a width', 'blockquote{box-sizing:content-box;width:400px;padding:30px}'],
  ['a float', 'blockquote{float:left;max-width:50%;margin:10px 20px 10px 0}'],
  ['a flex column', 'body{display:flex;flex-direction:column;align-items:center}'],
  ['a grid', 'body{display:grid;gap:20px;justify-items:start}'],
  ['an inline block', 'blockquote{display:inline-block}'],
]

describe('nothing of the page moves', () => {
  it.each([0, 1, 2, 3])('when a card is drawn in view: media %i', async (index) => {
    const { host, open, placard } = world
    const page = await open(host.page('/in-view', article(await placard.snippet(media[index] ?? bridge))))
    await page.locator('.card .picture:not(.loading)').waitFor()
    expect(await page.shift()).toBe(0)
  })

  it.each(HOSTS)('on a host with %s', async (_name, css) => {
    const { host, open, placard } = world
    const page = await open(host.page('/host', article(await placard.snippet(bridge), `<style>${css}</style>`)))
    await page.locator('.card .picture:not(.loading)').waitFor()
    expect(await page.shift()).toBe(0)
    const { width = 0 } = (await page.locator('.card').boundingBox()) ?? {}
    expect(width).toBeGreaterThan(200)
  })

  it('when a card half in view is drawn late, after the reader has scrolled', async () => {
    const { host, open, placard } = world
    let answer = () => {}
    const held = new Promise<void>((resolve) => {
      answer = resolve
    })
    placard.interfere = (url) => (url.pathname === '/v1/cards' ? held.then(() => fetch(url)) : undefined)
    const page = await open(host.page('/late', article(screenful + (await placard.snippet(bridge)) + screenful)))
    await page.locator('blockquote').evaluate((quote) => scrollTo(0, quote.getBoundingClientRect().top - innerHeight + 100))
    placard.interfere = undefined
    answer()
    await page.locator('.card .picture:not(.loading)').waitFor()
    expect(await page.shift()).toBe(0)
  })

  it('while a page of 20 cards is read from top to bottom', async () => {
    const { host, open, placard } = world
    const snippets = await Promise.all(media.map((each) => placard.snippet(each)))
    const page = await open(host.page('/long', article(Array.from({ length: 5 }, () => snippets.join('<p>And on.</p>')).join(''))))
    await page.evaluate(async () => {
      for (let top = 0; top < document.documentElement.scrollHeight; top += 300) {
        scrollTo(0, top)
        for (let frame = 0; frame < 4; frame++) await new Promise((resolve) => requestAnimationFrame(resolve))
      }
    })
    expect(await page.locator('.card').count()).toBe(20)
    expect(await page.shift()).toBe(0)
  })

  it.each([
    ['is blocked', (url: URL) => (url.pathname === '/embed.js' ? new Response(null, { status: 403 }) : undefined)],
    ['cannot have its data', (url: URL) => (url.pathname === '/v1/cards' ? new Response(null, { status: 500 }) : undefined)],
  ])('when the script %s: the fallback is the whole card', async (_name, interfere) => {
    const { host, open, placard } = world
    const snippet = await placard.snippet(bridge)
    placard.interfere = interfere
    const page = await open(host.page('/blocked', article(snippet)))
    expect(await page.shift()).toBe(0)
    expect(await page.locator('blockquote').innerText()).toMatch(/The bridge at dusk.*Zoë Łęcka.*CC BY 4\.0/s)
  })

  it('without script: picture, title, creator and licence stand in the fallback, and no frame is shown', async () => {
    const { host, open, placard } = world
    const page = await open(host.page('/no-script', article(await placard.snippet(bridge))), { javaScriptEnabled: false })
    await page.locator('blockquote img').waitFor()
    expect(await page.locator('blockquote').innerText()).toMatch(/The bridge at dusk.*Zoë Łęcka.*CC BY 4\.0/s)
    expect(await page.locator('iframe').isVisible()).toBe(false)
  })
})

/** What `RECORD` keeps in the page: whether each host stood below the viewport when its card was drawn, and the classes of its box. */
interface Recorded {
  readonly told: Map<Element, { readonly isBelow: boolean; readonly box: string | undefined }>
}

const RECORD = `<script>
const told = (globalThis.told = new Map())
addEventListener('placard:ready', ({ target }) =>
  told.set(target, { isBelow: target.getBoundingClientRect().top >= innerHeight, box: target.shadowRoot.querySelector('.box').className }))
</script>`

describe('the box of a card', () => {
  it('is exactly as high as the fallback was, and natural below the viewport', async () => {
    const { host, open, placard } = world
    const snippet = await placard.snippet(bridge)
    placard.interfere = (url) => (url.pathname === '/embed.js' ? new Response(null, { status: 403 }) : undefined)
    const bare = await open(host.page('/bare', article(snippet)))
    const height = await bare.locator('blockquote').evaluate((quote) => quote.clientHeight)
    placard.interfere = undefined
    // Near enough to be drawn at once, and below the viewport without anybody scrolling.
    const between = '<div style="block-size:700px"></div>'
    const page = await open(host.page('/two', article(snippet + between + snippet, RECORD)))
    await page.waitForFunction(() => (globalThis as unknown as Recorded).told.size === 2)
    const drawn = await page.evaluate(() =>
      [...document.querySelectorAll('blockquote')].map((quote) => (globalThis as unknown as Recorded).told.get(quote)),
    )
    expect(drawn).toEqual([
      { isBelow: false, box: 'box fixed' },
      { isBelow: true, box: 'box' },
    ])
    expect((await page.locator('.card').first().boundingBox())?.height).toBe(height)
  })

  it('takes its natural height on an old page without a doctype, too', async () => {
    const { host, open, placard } = world
    const script = `<script async src="${placard.baseUrl}/embed.js"></script>`
    const quirky = `<link rel="icon" href="data:,"><body>${script}${screenful}<placard-embed code="${bridge.shortcode}"></placard-embed>`
    const page = await open(host.page('/quirks', quirky))
    await page.locator('.box:not(.fixed) .card').waitFor({ state: 'attached' })
    expect(await page.evaluate(() => document.compatMode)).toBe('BackCompat')
    const { width, height } = (await page.locator('.card .picture').boundingBox()) ?? { width: 0, height: 0 }
    expect(width / height).toBeCloseTo(bridge.original.width / bridge.original.height, 1)
  })

  it('takes its natural height when the window gets another width', async () => {
    const { host, open, placard } = world
    const page = await open(host.page('/resize', article(await placard.snippet(bridge))))
    await page.locator('.box.fixed .card').waitFor()
    await page.setViewportSize({ width: 500, height: 900 })
    await page.locator('.box:not(.fixed) .card').waitFor()
    expect(await page.locator('.label').evaluate((label) => label.scrollHeight - label.clientHeight)).toBe(0)
  })
})
