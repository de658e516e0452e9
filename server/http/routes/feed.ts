import { atomFeed } from '../../core/documents/atom-feed.ts'
import { jsonFeed } from '../../core/documents/json-feed.ts'
import { inLanguage } from '../../core/text/in-language.ts'
import type { Deps } from '../../ports/deps.ts'
import { getFeed } from '../../usecases/serve/get-feed.ts'
import type { Answer } from '../app-env.ts'
import { CACHE, JSON_HEADERS, XML_HEADERS } from '../headers.ts'
import { parseLang } from '../params.ts'
import { sendText } from '../respond.ts'
import type { SiteContext } from '../site.ts'

const FORMS = {
  atom: { path: '/feed.atom', write: atomFeed, headers: { ...XML_HEADERS, 'Content-Type': 'application/atom+xml; charset=utf-8' } },
  json: { path: '/feed.json', write: jsonFeed, headers: { ...JSON_HEADERS, 'Content-Type': 'application/feed+json; charset=utf-8' } },
} as const

/** `GET /feed.atom` and `GET /feed.json`: the newest pictures, each with its credit. */
export function handleFeed(deps: Pick<Deps, 'catalogue' | 'clock' | 'config'>, site: SiteContext, form: keyof typeof FORMS): Answer {
  const { path, write, headers } = FORMS[form]
  return async (c) => {
    const lang = parseLang(c.req.queries())
    const document = write(await getFeed(deps, lang), inLanguage(`${site.baseUrl}${path}`, lang))
    return sendText(c, document, { ...headers, ...site.generalMining, 'Cache-Control': CACHE.document })
  }
}
