import { TooManyPixelsError } from '../errors.ts'
import type { Size } from '../media.ts'

/** As JPEG and GIF can have at most. */
const MAX_SIDE = 65_535

/**
 * Nothing, for a picture whose lines a decoder can hold: it keeps some hundreds of them, so that a PNG of 1,376,276 x 20 in a file of 2 kB takes
 * 900 MB (measured), which a limit of pixels does not see (I2).
 *
 * @throws {TooManyPixelsError} for longer sides.
 */
export function requireSides({ width, height }: Size): void {
  if (Math.max(width, height) <= MAX_SIDE) return
  throw new TooManyPixelsError(`Expected sides of at most ${MAX_SIDE} pixels but received ${width} x ${height}`)
}
