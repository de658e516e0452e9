import sharp, { type Sharp, type SharpOptions } from 'sharp'
import { BrokenMediaError, OverloadedError, PlacardError, TooManyPixelsError, UnsupportedMediaError } from '../../core/errors.ts'
import type { RenditionFormat } from '../../core/rendition.ts'
import type { Original } from '../../ports/originals.ts'
import type { EmbeddedRights, RenderPlan, Thumbnailer } from '../../ports/thumbnailer.ts'

export interface SharpThumbnailerOptions {
  /** Width x height of an original; 50 million are about 200 MB as RGBA (I2). */
  readonly maxInputPixels: number
  /** Processing time of one render inside libvips; whole seconds, rounded up. */
  readonly timeoutMs: number
}

// I1 names JPEG, PNG, WebP and AVIF. TIFF and GIF stand here too, because the importer takes them (museums keep TIFF masters) and originals come
// from the owner's own folder, not from readers. SVG, PDF, MVG, raw loaders and all others stay blocked.
const LOADERS = ['Jpeg', 'Png', 'Webp', 'Heif', 'Tiff', 'Nsgif'].map((format) => `VipsForeignLoad${format}`)

/**
 * Thumbnails by libvips: oriented, in sRGB, in exactly the planned pixels, with the credit and nothing else of the original's metadata.
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
      const input = await readWhole(await open())
      signal?.throwIfAborted()
      const timeLimit = AbortSignal.timeout(options.timeoutMs)
      try {
        return await renderBytes(input, plan, options)
      } catch (error) {
        throw translateError(error, input, timeLimit.aborted)
      }
    },
  }
}

async function renderBytes(
  input: Uint8Array,
  plan: RenderPlan,
  { maxInputPixels, timeoutMs }: SharpThumbnailerOptions,
): Promise<Uint8Array> {
  // The pixel limit is checked by hand below, so that its error is ours and not a text of libvips.
  const header: SharpOptions = { failOn: 'error', limitInputPixels: false }
  const { autoOrient: size } = await sharp(input, header).metadata()
  if (size.width * size.height > maxInputPixels) {
    throw new TooManyPixelsError(`Expected a picture of at most ${maxInputPixels} pixels but received ${size.width} x ${size.height}`)
  }
  if (size.width < plan.width || size.height < plan.height) {
    throw new BrokenMediaError(
      `Expected an original of at least ${plan.width} x ${plan.height} but received ${size.width} x ${size.height}`,
    )
  }
  const picture = sharp(input, {
    failOn: 'error',
    limitInputPixels: maxInputPixels,
    sequentialRead: true,
    unlimited: false,
    autoOrient: true,
  })
    .timeout({ seconds: Math.ceil(timeoutMs / 1000) })
    .resize(plan.width, plan.height, plan.fit === 'crop' ? { fit: 'cover', position: 'attention' } : { fit: 'fill' })
    .toColourspace('srgb')
  return encode(withRights(picture, plan.rights), plan.format).toBuffer()
}

/** Rebuilds metadata from the plan alone: the profile is applied and dropped (untagged means sRGB on the web), all else is left behind (I6). */
function withRights(picture: Sharp, { xmp, artist, copyright }: EmbeddedRights): Sharp {
  const IFD0 = { ...(artist ? { Artist: exifText(artist) } : {}), ...(copyright ? { Copyright: exifText(copyright) } : {}) }
  return (Object.keys(IFD0).length > 0 ? picture.withExif({ IFD0 }) : picture).withXmp(xmp)
}

function exifText(text: string): string {
  return text
}

/** Settings of equal quality to JPEG q80, as cheap as possible on a miss (performance.md §4, "Formats x effort"). */
function encode(picture: Sharp, format: RenditionFormat): Sharp {
  switch (format) {
    case 'jpg':
      // Baseline: a progressive file costs whoever scales it down again five times the CPU. mozjpeg: 12 % fewer bytes for 6 x the CPU.
      return picture.flatten({ background: '#ffffff' }).jpeg({ quality: 80, progressive: false, mozjpeg: false })
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

function translateError(error: unknown, input: Uint8Array, isLate: boolean): unknown {
  if (error instanceof PlacardError || error instanceof RangeError) return error
  if (isLate) return Object.assign(new OverloadedError('Expected the render to end in time but it took too long', 5), { cause: error })
  if (!hasKnownSignature(input))
    return new UnsupportedMediaError('Expected JPEG, PNG, WebP, AVIF, TIFF or GIF but received something else', { cause: error })
  return new BrokenMediaError('Expected a picture that can be decoded but its data is broken', { cause: error })
}

/** libvips tells "unknown format" from "broken" in words only; the first bytes tell it without. */
function hasKnownSignature(input: Uint8Array): boolean {
  const start = String.fromCharCode(...input.subarray(0, 64))
  const isAvif = start.startsWith('ftyp', 4) && /avi[fs]/.test(start) // HEIC has the same box without that brand.
  const isWebp = start.startsWith('RIFF') && start.startsWith('WEBP', 8)
  return (
    isAvif || isWebp || ['\xff\xd8\xff', '\x89PNG', 'II*\0', 'II+\0', 'MM\0*', 'MM\0+', 'GIF8'].some((magic) => start.startsWith(magic))
  )
}
