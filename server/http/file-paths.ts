import { STRIP_WIDTHS, type StripWidth } from '../core/credit/credit-strip.ts'
import { NotFoundError } from '../core/errors.ts'
import { parseShortcode } from '../core/identity/shortcode.ts'
import { FORMATS, type Rendition, WIDTHS } from '../core/pictures/rendition.ts'
import { parseLanguage } from '../core/video/web-vtt.ts'
import type { CreditedRequest, ThumbnailRequest } from '../usecases/serve/get-thumbnail.ts'
import type { VideoRequest } from '../usecases/serve/get-video.ts'

interface FilePath {
  readonly code: string
  readonly revision: string
  readonly file: string
}

const REVISION = /^[1-9]\d{0,8}$/
const ITEM = /^[1-9]\d?$/ // at most 20 (CAROUSEL_ITEMS), and always spelled the same

const RENDITIONS: ReadonlyMap<string, Rendition> = new Map(
  WIDTHS.flatMap((width) => FORMATS.map((format) => [`${width}.${format}`, { width, format }] as const)),
)

/**
 * The rendition that a path names, out of the closed set.
 *
 * @param params.item  Which picture of a carousel, counted from 1; the cover if the path names none.
 * @throws {NotFoundError} for anything else, before any work (I8).
 */
export function parseThumbnailPath({ code, revision, file, item }: FilePath & { readonly item?: string }): ThumbnailRequest {
  const rendition = RENDITIONS.get(file)
  if (rendition === undefined || !REVISION.test(revision) || (item !== undefined && !ITEM.test(item))) {
    throw new NotFoundError('Expected a rendition of the closed set')
  }
  return { shortcode: parseShortcode(code), revision: Number(revision), rendition, ...(item !== undefined && { item: Number(item) }) }
}

const STRIPS: ReadonlyMap<string, StripWidth> = new Map(STRIP_WIDTHS.map((width) => [`${width}.jpg`, width]))

/** The width of a picture with its credit that a path names, out of its own closed set. @throws {NotFoundError} for anything else (I8). */
export function parseCreditedPath({ code, revision, file }: FilePath): CreditedRequest {
  const strip = STRIPS.get(file)
  if (strip === undefined || !REVISION.test(revision)) throw new NotFoundError('Expected a credited rendition of the closed set')
  return { shortcode: parseShortcode(code), revision: Number(revision), strip }
}

/** The part of a video that a path names. @throws {NotFoundError} for what no video has, before any work (I8). */
export function parseVideoPath({ code, revision, file }: FilePath): VideoRequest {
  const [, lang = ''] = /^([A-Za-z0-9-]{2,30})\.vtt$/.exec(file) ?? []
  const isTrack = lang !== '' && parseLanguage(lang) === lang
  if (!REVISION.test(revision) || (file !== 'video.mp4' && !isTrack)) {
    throw new NotFoundError('Expected video.mp4 or captions of a language')
  }
  return { shortcode: parseShortcode(code), revision: Number(revision), part: isTrack ? { kind: 'track', lang } : { kind: 'film' } }
}
