import { rgbaToThumbHash } from 'thumbhash'
import type { Placeholder } from '../../core/media.ts'

/** Raw pixels, four bytes each, alpha not multiplied in. */
export interface RgbaPixels {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8Array
}

/** ThumbHash and average colour of a small picture. */
export function buildPlaceholder(pixels: RgbaPixels): Placeholder {
  const hash = rgbaToThumbHash(pixels.width, pixels.height, pixels.rgba)
  return { thumbHash: Buffer.from(hash).toString('base64'), colour: averageColour(pixels.rgba) }
}

/** The mean of what can be seen: each pixel counts by its alpha; white if nothing can be seen. */
function averageColour(rgba: Uint8Array): string {
  let [red, green, blue, weight] = [0, 0, 0, 0]
  for (let at = 0; at < rgba.length; at += 4) {
    const alpha = rgba[at + 3] ?? 0
    weight += alpha
    red += alpha * (rgba[at] ?? 0)
    green += alpha * (rgba[at + 1] ?? 0)
    blue += alpha * (rgba[at + 2] ?? 0)
  }
  const hex = (sum: number) => (weight === 0 ? 255 : Math.round(sum / weight)).toString(16).padStart(2, '0')
  return `#${hex(red)}${hex(green)}${hex(blue)}`
}
