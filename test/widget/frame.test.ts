import type { Frame } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { bridge, portrait, withdrawnMedia } from '../fixtures/media.ts'
import { article } from '../support/browser/host-page.ts'
import { wordPressPage } from '../support/browser/wordpress-page.ts'
import { useWorld, type WatchedPage } from '../support/browser/world.ts'

const world = useWorld()

function frameOf(page: WatchedPage): Frame {
  const frame = page.frames().find((each) => each.url().includes('/embed/'))
  if (!frame) throw new Error('Expected a frame of Placard')
  return frame
}

describe('the frame in WordPress', () => {
  it.each([
    ['a landscape', bridge, 640],
    ['a landscape on a telephone', bridge, 300],
    ['a portrait', portrait, 400],
    ['a notice', withdrawnMedia, 640],
  ])('is shown at the height of its card: %s', async (_name, media, width) => {
    const { host, open, placard } = world
    const page = await open(host.page('/wp', wordPressPage(`${placard.baseUrl}/p/${media.shortcode}/embed/captioned/`, width)))
    await page.waitForFunction(() => document.querySelector('iframe')?.style.visibility === '')
    const frame = frameOf(page)
    await page.shift()
    const { inner, scroll, label, picture } = await frame.evaluate(() => {
      const label = document.querySelector('.label')
      const img = document.querySelector('img')?.getBoundingClientRect()
      return {
        inner: innerHeight,
        scroll: document.documentElement.scrollHeight,
        label: label ? label.scrollHeight - label.clientHeight : -1,
        picture: img ? img.width / img.height : undefined,
      }
    })
    expect(scroll).toBeLessThanOrEqual(inner)
    expect(label).toBe(0)
    // The picture fills its place: the height is the natural one.
    if (picture !== undefined) expect(picture).toBeCloseTo(media.original.width / media.original.height, 1)
    expect(await page.locator('blockquote').isVisible()).toBe(false)
    expect(page.problems).toEqual([])
  })

  it('sends heights above 0 only, and only with the secret', async () => {
    const { host, open, placard } = world
    const page = await open(host.page('/wp', wordPressPage(`${placard.baseUrl}/p/${bridge.shortcode}/embed/`, 640)))
    await page.waitForFunction(() => (window as unknown as { messages: unknown[] }).messages.length > 1)
    const messages = await page.evaluate(() => (window as unknown as { messages: { message: string; value: number }[] }).messages)
    expect(messages.every(({ message, value }) => message === 'height' && value > 200)).toBe(true)
  })

  it.each([
    ['the picture', 'a.picture', ''],
    ['the licence', '.rights a', '#licence'],
    ['the creator', '.byline a', ''],
  ])('leads to its permalink page from %s, where plain links are dead', async (_name, link, fragment) => {
    const { host, open, placard } = world
    const page = await open(host.page('/wp', wordPressPage(`${placard.baseUrl}/p/${bridge.shortcode}/embed/`, 640)))
    await page.waitForFunction(() => document.querySelector('iframe')?.style.visibility === '')
    await frameOf(page).locator(link).first().click()
    await page.waitForFunction(() => 'link' in window)
    expect(await page.evaluate(() => (window as unknown as { link: string }).link)).toBe(
      `${placard.baseUrl}/p/${bridge.shortcode}/${fragment}`,
    )
  })

  it('says nothing to a page without a secret', async () => {
    const { host, open, placard } = world
    const frame = `<script>window.heard=[];addEventListener('message',({data})=>heard.push(data))</script><iframe src="${placard.baseUrl}/p/${bridge.shortcode}/embed/"></iframe>`
    const page = await open(host.page('/silent', article(frame)))
    await frameOf(page).waitForLoadState('load')
    await page.shift()
    expect(await page.evaluate(() => (window as unknown as { heard: unknown[] }).heard)).toEqual([])
  })
})

describe('a snippet that asks for the frame', () => {
  const asking = async () => (await world.placard.snippet(bridge)).replace('<blockquote ', '<blockquote data-placard-mode="frame" ')
  const screenful = '<p>They waited for the ferry.</p>'.repeat(60)

  it('shows it in the box of the fallback, and nothing moves', async () => {
    const { host, open } = world
    const page = await open(host.page('/frame', article(await asking())))
    await page.locator('blockquote iframe').waitFor()
    await page.frameLocator('blockquote iframe').locator('.card').waitFor()
    expect(await page.shift()).toBe(0)
    expect(await page.locator('.card').count()).toBe(0)
    expect(await frameOf(page).locator('.byline').innerText()).toBe('Photo: Zoë Łęcka / Placard Pictures')
  })

  it('gives it its natural height below the viewport, and believes nobody else (W14)', async () => {
    const { host, open } = world
    const page = await open(host.page('/frame', article(screenful + (await asking()))))
    await page.locator('blockquote').evaluate((quote) => scrollTo(0, quote.getBoundingClientRect().top - 1.5 * innerHeight))
    const frame = page.locator('blockquote iframe')
    await frame.waitFor({ state: 'attached' })
    await frame.scrollIntoViewIfNeeded()
    await page.waitForFunction(() => document.querySelector('blockquote')?.shadowRoot?.querySelector('iframe')?.style.blockSize)
    const height = await frame.evaluate((element) => element.clientHeight)
    const overflow = await frameOf(page).evaluate(() => document.documentElement.scrollHeight - innerHeight)
    expect(overflow).toBe(0)
    await page.evaluate(() => postMessage({ placard: 'height', value: 900, token: '1-2-3-4' }, '*'))
    await page.shift()
    expect(await frame.evaluate((element) => element.clientHeight)).toBe(height)
  })
})
