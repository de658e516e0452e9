import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { bundleScript } from './bundle.ts'

export interface RenderScript {
  /** Where it lies; gone after the tests of this file. */
  readonly folder: string
  /** Whatever was opened with it, which is closed before. */
  readonly opened: { close(): Promise<void> }[]
  path(): string
}

/** The program of a process in which pictures are decoded is built before the tests of this file. */
export function renderScript(): RenderScript {
  // Below the project, or the script would not find sharp.
  const folder = mkdtempSync(join('node_modules', '.cache-rendering-'))
  const opened: { close(): Promise<void> }[] = []
  let script = ''
  beforeAll(async () => {
    script = await bundleScript('../../server/runtimes/render-process.ts', folder)
  })
  afterAll(async () => {
    await Promise.all(opened.map((one) => one.close()))
    rmSync(folder, { recursive: true, force: true })
  })
  return { folder, opened, path: () => script }
}
