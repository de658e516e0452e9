import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { MemoryOverrides } from '../memory/deps.ts'
import { openBrowser } from './chromium.ts'
import { type HostServer, type PlacardServer, startHost, startPlacard } from './host-page.ts'

export interface World {
  readonly placard: PlacardServer
  readonly host: HostServer
  /**
   * A page that watches itself: `problems` holds every error, unhandled rejection and policy violation of the page, and
   * `shift()` the sum of all layout shifts so far, those after input included.
   */
  open(url: string, options?: BrowserContextOptions): Promise<WatchedPage>
}

export type WatchedPage = Page & { readonly problems: string[]; shift(): Promise<number> }

/**
 * A browser, Placard and a publisher for one test file; pages are closed and the server is whole again after each test.
 *
 * @param overrides  What Placard stands on, where it is not the fixtures.
 */
export function useWorld(overrides: MemoryOverrides = {}): World {
  let browser: Browser
  const world = {} as { placard: PlacardServer; host: HostServer; open: World['open'] }
  beforeAll(async () => {
    const [opened, placard, host] = await Promise.all([openBrowser(), startPlacard(overrides), startHost()])
    browser = opened
    Object.assign(world, { placard, host, open: (url: string, options = {}) => openPage(browser, url, options) })
  })
  afterEach(async () => {
    world.placard.interfere = undefined
    world.placard.requests.length = 0
    await Promise.all(browser.contexts().map((context) => context.close()))
  })
  afterAll(() => Promise.all([browser.close(), world.placard.close(), world.host.close()]))
  return world
}

async function openPage(browser: Browser, url: string, options: BrowserContextOptions): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 800, height: 900 }, ...options })
  const page = await context.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => message.text().startsWith('VIOLATION') && problems.push(message.text()))
  if (options.javaScriptEnabled !== false) await page.addInitScript(watch)
  const watched = Object.assign(page, { problems, shift: () => page.evaluate(readShift) })
  await page.goto(url)
  return watched
}

/** Runs in the page, before anything else of it. */
function watch(): void {
  const page = globalThis as typeof globalThis & { shifts: number; observer: PerformanceObserver }
  page.shifts = 0
  const add = (entries: PerformanceEntryList) => {
    for (const entry of entries) page.shifts += (entry as PerformanceEntry & { value: number }).value
  }
  page.observer = new PerformanceObserver((list) => add(list.getEntries()))
  page.observer.observe({ type: 'layout-shift', buffered: true })
  document.addEventListener('securitypolicyviolation', (event) => {
    // biome-ignore lint/suspicious/noConsole: the one way out of a page that works under every policy
    console.debug(`VIOLATION ${event.violatedDirective} ${event.blockedURI} ${event.sample}`)
  })
}

/** Runs in the page: two frames later every shift so far has been reported. */
async function readShift(): Promise<number> {
  const page = globalThis as typeof globalThis & { shifts: number; observer: PerformanceObserver }
  for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve))
  for (const entry of page.observer.takeRecords()) page.shifts += (entry as PerformanceEntry & { value: number }).value
  return page.shifts
}
