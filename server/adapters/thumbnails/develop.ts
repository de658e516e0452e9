import sharp, { type Sharp } from 'sharp'
import { BrokenMediaError, PlacardError, UnsupportedMediaError } from '../../core/errors.ts'
import type { Size } from '../../core/media.ts'
import { MAX_SCANS, requireFewScans } from '../../core/pictures/jpeg-scans.ts'
import { requireFewPixels } from '../../core/pictures/pixels.ts'
import { requireSides } from '../../core/pictures/sides.ts'
import { type Output, pictureSize } from './job.ts'
import type { Pixels } from './strip.ts'

export interface DecodeLimits {
  /** Width x height of an original (I2); of AVIF half as many. */
  readonly maxInputPixels: number
  /** Processing time of one step inside libvips; whole seconds, rounded up. */
  readonly timeoutMs: number
}

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

/**
 * Decodes, orients, converts and resizes. Only bare pixels leave, so nothing else of the file can reach the thumbnail (I5, I6): in one pipeline
 * sharp's `withExif` takes the original's embedded thumbnail along, even an uncropped one (measured, 0.35.5).
 */
export async function develop(input: Uint8Array, output: Output, { maxInputPixels, timeoutMs }: DecodeLimits): Promise<Pixels> {
  const picture = sharp(input, {
    failOn: 'error',
    limitInputPixels: maxInputPixels,
    sequentialRead: true,
    unlimited: false,
    autoOrient: true,
  })
  return pixelsOf(sized(picture, output, timeoutMs).toColourspace('srgb'), output).catch((error: unknown) => {
    throw aboutOriginal(error, input)
  })
}

/** The same of pixels that are there already; they themselves if nothing is to be done. */
export async function shrink(pixels: Pixels, output: Output, { timeoutMs }: DecodeLimits): Promise<Pixels> {
  const { data, ...raw } = pixels
  const { width, height } = pictureSize(output)
  const isOpaque = raw.channels % 2 === 1
  if (raw.width === width && raw.height === height && (isOpaque || output.format !== 'jpg')) return pixels
  return pixelsOf(sized(sharp(data, { raw }), output, timeoutMs), output)
}

function sized(picture: Sharp, output: Output, timeoutMs: number): Sharp {
  const { width, height } = pictureSize(output)
  return picture
    .timeout({ seconds: Math.ceil(timeoutMs / 1000) })
    .resize(width, height, output.fit === 'crop' ? { fit: 'cover', position: 'attention' } : { fit: 'fill' })
}

async function pixelsOf(picture: Sharp, { format }: Output): Promise<Pixels> {
  // JPEG knows no transparency; white is the page that cut-outs are made for.
  const { data, info } = await (format === 'jpg' ? picture.flatten({ background: '#ffffff' }) : picture)
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height, channels: info.channels }
}

function aboutOriginal(error: unknown, input: Uint8Array): unknown {
  if (error instanceof PlacardError) return error
  if (!hasKnownSignature(input)) {
    return new UnsupportedMediaError('Expected JPEG, PNG, WebP, AVIF, TIFF or GIF but received something else', { cause: error })
  }
  return new BrokenMediaError('Expected a picture that can be decoded but its data is broken', { cause: error })
}

const SIGNATURES = ['\xff\xd8\xff', '\x89PNG', 'II*\0', 'II+\0', 'MM\0*', 'MM\0+', 'GIF8']

/** libvips tells "unknown format" from "broken" in words only; the first bytes tell it without. */
function hasKnownSignature(input: Uint8Array): boolean {
  const start = String.fromCharCode(...input.subarray(0, 64))
  const isAvif = start.startsWith('ftyp', 4) && /avi[fs]/.test(start) // HEIC has the same box without that brand.
  const isWebp = start.startsWith('RIFF') && start.startsWith('WEBP', 8)
  return isAvif || isWebp || SIGNATURES.some((magic) => start.startsWith(magic))
}
