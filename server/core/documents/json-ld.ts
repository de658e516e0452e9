import { pictureAt } from '../card/carousel.ts'
import { isoDuration } from '../card/extent.ts'
import type { Credit } from '../credit/credit.ts'
import { sourceKindOf } from '../credit/digital-source-type.ts'
import type { GoneReason } from '../errors.ts'
import type { MediaLinks } from '../identity/links.ts'
import type { Creator, Media, VideoFacts } from '../media.ts'
import { offeredWidths, renditionSize } from '../pictures/rendition.ts'
import { pickText } from '../text/lang.ts'
import { cleanParagraphs, cleanText } from '../text/safe-text.ts'
import { goneSince } from './failure-fields.ts'

/**
 * The media as schema.org knows it, with all that a search needs to show its licence and its credit: an `ImageObject`, one with the pictures of
 * a carousel as its parts, or a `VideoObject`.
 *
 * @returns A JSON value; write it with `jsonForScript`.
 * @see     https://developers.google.com/search/docs/appearance/structured-data/image-license-metadata,
 *          https://schema.org/ImageObject, https://schema.org/VideoObject
 */
export function buildJsonLd(media: Media, credit: Credit, links: MediaLinks): Record<string, unknown> {
  const content = media.video === undefined ? imageFields(media, links) : videoFields(media, media.video, { credit, links })
  return { '@context': 'https://schema.org', ...content, ...workFields(media, credit, links), ...partsOf(media, credit, links) }
}

const GONE_STATUS = { withdrawn: 'Withdrawn', expired: 'Expired', embargoed: 'Embargoed', disputed: 'Disputed' } as const satisfies Record<
  GoneReason,
  string
>

/** What is left of a media that may not be shown: what it is called, whose it is, and that it is gone. No address of any picture. */
export function buildTombstoneJsonLd(
  media: Media,
  reason: GoneReason,
  { credit, links }: { credit: Credit; links: MediaLinks },
): Record<string, unknown> {
  const since = goneSince(media, reason)
  return withoutAbsent({
    '@context': 'https://schema.org',
    '@type': media.video === undefined ? 'ImageObject' : 'VideoObject',
    url: links.permalink,
    name: credit.title.text,
    ...rightsFields(credit),
    dateCreated: media.description.createdDate,
    datePublished: isoTime(media.publishedAt),
    creativeWorkStatus: GONE_STATUS[reason],
    expires: since === undefined ? undefined : isoTime(since),
  })
}

function imageFields(media: Media, links: MediaLinks, item = 1): Record<string, unknown> {
  const width = offeredWidths(media.original).at(-1) ?? 320
  return withoutAbsent({
    '@type': 'ImageObject',
    contentUrl: links.thumbnail({ width, format: 'jpg' }, item),
    thumbnailUrl: links.thumbnail({ width: 320, format: 'jpg' }, item),
    ...renditionSize(media.original, width),
    encodingFormat: 'image/jpeg',
    caption: captionText(media),
  })
}

/** What a video search asks for (https://developers.google.com/search/docs/appearance/structured-data/video). */
function videoFields(media: Media, video: VideoFacts, { credit, links }: { credit: Credit; links: MediaLinks }): Record<string, unknown> {
  const width = offeredWidths(media.original).at(-1) ?? 320
  return {
    '@type': 'VideoObject',
    contentUrl: links.video,
    thumbnailUrl: links.thumbnail({ width, format: 'jpg' }),
    width: video.width,
    height: video.height,
    encodingFormat: video.type,
    duration: isoDuration(video.durationMs),
    uploadDate: isoTime(media.publishedAt),
    description: captionText(media) ?? credit.shortText,
  }
}

function partsOf(media: Media, credit: Credit, links: MediaLinks): Record<string, unknown> {
  if (media.items === undefined) return {}
  const parts = media.items.map((_, index) => {
    const picture = pictureAt(media, index + 1) ?? media
    return { ...imageFields(picture, links, index + 1), ...rightsFields(credit) }
  })
  return { hasPart: parts }
}

/** What holds for a work of any kind. */
function workFields(media: Media, credit: Credit, links: MediaLinks): Record<string, unknown> {
  const { description } = media
  return withoutAbsent({
    url: links.permalink,
    embedUrl: links.captionedFrame,
    name: credit.title.text,
    ...rightsFields(credit),
    digitalSourceType: sourceKindOf(description.digitalSourceType)?.schemaOrg,
    dateCreated: description.createdDate,
    datePublished: isoTime(media.publishedAt),
    dateModified: media.correctedAt === undefined ? undefined : isoTime(media.correctedAt),
    expires: media.notAfter === undefined ? undefined : isoTime(media.notAfter),
    keywords: keywordsOf(description.keywords),
    inLanguage: pickText(description.caption)?.lang ?? credit.title.lang,
  })
}

/** Each part has its own: a search shows a picture without the work that it belongs to. */
function rightsFields(credit: Credit): Record<string, unknown> {
  return withoutAbsent({
    license: credit.licence?.url,
    acquireLicensePage: credit.acquireLicensePage,
    creditText: credit.creditLine ?? credit.creditText,
    creator: creatorsOf(credit.creators),
    copyrightNotice: credit.copyrightNotice,
  })
}

function captionText({ description }: Media): string | undefined {
  return nonEmpty(cleanParagraphs(pickText(description.caption)?.text ?? '', 5000))
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
