import type { OEmbedDocument, PhotoDocument } from '../../wire/oembed.ts'
import { altTextOf } from '../card/card-text.ts'
import { buildSnippet } from '../card/snippet.ts'
import type { Credit } from '../credit/credit.ts'
import { creditFields } from '../credit/credit-fields.ts'
import { isRestricted } from '../embedding/policy.ts'
import type { MediaLinks } from '../identity/links.ts'
import type { Media, Size } from '../media.ts'
import type { Box } from '../pictures/fit.ts'
import { chooseRendition } from '../pictures/rendition.ts'

/** Advice to consumers, an hour; they keep it as long as they like (WordPress a day). */
const CACHE_AGE_SECONDS = 3600
/** Width of a thumbnail whose consumer named no limit. */
const DEFAULT_THUMBNAIL_WIDTH = 640

export interface OEmbedParts {
  readonly media: Media
  readonly credit: Credit
  readonly links: MediaLinks
  readonly provider: { readonly name: string; readonly url: string }
  /** `maxwidth` and `maxheight`; `Infinity` on a side that is open. */
  readonly box: Box
  /**
   * `photo` and `video` only where the consumer asked for them: most drop the credit of a photo, and a video's html has no fallback beside its
   * frame. But `video` is the only type that Mastodon plays.
   */
  readonly type: 'rich' | 'photo' | 'video'
  readonly script: boolean
  readonly caption: boolean
  readonly baseUrl: string
  /** The picture with its credit below it, where one fits the box: what a photo is. */
  readonly credited?: CreditedPhoto
}

/** In true pixels (clause 21), with what it says to those who do not see it. */
export interface CreditedPhoto extends Size {
  readonly url: string
  readonly alt: string
}

type SharedFields = Omit<PhotoDocument, 'type' | 'url' | 'width' | 'height'>

/**
 * The oEmbed 1.0 answer about a media that is shown; fields without a value are absent. Where there is nothing of the type that was asked for,
 * it is `rich`; a photo has its credit in the picture; the photo of a carousel is its cover, of a video its poster.
 */
export function buildOEmbedDocument(parts: OEmbedParts): OEmbedDocument {
  const { media } = parts
  const photo = parts.type === 'photo' ? photoOf(parts) : undefined
  if (photo !== undefined) return photo
  if (parts.type === 'video' && media.type === 'video') {
    return { type: 'video', ...sharedFields(parts), ...buildSnippet({ ...parts, form: 'frame' }) }
  }
  const { html, width, height } = buildSnippet({ ...parts, form: parts.script ? 'full' : 'no-script' })
  return { type: 'rich', ...sharedFields(parts), width, height, html }
}

/**
 * Most consumers keep nothing of a photo but its image, so the image itself shows the credit. In a box that no strip
 * fits it is the bare picture: whoever asks for something so small shows a list and not a picture.
 */
function photoOf(parts: OEmbedParts): PhotoDocument | undefined {
  const { media, links, box, credited } = parts
  if (credited !== undefined) {
    const { alt, ...photo } = credited
    return { type: 'photo', ...sharedFields(parts), ...photo, alt_text: alt }
  }
  const bare = chooseRendition(media.original, box)
  return bare && { type: 'photo', ...sharedFields(parts), url: links.thumbnail(bare.rendition), ...bare.size }
}

function sharedFields(parts: OEmbedParts): SharedFields {
  const { media, credit, provider } = parts
  return {
    version: '1.0',
    title: credit.title.text,
    ...authorFields(credit),
    provider_name: provider.name,
    provider_url: provider.url,
    cache_age: CACHE_AGE_SECONDS,
    ...thumbnailFields(parts),
    ...creditFields(credit),
    alt_text: altTextOf(media).text,
    media_id: media.id.toString(),
    status: 'live',
  }
}

/** All three or none (clause 18). A consumer shows the thumbnail anywhere and for as long as it likes, which a restricted media must not be. */
function thumbnailFields({ media, links, box }: OEmbedParts): Pick<SharedFields, 'thumbnail_url' | 'thumbnail_width' | 'thumbnail_height'> {
  if (isRestricted(media)) return {}
  const width = Number.isFinite(box.width) ? box.width : DEFAULT_THUMBNAIL_WIDTH
  const chosen = chooseRendition(media.original, { width, height: box.height })
  if (chosen === undefined) return {}
  return { thumbnail_url: links.thumbnail(chosen.rendition), thumbnail_width: chosen.size.width, thumbnail_height: chosen.size.height }
}

function authorFields({ author }: Credit): Pick<SharedFields, 'author_name' | 'author_url'> {
  return author === undefined ? {} : { author_name: author.name, ...(author.url !== undefined && { author_url: author.url }) }
}
