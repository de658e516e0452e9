import { BrokenMediaError, PlacardError, TooManyPixelsError, UnavailableError, UnsupportedMediaError } from '../../core/errors.ts'
import { addAvifXmp } from '../../core/file-rights/avif-xmp.ts'
import { addExifRights } from '../../core/file-rights/jpeg-exif.ts'
import { addIim } from '../../core/file-rights/jpeg-iim.ts'
import { addJpegXmp } from '../../core/file-rights/jpeg-xmp.ts'
import { addWebpXmp } from '../../core/file-rights/webp-xmp.ts'
import { requireFewScans } from '../../core/pictures/jpeg-scans.ts'
import { sniffPicture } from '../../core/pictures/picture-kind.ts'
import type { RenderPlan, Thumbnailer } from '../../ports/thumbnailer.ts'

/** What we call of an Images binding (https://developers.cloudflare.com/images/transform-images/bindings/). */
export interface ImagesBinding {
  input(image: ReadableStream<Uint8Array>): ImagesTransformer
  info(image: ReadableStream<Uint8Array>): Promise<{ readonly width?: number; readonly height?: number }>
}

interface ImagesTransformer {
  transform(options: {
    readonly width: number
    readonly height: number
    readonly fit: 'cover'
    readonly background?: string
  }): ImagesTransformer
  output(options: {
    readonly format: 'image/jpeg' | 'image/webp' | 'image/avif'
    readonly quality: number
  }): Promise<{ response(): Response }>
}

export interface ImagesOptions {
  /** Width x height of an original. */
  readonly maxInputPixels: number
}

/** Settings of equal quality, as near to those of sharp as the service lets them be. */
const OUTPUTS = {
  jpg: { format: 'image/jpeg', quality: 80 },
  webp: { format: 'image/webp', quality: 78 },
  avif: { format: 'image/avif', quality: 64 },
} as const

/**
 * Thumbnails by Cloudflare Images, which removes all metadata; the credit is written into its output here, as sharp's pipeline does.
 *
 * It draws no text, so a picture above its credit has to be made elsewhere and pushed.
 */
export function imagesThumbnailer(images: ImagesBinding, { maxInputPixels }: ImagesOptions): Thumbnailer {
  return {
    async render(open, plan, signal) {
      signal?.throwIfAborted()
      if (plan.strip !== undefined) throw new UnavailableError(`Expected ${plan.id} to be there, since only sharp draws text: placard push`)
      const { body } = await open()
      const input = new Uint8Array(await new Response(body).arrayBuffer())
      signal?.throwIfAborted()
      await checkHeader(images, input, plan, maxInputPixels)
      return withRights(await transform(images, input, plan), plan)
    },
  }
}

async function checkHeader(images: ImagesBinding, input: Uint8Array, plan: RenderPlan, maxInputPixels: number): Promise<void> {
  if (sniffPicture(input)?.supported !== true) {
    throw new UnsupportedMediaError('Expected JPEG, PNG, WebP, AVIF, TIFF or GIF but received something else')
  }
  const { width = 0, height = 0 } = await about(images.info(streamOf(input)))
  if (width * height > maxInputPixels) {
    throw new TooManyPixelsError(`Expected a picture of at most ${maxInputPixels} pixels but received ${width} x ${height}`)
  }
  requireFewScans(input)
  // As it is stored; which side is which depends on an orientation that nobody tells here.
  if (Math.max(width, height) < Math.max(plan.width, plan.height)) {
    throw new BrokenMediaError(`Expected an original of at least ${plan.width} x ${plan.height} but received ${width} x ${height}`)
  }
}

async function transform(images: ImagesBinding, input: Uint8Array, { width, height, format }: RenderPlan): Promise<Uint8Array> {
  // The planned size has the picture's aspect to the pixel, so `cover` crops less than one; JPEG knows no transparency.
  const size = { width, height, fit: 'cover', ...(format === 'jpg' && { background: '#ffffff' }) } as const
  const output = await about(images.input(streamOf(input)).transform(size).output(OUTPUTS[format]))
  const bytes = new Uint8Array(await about(output.response().arrayBuffer()))
  // A picture that cannot be decoded may come back as 200 without bytes.
  if (bytes.length === 0) throw new BrokenMediaError('Expected a picture that can be decoded but its data is broken')
  return bytes
}

function withRights(bytes: Uint8Array, { format, rights }: RenderPlan): Uint8Array {
  switch (format) {
    case 'jpg':
      return addIim(addExifRights(addJpegXmp(bytes, rights.xmp), rights), rights.iim)
    case 'webp':
      return addWebpXmp(bytes, rights.xmp)
    case 'avif':
      return addAvifXmp(bytes, rights.xmp)
    default:
      throw new RangeError(`Expected jpg, webp or avif for format but received ${format satisfies never}`)
  }
}

/** The service tells reasons by number: 9400 to 9499 are about the request's picture, everything else is its own. */
async function about<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    if (cause instanceof PlacardError) throw cause
    const said = cause instanceof Error ? cause.message : String(cause)
    const code = cause instanceof Error && 'code' in cause ? Number(cause.code) : Number.NaN
    if (code >= 9400 && code < 9500) throw new BrokenMediaError('Expected a picture that can be decoded but its data is broken', { cause })
    throw new UnavailableError(`Expected a thumbnail from the binding IMAGES but received "${said}"`, { cause })
  }
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new Blob([bytes as Uint8Array<ArrayBuffer>]).stream() // Made here, over an ArrayBuffer.
}
