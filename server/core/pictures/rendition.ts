import type { Media, Size } from '../media.ts'
import { type Box, fitInside } from './fit.ts'

/** Widths in pixels; 150 is a square crop, the others keep the aspect. With `FORMATS` the closed set of renditions (I8). */
export const WIDTHS = [150, 320, 480, 640, 960, 1280, 1920] as const
export const FORMATS = ['jpg', 'webp', 'avif'] as const

export type RenditionWidth = (typeof WIDTHS)[number]
export type RenditionFormat = (typeof FORMATS)[number]

/** One width x format of a picture; nothing else can be asked for. */
export interface Rendition {
  readonly width: RenditionWidth
  readonly format: RenditionFormat
}

/** The width that stands for a square crop. */
export const SQUARE_WIDTH = 150 satisfies RenditionWidth

/** Taller pictures get narrower: the largest side that WebP can write (https://developers.google.com/speed/webp/faq). */
const MAX_RENDITION_HEIGHT = 16_383

/** Part of every cache key and validator: raise it when the same rendition would come out as other bytes. */
export const PIPELINE_VERSION = 3

export const MEDIA_TYPES = { jpg: 'image/jpeg', webp: 'image/webp', avif: 'image/avif' } as const satisfies Record<RenditionFormat, string>

/** True pixels of `width` for a picture of `size`: never enlarged, at most 16,383 high; a square of at most 150 for the crop. */
export function renditionSize(size: Size, width: RenditionWidth): Size {
  if (width !== SQUARE_WIDTH) return fitInside(size, { width, height: MAX_RENDITION_HEIGHT })
  const side = Math.min(SQUARE_WIDTH, size.width, size.height)
  return { width: side, height: side }
}

const UNCROPPED = WIDTHS.filter((width) => width !== SQUARE_WIDTH)

/** Widths worth offering for a picture, ascending, without the crop: each smaller than it, and the first that shows all of it. */
export function offeredWidths(size: Size): readonly RenditionWidth[] {
  const whole = UNCROPPED.findIndex((width) => width >= size.width)
  return whole < 0 ? UNCROPPED : UNCROPPED.slice(0, whole + 1)
}

/** A rendition with its true pixels. */
export interface SizedRendition {
  readonly rendition: Rendition
  readonly size: Size
}

/**
 * The largest JPEG rendition whose true pixels lie inside `box` on both sides; the square crop where nothing uncropped does.
 *
 * @param size Of the picture.
 * @param box  `Infinity` on a side that is open.
 * @returns    `undefined` if not even the crop fits.
 */
export function chooseRendition(size: Size, box: Box): SizedRendition | undefined {
  const fits = (width: RenditionWidth) => isInside(renditionSize(size, width), box)
  const width = offeredWidths(size).findLast(fits) ?? (fits(SQUARE_WIDTH) ? SQUARE_WIDTH : undefined)
  return width && { rendition: { width, format: 'jpg' }, size: renditionSize(size, width) }
}

function isInside({ width, height }: Size, box: Box): boolean {
  return width <= box.width && height <= box.height
}

/**
 * Where the rendition of this revision is kept in a cache: a relative path of safe characters.
 *
 * @param item  Which picture of a carousel, counted from 1; the first is the cover.
 */
export function renditionKey(media: Pick<Media, 'shortcode' | 'revision'>, rendition: Rendition, item = 1): string {
  return `p${PIPELINE_VERSION}/${media.shortcode}/${media.revision}/${item > 1 ? `${item}/` : ''}${rendition.width}.${rendition.format}`
}
