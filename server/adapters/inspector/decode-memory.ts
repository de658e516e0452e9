import type { Metadata } from 'sharp'
import type { OriginalType } from '../../core/media.ts'

/** Two progressive JPEGs of 24 megapixels with halved colours; with all else that an import needs, 300 MB. */
const BUDGET_BYTES = 160_000_000
/** Each is a thread that computes, and what libvips takes for it: a third one made an import 55 MB larger and hardly quicker (two cores). */
const MOST_WORKS = 2
/** Whatever is decoded line by line: the lines, and what libvips keeps of each picture. */
const LEAST_BYTES = 8_000_000

/** libheif and its decoder: 862 MB for 49 megapixels (measured). */
const AVIF_BYTES = 18
const RGBA_BYTES = 4
/** Coefficients of 16 bits, of all components or of one and two quarters. */
const COEFFICIENTS = { whole: 6, halved: 3 } as const

/** What decoding takes at its peak, roughly: formats that come in passes, or as one frame, stand in memory as a whole. */
export function decodeBytes(type: OriginalType, { width, height, isProgressive = false, chromaSubsampling }: Metadata): number {
  const perPixel = () => {
    switch (type) {
      case 'image/jpeg':
        return isProgressive ? COEFFICIENTS[chromaSubsampling === '4:2:0' ? 'halved' : 'whole'] : 0
      case 'image/png':
        return isProgressive ? RGBA_BYTES : 0
      case 'image/avif':
        return AVIF_BYTES
      case 'image/webp':
      case 'image/gif':
        return RGBA_BYTES
      case 'image/tiff':
        return 1
      default:
        return type satisfies never
    }
  }
  return Math.max(LEAST_BYTES, width * height * perPixel())
}

/** Runs work while what all of it takes fits, two at a time. */
export type Budget = <Result>(bytes: number, work: () => Promise<Result>) => Promise<Result>

/** What takes more than all that there is runs alone. Who came first goes first, so a large one is not passed by for ever. */
export function createBudget(total: number = BUDGET_BYTES): Budget {
  const waiting: { readonly bytes: number; begin(): void }[] = []
  let taken = 0
  let works = 0

  function admit(): void {
    const fits = ({ bytes }: { readonly bytes: number }) => works === 0 || (works < MOST_WORKS && taken + bytes <= total)
    for (let next = waiting[0]; next && fits(next); next = waiting[0]) {
      waiting.shift()
      taken += next.bytes
      works += 1
      next.begin()
    }
  }

  return async (bytes, work) => {
    await new Promise<void>((begin) => {
      waiting.push({ bytes, begin })
      admit()
    })
    try {
      return await work()
    } finally {
      taken -= bytes
      works -= 1
      admit()
    }
  }
}
