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
export const ALWAYS = { 'X-Content-Type-Options': 'nosniff' } as const

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

/** The `Vary` of what is the same for everyone, but for its coding (C1). */
export const BY_CODING = 'Accept-Encoding'

const ABOUT_THE_BODY = new Set(['content-type', 'content-length', 'content-disposition', 'accept-ranges', 'link'])

/** What a cache must update, and nothing that describes the body it keeps (RFC 9110 §15.4.5). */
export function headersOfNotModified(headers: HeaderSet): HeaderSet {
  const told: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) if (!ABOUT_THE_BODY.has(name.toLowerCase())) told[name] = value
  return told
}

/** One `Link` value; addresses that could end it early are left out. */
export function linkHeader(links: readonly { readonly href: string; readonly rel: string; readonly type?: string }[]): HeaderSet {
  const safe = links.filter(({ href }) => /^[\x21-\x7e]+$/.test(href) && !/[<>"\\]/.test(href))
  const values = safe.map(({ href, rel, type }) => `<${href}>; rel="${rel}"${type === undefined ? '' : `; type="${type}"`}`)
  return values.length === 0 ? {} : { Link: values.join(', ') }
}
