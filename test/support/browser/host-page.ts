import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import { diskAssets } from '../../../server/adapters/assets/disk.ts'
import type { Media } from '../../../server/core/media.ts'
import { createApp } from '../../../server/http/app.ts'
import { type MemoryOverrides, memoryDeps, testConfig } from '../memory/deps.ts'

const folder = (name: string) => fileURLToPath(new URL(`../../../${name}`, import.meta.url))

/** What stands in for an answer of the real app; `undefined` lets the app answer, at once or when the promise is kept. */
export type Interference = (url: URL) => Response | undefined | Promise<Response | undefined>

export interface PlacardServer {
  readonly baseUrl: string
  /** Path and query of every request, in order. */
  readonly requests: string[]
  /** Set by tests that break the server. */
  interfere: Interference | undefined
  /** The snippet of a media, as oEmbed answers it; `query` begins with `&`. */
  snippet(media: Pick<Media, 'shortcode'>, query?: string): Promise<string>
  close(): Promise<void>
}

export interface HostServer {
  readonly origin: string
  /** Serves a page and answers its address; the same path again replaces it. */
  page(path: string, html: string, headers?: Record<string, string>): string
  close(): Promise<void>
}

/** The real app with the built widget over HTTP on 127.0.0.1, on in-memory adapters. */
export async function startPlacard(overrides: MemoryOverrides = {}): Promise<PlacardServer> {
  let handler: RequestListener = (_request, response) => response.end()
  const server = await listen((request, response) => handler(request, response))
  const baseUrl = `http://127.0.0.1:${portOf(server)}`
  const assets = diskAssets([folder('dist/widget'), folder('public')])
  const app = createApp(memoryDeps({ config: { ...testConfig, baseUrl }, assets, ...overrides }))
  const placard: PlacardServer = {
    baseUrl,
    requests: [],
    interfere: undefined,
    async snippet({ shortcode }, query = '') {
      const answer = await app.request(`/oembed?url=${encodeURIComponent(`${baseUrl}/p/${shortcode}/`)}${query}`)
      return ((await answer.json()) as { html: string }).html
    },
    close: () => close(server),
  }
  handler = getRequestListener(
    async (request) => {
      const url = new URL(request.url)
      placard.requests.push(url.pathname + url.search)
      return (await placard.interfere?.(url)) ?? app.fetch(request)
    },
    { overrideGlobalObjects: false },
  )
  return placard
}

/** A publisher's server: another site than Placard's (`localhost`), with whatever pages a test gives it. */
export async function startHost(): Promise<HostServer> {
  const pages = new Map<string, { readonly html: string; readonly headers: Record<string, string> }>()
  const server = await listen((request, response) => {
    const page = pages.get(new URL(request.url ?? '/', 'http://host').pathname)
    if (!page) return response.writeHead(404).end()
    return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...page.headers }).end(page.html)
  })
  const origin = `http://localhost:${portOf(server)}`
  return {
    origin,
    page(path, html, headers = {}) {
      pages.set(path, { html, headers })
      return origin + path
    },
    close: () => close(server),
  }
}

/** An article of a publisher around the embeds; a favicon is named so that the browser asks for none. */
export function article(body: string, head = ''): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Host</title><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><style>body{max-width:640px;margin:20px auto;padding:0 16px;font:18px/1.5 Georgia,serif}img{max-width:100%;height:auto}
blockquote{margin:1.5em 0;padding:0 0 0 1em;border-left:4px solid #ccc;font-style:italic;quotes:"\\201c" "\\201d"}blockquote::before{content:open-quote;font-size:40px}</style>${head}</head>
<body><h1>The crossing</h1><p>It was late when they came to the water.</p>${body}<p id="after">After it they walked on.</p></body></html>`
}

async function listen(handler: RequestListener): Promise<Server> {
  const server = createServer(handler)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

async function close(server: Server): Promise<void> {
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
}
