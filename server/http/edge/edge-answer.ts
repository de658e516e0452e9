import { matchesIfNoneMatch } from '../../core/validator.ts'
import { headersOfNotModified } from '../headers.ts'
import { ageOf, type StoredAnswer } from './stored-answer.ts'

/** RFC 9110, section 7.6.1: these are about a connection. */
const OF_THE_CONNECTION = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'])

/** An answer that is kept, for this reader at this moment. */
export function sendStored(request: Request, stored: StoredAnswer, now: number): Response {
  const headers = { ...stored.headers, age: String(ageOf(stored, now)) }
  if (isSame(request, stored.status, stored.headers.etag)) {
    return new Response(null, { status: 304, headers: headersOfNotModified(headers) })
  }
  const hasBody = request.method !== 'HEAD' && ![204, 304].includes(stored.status)
  return new Response(hasBody ? (stored.body as Uint8Array<ArrayBuffer>) : null, { status: stored.status, headers }) // It was made here.
}

/** An answer that is not kept, as it came. */
export async function sendThrough(request: Request, received: Response): Promise<Response> {
  const isKnown = isSame(request, received.status, received.headers.get('etag') ?? undefined)
  if (!isKnown && request.method !== 'HEAD') return received
  await received.body?.cancel()
  const headers = endToEnd(received.headers)
  return isKnown
    ? new Response(null, { status: 304, headers: headersOfNotModified(headers) })
    : new Response(null, { status: received.status, headers })
}

/** An answer of the edge's own, which nobody keeps. */
export function refuse(status: number, message: string): Response {
  const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' }
  return new Response(JSON.stringify({ error: status === 404 ? 'not_found' : 'edge', message: `${message}.` }), { status, headers })
}

/** What nobody says in place of an origin that is silent. */
export function noAnswer(): Response {
  return refuse(502, 'Expected the origin to answer')
}

/** Headers that are for whoever reads in the end, by lower-case name. */
export function endToEnd(headers: Headers): Readonly<Record<string, string>> {
  return Object.fromEntries([...headers].filter(([name]) => !OF_THE_CONNECTION.has(name)))
}

/** Whether the reader has just this answer already. */
function isSame({ headers }: Request, status: number, etag: string | undefined): boolean {
  const asked = headers.get('if-none-match')
  return status === 200 && asked !== null && etag !== undefined && matchesIfNoneMatch(asked, etag)
}
