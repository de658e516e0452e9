import { buildFeed, type Feed } from '../../core/documents/feed.ts'
import { readerFor } from '../../core/words/reader.ts'
import type { Deps } from '../../ports/deps.ts'
import type { Lang } from '../../wire/words.ts'
import { lastChanges } from './last-changes.ts'
import { listMedia } from './list-media.ts'

const NEWEST = 50

/** The newest public media that may be shown now, told in the language that was asked for or the server's own. */
export async function getFeed(deps: Pick<Deps, 'catalogue' | 'clock' | 'config'>, lang?: Lang): Promise<Feed> {
  const { baseUrl, providerName, lang: home } = deps.config
  const list = await listMedia(deps, { limit: NEWEST, ...(lang !== undefined && { lang }) })
  const changed = await lastChanges(
    deps,
    list.shown.map(({ media }) => media),
  )
  const shown = list.shown.map((one, at) => ({ ...one, updatedAt: changed[at] ?? one.media.publishedAt }))
  return buildFeed({ shown, provider: { name: providerName, url: `${baseUrl}/` }, baseUrl, reader: readerFor(lang, home) })
}
