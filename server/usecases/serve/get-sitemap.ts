import { sitemapEntry, sitemapIndex, sitemapPage } from '../../core/documents/sitemap.ts'
import { linksFor } from '../../core/identity/links.ts'
import { decodeShortcode, encodeShortcode } from '../../core/identity/shortcode.ts'
import type { Media, MediaId, Shortcode } from '../../core/media.ts'
import type { Markup } from '../../core/text/html.ts'
import type { Deps } from '../../ports/deps.ts'
import { walkMedia } from '../walk-media.ts'
import { lastChanges } from './last-changes.ts'

const MEDIA_PER_PAGE = 1000
/** No media is before it, so the first page begins with it for ever. */
const FIRST = encodeShortcode(1n as MediaId)

type SitemapDeps = Pick<Deps, 'catalogue' | 'clock' | 'config'>

/** The sitemap's index. A page begins with a media and goes on by age, so what is new makes the last page longer and moves no other. */
export async function getSitemapIndex({ catalogue, clock, config }: SitemapDeps): Promise<string> {
  const starts = await catalogue.listPageStarts({ visibility: 'public', liveAt: clock.now(), size: MEDIA_PER_PAGE })
  const codes = [FIRST, ...starts.slice(1).map(encodeShortcode)]
  return sitemapIndex(codes.map((code) => `${config.baseUrl}/sitemap.xml?from=${code}`))
}

/**
 * The page of the sitemap with at most 1,000 media that everyone may see, from this name on; the first one begins with the start page.
 *
 * Each look's media become text before the next: with all of them in memory, sixty readers at once took 600 MB.
 */
export async function getSitemapPage(deps: SitemapDeps, from: Shortcode): Promise<string> {
  const { clock, config } = deps
  const entries: Markup[] = []
  const after = (decodeShortcode(from) - 1n) as MediaId // Never one that exists need be named.
  for await (const media of walkMedia(deps, { visibility: 'public', liveAt: clock.now(), after })) {
    const changedAt = await lastChanges(deps, media)
    entries.push(...media.map((one, at) => entryOf(one, changedAt[at] ?? one.publishedAt)))
    if (entries.length >= MEDIA_PER_PAGE) break
  }
  return sitemapPage(from === FIRST ? [`${config.baseUrl}/`] : [], entries)

  function entryOf(media: Media, changedAt: number): Markup {
    return sitemapEntry({ media, links: linksFor(config.baseUrl, media), changedAt })
  }
}
