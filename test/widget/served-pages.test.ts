import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bridge, portrait, privateMedia } from '../fixtures/media.ts'
import { openBrowser } from '../support/browser/chromium.ts'
import { article, type HostServer, type PlacardServer, startHost, startPlacard } from '../support/browser/host-page.ts'

const ISOLATED = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }

let browser: Browser
let placard: PlacardServer
let host: HostServer

beforeAll(async () => {
  ;[browser, placard, host] = await Promise.all([openBrowser(), startPlacard(), startHost()])
})
afterAll(() => Promise.all([browser.close(), placard.close(), host.close()]))

interface Visit {
  readonly page: Page
  /** What the browser blocked, could not load or complained of. */
  readonly complaints: readonly string[]
}

async function visit(url: string): Promise<Visit> {
  const page = await browser.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('requestfailed', (request) => complaints.push(`${request.url()}: ${request.failure()?.errorText}`))
  await page.goto(url, { waitUntil: 'networkidle' })
  return { page, complaints }
}

/** Each picture is looked at, so that lazy ones load too. */
async function pictureWidths(page: Pick<Page, 'locator'>): Promise<readonly number[]> {
  const widths: number[] = []
  for (const picture of await page.locator('img').all()) {
    await picture.scrollIntoViewIfNeeded()
    widths.push(
      await picture.evaluate(async (img: HTMLImageElement) => {
        await img.decode()
        return img.naturalWidth
      }),
    )
  }
  return widths
}

describe('the policy of each page (O10)', () => {
  it.each(['/', `/p/${bridge.shortcode}/`, `/p/${bridge.shortcode}/embed/`, `/p/${portrait.shortcode}/embed/captioned/?theme=dark`])(
    'blocks nothing that the page needs: %s',
    async (path) => {
      const { page, complaints } = await visit(placard.baseUrl + path)
      const widths = await pictureWidths(page)
      expect(widths.length).toBeGreaterThan(0)
      expect(Math.min(...widths)).toBeGreaterThan(0)
      expect(await page.evaluate(() => document.styleSheets.length)).toBeGreaterThan(0)
      expect(complaints).toEqual([])
      await page.close()
    },
  )

  it('lets the demonstration page draw its cards', async () => {
    const { page, complaints } = await visit(`${placard.baseUrl}/demo/`)
    const first = page.locator('blockquote.placard').first()
    await first.scrollIntoViewIfNeeded()
    await first.locator('.card').waitFor()
    expect(complaints).toEqual([])
    await page.close()
  })

  it('keeps the permalink page out of frames (W17)', async () => {
    const url = host.page(
      '/framed-permalink',
      article(`<iframe src="${placard.baseUrl}/p/${bridge.shortcode}/" width="600" height="400"></iframe>`),
    )
    const { page, complaints } = await visit(url)
    expect(complaints.join('\n')).toContain('frame-ancestors')
    await page.close()
  })
})

describe('the frame on a page of another origin', () => {
  const frameOf = (sandbox: string, code: string = bridge.shortcode) =>
    `<iframe src="${placard.baseUrl}/p/${code}/embed/" sandbox="${sandbox}" width="600" height="500"></iframe>`

  it.each([
    ['allow-scripts', {}],
    ['allow-scripts allow-popups allow-popups-to-escape-sandbox', ISOLATED],
    ['', ISOLATED],
  ])('loads whole with an opaque origin, also where the page is isolated (W5, E7, clause 28): sandbox="%s"', async (sandbox, headers) => {
    const url = host.page(`/frame-${sandbox.length}`, article(frameOf(sandbox)), headers)
    const { page, complaints } = await visit(url)
    const frame = page.frameLocator('iframe')
    expect(Math.min(...(await pictureWidths(frame)))).toBeGreaterThan(0)
    // An <article> is a block until our style sheet has come through.
    expect(await frame.locator('.card').evaluate((card) => getComputedStyle(card).display)).not.toBe('block')
    // A sandbox without scripts says so, and that is no complaint about us.
    expect(complaints.filter((text) => !text.includes("'allow-scripts' permission is not set"))).toEqual([])
    if (headers === ISOLATED) expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
    await page.close()
  })

  it('loads in a page that is sandboxed itself, as mail readers and editors are', async () => {
    const inner = host.page('/sandboxed', article(frameOf('allow-scripts')))
    const { page, complaints } = await visit(host.page('/sandboxing', article(`<iframe src="${inner}" sandbox="allow-scripts"></iframe>`)))
    await page.frameLocator('iframe').frameLocator('iframe').locator('.card').waitFor()
    expect(complaints).toEqual([])
    await page.close()
  })

  it('says in the frame why there is no picture', async () => {
    const url = host.page('/frame-private', article(frameOf('allow-scripts', privateMedia.shortcode)))
    const { page } = await visit(url)
    expect(await page.frameLocator('iframe').locator('.card').innerText()).toContain('This picture is private.')
    await page.close()
  })
})

describe('the open answers on an isolated page of another origin (W5, E15)', () => {
  it('load as picture, script and data', async () => {
    const { baseUrl } = placard
    const body = `<img src="${baseUrl}/t/${bridge.shortcode}/1/320.jpg"><script src="${baseUrl}/embed.js"></script>`
    const { page, complaints } = await visit(host.page('/open', article(body), ISOLATED))
    expect(await pictureWidths(page)).toEqual([320])
    const asked = await page.evaluate(
      async ([base, code]) => {
        const ask = async (path: string) => (await fetch(base + path)).status
        return [await ask(`/v1/cards?codes=${code}`), await ask(`/oembed?url=${base}/p/${code}/`), await ask(`/t/${code}/1/150.webp`)]
      },
      [baseUrl, bridge.shortcode] as const,
    )
    expect(asked).toEqual([200, 200, 200])
    expect(complaints).toEqual([])
    await page.close()
  })

  it('tell a page the status of an error too', async () => {
    const { page } = await visit(host.page('/errors', article('')))
    const statuses = await page.evaluate(
      async ([base, code]) => {
        const ask = async (path: string) => (await fetch(base + path)).status
        return [await ask('/oembed'), await ask(`/v1/media/shortcode/${code}`), await ask('/t/x/1/320.jpg'), await ask('/v1/x')]
      },
      [placard.baseUrl, privateMedia.shortcode] as const,
    )
    expect(statuses).toEqual([400, 401, 404, 404])
    await page.close()
  })
})
