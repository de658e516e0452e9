import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Meter } from '../adapters/metrics/meter.ts'
import type { MetricsConfig } from '../config-metrics.ts'
import { createApp } from '../http/app.ts'
import type { Deps } from '../ports/deps.ts'
import { CONNECTION_LIMITS, type ConnectionLimits, partingResponse, watchConnections } from './connections.ts'
import { firstAnswers } from './first-answers.ts'
import { frontDoor } from './front-door.ts'
import { connectionFamilies, serveMetrics } from './metrics-server.ts'
import { refuseQueues } from './waiting-requests.ts'

const MAX_HEADER_BYTES = 16_384

export interface ServeOptions {
  /** Where they differ from `CONNECTION_LIMITS`. */
  readonly limits?: Partial<ConnectionLimits>
  /** Where numbers are told while this server runs, and from what they are read. */
  readonly metrics?: MetricsConfig & { readonly meter: Pick<Meter, 'include' | 'text'> }
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
  const firsts = firstAnswers(deps.answers)
  // Its Response takes the place of the global one: Node's own makes a stream of each body, which costs more than all of the rest.
  const listener = frontDoor({ ...deps, firsts }, getRequestListener(createApp({ ...deps, answers: firsts.answers }).fetch))
  let isParting = false
  const server = createServer({ ...timeoutsOf(limits), maxHeaderSize: MAX_HEADER_BYTES, ServerResponse: partingResponse(() => isParting) })
  const answer = refuseQueues((request, response) => {
    // As `partingResponse` does when headers are made; those of a kept answer may be made already.
    if (isParting) response.shouldKeepAlive = false
    listener(request, response)
  })
  // By their bytes they are bounded already; what came after the 2,000th would not be seen, such as a second Host (O1).
  server.maxHeadersCount = 0
  server.on('request', answer)
  server.on('checkContinue', invite(answer))
  const connections = watchConnections(server, limits)
  options.metrics?.meter.include(connectionFamilies(connections.counts))
  const closeMetrics = options.metrics && (await serveMetrics(options.metrics, options.metrics.meter.text))
  try {
    server.listen(deps.config.port, deps.config.host)
    await once(server, 'listening')
  } catch (error) {
    // Else the port of the numbers would keep a process alive that serves nothing.
    await closeMetrics?.()
    throw error
  }
  deps.log.listening({ url: deps.config.baseUrl, data: deps.config.dataFolder })
  return {
    async close() {
      isParting = true
      await connections.drain()
      await closeMetrics?.()
    },
  }
}

/**
 * Says 100 to a client that waits for it (RFC 9110, section 10.1.1), if it is its turn.
 *
 * Of a request that comes behind another one Node would put the 100 between head and body of its answer; without it the answer is the last one of
 * its connection.
 */
function invite(listener: RequestListener): RequestListener {
  return (request, response) => {
    if (response.socket !== null) response.writeContinue()
    listener(request, response)
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
