import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'

type Fetch = (request: Request) => Response | Promise<Response>

interface Runtimes {
  readonly Deno?: { serve(options: { port: number; hostname: string; onListen(): void }, handler: Fetch): unknown }
  readonly Bun?: { serve(options: { port: number; hostname: string; fetch: Fetch }): unknown }
}

/** Listens with what the runtime brings for a fetch handler; on Node with Hono's adapter. */
export async function serveFetch(fetch: Fetch): Promise<void> {
  const { Deno, Bun }: Runtimes = globalThis as Runtimes // What is absent is undefined.
  const port = Number(process.env.PORT)
  const hostname = '127.0.0.1'
  if (Deno) Deno.serve({ port, hostname, onListen: () => {} }, (request) => fetch(request))
  else if (Bun) Bun.serve({ port, hostname, fetch: (request) => fetch(request) })
  else createServer(getRequestListener((request) => fetch(request))).listen(port, hostname)
}
