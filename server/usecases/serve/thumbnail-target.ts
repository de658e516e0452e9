import { pictureAt } from '../../core/card/carousel.ts'
import { creditFor } from '../../core/credit/credit.ts'
import { creditStrip, type StripWidth } from '../../core/credit/credit-strip.ts'
import { NotFoundError } from '../../core/errors.ts'
import { buildRights, type EmbeddedRights } from '../../core/file-rights/rights-packet.ts'
import { linksFor, type MediaLinks } from '../../core/identity/links.ts'
import type { Media } from '../../core/media.ts'
import { MEDIA_TYPES, PIPELINE_VERSION, type Rendition, renditionKey, renditionSize, SQUARE_WIDTH } from '../../core/pictures/rendition.ts'
import type { Deps } from '../../ports/deps.ts'
import type { RenderPlan } from '../../ports/thumbnailer.ts'
import { present } from './get-media.ts'

/** One file that can be made of a media; nothing of it is decided or done before `plan` is called. */
export interface ThumbnailTarget {
  readonly media: Media
  readonly links: MediaLinks
  /** Its address among others of the media: plain, or granted. */
  addressIn(links: MediaLinks): string
  /** What tells its validator from those of other files of the media. */
  readonly name: readonly (string | number)[]
  /** Where it is kept in a cache. */
  readonly key: string
  readonly contentType: string
  /** @param id  Names it among concurrent renders. Its rights are put into words when they are first read: of many who wait, for one. */
  plan(id?: string): RenderPlan
}

type TargetConfig = Pick<Deps['config'], 'baseUrl' | 'lang' | 'dataMining' | 'embedding'>

/** A rendition of the closed set. @throws {NotFoundError} if the media has no such picture, before any work (I8). */
export function bareTarget(
  found: Media,
  { rendition, item }: { readonly rendition: Rendition; readonly item?: number },
  { baseUrl }: TargetConfig,
): ThumbnailTarget {
  const media = requirePicture(found, item)
  const links = linksFor(baseUrl, media)
  const { width, format } = rendition
  return {
    media,
    links,
    addressIn: (addresses) => addresses.thumbnail(rendition, item),
    name: [...(item === undefined ? [] : [item]), `${width}.${format}`],
    key: renditionKey(media, rendition, item),
    contentType: MEDIA_TYPES[format],
    plan: (id = '') => ({
      ...renditionSize(media.original, width),
      fit: width === SQUARE_WIDTH ? 'crop' : 'whole',
      format,
      get rights() {
        return rightsOf(media, links)
      },
      original: media.original,
      id,
    }),
  }
}

/** The cover above its credit, which is told in the server's own language: a bare image has one address, and nobody to ask for another. */
export function creditedTarget(media: Media, { strip: width }: { readonly strip: StripWidth }, config: TargetConfig): ThumbnailTarget {
  const links = linksFor(config.baseUrl, media)
  const { shortcode, revision } = media
  return {
    media,
    links,
    addressIn: (addresses) => addresses.credited(width),
    name: ['credit', width, config.lang],
    key: `p${PIPELINE_VERSION}/${shortcode}/${revision}/credit-${config.lang}/${width}.jpg`,
    contentType: MEDIA_TYPES.jpg,
    plan: (id = '') => {
      const strip = creditStrip(media, { credit: present(media, config).credit, permalink: links.permalink, width })
      return {
        width: strip.width,
        height: strip.height,
        fit: 'whole',
        format: 'jpg',
        get rights() {
          return rightsOf(media, links)
        },
        strip,
        original: media.original,
        id,
      }
    },
  }
}

/** The first picture of a carousel is its cover. */
function requirePicture(media: Media, item: number | undefined): Media {
  const picture = item === undefined ? media : pictureAt(media, item)
  if (picture === undefined) throw new NotFoundError('Expected the number of a picture of this media')
  return item === 1 ? media : picture
}

function rightsOf(media: Media, { permalink }: MediaLinks): EmbeddedRights {
  return buildRights(media, creditFor(media, permalink), permalink)
}
