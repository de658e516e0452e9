import type { Frame } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { bridge } from '../fixtures/media.ts'
import { article } from '../support/browser/host-page.ts'
import { useWorld, type WatchedPage } from '../support/browser/world.ts'

const world = useWorld()

/** All that a reader could be asked for, were it not for the sandbox and `allow=""`. */
const PERMISSIONS = ['geolocation', 'camera', 'microphone', 'notifications', 'clipboard-read', 'clipboard-write']

/** The frame of the snippet alone, shown, in a page that may itself use whatever there is. */
async function openFrame(options: { readonly javaScriptEnabled?: boolean } = {}): Promise<WatchedPage> {
  const [iframe = ''] = /<iframe .*<\/iframe>/.exec(await world.placard.snippet(bridge)) ?? []
  const url = world.host.page('/sandbox', article(iframe.replace(' hidden="hidden"', '')))
  return world.open(url, { permissions: PERMISSIONS, ...options })
}

async function frameIn(page: WatchedPage): Promise<Frame> {
  const frame = await (await page.waitForSelector('iframe')).contentFrame()
  if (!frame) throw new Error('Expected a frame')
  await frame.waitForLoadState('load')
  return frame
}

const cardIn = (frame: Frame) =>
  frame.locator('.card').evaluate((card) => ({
    byline: card.querySelector('.byline')?.textContent,
    hasPicture: (card.querySelector('img')?.naturalWidth ?? 0) > 0,
    radius: getComputedStyle(card).borderTopLeftRadius,
  }))
const CARD = { byline: 'Photo: Zoë Łęcka / Placard Pictures', hasPicture: true, radius: '4px' }

describe('the frame in its sandbox (W15)', () => {
  it.each([
    ['localStorage', () => localStorage.length],
    ['sessionStorage', () => sessionStorage.length],
    ['cookie', () => document.cookie],
    // biome-ignore lint/suspicious/noDocumentCookie: nothing else asks every browser
    ['cookie of its own', () => (document.cookie = 'a=b')],
    ['database', () => indexedDB.open('a')],
    ['caches', () => caches.open('a')],
    ['service worker', () => navigator.serviceWorker.register('/embed.js')],
    ['private files', () => navigator.storage.getDirectory()],
    ['view of the page around it', () => parent.document],
    ['power to lead that page elsewhere', () => parent.location.replace('about:blank')],
  ])('has no %s, and its card stands all the same', async (_name, touch) => {
    const page = await openFrame()
    const frame = await frameIn(page)
    const attempt = `(async () => { try { await (${touch})(); return 'done' } catch ({ name }) { return name } })()`
    expect(await frame.evaluate(attempt)).toBe('SecurityError')
    expect(await cardIn(frame)).toEqual(CARD)
    expect(page.problems).toEqual([])
  })

  it('is allowed no feature of the browser, though the page around it is', async () => {
    const page = await openFrame()
    const frame = await frameIn(page)
    const allowed = (features: readonly string[]) => {
      // Chromium's own name for what the standard is still to name.
      const { featurePolicy } = document as Document & { featurePolicy?: { allowsFeature(name: string): boolean } }
      return features.filter((name) => featurePolicy?.allowsFeature(name) ?? true)
    }
    const features = [
      'camera',
      'clipboard-read',
      'clipboard-write',
      'display-capture',
      'fullscreen',
      'geolocation',
      'microphone',
      'midi',
      'payment',
      'usb',
    ]
    expect(await page.evaluate(allowed, features)).toEqual(features)
    expect(await frame.evaluate(allowed, features)).toEqual([])
  })

  it('is told at once that it may not know where the reader is', async () => {
    const frame = await frameIn(await openFrame())
    const answer = () =>
      new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('position'),
          ({ code }) => resolve(code),
        ),
      )
    expect(await frame.evaluate(answer)).toBe(1) // PERMISSION_DENIED
  })

  it('shows the whole card without script', async () => {
    const page = await openFrame({ javaScriptEnabled: false })
    const frame = await frameIn(page)
    expect(await frame.locator('.byline').innerText()).toBe('Photo: Zoë Łęcka / Placard Pictures')
    expect(await frame.locator('.rights').innerText()).toContain('CC BY 4.0')
    const box = (await frame.locator('img').boundingBox()) ?? { width: 0, height: 0 }
    expect(box.width / box.height).toBeCloseTo(bridge.original.width / bridge.original.height, 0)
    expect(await frame.locator('a.picture').getAttribute('target')).toBe('_blank')
  })
})
