import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Answer } from '../ports/answers.ts'
import type { Deps } from '../ports/deps.ts'

type FrontDeps = Pick<Deps, 'answers' | 'clock' | 'log'>

/**
 * Sends what is kept and still right, without a Request, a Response or a router; everything else goes to the app.
 *
 * Only a plain `GET` is answered here: one Host, no body, no range, and at most the very validator that was given away.
 */
export function frontDoor({ answers, clock, log }: FrontDeps, app: RequestListener): RequestListener {
  return (request, response) => {
    const answer = isPlain(request) ? answers.find(request.url ?? '') : undefined
    const asked = request.headers['if-none-match']
    if (answer === undefined || (asked !== undefined && asked !== answer.etag)) return app(request, response)
    const startedAt = clock.now()
    const status = asked === undefined ? 200 : 304
    write(response, answer, status)
    log.requestAnswered({ requestId: crypto.randomUUID(), method: 'GET', route: answer.route, status, durationMs: clock.now() - startedAt })
  }
}

/** Nothing but the address, the validator and things that never matter say what is asked for. */
function isPlain({ method, headers, rawHeaders }: IncomingMessage): boolean {
  if (method !== 'GET' || headers.range !== undefined || headers.authorization !== undefined) return false
  if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined) return false
  // Node keeps the first of several hosts; the app refuses them, and what is none (O1).
  return headers.host !== undefined && HOST.test(headers.host) && countHosts(rawHeaders) === 1
}

/** A name, an IPv4 or an IPv6 address, and a port of at most four digits or five that are small enough. */
const HOST = /^([a-z0-9.-]+|\[[0-9a-f:.]+\])(:([0-5]?\d{1,4}|6[0-4]\d{3}))?$/i

function countHosts(rawHeaders: readonly string[]): number {
  let hosts = 0
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]?.length === 4 && rawHeaders[at]?.toLowerCase() === 'host') hosts += 1
  return hosts
}

function write(response: ServerResponse, { headers, headersOfNotModified, body }: Answer, status: 200 | 304): void {
  if (status === 304) response.writeHead(304, headersOfNotModified).end()
  else response.writeHead(200, headers).end(body)
}
