import type { Size } from '../media.ts'

/** The largest size a consumer allows; `Infinity` on a side it left open. */
export interface Box {
  readonly width: number
  readonly height: number
}

/**
 * The largest size inside `box` that keeps the picture's aspect ratio, never enlarged.
 *
 * @param size   Whole pixels >= 1, after EXIF orientation is applied.
 * @param box    Pixels; `Infinity` on a side the consumer left open.
 * @returns      Whole pixels >= 1; the bound side is exact, the other one rounded to nearest and kept inside the box.
 * @throws       {RangeError} if a side of `size` is not a positive integer.
 * @see          https://oembed.com/#section2.2 (maxwidth, maxheight)
 */
export function fitInside(size: Size, box: Box): Size {
  if (!isPositiveInteger(size.width) || !isPositiveInteger(size.height)) {
    throw new RangeError(`Expected whole pixels >= 1 for size but received ${size.width} x ${size.height}`)
  }
  const scale = Math.min(1, box.width / size.width, box.height / size.height)
  return { width: scaleSide(size.width, scale, box.width), height: scaleSide(size.height, scale, box.height) }
}

function scaleSide(side: number, scale: number, limit: number): number {
  return Math.max(1, Math.min(Math.round(side * scale), Math.floor(limit)))
}

function isPositiveInteger(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1
}
