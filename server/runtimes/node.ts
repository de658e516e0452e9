import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { createApp } from '../http/app.ts'
import type { Deps } from '../ports/deps.ts'
import { frontDoor } from './front-door.ts'

/** A slow client is cut at these times while others are served (L1); Node's own defaults are a minute and five. */
const TIMEOUTS = { headersTimeout: 5000, requestTimeout: 15_000, keepAliveTimeout: 5000, connectionsCheckingInterval: 1000 } as const
const MAX_HEADER_BYTES = 16_384
const MAX_CONNECTIONS = 2000
const DRAIN_MS = 10_000

export interface RunningServer {
  /** Stops accepting, lets answers in flight finish for at most 10 s, then resolves. */
  close(): Promise<void>
}

/**
 * Serves Placard over HTTP on this machine, listening when it resolves.
 *
 * @throws {Error} with code `EADDRINUSE` or `EACCES` if the address cannot be listened on.
 */
export async function serveOnNode(deps: Deps): Promise<RunningServer> {
  const app = createApp(deps)
  const server = createServer(
    { ...TIMEOUTS, maxHeaderSize: MAX_HEADER_BYTES },
    frontDoor(deps, getRequestListener(app.fetch, { overrideGlobalObjects: false })),
  )
  server.maxConnections = MAX_CONNECTIONS
  server.listen(deps.config.port, deps.config.host)
  await once(server, 'listening')
  deps.log.listening({ url: deps.config.baseUrl, data: deps.config.dataFolder })
  return { close: () => drain(server) }
}

async function drain(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  const deadline = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
  await closed
  clearTimeout(deadline)
}
