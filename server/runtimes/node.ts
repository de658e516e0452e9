import { once } from 'node:events'
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { createApp } from '../http/app.ts'
import type { Deps } from '../ports/deps.ts'
import { CONNECTION_LIMITS, type ConnectionLimits, partingResponse, watchConnections } from './connections.ts'
import { frontDoor } from './front-door.ts'

const MAX_HEADER_BYTES = 16_384

export interface ServeOptions {
  /** Where they differ from `CONNECTION_LIMITS`. */
  readonly limits?: Partial<ConnectionLimits>
}

export interface RunningServer {
  /** Stops accepting, lets answers in flight finish for at most 10 s, then resolves. */
  close(): Promise<void>
}

/**
 * Serves Placard over HTTP on this machine, listening when it resolves.
 *
 * @throws {Error} with code `EADDRINUSE` or `EACCES` if the address cannot be listened on.
 */
export async function serveOnNode(deps: Deps, options: ServeOptions = {}): Promise<RunningServer> {
  const limits = { ...CONNECTION_LIMITS, ...options.limits }
  let isParting = false
  const server = createServer(
    { ...timeoutsOf(limits), maxHeaderSize: MAX_HEADER_BYTES, ServerResponse: partingResponse(() => isParting) },
    frontDoor(deps, getRequestListener(createApp(deps).fetch, { overrideGlobalObjects: false })),
  )
  const connections = watchConnections(server, limits)
  server.listen(deps.config.port, deps.config.host)
  await once(server, 'listening')
  deps.log.listening({ url: deps.config.baseUrl, data: deps.config.dataFolder })
  return {
    async close() {
      isParting = true
      await connections.drain()
    },
  }
}

function timeoutsOf({ headersMs, requestMs, keepAliveMs, checkEveryMs }: ConnectionLimits) {
  return {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: checkEveryMs,
  }
}
