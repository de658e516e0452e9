import type { CarouselMedia, ImageVersion, ImageVersions, MediaObject, VideoVersions } from '../../wire/media-object.ts'
import { altTextOf, captionOf } from '../card/card-text.ts'
import { pictureAt } from '../card/carousel.ts'
import { attributionOf } from '../credit/attribution.ts'
import type { Credit } from '../credit/credit.ts'
import { creditFields } from '../credit/credit-fields.ts'
import type { MediaLinks } from '../identity/links.ts'
import type { Media, VideoFacts } from '../media.ts'
import { type RenditionWidth, renditionSize } from '../pictures/rendition.ts'
import { cleanText } from '../text/safe-text.ts'

/** Of a keyword or a place, in characters. */
const MAX_NAME = 200

/** The media as clients of the 2015 platform read it, with the credit they never got. */
export function buildMediaObject(media: Media, credit: Credit, links: MediaLinks): MediaObject {
  const { description } = media
  const caption = captionOf(media)
  const createdTime = unixSeconds(media.publishedAt)
  return {
    id: media.id.toString(),
    type: media.type,
    link: links.permalink,
    created_time: createdTime,
    user: userOf(credit),
    images: imagesOf(media, links),
    ...(media.video && { videos: videosOf(media.video, links) }),
    ...(media.items && { carousel_media: media.items.map((_, index) => carouselMedia(media, links, index + 1)) }),
    caption: caption === undefined ? null : { text: caption.text, created_time: createdTime },
    tags: description.keywords.map((keyword) => cleanText(keyword, MAX_NAME)).filter((keyword) => keyword !== ''),
    location: locationOf(media),
    credit: creditOf(media, credit),
    alt_text: altTextOf(media).text,
    shortcode: media.shortcode,
    revision: media.revision,
    status: 'live',
  }
}

function locationOf({ description }: Media): MediaObject['location'] {
  const name = cleanText(description.place ?? '', MAX_NAME)
  return name === '' ? null : { name }
}

/** The platform writes every time as a string of seconds. */
function unixSeconds(ms: number): string {
  return Math.floor(ms / 1000).toString()
}

function userOf({ author }: Credit): MediaObject['user'] {
  return { full_name: author?.name ?? 'Unknown creator', ...(author?.url !== undefined && { website: author.url }) }
}

function imagesOf(media: Media, links: MediaLinks, item = 1): ImageVersions {
  const version = (width: RenditionWidth): ImageVersion => {
    return { url: links.thumbnail({ width, format: 'jpg' }, item), ...renditionSize(media.original, width) }
  }
  return { thumbnail: version(150), low_resolution: version(320), standard_resolution: version(640) }
}

function videosOf({ width, height }: VideoFacts, { video }: MediaLinks): VideoVersions {
  const only = { url: video, width, height }
  return { low_resolution: only, standard_resolution: only, low_bandwidth: only }
}

function carouselMedia(media: Media, links: MediaLinks, item: number): CarouselMedia {
  const picture = pictureAt(media, item) ?? media
  return { type: 'image', images: imagesOf(picture, links, item), users_in_photo: [], alt_text: altTextOf(picture).text }
}

function creditOf({ description }: Media, credit: Credit): MediaObject['credit'] {
  const { creditLine, source, usageTerms } = credit
  return {
    title: credit.title.text,
    creators: attributionOf(description).creators,
    ...(creditLine !== undefined && { credit_line: creditLine }),
    ...(source !== undefined && { source }),
    ...(usageTerms !== undefined && { usage_terms: usageTerms }),
    ...creditFields(credit),
  }
}
