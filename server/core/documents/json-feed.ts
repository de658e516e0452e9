import { creditFields } from '../credit/credit-fields.ts'
import { stripAlt } from '../credit/credit-strip.ts'
import type { Enclosure, Feed, FeedEntry } from './feed.ts'

/**
 * The feed as JSON Feed 1.1; what it has no words for stands in `_placard`, spelled as oEmbed answers spell it.
 *
 * @param address  Where this document is found.
 * @see   https://www.jsonfeed.org/version/1.1/
 */
export function jsonFeed({ title, description, lang, homePage, provider, entries }: Feed, address: string): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title,
    description,
    home_page_url: homePage,
    feed_url: address,
    language: lang,
    authors: [provider],
    items: entries.map(itemOf),
  })
}

function itemOf(entry: FeedEntry): Record<string, unknown> {
  const { url, title, titleLang, authors, publishedAt, updatedAt, summary, image, tags, enclosures, credit, alt, mediaId } = entry
  return {
    id: url,
    url,
    title,
    ...(titleLang !== undefined && { language: titleLang }),
    content_html: entry.html,
    summary,
    ...(image !== undefined && { image }),
    date_published: new Date(publishedAt).toISOString(),
    date_modified: new Date(updatedAt).toISOString(),
    authors: authors.map(({ name, url: page }) => ({ name, ...(page !== undefined && { url: page }) })),
    ...(tags.length > 0 && { tags }),
    attachments: enclosures.map(attachmentOf),
    _placard: {
      media_id: mediaId,
      ...creditFields(credit),
      alt_text: alt,
      ...(image !== undefined && { image_alt_text: stripAlt(alt, credit) }),
    },
  }
}

function attachmentOf({ url, type, bytes, durationMs }: Enclosure): Record<string, unknown> {
  return {
    url,
    mime_type: type,
    ...(bytes !== undefined && { size_in_bytes: bytes }),
    ...(durationMs !== undefined && { duration_in_seconds: durationMs / 1000 }),
  }
}
