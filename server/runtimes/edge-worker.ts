import { waitUntil } from 'cloudflare:workers'
import { httpCache } from '../adapters/cache/cache-api.ts'
import { createDefer, jsonLinesLog, systemClock } from '../adapters/system.ts'
import { createEdge } from '../http/edge/edge.ts'

// A shared cache on Cloudflare Workers in front of a Placard that runs elsewhere. See deploy/edge/README.md.

type Edge = ReturnType<typeof createEdge>

const log = jsonLinesLog((line) => {
  // biome-ignore lint/suspicious/noConsole: the standard output of a Worker; its lines of JSON are what Workers Logs reads.
  console.log(line.trimEnd())
})

const SETTING = 'PLACARD_EDGE_ORIGIN'

/** Bindings outlive requests, so what is made of them does too. */
let edge: Edge | undefined

export default {
  async fetch(request: Request, env: Readonly<Record<string, unknown>>): Promise<Response> {
    try {
      edge ??= await openEdge(originOf(env[SETTING]))
    } catch (error) {
      return refuse(error)
    }
    return await edge(request)
  },
}

async function openEdge(origin: string): Promise<Edge> {
  const { defer } = createDefer(log)
  return createEdge({
    origin,
    cache: httpCache({ cache: await caches.open('placard-edge'), clock: systemClock }),
    clock: systemClock,
    digest,
    fetch: (url, init) => fetch(url, init),
    defer: (work) => {
      defer(work)
      waitUntil(work.catch(() => {})) // `defer` has said why.
    },
  })
}

/** @throws {Error} unless it is an origin and no more. */
function originOf(value: unknown): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined
  if (url && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href) return url.origin
  throw new Error(`Expected the address of your server, such as https://origin.placard.example, for ${SETTING} in wrangler.jsonc`)
}

async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Why nothing can be served is in the log; a reader learns no setting. */
function refuse(error: unknown): Response {
  log.requestFailed({ requestId: crypto.randomUUID(), method: '*', route: '*', error })
  const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', 'Retry-After': '60' }
  return new Response(JSON.stringify({ status: 'unavailable', failing: ['configuration'] }), { status: 503, headers })
}
