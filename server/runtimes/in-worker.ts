import { waitUntil } from 'cloudflare:workers'
import { jsonLinesLog } from '../adapters/system.ts'
import type { Defer, Log } from '../ports/system.ts'

// What every Worker of ours does alike.

/** The standard output of a Worker, whose lines of JSON are what Workers Logs reads. */
export const log: Log = jsonLinesLog((line) => {
  // biome-ignore lint/suspicious/noConsole: there is no other way out of a Worker.
  console.log(line.trimEnd())
})

/** Goes on after the answer was sent. Nothing is kept of it: work of a request that was cancelled may never end. */
export const defer: Defer = (work) => waitUntil(work.catch((error: unknown) => log.deferredWorkFailed({ error })))

/** 503 of a Worker that cannot begin. Why is in the log; a reader learns no setting. */
export function refuse(error: unknown, failing: 'configuration' | 'server'): Response {
  log.requestFailed({ requestId: crypto.randomUUID(), method: '*', route: '*', error })
  const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', 'Retry-After': '60' }
  return new Response(JSON.stringify({ status: 'unavailable', failing: [failing] }), { status: 503, headers })
}
