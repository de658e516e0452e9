import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bridge, cutout, panorama, portrait, privateMedia, withdrawnMedia } from '../fixtures/media.ts'
import { openBrowser } from '../support/browser/chromium.ts'
import { article, type HostServer, type PlacardServer, startHost, startPlacard } from '../support/browser/host-page.ts'

const folder = fileURLToPath(new URL('../screenshots/', import.meta.url))

let browser: Browser
let placard: PlacardServer
let host: HostServer

beforeAll(async () => {
  mkdirSync(folder, { recursive: true })
  ;[browser, placard, host] = await Promise.all([openBrowser(), startPlacard(), startHost()])
})
afterAll(() => Promise.all([browser.close(), placard.close(), host.close()]))

describe.each([
  [240, 'light'],
  [360, 'dark'],
  [640, 'light'],
  [640, 'dark'],
  [1200, 'light'],
] as const)('a page %i px wide in %s', (width, colorScheme) => {
  it('shows every kind of card whole, within its width', async () => {
    const media = [bridge, portrait, panorama, cutout, privateMedia, withdrawnMedia]
    const snippets = await Promise.all(media.slice(0, 4).map((each) => placard.snippet(each)))
    const notices = media.slice(4).map(({ shortcode }) => `<placard-embed code="${shortcode}"></placard-embed>`)
    const wide = `<style>body{max-width:none;margin:0;padding:0}h1,body>p{padding:0 16px}blockquote{margin:20px 0}${colorScheme === 'dark' ? 'html{background:#222;color:#ddd}' : ''}</style>`
    const url = host.page(`/${width}-${colorScheme}`, article([...snippets, ...notices].join('\n'), wide))
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
    await page.goto(url)
    for (const each of await page.locator('blockquote, placard-embed').all()) {
      await each.scrollIntoViewIfNeeded()
      await each.locator('.card').waitFor()
      await page.waitForFunction(() =>
        [...document.querySelectorAll('blockquote')].every((quote) => quote.shadowRoot?.querySelector('img')?.complete !== false),
      )
    }
    await page.screenshot({ path: `${folder}${width}-${colorScheme}.png`, fullPage: true })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    await page.close()
  })
})
