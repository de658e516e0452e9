import sharp, { type AvifOptions, type JpegOptions, type Sharp, type WebpOptions } from 'sharp'
import { addExifRights } from '../../../core/file-rights/jpeg-exif.ts'
import { addIim } from '../../../core/file-rights/jpeg-iim.ts'
import type { Output } from '../job.ts'
import type { Pixels } from './pixels.ts'

/** The file of these pixels, with the credit inside. */
export async function encode({ data, ...raw }: Pixels, { format, effort, rights }: Output, timeoutMs: number): Promise<Uint8Array> {
  const picture = sharp(data, { raw }).timeout({ seconds: Math.ceil(timeoutMs / 1000) })
  if (rights === undefined) return inFormat(picture, format, effort).toBuffer()
  const bytes = await inFormat(picture.withXmp(rights.xmp), format, effort).toBuffer()
  return format === 'jpg' ? addIim(addExifRights(bytes, rights), rights.iim) : bytes
}

type Settings<Of> = Readonly<Record<Output['effort'], Of>>

// Baseline: a progressive file costs whoever scales it down again five times the CPU. mozjpeg: 12 % fewer bytes for 6 x the CPU.
const JPEG: Settings<JpegOptions> = {
  quick: { quality: 80, progressive: false, mozjpeg: false },
  small: { quality: 80, progressive: false, mozjpeg: false, optimizeCoding: true },
  // In one pass: the whole picture's coefficients would take 8 MB more, for a twentieth of bytes that nobody is sent.
  lasting: { quality: 90, progressive: false, mozjpeg: false, optimizeCoding: false },
}

const WEBP: Settings<WebpOptions> = {
  quick: { quality: 78, effort: 4 },
  small: { quality: 78, effort: 6 },
  lasting: { quality: 92, alphaQuality: 100, effort: 1 },
}

// As JPEG, half the colour: at equal SSIM (five photographs, 640 px) 0.68 of its bytes in 35 ms, 0.58 in 107 ms; without either 0.79 and 0.66.
// Effort 0 takes 11 ms for 0.72; 4, the default, 1.2 s.
const AVIF_SHARED = { chromaSubsampling: '4:2:0', tune: 'ssim' } as const
const AVIF: Settings<AvifOptions> = {
  quick: { ...AVIF_SHARED, quality: 63, effort: 1 },
  small: { ...AVIF_SHARED, quality: 63, effort: 3 },
  lasting: { ...AVIF_SHARED, quality: 80, effort: 0 },
}

/** Settings of equal quality to JPEG q80, as cheap as possible on a miss; `npm run bench -- --only rendering` measures them. */
function inFormat(picture: Sharp, format: Output['format'], effort: Output['effort']): Sharp {
  switch (format) {
    case 'jpg':
      return picture.jpeg(JPEG[effort])
    case 'webp':
      return picture.webp(WEBP[effort])
    case 'avif':
      return picture.avif(AVIF[effort])
    default:
      throw new RangeError(`Expected jpg, webp or avif for format but received ${format satisfies never}`)
  }
}

const MAX_XMP_BYTES = 65_000 // Of a JPEG segment; libvips would leave a longer packet out without a word.
const MAX_SIDE = 16_383 // libwebp's WEBP_MAX_DIMENSION; libvips writes AVIF up to one pixel more.

/** An output that no encoder can make is a fault of ours, and says nothing about the original. */
export function requirePossible({ width, height, format, rights }: Output): void {
  const xmpBytes = Buffer.byteLength(rights?.xmp ?? '')
  if (xmpBytes > MAX_XMP_BYTES) throw new RangeError(`Expected at most ${MAX_XMP_BYTES} bytes for rights.xmp but received ${xmpBytes}`)
  if (format === 'jpg' || Math.max(width, height) <= MAX_SIDE) return
  throw new RangeError(`Expected sides of at most ${MAX_SIDE} pixels for ${format} but received ${width} x ${height}`)
}
