import { TooManyPixelsError } from '../errors.ts'
import type { Size } from '../media.ts'
import { millions } from '../text/millions.ts'

export interface PixelLimit {
  /** Width x height; 50 million are about 200 MB as RGBA (I2). */
  readonly maxPixels: number
  readonly isAvif: boolean
}

/** Its decoder holds 18 bytes of each pixel, 862 MB for 49 million (measured); those of all other formats 8 at most, or only some lines. */
const SHARE_OF_AVIF = 0.5

/** Nothing, for a picture that can be decoded in the memory that is meant for one. @throws {TooManyPixelsError} for a larger one. */
export function requireFewPixels({ width, height }: Size, { maxPixels, isAvif }: PixelLimit): void {
  const most = isAvif ? maxPixels * SHARE_OF_AVIF : maxPixels
  if (width * height <= most) return
  throw new TooManyPixelsError(
    `Expected ${isAvif ? 'AVIF of ' : ''}at most ${millions(most)} megapixels but received ${millions(width * height)} (${width} x ${height})`,
  )
}
