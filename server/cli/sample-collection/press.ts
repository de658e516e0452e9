import sharp from 'sharp'
import { range, seeded } from './random.ts'
import { type Plate, plateSvg, type Scene } from './scene.ts'

/** Uncompressed pixels, four bytes each: red, green, blue, alpha. */
export interface Print {
  readonly pixels: Uint8Array
  readonly width: number
  readonly height: number
}

const TILE = 512 // a power of two: `& (TILE - 1)` wraps around
const EDGE = 3.2 // how hard a grain of ink ends; below 1 a gradient turns smooth, above 10 it turns to salt and pepper
const PAPER = 9 // strength of the paper's own grain, in steps of 255

/** The scene in ink on paper: where lit and dark meet, dark grains thin out instead of a smooth blend. */
export async function printScene(scene: Scene, scale: number): Promise<Print> {
  const plates: readonly Plate[] = ['lit', 'dark', 'shade']
  const [lit, dark, shade] = await Promise.all(plates.map((plate) => rasterise(plateSvg(scene, plate, scale))))
  if (!lit || !dark || !shade) throw new RangeError('Expected three plates')
  return { ...lit, pixels: stipple(lit, dark, shade) }
}

async function rasterise(svg: string): Promise<Print> {
  const { data, info } = await sharp(new TextEncoder().encode(svg)).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { pixels: data, width: info.width, height: info.height }
}

function stipple(lit: Print, dark: Print, shade: Print): Uint8Array {
  const { ink, paper } = grain()
  const result = new Uint8Array(lit.pixels.length)
  for (let offset = 0, pixel = 0; offset < result.length; offset += 4, pixel++) {
    const cell = ((Math.trunc(pixel / lit.width) & (TILE - 1)) * TILE) | ((pixel % lit.width) & (TILE - 1))
    const share = darkShare((shade.pixels[offset] ?? 0) / 255, ink[cell] ?? 0)
    const fibre = ((paper[cell] ?? 0) - 0.5) * PAPER
    for (let channel = offset; channel < offset + 3; channel++) {
      const light = lit.pixels[channel] ?? 0
      result[channel] = Math.min(255, Math.max(0, Math.round(light + ((dark.pixels[channel] ?? 0) - light) * share + fibre)))
    }
    result[offset + 3] = lit.pixels[offset + 3] ?? 0
  }
  return result
}

function darkShare(shade: number, threshold: number): number {
  if (shade <= 0 || shade >= 1) return shade
  // The mean over all thresholds stays the shade, so the grain neither darkens nor lightens a picture.
  const hard = Math.min(1, Math.max(0, (shade - threshold) * EDGE + 0.5))
  return hard * 0.62 + shade * 0.38
}

let tiles: { readonly ink: Float32Array; readonly paper: Float32Array } | undefined

/** Two tiles of noise, made once: grains of ink about two pixels wide, and the fibre of the paper. */
function grain(): { readonly ink: Float32Array; readonly paper: Float32Array } {
  tiles ??= { ink: evenNoise(11), paper: evenNoise(23) }
  return tiles
}

/** Softened noise in which every value from 0 to 1 is equally frequent. */
function evenNoise(seed: number): Float32Array {
  const random = seeded(seed)
  const rough = Float32Array.from(range(TILE * TILE), random)
  const soft = rough.map((_, cell) => neighbours(cell).reduce((sum, near) => sum + (rough[near] ?? 0), rough[cell] ?? 0))
  const order = Uint32Array.from(range(TILE * TILE)).sort((a, b) => (soft[a] ?? 0) - (soft[b] ?? 0))
  const even = new Float32Array(TILE * TILE)
  order.forEach((cell, rank) => {
    even[cell] = rank / order.length
  })
  return even
}

function neighbours(cell: number): readonly number[] {
  const right = (cell & ~(TILE - 1)) | ((cell + 1) & (TILE - 1))
  const wrap = TILE * TILE - 1
  return [right, (cell + TILE) & wrap, (right + TILE) & wrap]
}
