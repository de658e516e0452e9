import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bridge, fixtureMedia, portrait, series } from '../fixtures/media.ts'
import { openBrowser } from '../support/browser/chromium.ts'
import { article, type HostServer, type PlacardServer, startHost, startPlacard } from '../support/browser/host-page.ts'

let browser: Browser
let placard: PlacardServer
let host: HostServer

beforeAll(async () => {
  ;[browser, placard, host] = await Promise.all([openBrowser(), startPlacard({ media: [...fixtureMedia, series] }), startHost()])
})
afterAll(() => Promise.all([browser.close(), placard.close(), host.close()]))

describe('drawing a card below the viewport', () => {
  it('asks the page for no size and no style once it has changed it, so that it is laid out once', async () => {
    const snippets = await Promise.all([bridge, portrait, series].map((media) => placard.snippet(media)))
    const page = await browser.newPage({ viewport: { width: 412, height: 823 } })
    await page.addInitScript(watchQuestions)
    await page.goto(host.page('/below', article(`<p style="height:1000px">A long story.</p>${snippets.join('')}`)))
    const drawn = page.locator('blockquote .card')
    for (const place of [0, 1, 2]) {
      await page
        .locator('blockquote')
        .nth(place)
        .evaluate((quote) => scrollBy(0, quote.getBoundingClientRect().top - innerHeight - 50))
      await drawn.nth(place).waitFor({ state: 'attached' })
    }
    await page.waitForFunction(() => Reflect.get(globalThis, 'ready') === 3)
    expect(await page.evaluate(() => Reflect.get(globalThis, 'asked'))).toEqual([])
    await page.close()
  })
})

/** Runs in the page: keeps the names of all that is asked between the moment a card's root is attached and its `placard:ready`. */
function watchQuestions(): void {
  const told = Object.assign(globalThis, { asked: [] as string[], ready: 0 })
  let isDrawing = false
  const watch = (owner: object, name: string) => {
    const own = Object.getOwnPropertyDescriptor(owner, name) ?? {}
    const kind = own.get ? 'get' : 'value'
    const plain = own[kind]
    const asking = function (this: unknown, ...args: unknown[]) {
      if (isDrawing) told.asked.push(name)
      return Reflect.apply(plain, this, args)
    }
    Object.defineProperty(owner, name, { ...own, [kind]: asking })
  }
  const { attachShadow } = Element.prototype
  Element.prototype.attachShadow = function (options) {
    isDrawing = true
    return attachShadow.call(this, options)
  }
  addEventListener('placard:ready', () => {
    isDrawing = false
    told.ready += 1
  })
  for (const name of ['offsetWidth', 'offsetHeight', 'offsetTop']) watch(HTMLElement.prototype, name)
  for (const name of ['clientWidth', 'clientHeight', 'scrollHeight', 'getBoundingClientRect', 'getClientRects'])
    watch(Element.prototype, name)
  watch(globalThis, 'getComputedStyle')
}
