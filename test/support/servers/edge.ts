import { createHash } from 'node:crypto'
import { createEdge } from '../../../server/http/edge/edge.ts'
import type { ByteCache } from '../../../server/ports/cache.ts'
import type { Clock } from '../../../server/ports/system.ts'
import { mapCache } from '../memory/adapters.ts'
import type { Answering } from './shared-cache.ts'

/** Where the edge believes its origin to be, and where it is asked itself. */
export const EDGE_ORIGIN = 'https://origin.test'
const PUBLIC = 'https://placard.example'

export interface TestEdge {
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>
  /** Method and address of what was asked of the origin, in order. */
  readonly asked: readonly string[]
  /** Headers of the last of them. */
  lastHeaders(): Headers
  /** Resolves once nothing goes on behind an answer. */
  settled(): Promise<void>
}

/** An edge on a cache in memory. @param origin  Rejects if it cannot be reached. */
export function testEdge(origin: Answering, clock: Clock, cache: ByteCache = mapCache(clock)): TestEdge {
  const asked: string[] = []
  const going = new Set<Promise<unknown>>()
  let headers = new Headers()
  const edge = createEdge({
    origin: EDGE_ORIGIN,
    cache,
    clock,
    digest: async (text) => createHash('sha256').update(text).digest('hex'),
    async askOrigin(url, init) {
      asked.push(`${init.method ?? 'GET'} ${url}`)
      headers = new Headers(init.headers)
      return await origin(url.slice(EDGE_ORIGIN.length), Object.fromEntries(headers))
    },
    defer: (work) => {
      going.add(work)
      void work.finally(() => going.delete(work))
    },
  })
  return {
    ask: async (path, init) => await edge(new Request(PUBLIC + path, init)),
    asked,
    lastHeaders: () => headers,
    settled: async () => void (await Promise.all(going)),
  }
}
