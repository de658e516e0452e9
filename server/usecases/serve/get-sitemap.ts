import { type SitemapEntry, sitemapIndex, sitemapPage } from '../../core/documents/sitemap.ts'
import { linksFor } from '../../core/identity/links.ts'
import { decodeShortcode, encodeShortcode } from '../../core/identity/shortcode.ts'
import type { Media, MediaId, Shortcode } from '../../core/media.ts'
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

/** The page of the sitemap with at most 1,000 media that everyone may see, from this name on; the first one begins with the start page. */
export async function getSitemapPage(deps: SitemapDeps, from: Shortcode): Promise<string> {
  const media = await listFrom(deps, decodeShortcode(from))
  const changedAt = await lastChanges(deps, media)
  const { baseUrl } = deps.config
  const entries: readonly SitemapEntry[] = media.map((one, at) => ({
    media: one,
    links: linksFor(baseUrl, one),
    changedAt: changedAt[at] ?? one.publishedAt,
  }))
  return sitemapPage(from === FIRST ? [`${baseUrl}/`] : [], entries)
}

async function listFrom(deps: SitemapDeps, from: MediaId): Promise<readonly Media[]> {
  const found: Media[] = []
  const after = (from - 1n) as MediaId // Never one that exists need be named.
  for await (const page of walkMedia(deps, { visibility: 'public', liveAt: deps.clock.now(), after })) {
    found.push(...page)
    if (found.length >= MEDIA_PER_PAGE) break
  }
  return found
}
