import sharp from 'sharp'
import { BrokenMediaError, PlacardError, UnsupportedMediaError } from '../../../core/errors.ts'
import type { Size } from '../../../core/media.ts'
import { MAX_SCANS, requireFewScans } from '../../../core/pictures/jpeg-scans.ts'
import { sniffPicture } from '../../../core/pictures/picture-kind.ts'
import { requireFewPixels } from '../../../core/pictures/pixels.ts'
import { requireSides } from '../../../core/pictures/sides.ts'

/**
 * The true size of a picture, upright, within the limits; checked by hand before anything is decoded (I2), so that errors are ours and not texts
 * of libvips.
 *
 * @throws {BrokenMediaError | TooManyPixelsError | UnsupportedMediaError}
 */
export async function readSize(input: Uint8Array, maxInputPixels: number): Promise<Size> {
  try {
    const { autoOrient: size, format } = await sharp(input, { failOn: 'error', limitInputPixels: false }).metadata()
    requireFewPixels(size, { maxPixels: maxInputPixels, isAvif: format === 'heif' })
    requireSides(size)
    if (mayHaveManyScans(input)) requireFewScans(input)
    return size
  } catch (error) {
    throw aboutOriginal(error, input)
  }
}

const START_OF_SCAN = Buffer.from([0xff, 0xda])

/** Counts what may begin a scan, wherever it stands, which takes no JavaScript: to walk from marker to marker takes 10 ms without a compiler. */
function mayHaveManyScans(input: Uint8Array): boolean {
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength)
  let count = 0
  for (let at = bytes.indexOf(START_OF_SCAN); at >= 0 && count <= MAX_SCANS; at = bytes.indexOf(START_OF_SCAN, at + 2)) count += 1
  return count > MAX_SCANS
}

/** @throws {BrokenMediaError} for an output that is larger than the picture. */
export function requireLarge(size: Size, wanted: Size): void {
  if (size.width >= wanted.width && size.height >= wanted.height) return
  throw new BrokenMediaError(
    `Expected an original of at least ${wanted.width} x ${wanted.height} but received ${size.width} x ${size.height}`,
  )
}

/** What a failure says of the original: libvips tells "unknown format" from "broken" in words only, the first bytes tell it without. */
export function aboutOriginal(cause: unknown, input: Uint8Array): unknown {
  if (cause instanceof PlacardError) return cause
  return sniffPicture(input)?.supported
    ? new BrokenMediaError('Expected a picture that can be decoded but its data is broken', { cause })
    : new UnsupportedMediaError('Expected JPEG, PNG, WebP, AVIF, TIFF or GIF but received something else', { cause })
}
