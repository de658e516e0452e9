import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, type ElementHandle, firefox, type Page } from 'playwright-core'
import { WAIT_MS } from '../patience.ts'
import { openBrowser } from './chromium.ts'
import { openWebKitWindow } from './webkit.ts'

/** One window of one browser. Expressions are JavaScript; a promise is awaited; what comes back is JSON. */
export interface EngineWindow {
  readonly version: string
  /** Resolves once the page has loaded. */
  goTo(url: string): Promise<void>
  evaluate<T>(expression: string): Promise<T>
  /** Evaluates in the document of the frame that an expression of the page names. */
  evaluateInFrame<T>(frame: string, expression: string): Promise<T>
  /** A reader's click on the element that an expression of the page names. */
  press(element: string): Promise<void>
  /** PNG. */
  screenshot(): Promise<Buffer>
  /** PDF; absent where the engine prints only when somebody presses the button (WebKit). */
  print?(): Promise<Buffer>
  /** Does the work while this page is in a tab behind another one, and shows it then; absent where there are no tabs (headless Chromium). */
  inBackground?(work: () => Promise<void>): Promise<void>
  close(): Promise<void>
}

export interface Engine {
  readonly name: 'Chromium' | 'Firefox' | 'WebKit'
  /** How to get it, where it is not on this machine. */
  readonly missing?: string
  open(): Promise<EngineWindow>
}

/** Every window is about so large. */
const VIEWPORT = { width: 800, height: 900 }

/** Chromium always; Firefox and WebKitGTK as Debian packages them, where they are. An empty FIREFOX_PATH or WEBKIT_DRIVER_PATH does without. */
export const engines: readonly Engine[] = [
  { name: 'Chromium', open: async () => playwrightWindow(await openBrowser()) },
  firefoxEngine(),
  webKitEngine(),
]

function firefoxEngine(): Engine {
  const executablePath = process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr'
  return {
    name: 'Firefox',
    ...(!existsSync(executablePath) && { missing: 'apt-get install firefox-esr' }),
    // Without the channel Playwright expects its own build of Firefox, and the stock one exits at once.
    open: async () => {
      const browser = await firefox.launch({ channel: 'moz-firefox', executablePath, headless: true })
      browser.on('context', (context) => context.setDefaultTimeout(WAIT_MS))
      return playwrightWindow(browser, behindTab)
    },
  }
}

function webKitEngine(): Engine {
  const driver = process.env.WEBKIT_DRIVER_PATH ?? '/usr/bin/WebKitWebDriver'
  const library = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`
  const browser = ['4.1', '6.0'].map((version) => `${library}/webkit2gtk-${version}/MiniBrowser`).find((path) => existsSync(path))
  const hasDisplay = (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'Xvfb')))
  return {
    name: 'WebKit',
    ...(!(existsSync(driver) && browser && hasDisplay) && { missing: 'apt-get install webkit2gtk-driver xvfb' }),
    open: () => webKitWindow({ driver, browser: browser ?? '' }),
  }
}

/** A tab that the page opens itself stands before it. */
async function behindTab(page: Page, work: () => Promise<void>): Promise<void> {
  const [tab] = await Promise.all([page.waitForEvent('popup'), page.evaluate('void open("about:blank")')])
  await work()
  await tab.close()
}

async function playwrightWindow(browser: Browser, background?: typeof behindTab): Promise<EngineWindow> {
  const page = await (await browser.newContext({ viewport: VIEWPORT })).newPage()
  return {
    version: browser.version(),
    goTo: async (url) => {
      await page.goto(url)
    },
    evaluate: (expression) => page.evaluate(expression),
    async evaluateInFrame(element, expression) {
      const frame = await (await findElement(page, element)).contentFrame()
      if (!frame) throw new Error(`Expected a frame: ${element}`)
      return frame.evaluate(expression)
    },
    press: async (element) => (await findElement(page, element)).click(),
    screenshot: () => page.screenshot(),
    print: () => page.pdf(),
    ...(background && { inBackground: (work) => background(page, work) }),
    close: () => browser.close(),
  }
}

async function findElement(page: Page, expression: string): Promise<ElementHandle<Element>> {
  const element = (await page.evaluateHandle<Element>(expression)).asElement()
  if (!element) throw new Error(`Expected an element: ${expression}`)
  return element
}

async function webKitWindow(programs: { readonly driver: string; readonly browser: string }): Promise<EngineWindow> {
  const { version, send, close } = await openWebKitWindow(programs)
  await send('POST', '/timeouts', { script: WAIT_MS, pageLoad: WAIT_MS })
  await send('POST', '/window/rect', { width: VIEWPORT.width, height: VIEWPORT.height + 40 })
  // The caller names the type of its own expression's value.
  const evaluate = async <T>(expression: string) =>
    (await send('POST', '/execute/sync', { script: `return (${expression})`, args: [] })) as T
  return {
    version,
    evaluate,
    close,
    goTo: async (url) => {
      await send('POST', '/url', { url })
    },
    async evaluateInFrame(frame, expression) {
      await send('POST', '/frame', { id: await evaluate(frame) })
      try {
        return await evaluate(expression)
      } finally {
        await send('POST', '/frame', { id: null })
      }
    },
    async press(element) {
      // One key, which the protocol names: https://www.w3.org/TR/webdriver2/#elements
      const [id] = Object.values(await evaluate<Record<string, string>>(element))
      await send('POST', `/element/${id}/click`, {})
    },
    screenshot: async () => Buffer.from((await send('GET', '/screenshot')) as string, 'base64'),
    async inBackground(work) {
      const before = await send('GET', '/window')
      // WebDriver, section 11.5: a new tab is not shown until the one before it is gone.
      const { handle } = (await send('POST', '/window/new', { type: 'tab' })) as { handle: string }
      await send('POST', '/window', { handle })
      await work()
      await send('POST', '/window', { handle: before })
      await send('DELETE', '/window')
      await send('POST', '/window', { handle })
    },
  }
}
