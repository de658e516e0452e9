import { parseUrl } from '../../core/text/parse-url.ts'

/** A request that is not made, for a reason that is no private address. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
const MAX_LOCATION = 2_000

/**
 * Where an answer leads; `undefined` where it leads nowhere. What stands there is judged like any other address.
 *
 * @throws {RefusedError} for what is no address, and where https would become http: what follows could be anybody's (S4).
 */
export function redirectTarget(from: URL, { status, location }: { status: number; location: string | undefined }): URL | undefined {
  if (!REDIRECTS.has(status) || location === undefined) return undefined
  const target = location.length > MAX_LOCATION ? undefined : parseUrl(location, from.href)
  if (target === undefined) throw new RefusedError('a redirect leads to no address')
  if (from.protocol === 'https:' && target.protocol === 'http:') throw new RefusedError(`${from.host} leads from https to http`)
  return target
}
