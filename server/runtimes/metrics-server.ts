import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { EXPOSITION_TYPE, type Family } from '../adapters/metrics/exposition.ts'
import { count, gauge } from '../adapters/metrics/instruments.ts'
import type { MetricsConfig } from '../config-metrics.ts'
import type { ConnectionCounts } from './connections.ts'

/** A few programs ask, each every few seconds. */
const LIMITS = { headersTimeout: 5000, requestTimeout: 5000, keepAliveTimeout: 5000, connectionsCheckingInterval: 1000 } as const
const MAX_CONNECTIONS = 20

/**
 * Answers `GET /metrics` on a port of its own, listening when it resolves.
 *
 * @param text  Called for each request: all numbers.
 * @returns     Closes it, whoever is still connected.
 * @throws      {Error} with code `EADDRINUSE` or `EACCES` if the address cannot be listened on.
 */
export async function serveMetrics({ host, port }: MetricsConfig, text: () => string): Promise<() => Promise<void>> {
  const server = createServer({ ...LIMITS, maxHeaderSize: 8192 }, answerWith(text, nameCheck(host)))
  server.maxConnections = MAX_CONNECTIONS
  server.listen(port, host)
  await once(server, 'listening')
  return async () => {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
}

function answerWith(text: () => string, isOurs: (name: string) => boolean): RequestListener {
  return ({ method, url = '', headers: { host = '' } }, response) => {
    const headers = { 'Content-Type': EXPOSITION_TYPE, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' }
    if (!isOurs(host)) response.writeHead(421, headers).end('# Ask by the address of this machine, or as localhost\n')
    else if (url.split('?', 1)[0] !== '/metrics') response.writeHead(404, headers).end('# GET /metrics\n')
    else if (method !== 'GET' && method !== 'HEAD') response.writeHead(405, { ...headers, Allow: 'GET, HEAD' }).end()
    else response.writeHead(200, headers).end(text())
  }
}

/**
 * On a port of this machine alone, a page whose own name is made to lead here must not read the numbers: its browser says that name (O1). Where
 * the owner lets a network in, its names are theirs.
 */
function nameCheck(host: string): (name: string) => boolean {
  return /^(localhost$|127\.|::1$)/i.test(host) ? (name) => LOCAL_NAME.test(name) : () => true
}

/** Nothing at all of HTTP/1.0, which no browser speaks. */
const LOCAL_NAME = /^((localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?)?$/i

/** What a server does with its connections, in numbers. */
export function connectionFamilies(counts: Readonly<ConnectionCounts>): readonly Family[] {
  return [
    gauge({ name: 'placard_connections', help: 'Connections that are open now.' }, () => counts.open),
    count({ name: 'placard_connections_refused_total', help: 'Connections closed at once: there were too many.' }, () => counts.refused),
    count({ name: 'placard_connections_stalled_total', help: 'Connections closed: their client took nothing.' }, () => counts.stalled),
  ]
}
