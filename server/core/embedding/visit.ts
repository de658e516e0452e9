import { parseUrl } from '../text/parse-url.ts'

/** What a request says of where it comes from, each as it came. Browsers let no page set these; a program may send anything. */
export interface Visit {
  readonly origin: string | undefined
  readonly referer: string | undefined
  readonly fetchSite: string | undefined
  readonly fetchDest: string | undefined
  readonly userAgent: string | undefined
}

/**
 * The origin of the page whose script asks, or `undefined` where nobody says.
 *
 * @param baseUrl  Browsers send no `Origin` with what a page of our own reads from us.
 */
export function askingOrigin({ origin, referer, fetchSite }: Visit, baseUrl: string): string | undefined {
  const own = new URL(baseUrl).origin
  if (origin !== undefined) return origin
  return fetchSite === 'same-origin' || originOf(referer) === own ? own : undefined
}

/**
 * Whether nothing in the request speaks against its coming from a page of `granted`.
 *
 * A browser names the page in `Origin`, in `Referer` or, if the page says so, in neither. Our own frame stands in a sandbox: its origin is
 * opaque, which is `null` and no referrer.
 */
export function mayComeFrom({ origin, referer }: Visit, granted: string, baseUrl: string): boolean {
  const isOwn = granted === new URL(baseUrl).origin
  if (origin !== undefined && origin !== granted && !(isOwn && origin === 'null')) return false
  return referer === undefined || originOf(referer) === granted
}

/** Whether the browser itself says that a page of `granted` asks; `mayComeFrom` that nothing speaks against it. */
export function comesFrom({ origin, referer }: Visit, granted: string): boolean {
  return origin === granted || originOf(referer) === granted
}

/** `undefined` where there is none; `null` where it cannot be read, which is nobody's. */
export function originOf(referer: string | undefined): string | undefined {
  if (referer === undefined || referer === '') return undefined
  return parseUrl(referer)?.origin ?? 'null'
}

/**
 * Whether a user agent calls itself by one of these product tokens (RFC 9110 §10.1.5), in whatever case and version.
 * Anyone may call themselves so.
 */
export function isCrawler(userAgent: string | undefined, tokens: readonly string[]): boolean {
  if (userAgent === undefined || tokens.length === 0) return false
  const named = userAgent
    .toLowerCase()
    .split(/[\s();,]+/)
    .map((product) => product.replace(/\/.*$/, ''))
  return tokens.some((token) => named.includes(token.toLowerCase()))
}
