import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core'

/** What one page cost. */
export interface PageCost {
  readonly shift: number
  readonly requests: number
  /** As they crossed the network. */
  readonly bytes: number
  readonly scriptBytes: number
  /** CPU time of the main threads of all renderers. */
  readonly mainThreadMs: number
  /** Before the page is scrolled and afterwards, when each picture has been drawn. */
  readonly opened: Memory
  readonly read: Memory
}

/** Of all renderers: proportional set size in MB. */
export interface Memory {
  readonly all: number
  /** Without the pages of the browser's program and libraries, which are read from disk and shared by all of its tabs. */
  readonly own: number
}

/** Opens a page, scrolls through all of it as a reader does, and tells what that cost. The caches of the browser work as they always do. */
export async function watchPage(browser: Browser, url: string): Promise<PageCost> {
  const { context, page, session } = await openPage(browser)
  await page.addInitScript(observe)
  await session.send('Network.enable')
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
  const pids = await renderersOf(browser)
  const opened = memoryOf(pids)
  await page.evaluate(scrollThrough)
  await page.waitForLoadState('networkidle')
  const shift = await page.evaluate(readShift)
  const mainThreadMs = mainThreadOf(pids)
  const read = memoryOf(pids)
  await context.close()
  return { shift, requests: kinds.size, bytes, scriptBytes, mainThreadMs, opened, read }
}

/**
 * CPU time of the longest task of a page's main thread while it is opened and scrolled through, in milliseconds.
 *
 * By the clock, a task is as long as the machine is busy. A page of its own, since watching costs memory.
 */
export async function longestTask(browser: Browser, url: string): Promise<number> {
  const { context, page } = await openPage(browser)
  const tracing = await browser.newBrowserCDPSession()
  const pids = new Set(await renderersOf(browser))
  const told: unknown[] = []
  tracing.on('Tracing.dataCollected', ({ value }) => told.push(...value))
  const done = new Promise((resolve) => tracing.once('Tracing.tracingComplete', resolve))
  await tracing.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel'], excludedCategories: ['*'] },
  })
  await page.goto(url)
  await page.waitForLoadState('networkidle')
  await page.evaluate(scrollThrough)
  for (const pid of await renderersOf(browser)) pids.add(pid)
  await tracing.send('Tracing.end')
  await done
  await context.close()
  // Of a renderer's threads the main one has the process's own id.
  const tasks = (told as readonly TraceEvent[]).filter(({ pid, tid, name }) => pids.has(pid) && pid === tid && name.endsWith('RunTask'))
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000
}

/** A part of what Chromium writes of a trace. */
interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** CPU time in microseconds; only of what has a duration. */
  readonly tdur?: number
}

interface Opened {
  readonly context: BrowserContext
  readonly page: Page
  readonly session: CDPSession
}

async function openPage(browser: Browser): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 } })
  const page = await context.newPage()
  return { context, page, session: await context.newCDPSession(page) }
}

async function renderersOf(browser: Browser): Promise<readonly number[]> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
}

function mainThreadOf(pids: readonly number[]): number {
  return pids.reduce((total, pid) => total + Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6, 0)
}

function memoryOf(pids: readonly number[]): Memory {
  let all = 0
  let own = 0
  for (const pid of pids) {
    let isProgram = false
    for (const line of readFileSync(`/proc/${pid}/smaps`, 'utf8').split('\n')) {
      const mapping = /^[\da-f]+-[\da-f]+ \S+ \S+ \S+ \d+ *(.*)/.exec(line)
      // What Chromium shares between its processes are files, too, and deleted ones.
      if (mapping) isProgram = mapping[1]?.startsWith('/') === true && !mapping[1].endsWith('(deleted)')
      const mb = Number(/^Pss: +(\d+)/.exec(line)?.[1] ?? 0) / 1024
      all += mb
      if (!isProgram) own += mb
    }
  }
  return { all, own }
}

/** Runs in the page, before anything else of it. */
function observe(): void {
  const page = globalThis as typeof globalThis & { shift: number }
  page.shift = 0
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) page.shift += (entry as PerformanceEntry & { value: number }).value
  }).observe({ type: 'layout-shift', buffered: true })
}

/** Runs in the page: half a window at a time, each left until it is drawn. */
async function scrollThrough(): Promise<void> {
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
    scrollTo(0, y)
    for (let frame = 0; frame < 6; frame += 1) await new Promise((done) => requestAnimationFrame(done))
  }
}

/** Runs in the page. */
async function readShift(): Promise<number> {
  for (let frame = 0; frame < 3; frame += 1) await new Promise((done) => requestAnimationFrame(done))
  return (globalThis as typeof globalThis & { shift: number }).shift
}
