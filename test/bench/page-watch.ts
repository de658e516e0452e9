import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'

/** What one page cost. */
export interface PageCost {
  readonly shift: number
  readonly requests: number
  /** As they crossed the network. */
  readonly bytes: number
  readonly scriptBytes: number
  readonly mainThreadMs: number
  readonly longestTaskMs: number
  /** Of all renderers: proportional set size, before the page is scrolled and afterwards, when each picture has been drawn. */
  readonly memoryMb: number
  readonly memoryReadMb: number
}

/** Opens a page, scrolls through all of it as a reader does, and tells what that cost. */
export async function watchPage(browser: Browser, url: string, poster: Buffer): Promise<PageCost> {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 } })
  const page = await context.newPage()
  // The one address of a peer that no page can name otherwise.
  await page.route('https://i.ytimg.com/**', (route) => route.fulfill({ contentType: 'image/jpeg', body: poster }))
  await page.addInitScript(observe)
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Performance.enable')
  const kinds = new Map<string, string>()
  let bytes = 0
  let scriptBytes = 0
  session.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    bytes += encodedDataLength
    if (kinds.get(requestId) === 'Script') scriptBytes += encodedDataLength
  })
  await page.goto(url)
  await page.waitForLoadState('networkidle')
  const memoryMb = await rendererMemory(browser)
  await page.evaluate(scrollThrough)
  await page.waitForLoadState('networkidle')
  const { metrics } = await session.send('Performance.getMetrics')
  const seconds = metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN
  const { shift, longest } = await page.evaluate(readObserved)
  const memoryReadMb = await rendererMemory(browser)
  await context.close()
  return { shift, requests: kinds.size, bytes, scriptBytes, mainThreadMs: seconds * 1000, longestTaskMs: longest, memoryMb, memoryReadMb }
}

async function rendererMemory(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const kilobytes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1]))
  return kilobytes.reduce((sum, value) => sum + value, 0) / 1024
}

interface Observed {
  shift: number
  longest: number
}

/** Runs in the page, before anything else of it. */
function observe(): void {
  const page = globalThis as typeof globalThis & { observed: Observed }
  page.observed = { shift: 0, longest: 0 }
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) page.observed.shift += (entry as PerformanceEntry & { value: number }).value
  }).observe({ type: 'layout-shift', buffered: true })
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) page.observed.longest = Math.max(page.observed.longest, duration)
  }).observe({ type: 'longtask', buffered: true })
}

/** Runs in the page: half a window at a time, each left until it is drawn. */
async function scrollThrough(): Promise<void> {
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
    scrollTo(0, y)
    for (let frame = 0; frame < 6; frame += 1) await new Promise((done) => requestAnimationFrame(done))
  }
}

/** Runs in the page. */
async function readObserved(): Promise<Observed> {
  for (let frame = 0; frame < 3; frame += 1) await new Promise((done) => requestAnimationFrame(done))
  return (globalThis as typeof globalThis & { observed: Observed }).observed
}
