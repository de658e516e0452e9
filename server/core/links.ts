import type { Media } from './media.ts'
import type { Rendition } from './rendition.ts'

/** Every public address of one media, absolute. All are permanent (DESIGN.md, section 2). */
export interface MediaLinks {
  readonly permalink: string
  readonly frame: string
  readonly captionedFrame: string
  readonly oembedJson: string
  readonly oembedXml: string
  thumbnail(rendition: Rendition): string
}

/**
 * The addresses of a media.
 *
 * @param baseUrl From the configuration, without a trailing slash; never from a request (O1).
 */
export function linksFor(baseUrl: string, media: Pick<Media, 'shortcode' | 'revision'>): MediaLinks {
  const permalink = `${baseUrl}/p/${media.shortcode}/`
  const oembed = `${baseUrl}/oembed?url=${encodeURIComponent(permalink)}`
  return {
    permalink,
    frame: `${permalink}embed/`,
    captionedFrame: `${permalink}embed/captioned/`,
    oembedJson: `${oembed}&format=json`,
    oembedXml: `${oembed}&format=xml`,
    thumbnail: ({ width, format }) => `${baseUrl}/t/${media.shortcode}/${media.revision}/${width}.${format}`,
  }
}
