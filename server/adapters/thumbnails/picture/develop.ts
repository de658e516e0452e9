import sharp, { type Sharp } from 'sharp'
import { type Output, pictureSize } from '../job.ts'
import { aboutOriginal } from './header.ts'
import type { Pixels } from './pixels.ts'

export interface DecodeLimits {
  /** Width x height of an original (I2); of AVIF half as many. */
  readonly maxInputPixels: number
  /** Processing time of one step inside libvips; whole seconds, rounded up. */
  readonly timeoutMs: number
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
