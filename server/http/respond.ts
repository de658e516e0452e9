import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { contentEtag, keptContentEtag, matchesIfNoneMatch } from '../core/validator.ts'
import type { AppContext } from './app-env.ts'
import { ALWAYS, BY_CODING, type HeaderSet, headersOfNotModified, OPEN } from './headers.ts'

const encoder = new TextEncoder()

/** The bytes with these headers and their length. */
export function send(body: string | Uint8Array, headers: HeaderSet, status: ContentfulStatusCode = 200): Response {
  const bytes = typeof body === 'string' ? encoder.encode(body) : body
  return sendWhole({ headers: withLength(headers, bytes), bytes, isText: false }, status)
}

/** A whole answer, its length added. */
interface Sent {
  readonly headers: HeaderSet
  readonly bytes: Uint8Array
  /** It is what `sendText` answers. */
  readonly isText: boolean
}

/** One with its validator. */
type Validated = Sent & { readonly headers: HeaderSet & { readonly ETag: string } }

const SENT = new WeakMap<Response, Sent>()

/**
 * Headers and body of what was sent from here, or of what a 304 of `sendValidated` and `sendText` stands for, without reading them: on Node that
 * costs more than all else; `undefined` of any other response.
 */
export function sentAnswer(response: Response): Sent | undefined {
  return SENT.get(response)
}

/** A plain record of headers is the fast way through Hono: a `Headers` is copied entry by entry. */
function sendWhole(sent: Sent, status: ContentfulStatusCode): Response {
  // The DOM types ask for an ArrayBuffer below the bytes and our ports do not promise one; a Response takes both.
  const response = new Response(sent.bytes as Uint8Array<ArrayBuffer>, { status, headers: sent.headers })
  SENT.set(response, sent)
  return response
}

function withLength(headers: HeaderSet, { byteLength }: Uint8Array): HeaderSet {
  return { ...headers, 'Content-Length': String(byteLength) }
}

/** 304 if the client has just this answer, else the answer with its validator. */
export function sendValidated(c: AppContext, bytes: Uint8Array, headers: HeaderSet): Response {
  return sendUnlessKnown(c, { headers: { ...headers, ETag: keptContentEtag(bytes) }, bytes, isText: false })
}

/** As `sendValidated`, of text that may be packed on its way: here (`ports/answers.ts`), or by a proxy. */
export function sendText(c: AppContext, text: string, headers: HeaderSet): Response {
  const vary = headers.Vary === undefined ? BY_CODING : `${headers.Vary}, ${BY_CODING}`
  const bytes = encoder.encode(text)
  return sendUnlessKnown(c, { headers: { ...headers, Vary: vary, ETag: contentEtag(bytes) }, bytes, isText: true })
}

function sendUnlessKnown(c: AppContext, { headers, bytes, isText }: Validated): Response {
  const asked = c.req.header('if-none-match')
  const sent = { headers: withLength(headers, bytes), bytes, isText }
  if (asked === undefined || !matchesIfNoneMatch(asked, headers.ETag)) return sendWhole(sent, 200)
  const response = notModified(sent.headers)
  SENT.set(response, sent)
  return response
}

/** 304 with `headersOfNotModified`. */
export function notModified(headers: HeaderSet): Response {
  return new Response(null, { status: 304, headers: headersOfNotModified(headers) })
}

/** @param url Absolute, from the configured base: some consumers crash on a relative one (the gem ruby-oembed). */
export function redirect(url: string, status: 301 | 302, headers: HeaderSet): Response {
  return new Response(null, { status, headers: { ...headers, Location: url } })
}

/** What `OPTIONS` answers: the methods; and where every origin may read, to a preflight that it may ask. */
export function preflight(allow: string, { open }: { readonly open: boolean }): Response {
  const consent = { ...OPEN, 'Access-Control-Allow-Methods': allow, 'Access-Control-Allow-Headers': '*', 'Access-Control-Max-Age': '86400' }
  return new Response(null, { status: 204, headers: { ...ALWAYS, ...(open && consent), Allow: allow } })
}
