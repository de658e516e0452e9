import type { IncomingMessage, RequestListener } from 'node:http'
import { requestIds } from '../http/request-ids.ts'
import type { Deps } from '../ports/deps.ts'
import { sendKept } from './send-kept.ts'

type FrontDeps = Pick<Deps, 'answers' | 'clock' | 'log'>

/**
 * Sends what is kept and still right, without a Request, a Response or a router; everything else goes to the app.
 *
 * Only a plain `GET` is answered here: one Host, no body, no range, and at most the very validator that was given away.
 */
export function frontDoor({ answers, clock, log }: FrontDeps, app: RequestListener): RequestListener {
  const isPlain = plainRequests()
  const nextId = requestIds()
  const send = sendKept(clock)
  return (request, response) => {
    const answer = isPlain(request) ? answers.find(request.url ?? '') : undefined
    const asked = request.headers['if-none-match']
    if (answer === undefined || (asked !== undefined && asked !== answer.etag)) return app(request, response)
    const startedAt = clock.now()
    const status = asked === undefined ? 200 : 304
    send(response, answer, status)
    log.requestAnswered({ requestId: nextId(), method: 'GET', route: answer.route, status, durationMs: clock.now() - startedAt })
  }
}

/** Nothing but the address, the validator and things that never matter say what is asked for. */
function plainRequests(): (request: IncomingMessage) => boolean {
  // Nearly every request names the same host as the one before.
  let goodHost: string | undefined
  return ({ method, headers, rawHeaders }) => {
    if (method !== 'GET' || headers.range !== undefined || headers.authorization !== undefined) return false
    if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined) return false
    const { host } = headers
    if (host === undefined) return false
    if (host !== goodHost) {
      if (!HOST.test(host)) return false
      goodHost = host
    }
    // Node keeps the first of several hosts; the app refuses them, and what is none (O1).
    return countHosts(rawHeaders) === 1
  }
}

/** A name, an IPv4 or an IPv6 address, and a port of at most four digits or five that are small enough. */
const HOST = /^([a-z0-9.-]+|\[[0-9a-f:.]+\])(:([0-5]?\d{1,4}|6[0-4]\d{3}))?$/i

function countHosts(rawHeaders: readonly string[]): number {
  let hosts = 0
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]?.length === 4 && rawHeaders[at]?.toLowerCase() === 'host') hosts += 1
  return hosts
}
