import type { FileVisit } from '../usecases/serve/check-access.ts'
import type { AppContext } from './app-env.ts'

/** What a request says of where it comes from; its query raw, since a grant has one spelling only. */
export function visitOf(c: AppContext): FileVisit {
  const { url } = c.req
  const at = url.indexOf('?')
  return {
    query: at === -1 ? '' : url.slice(at),
    origin: c.req.header('origin'),
    referer: c.req.header('referer'),
    fetchSite: c.req.header('sec-fetch-site'),
    fetchDest: c.req.header('sec-fetch-dest'),
    userAgent: c.req.header('user-agent'),
  }
}
