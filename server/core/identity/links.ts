import type { StripWidth } from '../credit/credit-strip.ts'
import { type Grant, grantQuery } from '../embedding/grant.ts'
import type { Media } from '../media.ts'
import type { Rendition } from '../pictures/rendition.ts'

/** Every public address of one media, absolute. All are permanent, but for the end that a grant puts to those of files. */
export interface MediaLinks {
  readonly permalink: string
  readonly frame: string
  readonly captionedFrame: string
  /** A page that holds just an embed of it. */
  readonly preview: string
  readonly oembedJson: string
  readonly oembedXml: string
  /** Of the cover; or of a picture of a carousel, counted from 1, of which the first is the cover and has its address. */
  thumbnail(rendition: Rendition, item?: number): string
  /** The cover with its credit below it, for places that take a bare image. */
  credited(width: StripWidth): string
  /** There is something only if the media is a video; so for a track of a language that it has. */
  readonly video: string
  track(lang: string): string
}

/**
 * The addresses of a media.
 *
 * @param baseUrl From the configuration, without a trailing slash; never from a request (O1).
 * @param grant   What opens the files of a restricted media; without it their plain addresses.
 */
export function linksFor(baseUrl: string, media: Pick<Media, 'shortcode' | 'revision'>, grant?: Grant): MediaLinks {
  const permalink = `${baseUrl}/p/${media.shortcode}/`
  const path = `${media.shortcode}/${media.revision}`
  const end = grant === undefined ? '' : grantQuery(grant)
  const oembed = (format: 'json' | 'xml') => `${baseUrl}/oembed?url=${encodeURIComponent(permalink)}&format=${format}`
  return {
    permalink,
    frame: `${permalink}embed/`,
    captionedFrame: `${permalink}embed/captioned/`,
    preview: `${permalink}preview/`,
    get oembedJson() {
      return oembed('json')
    },
    get oembedXml() {
      return oembed('xml')
    },
    thumbnail: ({ width, format }, item = 1) => `${baseUrl}/t/${path}${item > 1 ? `/${item}` : ''}/${width}.${format}${end}`,
    credited: (width) => `${baseUrl}/t/${path}/credit/${width}.jpg${end}`,
    video: `${baseUrl}/v/${path}/video.mp4${end}`,
    track: (lang) => `${baseUrl}/v/${path}/${lang}.vtt${end}`,
  }
}
