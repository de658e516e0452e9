import type { Credit } from './credit.ts'
import { sourceKindOf } from './digital-source-type.ts'
import { pickText } from './lang.ts'
import type { MediaLinks } from './links.ts'
import type { Creator, Media } from './media.ts'
import { offeredWidths, renditionSize } from './rendition.ts'
import { cleanParagraphs, cleanText } from './safe-text.ts'

/**
 * The media as a schema.org `ImageObject`, with all that an image search needs to show its licence and its credit.
 *
 * @returns A JSON value; write it with `jsonForScript`.
 * @see     `rights.md`, section 5; https://schema.org/ImageObject
 */
export function buildImageObject(media: Media, credit: Credit, links: MediaLinks): Record<string, unknown> {
  const { description } = media
  const caption = pickText(description.caption)
  const width = offeredWidths(media.original).at(-1) ?? 320
  const language = caption?.lang ?? credit.title.lang
  return withoutAbsent({
    '@context': 'https://schema.org',
    '@type': 'ImageObject',
    contentUrl: links.thumbnail({ width, format: 'jpg' }),
    url: links.permalink,
    embedUrl: links.captionedFrame,
    thumbnailUrl: links.thumbnail({ width: 320, format: 'jpg' }),
    ...renditionSize(media.original, width),
    encodingFormat: 'image/jpeg',
    name: credit.title.text,
    caption: nonEmpty(cleanParagraphs(caption?.text ?? '', 5000)),
    license: credit.licence?.url,
    acquireLicensePage: credit.acquireLicensePage,
    creditText: credit.creditLine ?? credit.creditText,
    creator: creatorsOf(credit.creators),
    copyrightNotice: credit.copyrightNotice,
    digitalSourceType: sourceKindOf(description.digitalSourceType)?.schemaOrg,
    dateCreated: description.createdDate,
    datePublished: isoTime(media.publishedAt),
    expires: media.notAfter === undefined ? undefined : isoTime(media.notAfter),
    keywords: keywordsOf(description.keywords),
    inLanguage: language,
  })
}

/** Whether a name is a person's cannot be told from the name; `Person` is what IPTC means by creator. */
function creatorsOf(creators: readonly Creator[]): unknown {
  const people = creators.map(({ name, url }) => withoutAbsent({ '@type': 'Person', name, url }))
  return people.length > 1 ? people : people[0]
}

function keywordsOf(keywords: readonly string[]): readonly string[] | undefined {
  const clean = keywords.map((keyword) => cleanText(keyword, 200)).filter((keyword) => keyword !== '')
  return clean.length === 0 ? undefined : clean
}

function isoTime(unixMs: number): string {
  return new Date(unixMs).toISOString()
}

function nonEmpty(text: string): string | undefined {
  return text === '' ? undefined : text
}

function withoutAbsent(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))
}
