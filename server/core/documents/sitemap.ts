import { pictureAt } from '../card/carousel.ts'
import type { MediaLinks } from '../identity/links.ts'
import type { Media } from '../media.ts'
import { offeredWidths } from '../pictures/rendition.ts'
import { html, type Markup } from '../text/html.ts'

const XMLNS = 'http://www.sitemaps.org/schemas/sitemap/0.9'

/**
 * The list of all pages of the sitemap.
 *
 * @param addresses  Absolute; 1 to 50,000.
 * @see   https://www.sitemaps.org/protocol.html#index
 */
export function sitemapIndex(addresses: readonly string[]): string {
  return html`<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="${XMLNS}">
${addresses.map((address) => html`<sitemap><loc>${address}</loc></sitemap>\n`)}</sitemapindex>
`.toString()
}

export interface SitemapEntry {
  readonly media: Media
  readonly links: MediaLinks
  /** Unix milliseconds. */
  readonly changedAt: number
}

/**
 * One page of the sitemap.
 *
 * @param pages    Other pages of this server, absolute.
 * @param entries  As `sitemapEntry` makes them; at most 50,000 together with `pages`.
 * @see   https://www.sitemaps.org/protocol.html; https://developers.google.com/search/docs/crawling-indexing/sitemaps/image-sitemaps
 */
export function sitemapPage(pages: readonly string[], entries: readonly Markup[]): string {
  return html`<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="${XMLNS}" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
${pages.map((address) => html`<url><loc>${address}</loc></url>\n`)}${entries}</urlset>
`.toString()
}

/** One media on a page of the sitemap: its permalink, and where its pictures are. */
export function sitemapEntry({ media, links, changedAt }: SitemapEntry): Markup {
  const pictures = media.items?.map((_, index) => index + 1) ?? [1]
  return html`<url><loc>${links.permalink}</loc><lastmod>${new Date(changedAt).toISOString()}</lastmod>${pictures.map((item) => imageMarkup(media, links, item))}</url>\n`
}

/** The picture under the address that structured data gives it. */
function imageMarkup(media: Media, links: MediaLinks, item: number): Markup {
  const { original } = pictureAt(media, item) ?? media
  const width = offeredWidths(original).at(-1) ?? 320
  return html`<image:image><image:loc>${links.thumbnail({ width, format: 'jpg' }, item)}</image:loc></image:image>`
}
