import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { chooseCoding } from '../core/content-coding.ts'
import { remember } from '../core/remember.ts'
import { requestIds } from '../http/request-ids.ts'
import type { Deps } from '../ports/deps.ts'
import type { FirstAnswers } from './first-answers.ts'
import { inStep } from './in-step.ts'
import { sendKept } from './send-kept.ts'

type FrontDeps = Pick<Deps, 'answers' | 'clock' | 'log'> & { readonly firsts: FirstAnswers }

/**
 * Sends what is kept and still right, without a Request, a Response or a router; everything else goes to the app.
 *
 * Only a plain `GET` is answered here: one Host, no body, no range, and at most the very validator that was given away;
 * `Accept-Encoding` chooses among what is kept.
 * One of several that ask for the same at once goes to the app; the others are answered by what is kept of it.
 */
export function frontDoor({ answers, firsts, clock, log }: FrontDeps, app: RequestListener): RequestListener {
  const isPlain = plainRequests()
  const nextId = requestIds()
  const send = sendKept(clock)
  const begin = inStep()

  function tell(route: string, status: number, startedAt: number): void {
    log.requestAnswered({ requestId: nextId(), method: 'GET', route, status, durationMs: clock.now() - startedAt })
  }

  /** @returns Whether it was: what is kept, or a 304 to whoever has just that. */
  function isSent(target: string, { headers }: IncomingMessage, response: ServerResponse, startedAt: number): boolean {
    const { 'if-none-match': asked, 'accept-encoding': accepted } = headers
    // One validator is for all codings, so is its 304.
    const coding = asked === undefined && typeof accepted === 'string' ? codingOf(accepted) : undefined
    const answer = answers.find(target, coding)
    if (answer === undefined || (asked !== undefined && asked !== answer.etag)) return false
    const status = asked === undefined ? 200 : 304
    send(response, answer, status)
    tell(answer.route, status, startedAt)
    return true
  }

  return (request, response) => {
    if (!isPlain(request)) return app(request, response)
    const { url: target = '' } = request
    const startedAt = clock.now()
    if (isSent(target, request, response, startedAt)) return
    const enter = () => {
      if (response.destroyed) tell('*', CLIENT_LEFT, startedAt)
      else app(request, response)
    }
    const again = () => {
      if (response.destroyed || !isSent(target, request, response, startedAt)) enter()
    }
    // Of a file that is only validated nothing is read, so nothing is kept of it that others could wait for.
    if (request.headers['if-none-match'] !== undefined || !firsts.waits(target, response, again)) begin(enter)
  }
}

/** As the app tells it of a client that went away. */
const CLIENT_LEFT = 499

/** Of the few lists that nearly all clients send; each is of 16 kB at most. */
const codingOf = remember((accepted) => chooseCoding(accepted), 50)

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
