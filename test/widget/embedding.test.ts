import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Media } from '../../server/core/media.ts'
import { bridge, film, portrait, series } from '../fixtures/media.ts'
import { openBrowser } from '../support/browser/chromium.ts'
import { article, type HostServer, type PlacardServer, startHost, startPlacard } from '../support/browser/host-page.ts'
import { type SettableClock, settableClock } from '../support/memory/adapters.ts'

let browser: Browser
let placard: PlacardServer
let host: HostServer
/** The same server by another name: another origin, which the owner does not list. */
let elsewhere: string
let clock: SettableClock

beforeAll(async () => {
  ;[browser, host] = await Promise.all([openBrowser(), startHost()])
  elsewhere = host.origin.replace('localhost', '127.0.0.1')
  const listed = (media: Media): Media => ({ ...media, embedding: { hosts: 'listed', allow: [new URL(host.origin).host], deny: [] } })
  const allBut = (media: Media): Media => ({ ...media, embedding: { hosts: 'everyone', allow: [], deny: [new URL(elsewhere).host] } })
  clock = settableClock()
  placard = await startPlacard({ clock, media: [listed(bridge), listed(series), listed(film), allBut(portrait)] })
})
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())))
afterAll(() => Promise.all([browser.close(), placard.close(), host.close()]))

interface Seen {
  readonly page: Page
  /** Status and type of every file of a media that came. */
  readonly files: string[]
}

/** What stands in a page of each of the two hosts. */
async function openOn(origin: string, body: string): Promise<Seen> {
  host.page('/story', article(body))
  return openAt(`${origin}/story`)
}

async function openAt(url: string): Promise<Seen> {
  const page = await (await browser.newContext({ viewport: { width: 800, height: 900 } })).newPage()
  const files: string[] = []
  page.on('response', (response) => {
    if (/\/[tv]\//.test(response.url())) files.push(`${response.status()} ${response.headers()['content-type']}`)
  })
  await page.goto(url)
  return { page, files }
}

const naturalWidth = (page: Page | Frame, selector: string) =>
  page.waitForFunction((wanted) => {
    // Playwright looks into shadow roots, and a function in the page does not.
    const roots = [document, ...[...document.querySelectorAll('*')].flatMap((element) => element.shadowRoot ?? [])]
    const img = roots.map((root) => root.querySelector(wanted)).find((found) => found instanceof HTMLImageElement)
    return img instanceof HTMLImageElement && img.complete && img.naturalWidth
  }, selector)

/** How the frame looks that a snippet brings along, alone and shown. */
async function frameAlone(media: Media): Promise<string> {
  const [iframe = ''] = /<iframe .*<\/iframe>/.exec(await placard.snippet(media)) ?? []
  return iframe.replace(' hidden="hidden"', '')
}

async function frameOf(page: Page): Promise<Frame> {
  const frame = await (await page.waitForSelector('iframe')).contentFrame()
  if (!frame) throw new Error('Expected a frame')
  await frame.waitForLoadState('load')
  return frame
}

describe('the script in a page', () => {
  it('that may embed draws the picture', async () => {
    const { page, files } = await openOn(host.origin, await placard.snippet(bridge))
    await page.locator('.card .picture img').waitFor()
    await naturalWidth(page, '.card .picture img')
    expect(await page.locator('.card .byline').innerText()).toContain('Zoë Łęcka')
    expect(files.filter((file) => file.startsWith('200 image/'))).not.toEqual([])
  })

  it('that may not embed draws the credit, and where to ask; no byte of the picture comes (W17)', async () => {
    const { page, files } = await openOn(elsewhere, await placard.snippet(bridge))
    const card = page.locator('.card.notice')
    await card.waitFor()
    expect(await card.innerText()).toContain('does not let it be shown on this site')
    expect(await card.innerText()).toContain('Zoë Łęcka')
    expect(await card.locator('.actions a').getAttribute('href')).toBe('https://pictures.example/licence/bridge')
    expect(await page.locator('.card img').count()).toBe(0)
    expect(files.filter((file) => file.startsWith('200'))).toEqual([])
  })

  it('that may embed shows every picture of a carousel', async () => {
    const { page, files } = await openOn(host.origin, await placard.snippet(series))
    await page.locator('.card img').first().waitFor()
    await naturalWidth(page, '.card img')
    await expect.poll(() => files.some((file) => file.startsWith('200 image/'))).toBe(true)
    const { page: other, files: none } = await openOn(elsewhere, await placard.snippet(series))
    await other.locator('.card.notice').waitFor()
    expect(none.filter((file) => file.startsWith('200'))).toEqual([])
  })

  it('that is denied draws the credit where all others draw the picture', async () => {
    const { page } = await openOn(host.origin, await placard.snippet(portrait))
    await naturalWidth(page, '.card .picture img')
    const { page: denied, files } = await openOn(elsewhere, await placard.snippet(portrait))
    await denied.locator('.card.notice').waitFor()
    expect(files.filter((file) => file.startsWith('200'))).toEqual([])
  })
})

describe('the frame alone', () => {
  it('shows the picture in a page that may embed, from its sandbox', async () => {
    const { page, files } = await openOn(host.origin, await frameAlone(bridge))
    const frame = await frameOf(page)
    await naturalWidth(frame, '.card img')
    expect(files).toEqual(['200 image/webp'])
  })

  it.each([
    ['listed hosts', bridge],
    ['all hosts but this', portrait],
  ])('shows the credit and no picture in a page that may not: %s (W17)', async (_name, media) => {
    const { page, files } = await openOn(elsewhere, await frameAlone(media))
    const frame = await frameOf(page)
    expect(await frame.locator('.notice').innerText()).toContain('does not let it be shown on this site')
    expect(await frame.locator('img').count()).toBe(0)
    expect(files).toEqual([])
  })

  it('is refused by the browser in a page that may not, and does not say who it is (W17)', async () => {
    const hidden = (await frameAlone(bridge)).replace('strict-origin-when-cross-origin', 'no-referrer')
    const { page, files } = await openOn(elsewhere, hidden)
    await expect.poll(() => page.frames().map((frame) => frame.url())).toContain('chrome-error://chromewebdata/')
    expect(files).toEqual([])
    const { page: denied, files: none } = await openOn(
      elsewhere,
      (await frameAlone(portrait)).replace('strict-origin-when-cross-origin', 'no-referrer'),
    )
    expect(await (await frameOf(denied)).locator('.notice').count()).toBe(1)
    expect(none).toEqual([])
  })

  it('plays a film with its captions in a page that may embed', async () => {
    const { page, files } = await openOn(host.origin, await frameAlone(film))
    const frame = await frameOf(page)
    await frame.locator('video').evaluate((video: HTMLVideoElement) => {
      for (const track of video.textTracks) track.mode = 'showing'
      video.load()
      video.preload = 'auto'
    })
    await expect.poll(() => files.filter((file) => file.endsWith('text/vtt; charset=utf-8'))).toContain('200 text/vtt; charset=utf-8')
    await expect.poll(() => files.filter((file) => file.endsWith('video/mp4')).length).toBeGreaterThan(0)
    expect(files.filter((file) => !/^20[06] /.test(file))).toEqual([])
  })
})

describe('a picture that is hotlinked', () => {
  it('is its credit as an image, in any page', async () => {
    for (const origin of [host.origin, elsewhere]) {
      const { page, files } = await openOn(origin, `<img class="linked" src="${placard.baseUrl}/t/${bridge.shortcode}/1/640.jpg" alt="">`)
      expect(await (await naturalWidth(page, '.linked')).jsonValue()).toBe(640)
      expect(files).toEqual(['403 image/svg+xml; charset=utf-8'])
    }
  })

  it('is its credit too at an address that another page was granted', async () => {
    const { page } = await openOn(host.origin, await placard.snippet(bridge))
    await page.locator('.card .picture img').waitFor()
    await naturalWidth(page, '.card .picture img')
    const granted = await page.locator('.card .picture img').evaluate((img: HTMLImageElement) => img.currentSrc)
    expect(granted).toContain('&s=')
    const { page: other, files } = await openOn(elsewhere, `<img class="linked" src="${granted.replaceAll('&', '&amp;')}" alt="">`)
    await naturalWidth(other, '.linked')
    expect(files).toEqual(['403 image/svg+xml; charset=utf-8'])
    // Nor can its script read the bytes.
    const read = await other.evaluate((address) => fetch(address).then(({ status }) => status), granted)
    expect(read).toBe(403)
  })
})

describe('a page that stays open for an hour', () => {
  it('still gets the pictures that it was granted, and no other page does', async () => {
    const { page, files } = await openOn(host.origin, await placard.snippet(series))
    await page.locator('.card img').first().waitFor()
    await naturalWidth(page, '.card img')
    const granted = await page
      .locator('.card img')
      .nth(1)
      .evaluate((img: HTMLImageElement) => img.src)
    clock.advance(3_600_000)
    files.length = 0
    const width = await page.evaluate(async (address) => {
      const img = Object.assign(new Image(), { src: address })
      await img.decode()
      return img.naturalWidth
    }, granted)
    expect(width).toBe(640)
    expect(files.map((file) => file.slice(0, 9))).toEqual(['302 undef', '200 image'])
    const { page: other, files: none } = await openOn(elsewhere, `<img class="linked" src="${granted.replaceAll('&', '&amp;')}" alt="">`)
    await naturalWidth(other, '.linked')
    expect(none).toEqual(['403 image/svg+xml; charset=utf-8'])
  })
})

describe('our own pages', () => {
  it.each([`/p/${bridge.shortcode}/`, '/'])('show the picture: %s', async (path) => {
    const { page, files } = await openAt(placard.baseUrl + path)
    await naturalWidth(page, 'main img')
    await expect.poll(() => files.length).toBeGreaterThan(0)
    expect(files.filter((file) => !file.startsWith('200 image/'))).toEqual([])
  })

  it('draw cards by their own script', async () => {
    const { page } = await openAt(`${placard.baseUrl}/demo/`)
    await page.locator('.card .picture img').first().waitFor()
    expect(await page.locator('.card.notice').count()).toBe(0)
  })
})
