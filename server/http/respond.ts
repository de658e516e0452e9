import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { rememberLast } from '../core/remember.ts'
import { matchesIfNoneMatch, weakEtag } from '../core/validator.ts'
import type { AppContext } from './app-env.ts'

export type HeaderSet = Readonly<Record<string, string>>

/**
 * How long an answer may be kept. Shared caches ask again after 60 s at most, and stay stale only while the origin fails,
 * so that withdrawn means withdrawn within a minute everywhere.
 *
 * 58, since caches count whole seconds, the last one included, and a process may answer from memory for a second after another one has written.
 */
export const CACHE = {
  document: 'public, max-age=58, stale-if-error=86400',
  file: 'public, max-age=3600, s-maxage=58, stale-if-error=86400',
  immutable: 'public, max-age=31536000, immutable',
  redirect: 'public, max-age=58',
  permanentRedirect: 'public, max-age=3600, s-maxage=58',
  /** Long enough to take a flood off the catalogue, short enough that a new media is seen at once (C3). */
  absence: 'public, max-age=10',
  /** Another page would get another answer, so nobody keeps it for others; the browser asks again each time. */
  asker: 'private, no-cache',
  never: 'no-store',
} as const

/** Every answer has it: what the Content-Type says is what it is (O4). */
const ALWAYS = { 'X-Content-Type-Options': 'nosniff' } as const

/** Readable by every origin, loadable by cross-origin isolated pages and by frames of opaque origin (W5, E7, E15). */
export const OPEN = { ...ALWAYS, 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' } as const

export const JSON_HEADERS = { ...OPEN, 'Content-Type': 'application/json; charset=utf-8' } as const
/** For the owner's program alone: no page may read it, no cache keep it. */
export const OWNER_HEADERS = { ...ALWAYS, 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': CACHE.never } as const
export const XML_HEADERS = { ...OPEN, 'Content-Type': 'text/xml; charset=utf-8', 'Content-Security-Policy': "default-src 'none'" } as const
/** Without the attachment, a guessed callback name would be a script of any content (O5). */
export const JSONP_HEADERS = {
  ...OPEN,
  'Content-Type': 'text/javascript; charset=utf-8',
  'Content-Disposition': 'attachment; filename="oembed.js"',
} as const
/** A picture, film or text opened as a document runs nothing, whatever its bytes are (I5). */
export const THUMBNAIL_HEADERS = { ...OPEN, 'Cache-Control': CACHE.file, 'Content-Security-Policy': "default-src 'none'; sandbox" } as const
export const TEXT_HEADERS = { ...ALWAYS, 'Content-Type': 'text/plain; charset=utf-8' } as const

const DOCUMENT = {
  ...ALWAYS,
  'Content-Type': 'text/html; charset=utf-8',
  'Referrer-Policy': 'strict-origin',
  'Permissions-Policy': 'browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const

export interface PageHeaders {
  readonly page: HeaderSet
  readonly frame: HeaderSet
  /** Of the page that the chooser frames, and nobody else. */
  readonly preview: HeaderSet
}

/**
 * Headers of the HTML routes: pages are never framed, frames always may be (W17, O10).
 *
 * Each source is named in full, since `'self'` matches nothing in a frame of opaque origin, and with its path,
 * so that no other answer of this server, such as JSONP, is ever a script.
 */
export function pageHeadersFor(baseUrl: string): PageHeaders {
  const sources = (...scripts: readonly string[]) => [
    "default-src 'none'",
    `img-src ${baseUrl}/t/ ${baseUrl}/static/`,
    `media-src ${baseUrl}/v/`,
    `style-src ${baseUrl}/static/`,
    `script-src ${scripts.map((path) => baseUrl + path).join(' ')}`,
    `connect-src ${baseUrl}/v1/`,
    "base-uri 'none'",
    "form-action 'none'",
    // Nothing of ours writes HTML from a script, so nothing may (W3).
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]
  const policy = (scripts: readonly string[], ...more: readonly string[]) => [...sources('/embed.js', ...scripts), ...more].join('; ')
  const frames = `frame-src ${baseUrl}/p/`
  const ancestor = `frame-ancestors ${new URL(baseUrl).origin}`
  return {
    page: { ...DOCUMENT, 'Content-Security-Policy': policy(['/static/copy.js', '/static/chooser.js'], frames, "frame-ancestors 'none'") },
    preview: { ...DOCUMENT, 'Content-Security-Policy': policy(['/w/'], frames, ancestor), 'X-Robots-Tag': 'noindex' },
    frame: {
      ...DOCUMENT,
      // Without any `frame-ancestors`: `*` matches no page of opaque origin, and mail, previews and editors are sandboxed so.
      'Content-Security-Policy': policy([]),
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
      'X-Robots-Tag': 'noindex',
    },
  }
}

/** The headers of a frame that may stand in some pages only; as they are, if it may stand in all. */
export function withAncestors(headers: HeaderSet, ancestors: string | undefined): HeaderSet {
  if (ancestors === undefined) return headers
  return { ...headers, 'Content-Security-Policy': `${headers['Content-Security-Policy']}; ${ancestors}` }
}

/** The headers of a document that carries grants for our own pages: one that no script elsewhere may read. */
export function unreadable({ 'Access-Control-Allow-Origin': _, ...headers }: HeaderSet): HeaderSet {
  return headers
}

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
  return sendUnlessKnown(c, { headers, bytes, isText: false })
}

/** As `sendValidated`, of text that may be packed on its way: here (`ports/answers.ts`), or by a proxy. */
export function sendText(c: AppContext, text: string, headers: HeaderSet): Response {
  const vary = headers.Vary === undefined ? BY_CODING : `${headers.Vary}, ${BY_CODING}`
  return sendUnlessKnown(c, { headers: { ...headers, Vary: vary }, bytes: encoder.encode(text), isText: true })
}

function sendUnlessKnown(c: AppContext, { headers, bytes, isText }: Sent): Response {
  const etag = etagOf(bytes)
  const asked = c.req.header('if-none-match')
  const sent = { headers: withLength({ ...headers, ETag: etag }, bytes), bytes, isText }
  if (asked === undefined || !matchesIfNoneMatch(asked, etag)) return sendWhole(sent, 200)
  const response = notModified(sent.headers)
  SENT.set(response, sent)
  return response
}

/** The `Vary` of what is the same for everyone, but for its coding (C1). */
export const BY_CODING = 'Accept-Encoding'

const ABOUT_THE_BODY = new Set(['content-type', 'content-length', 'content-disposition', 'accept-ranges', 'link'])

/** What a cache must update, and nothing that describes the body it keeps (RFC 9110 §15.4.5). */
export function headersOfNotModified(headers: HeaderSet): HeaderSet {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ABOUT_THE_BODY.has(name.toLowerCase())))
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

/** One `Link` value; addresses that could end it early are left out. */
export function linkHeader(links: readonly { readonly href: string; readonly rel: string; readonly type?: string }[]): HeaderSet {
  const safe = links.filter(({ href }) => /^[\x21-\x7e]+$/.test(href) && !/[<>"\\]/.test(href))
  const values = safe.map(({ href, rel, type }) => `<${href}>; rel="${rel}"${type === undefined ? '' : `; type="${type}"`}`)
  return values.length === 0 ? {} : { Link: values.join(', ') }
}

/** A validator of the content itself, so that a new version of Placard never revalidates an old version's answer. */
const etagOf = rememberLast((bytes: Uint8Array): string => weakEtag([bytes.byteLength, hashOf(bytes)]))

/** 53 bits, not for secrets: cyrb53 (https://github.com/bryc/code, public domain) by words of four bytes, each mixed downwards too. */
function hashOf(bytes: Uint8Array): string {
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const whole = bytes.byteLength - (bytes.byteLength % 4)
  let low = 0xdeadbeef
  let high = 0x41c6ce57
  const mix = (value: number) => {
    low = Math.imul(low ^ value, 2654435761)
    low ^= low >>> 15
    high = Math.imul(high ^ value, 1597334677)
    high ^= high >>> 13
  }
  for (let at = 0; at < whole; at += 4) mix(words.getUint32(at, true))
  for (let at = whole; at < bytes.byteLength; at++) mix(words.getUint8(at))
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  return (4294967296 * (2097151 & high) + (low >>> 0)).toString(36)
}
