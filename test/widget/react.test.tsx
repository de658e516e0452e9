/** @jsxImportSource react */
import { renderToString } from 'react-dom/server'
import { beforeAll, describe, expect, it } from 'vitest'
import { PlacardEmbed } from '../../public/publishers/react/PlacardEmbed.tsx'
import { bridge, portrait } from '../fixtures/media.ts'
import { article } from '../support/browser/host-page.ts'
import type { ReactPage } from '../support/browser/react-page.tsx'
import { browserScript } from '../support/browser/script.ts'
import { useWorld, type WatchedPage } from '../support/browser/world.ts'

const world = useWorld()
let script = ''
declare const reactPage: ReactPage

beforeAll(async () => {
  script = await browserScript('react-page.tsx')
})

const props = () => ({ server: world.placard.baseUrl, code: bridge.shortcode, fallback: 'The bridge at dusk · Zoë Łęcka · CC BY 4.0' })
const complaints = (page: WatchedPage) => page.evaluate(() => reactPage.complaints)
const scripts = (page: WatchedPage) => page.locator('script[src$="/embed.js"]').count()

async function openApplication(rendered: string, head = ''): Promise<WatchedPage> {
  const page = await world.open(world.host.page('/react', article(`<div id="root">${rendered}</div>`, head)))
  await page.addScriptTag({ content: script })
  return page
}

describe('the React component', () => {
  it('takes over what the server rendered, and becomes a card', async () => {
    const page = await openApplication(renderToString(<PlacardEmbed {...props()} theme="dark" />))
    expect(await page.locator('placard-embed').innerText()).toBe('The bridge at dusk · Zoë Łęcka · CC BY 4.0')
    await page.evaluate((embed) => reactPage.hydrate({ ...embed, theme: 'dark' }), props())
    await page.locator('.card .picture:not(.loading)').waitFor()
    expect(await page.locator('.card .title').innerText()).toBe('The bridge at dusk')
    expect(await complaints(page)).toEqual([])
    expect(page.problems).toEqual([])
  })

  it('takes over a card too: the script of the page may be first', async () => {
    const page = await openApplication(
      renderToString(<PlacardEmbed {...props()} />),
      `<script async src="${world.placard.baseUrl}/embed.js"></script>`,
    )
    await page.locator('.card').waitFor()
    await page.evaluate((embed) => reactPage.hydrate(embed), props())
    await page.waitForFunction(() => document.querySelector('placard-embed')?.shadowRoot)
    expect(await scripts(page)).toBe(1)
    expect(await complaints(page)).toEqual([])
  })

  it('is mounted and unmounted 20 times with one script, one request and nothing left behind', async () => {
    const page = await openApplication('')
    const embeds = [props(), { ...props(), code: portrait.shortcode }]
    for (let round = 0; round < 20; round++) {
      await page.evaluate((list) => reactPage.mount(list), embeds)
      await page.locator('.card').nth(1).waitFor()
      await page.evaluate(() => reactPage.unmount())
    }
    expect(await page.locator('#root').innerHTML()).toBe('')
    expect(await scripts(page)).toBe(1)
    expect(world.placard.requests.filter((path) => path === '/embed.js')).toHaveLength(1)
    expect(world.placard.requests.filter((path) => path.startsWith('/v1/cards')).length).toBeLessThanOrEqual(2)
    expect(await complaints(page)).toEqual([])
    expect(page.problems).toEqual([])
  })

  it('follows its properties while the card stands', async () => {
    const page = await openApplication('')
    await page.evaluate((list) => reactPage.mount(list), [props()])
    await page.locator('.card .caption').waitFor()
    await page.evaluate((list) => reactPage.mount(list), [{ ...props(), caption: false }])
    await page.locator('.card:not(:has(.caption))').waitFor()
    expect(await complaints(page)).toEqual([])
  })

  it('leaves the script to the page where Trusted Types are required (W3)', async () => {
    const head = `<meta http-equiv="Content-Security-Policy" content="require-trusted-types-for 'script'">`
    const page = await world.open('about:blank')
    // Run by the browser and not by the page, which would not be allowed to.
    await page.addInitScript(script)
    await page.goto(world.host.page('/react', article('<div id="root"></div>', head)))
    await page.evaluate((list) => reactPage.mount(list), [props()])
    expect(await page.getByRole('link', { name: 'The bridge at dusk' }).isVisible()).toBe(true)
    expect(await scripts(page)).toBe(0)
    expect(await complaints(page)).toEqual([])
  })

  it('gives the credit back where the card cannot be had', async () => {
    world.placard.interfere = ({ pathname }) => (pathname === '/v1/cards' ? new Response('', { status: 503 }) : undefined)
    const page = await openApplication('')
    await page.evaluate((list) => reactPage.mount(list), [props()])
    await page.waitForFunction(() => !document.querySelector('placard-embed'))
    expect(await page.getByRole('link', { name: 'The bridge at dusk · Zoë Łęcka · CC BY 4.0' }).isVisible()).toBe(true)
    expect(await complaints(page)).toEqual([])
  })

  it('keeps the link where the script cannot be had, and asks again with the next embed', async () => {
    world.placard.interfere = ({ pathname }) => (pathname === '/embed.js' ? new Response('', { status: 503 }) : undefined)
    const page = await openApplication('')
    await page.evaluate((list) => reactPage.mount(list), [props()])
    await page.waitForFunction(() => !document.querySelector('script[src$="/embed.js"]'))
    expect(await page.getByRole('link', { name: 'The bridge at dusk' }).isVisible()).toBe(true)
    world.placard.interfere = undefined
    await page.evaluate(() => reactPage.unmount())
    await page.evaluate((list) => reactPage.mount(list), [props()])
    await page.locator('.card').waitFor()
  })
})
