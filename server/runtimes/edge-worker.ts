import { httpCache } from '../adapters/cache/cache-api.ts'
import { systemClock } from '../adapters/system.ts'
import { parseUrl } from '../core/text/parse-url.ts'
import { createEdge, type Edge } from '../http/edge/edge.ts'
import { defer, refuse } from './in-worker.ts'

// A shared cache on Cloudflare Workers in front of a Placard that runs elsewhere. See deploy/edge/README.md.

const SETTING = 'PLACARD_EDGE_ORIGIN'

/** Bindings outlive requests, so what is made of them does too. */
let edge: Edge | undefined

export default {
  async fetch(request: Request, env: Readonly<Record<string, unknown>>): Promise<Response> {
    try {
      edge ??= await openEdge(originOf(env[SETTING]))
    } catch (error) {
      return refuse(error, 'configuration')
    }
    return await edge(request)
  },
}

async function openEdge(origin: string): Promise<Edge> {
  return createEdge({
    origin,
    cache: httpCache({ cache: await caches.open('placard-edge'), clock: systemClock }),
    clock: systemClock,
    digest,
    askOrigin: (url, init) => fetch(url, init),
    defer,
  })
}

/** @throws {Error} unless it is an origin and no more. */
function originOf(value: unknown): string {
  const url = typeof value === 'string' ? parseUrl(value) : undefined
  if (url && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href) return url.origin
  throw new Error(`Expected the address of your server, such as https://origin.placard.example, for ${SETTING} in wrangler.jsonc`)
}

async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
