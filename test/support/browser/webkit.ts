import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { WAIT_MS } from '../patience.ts'
import { freePort } from '../servers/free-port.ts'

/** One window of WebKitGTK's small browser, driven by the W3C protocol and nothing but fetch (https://www.w3.org/TR/webdriver2/). */
export interface WebKitWindow {
  readonly version: string
  /** @throws {Error} with the driver's own words where it refuses. */
  send(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown>
  /** Ends the window, the driver and its display. */
  close(): Promise<void>
}

/** @param programs Paths of WebKitWebDriver and of MiniBrowser; Xvfb, a display that nobody sees, is looked for by its name. */
export async function openWebKitWindow(programs: { readonly driver: string; readonly browser: string }): Promise<WebKitWindow> {
  const started: ChildProcess[] = []
  // Whatever ends this process, what it started ends with it.
  const killAll = () => {
    for (const each of started.splice(0)) each.kill('SIGKILL')
  }
  process.once('exit', killAll)
  try {
    const display = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    })
    started.unshift(display)
    const [number] = await once(display.stdio[3] as Readable, 'data') // a pipe, as asked for above
    const port = await freePort()
    const env = { ...process.env, DISPLAY: `:${String(number).trim()}`, NO_AT_BRIDGE: '1' }
    started.unshift(spawn(programs.driver, [`--port=${port}`, '--host=127.0.0.1'], { env, stdio: 'ignore' }))
    const call = speakWebDriver(`http://127.0.0.1:${port}`)
    await untilReady(call)
    return await openSession(call, programs.browser, killAll)
  } catch (error) {
    killAll()
    throw error
  }
}

type Call = (method: string, path: string, body?: object) => Promise<unknown>

function speakWebDriver(address: string): Call {
  return async (method, path, body) => {
    const response = await fetch(address + path, { method, ...(body && { body: JSON.stringify(body) }) })
    const { value } = (await response.json()) as { value: unknown }
    if (!response.ok) throw new Error(`Expected WebKit to take ${method} ${path} but received ${JSON.stringify(value).slice(0, 300)}`)
    return value
  }
}

async function untilReady(call: Call): Promise<void> {
  const deadline = Date.now() + WAIT_MS
  for (;;) {
    try {
      await call('GET', '/status')
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
      await wait(20) // Not listening yet, and it has no other way to say when it is.
    }
  }
}

async function openSession(call: Call, binary: string, killAll: () => void): Promise<WebKitWindow> {
  const options = { binary, args: ['--automation'] }
  const session = await call('POST', '/session', { capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options } } })
  const { sessionId, capabilities } = session as { sessionId: string; capabilities: { browserVersion: string } } // WebDriver, section 8.1
  const path = `/session/${sessionId}`
  return {
    version: capabilities.browserVersion,
    send: (method, rest, body) => call(method, path + rest, body),
    async close() {
      try {
        await call('DELETE', path)
      } finally {
        killAll()
      }
    },
  }
}
