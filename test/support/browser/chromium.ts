import { type Browser, chromium } from 'playwright-core'
import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'
import { WAIT_MS } from '../patience.ts'
import { CHROMIUM_ARGS, chromiumPath } from './chromium-path.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** WebSocket address of the one Chromium that all test files share. */
    readonly browser: string
  }
}

/** Vitest's globalSetup: starts one Chromium before any worker does; answers how to close it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const executablePath = await chromiumPath()
  const server = await chromium.launchServer({ executablePath, args: CHROMIUM_ARGS })
  project.provide('browser', server.wsEndpoint())
  return () => server.close()
}

/** A connection to the Chromium that `setup` started, whose pages are waited for as long as a test has patience; closing it closes its pages only. */
export async function openBrowser(): Promise<Browser> {
  const browser = await chromium.connect(inject('browser'))
  browser.on('context', (context) => context.setDefaultTimeout(WAIT_MS))
  return browser
}
