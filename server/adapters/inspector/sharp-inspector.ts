import sharp, { type Metadata, type SharpOptions } from 'sharp'
import { BrokenMediaError, TooManyPixelsError, UnsupportedMediaError } from '../../core/errors.ts'
import { describeFacts } from '../../core/file-metadata/embedded-metadata.ts'
import type { OriginalType } from '../../core/media.ts'
import { requireFewScans } from '../../core/pictures/jpeg-scans.ts'
import { sniffPicture, TIFF_RAW } from '../../core/pictures/picture-kind.ts'
import { requireFewPixels } from '../../core/pictures/pixels.ts'
import { requireSides } from '../../core/pictures/sides.ts'
import { millions } from '../../core/text/millions.ts'
import type { Inspection, Inspector } from '../../ports/inspector.ts'
import { isRawTiff } from './container.ts'
import { decodeFailure } from './decode-failure.ts'
import { createBudget, decodeBytes } from './decode-memory.ts'
import { readFacts } from './facts.ts'
import { buildPlaceholder, type RgbaPixels } from './placeholder.ts'

export interface InspectorOptions {
  /** Width x height (I2); of AVIF half as many. */
  readonly maxInputPixels: number
  readonly maxOriginalBytes: number
}

const PLACEHOLDER_SIDE = 100 // the largest picture that ThumbHash takes
const DECODE_SECONDS = 60 // 50 megapixels of AVIF take 3 s on one core; pixel limits do not bound CPU time (I2)

interface Picture {
  readonly bytes: Uint8Array
  readonly type: OriginalType
  readonly name: string
}

/**
 * Reads pictures with libvips and their metadata with the parsers of this folder.
 * Of an animation or a document of several pages the first picture counts, and a note says so. However many are inspected at once, no more are
 * decoded than fit into the memory that is meant for it.
 */
export function sharpInspector({ maxInputPixels, maxOriginalBytes }: InspectorOptions): Inspector {
  // Each picture is decoded once: kept operations held 200 MB of eleven photographs, and nobody asked for them (measured).
  sharp.cache(false)
  sharp.concurrency(1)
  const budget = createBudget()

  async function inspect(bytes: Uint8Array, sidecar?: Uint8Array): Promise<Inspection> {
    if (bytes.length > maxOriginalBytes) {
      throw new TooManyPixelsError(`Expected a file of at most ${millions(maxOriginalBytes)} MB but received ${millions(bytes.length)} MB`)
    }
    const picture = recognise(bytes)
    const metadata = await readHeader(picture)
    const size = metadata.autoOrient
    requireFewPixels(size, { maxPixels: maxInputPixels, isAvif: picture.type === 'image/avif' })
    requireSides(size)
    requireFewScans(bytes)
    const pixels = await budget(decodeBytes(picture.type, metadata), () => decodeSmall(picture, maxInputPixels))
    const { facts, notes } = readFacts({ bytes, type: picture.type, metadata, ...(sidecar && { sidecar }) })
    return {
      width: size.width,
      height: size.height,
      type: picture.type,
      hasAlpha: metadata.hasAlpha,
      placeholder: buildPlaceholder(pixels),
      description: describeFacts(facts),
      notes: [...pageNotes(metadata), ...notes],
    }
  }
  return { inspect }
}

/** Bytes of a kind that is imported. @throws {UnsupportedMediaError} naming the kind and what to do. */
function recognise(bytes: Uint8Array): Picture {
  const sniffed = sniffPicture(bytes)
  const kind = sniffed?.supported && sniffed.type === 'image/tiff' && isRawTiff(bytes) ? TIFF_RAW : sniffed
  if (!kind) {
    if (bytes.length === 0) throw new BrokenMediaError('Expected a picture but the file is empty')
    throw new UnsupportedMediaError('Expected JPEG, PNG, WebP, AVIF, TIFF or GIF but this is none of them, whatever its name says')
  }
  if (!kind.supported) {
    throw new UnsupportedMediaError(`Expected JPEG, PNG, WebP, AVIF, TIFF or GIF but this is ${kind.name}: ${kind.remedy}`)
  }
  return { bytes, type: kind.type, name: kind.name }
}

/** Opens without decoding, so the pixel limit can be judged with both numbers in hand. */
async function readHeader(picture: Picture): Promise<Metadata> {
  try {
    return await sharp(picture.bytes, openOptions(false)).metadata()
  } catch (error) {
    throw decodeFailure(error, { name: picture.name, seconds: DECODE_SECONDS })
  }
}

async function decodeSmall(picture: Picture, maxInputPixels: number): Promise<RgbaPixels> {
  try {
    const { data, info } = await sharp(picture.bytes, openOptions(maxInputPixels))
      .timeout({ seconds: DECODE_SECONDS })
      .autoOrient()
      .resize(PLACEHOLDER_SIDE, PLACEHOLDER_SIDE, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    return { width: info.width, height: info.height, rgba: data }
  } catch (error) {
    throw decodeFailure(error, { name: picture.name, seconds: DECODE_SECONDS })
  }
}

function openOptions(limitInputPixels: number | false): SharpOptions {
  return { failOn: 'error', limitInputPixels, sequentialRead: true, unlimited: false }
}

function pageNotes({ pages = 1 }: Metadata): readonly string[] {
  return pages > 1 ? [`only the first of ${pages} frames or pages is shown`] : []
}
