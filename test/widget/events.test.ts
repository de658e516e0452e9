import { describe, expect, it } from 'vitest'
import { bridge, portrait, privateMedia, withdrawnMedia } from '../fixtures/media.ts'
import { article } from '../support/browser/host-page.ts'
import { useWorld, type WatchedPage } from '../support/browser/world.ts'

const world = useWorld()
const script = (attributes = '') => `<script async ${attributes} src="${world.placard.baseUrl}/embed.js"></script>`
const element = (code: string) => `<placard-embed code="${code}"></placard-embed>`
const LISTEN = `<script>window.told=[];for(const type of ["ready","gone","error"])document.addEventListener("placard:"+type,e=>told.push([e.type,e.target.localName,e.detail.code,e.detail.status,e.composed]))</script>`
const told = (page: WatchedPage) => page.evaluate(() => (window as unknown as { told: unknown[][] }).told)

describe('the events of a card', () => {
  it.each([
    ['placard:ready', bridge.shortcode, 'live'],
    ['placard:gone', privateMedia.shortcode, 'private'],
    ['placard:gone', withdrawnMedia.shortcode, 'withdrawn'],
    ['placard:gone', 'DDDDDDDDDD', 'unknown'],
  ])('%s tells the page of %s, which is %s, once', async (type, code, status) => {
    const { host, open, placard } = world
    const quote = `<blockquote class="placard" cite="${placard.baseUrl}/p/${code}/"><p>Old fallback</p></blockquote>`
    const page = await open(host.page('/events', article(LISTEN + quote + script())))
    await page.waitForFunction(() => (window as unknown as { told: unknown[] }).told.length > 0)
    await page.locator('blockquote').evaluate((host) => host.setAttribute('data-placard-theme', 'dark'))
    await page.shift()
    expect(await told(page)).toEqual([[type, 'blockquote', code, status, true]])
  })

  it('placard:error tells that the server does not answer, and the fallback stays', async () => {
    const { host, open, placard } = world
    placard.interfere = (url) => (url.pathname === '/v1/cards' ? new Response(null, { status: 503 }) : undefined)
    const page = await open(host.page('/error', article(LISTEN + element(bridge.shortcode) + script())))
    await page.waitForFunction(() => (window as unknown as { told: unknown[] }).told.length > 0)
    expect(await told(page)).toEqual([['placard:error', 'placard-embed', bridge.shortcode, 'failed', true]])
  })
})

describe('the attributes of <placard-embed>', () => {
  it('all work at once when they change', async () => {
    const { host, open } = world
    const page = await open(host.page('/live', article(LISTEN + element(bridge.shortcode) + script())), { colorScheme: 'light' })
    await page.locator('.caption').waitFor()
    const set = (name: string, value: string) =>
      page.locator('placard-embed').evaluate((host, [key, to]) => host.setAttribute(key, to), [name, value] as const)
    await set('caption', 'off')
    await page.locator('.caption').waitFor({ state: 'detached' })
    await set('theme', 'dark')
    await page.waitForFunction(
      () =>
        getComputedStyle(document.querySelector('placard-embed')?.shadowRoot?.querySelector('.card') as Element).backgroundColor ===
        'rgb(21, 23, 26)',
    )
    await set('code', portrait.shortcode)
    await page.locator('.byline').filter({ hasText: 'Ada Ng' }).waitFor()
    expect((await told(page)).map(([type, , code]) => [type, code])).toEqual([
      ['placard:ready', bridge.shortcode],
      ['placard:ready', portrait.shortcode],
    ])
    expect(page.problems).toEqual([])
  })
})

describe('blockquotes of the 2015 platform', () => {
  const legacy = (permalink: string, attributes = '') =>
    `<blockquote class="instagram-media" ${attributes} data-instgrm-version="6"><div><p><a href="${permalink}">A photo posted by Zoë</a> on <time>2015</time></p></div></blockquote>`

  it('are drawn where the script allows it and their permalink is one of this server', async () => {
    const { host, open, placard } = world
    const ours = `${placard.baseUrl}/p/${bridge.shortcode}/`
    const body = [
      legacy(ours),
      legacy('https://elsewhere.example/p/x/', `data-instgrm-permalink="${placard.baseUrl}/p/${portrait.shortcode}/?utm_source=ig_embed"`),
      legacy('https://elsewhere.example/p/C6aHDKgAQA/'),
    ]
    const page = await open(host.page('/legacy', article(body.join('') + script('data-placard-legacy'))))
    await page.locator('.byline').nth(1).waitFor()
    expect(await page.locator('.card').count()).toBe(2)
    expect(
      await page
        .locator('blockquote')
        .nth(2)
        .evaluate(({ shadowRoot }) => shadowRoot),
    ).toBeNull()
    expect(page.problems).toEqual([])
  })

  it('are looked for again when a page calls the function it knows', async () => {
    const { host, open, placard } = world
    const page = await open(host.page('/process', article(script('data-placard-legacy'))))
    await page.waitForFunction(() => 'instgrm' in window)
    await page.evaluate(
      (html) => {
        document.body.insertAdjacentHTML('beforeend', html)
        ;(window as unknown as { instgrm: { Embeds: { process(): void } } }).instgrm.Embeds.process()
      },
      legacy(`${placard.baseUrl}/p/${bridge.shortcode}/`),
    )
    await page.locator('.byline').waitFor()
  })

  it('are left alone otherwise, and no global is made', async () => {
    const { host, open, placard } = world
    const body = legacy(`${placard.baseUrl}/p/${bridge.shortcode}/`) + element(portrait.shortcode) + script()
    const page = await open(host.page('/not-legacy', article(body)))
    await page.locator('.byline').waitFor()
    expect(await page.locator('.card').count()).toBe(1)
    expect(await page.evaluate(() => 'instgrm' in window)).toBe(false)
  })
})
