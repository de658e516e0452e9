import { createApp } from '../../../server/http/app.ts'
import { type MemoryDeps, type MemoryOverrides, memoryDeps, testConfig } from './deps.ts'

/** The base URL of every in-memory server. */
export const BASE = testConfig.baseUrl

export interface MemoryApp extends MemoryDeps {
  /** What the app answers to a path, asked with a host of its own. */
  request(path: string, init?: RequestInit): Promise<Response>
}

/** The real app on in-memory ports. */
export function memoryApp(overrides: MemoryOverrides = {}): MemoryApp {
  const deps = memoryDeps(overrides as Parameters<typeof memoryDeps>[0])
  const app = createApp(deps)
  return { ...deps, request: async (path, init) => app.request(path, init) }
}

/** The path of an oEmbed request for a permalink, with further parameters as they are. */
export function oembedPath(shortcode: string, rest = ''): string {
  return `/oembed?url=${encodeURIComponent(`${BASE}/p/${shortcode}/`)}${rest}`
}
