import type { Deps } from '../../ports/deps.ts'
import { getSitemapIndex, getSitemapPage } from '../../usecases/serve/get-sitemap.ts'
import type { Answer } from '../app-env.ts'
import { CACHE, TEXT_HEADERS, XML_HEADERS } from '../headers.ts'
import { parseShortcodeOf } from '../params.ts'
import { sendText } from '../respond.ts'
import type { SiteContext } from '../site.ts'

const HEADERS = { ...XML_HEADERS, 'Content-Type': 'application/xml; charset=utf-8', 'Cache-Control': CACHE.document } as const

/** `GET /sitemap.xml`: the index; with `from=`, the page that begins there. In the root, since a sitemap speaks only of what is below it. */
export function handleSitemap(deps: Pick<Deps, 'catalogue' | 'clock' | 'config'>): Answer {
  return async (c) => {
    const from = parseShortcodeOf(c.req.queries(), 'from')
    return sendText(c, await (from === undefined ? getSitemapIndex(deps) : getSitemapPage(deps, from)), HEADERS)
  }
}

/** `GET /robots.txt`: pictures and pages may be indexed, with their credit, and where they are all named. */
export function handleRobots({ baseUrl }: SiteContext): Answer {
  const robots = `User-agent: *\nDisallow: /v1/\nDisallow: /ready\n\nSitemap: ${baseUrl}/sitemap.xml\n`
  return (c) => sendText(c, robots, { ...TEXT_HEADERS, 'Cache-Control': CACHE.file })
}
