import sharp, { type Sharp } from 'sharp'
import { BrokenMediaError, OverloadedError, PlacardError, TooManyPixelsError, UnsupportedMediaError } from '../../core/errors.ts'
import { addExifRights } from '../../core/file-rights/jpeg-exif.ts'
import { addIim } from '../../core/file-rights/jpeg-iim.ts'
import type { Size } from '../../core/media.ts'
import { requireFewScans } from '../../core/pictures/jpeg-scans.ts'
import { requireSides } from '../../core/pictures/sides.ts'
import type { Original } from '../../ports/originals.ts'
import type { RenderPlan, Thumbnailer } from '../../ports/thumbnailer.ts'
import { drawStrip, type Pixels } from './strip.ts'

export interface SharpThumbnailerOptions {
  /** Width x height of an original; 50 million are about 200 MB as RGBA (I2). */
  readonly maxInputPixels: number
  /** Processing time of one step inside libvips; whole seconds, rounded up. */
  readonly timeoutMs: number
}

// I1 names JPEG, PNG, WebP and AVIF. TIFF and GIF stand here too, because the importer takes them (museums keep TIFF masters) and originals come
// from the owner's own folder, not from readers. SVG, PDF, MVG, raw loaders and all others stay blocked.
const LOADERS = ['Jpeg', 'Png', 'Webp', 'Heif', 'Tiff', 'Nsgif'].map((format) => `VipsForeignLoad${format}`)

/**
 * Thumbnails by libvips: oriented, in sRGB, in exactly the planned pixels, with the credit and nothing of the original's own metadata.
 *
 * Limits sharp for the whole process: no loader but the six of an import, one thread per render, no cache of operations.
 */
export function sharpThumbnailer(options: SharpThumbnailerOptions): Thumbnailer {
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: LOADERS })
  // Throughput is flat from two renders on, memory and tail grow with threads; results are never asked for twice (performance.md §4).
  sharp.concurrency(1)
  sharp.cache(false)
  return {
    async render(open, plan, signal) {
      signal?.throwIfAborted()
      requirePossible(plan)
      const input = await readWhole(await open())
      signal?.throwIfAborted()
      const timeLimit = AbortSignal.timeout(options.timeoutMs)
      const picture = await develop(input, plan, options).catch((error: unknown) => {
        throw timeLimit.aborted ? lateError() : aboutOriginal(error, input)
      })
      const pixels = plan.strip === undefined ? picture : await drawStrip(picture, plan.strip, options.timeoutMs)
      return await encode(pixels, plan, options).catch((error: unknown) => {
        throw timeLimit.aborted ? lateError() : error
      })
    },
  }
}

/**
 * Decodes, orients, converts and resizes. Only bare pixels leave, so nothing else of the file can reach the thumbnail (I5, I6): in one pipeline
 * sharp's `withExif` takes the original's embedded thumbnail along, even an uncropped one (measured, 0.35.5).
 */
async function develop(input: Uint8Array, plan: RenderPlan, { maxInputPixels, timeoutMs }: SharpThumbnailerOptions): Promise<Pixels> {
  const size = plan.strip?.picture ?? plan
  await checkHeader(input, size, maxInputPixels)
  const picture = sharp(input, {
    failOn: 'error',
    limitInputPixels: maxInputPixels,
    sequentialRead: true,
    unlimited: false,
    autoOrient: true,
  })
    .timeout({ seconds: Math.ceil(timeoutMs / 1000) })
    .resize(size.width, size.height, plan.fit === 'crop' ? { fit: 'cover', position: 'attention' } : { fit: 'fill' })
    .toColourspace('srgb')
  // JPEG knows no transparency; white is the page that cut-outs are made for.
  const { data, info } = await (plan.format === 'jpg' ? picture.flatten({ background: '#ffffff' }) : picture)
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height, channels: info.channels }
}

/** The limits, checked by hand before decoding (I2), so that the errors are ours and not texts of libvips. */
async function checkHeader(input: Uint8Array, plan: Size, maxInputPixels: number): Promise<void> {
  const { autoOrient: size } = await sharp(input, { failOn: 'error', limitInputPixels: false }).metadata()
  if (size.width * size.height > maxInputPixels) {
    throw new TooManyPixelsError(`Expected a picture of at most ${maxInputPixels} pixels but received ${size.width} x ${size.height}`)
  }
  requireSides(size)
  requireFewScans(input)
  if (size.width < plan.width || size.height < plan.height) {
    throw new BrokenMediaError(
      `Expected an original of at least ${plan.width} x ${plan.height} but received ${size.width} x ${size.height}`,
    )
  }
}

async function encode(
  { data, ...raw }: Pixels,
  { format, rights }: RenderPlan,
  { timeoutMs }: SharpThumbnailerOptions,
): Promise<Uint8Array> {
  const picture = sharp(data, { raw })
    .timeout({ seconds: Math.ceil(timeoutMs / 1000) })
    .withXmp(rights.xmp)
  const bytes = await inFormat(picture, format).toBuffer()
  return format === 'jpg' ? addIim(addExifRights(bytes, rights), rights.iim) : bytes
}

/** Settings of equal quality to JPEG q80, as cheap as possible on a miss (performance.md §4, "Formats x effort"). */
function inFormat(picture: Sharp, format: RenderPlan['format']): Sharp {
  switch (format) {
    case 'jpg':
      // Baseline: a progressive file costs whoever scales it down again five times the CPU. mozjpeg: 12 % fewer bytes for 6 x the CPU.
      return picture.jpeg({ quality: 80, progressive: false, mozjpeg: false })
    case 'webp':
      return picture.webp({ quality: 78, effort: 4 })
    case 'avif':
      // Effort 4, the default, takes 33 x the CPU of effort 0 for 20 % fewer bytes.
      return picture.avif({ quality: 64, effort: 0 })
    default:
      throw new RangeError(`Expected jpg, webp or avif for format but received ${format satisfies never}`)
  }
}

async function readWhole({ body, bytes }: Original): Promise<Uint8Array> {
  const whole = new Uint8Array(bytes)
  let length = 0
  for await (const chunk of body) {
    if (length + chunk.length > bytes) throw new BrokenMediaError(`Expected an original of ${bytes} bytes but received more`)
    whole.set(chunk, length)
    length += chunk.length
  }
  if (length < bytes) throw new BrokenMediaError(`Expected an original of ${bytes} bytes but received ${length}`)
  return whole
}

const MAX_XMP_BYTES = 65_000 // Of a JPEG segment; libvips would leave a longer packet out without a word.
const MAX_SIDE = 16_383 // libwebp's WEBP_MAX_DIMENSION; libvips writes AVIF up to one pixel more.

/** A plan that no encoder can fulfil is a fault of ours, and says nothing about the original. */
function requirePossible({ width, height, format, rights }: RenderPlan): void {
  const xmpBytes = Buffer.byteLength(rights.xmp)
  if (xmpBytes > MAX_XMP_BYTES) throw new RangeError(`Expected at most ${MAX_XMP_BYTES} bytes for rights.xmp but received ${xmpBytes}`)
  if (format === 'jpg' || Math.max(width, height) <= MAX_SIDE) return
  throw new RangeError(`Expected sides of at most ${MAX_SIDE} pixels for ${format} but received ${width} x ${height}`)
}

const RETRY_AFTER_SECONDS = 30 // The same picture will hardly be quicker at once.

function lateError(): OverloadedError {
  return new OverloadedError('Expected the render to end in time but it took too long', RETRY_AFTER_SECONDS)
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
