import type { Size } from '../../../core/media.ts'
import { type Output, pictureSize } from '../job.ts'
import type { Pixels } from './pixels.ts'

/** A second reduction of so much does not show. */
const ENOUGH = 1.5

/** From the widest picture to the narrowest, so that each finds those that it can be made of. */
export function widestFirst(outputs: readonly Output[]): readonly Output[] {
  return [...outputs].sort((a, b) => pictureSize(b).width - pictureSize(a).width)
}

/**
 * As large as the original has to be decoded for all outputs at once: no more than one of them shows the whole picture.
 *
 * @returns `undefined` if there is no such output.
 */
export function widestWhole(outputs: readonly Output[], original: Size): Size | undefined {
  const [widest] = widestFirst(outputs.filter((output) => output.fit === 'whole' && covers(original, pictureSize(output))))
  return widest && pictureSize(widest)
}

/** The smallest of the pictures, which go from large to small, that is as good as the original for this size; if there is none, the largest that is no smaller. */
export function sourceFor(wanted: Size, made: readonly Pixels[]): Pixels | undefined {
  return made.findLast((pixels) => isGoodFor(pixels, wanted)) ?? made.find((pixels) => covers(pixels, wanted))
}

/** Whether neither side is smaller. */
export function covers(size: Size, wanted: Size): boolean {
  return size.width >= wanted.width && size.height >= wanted.height
}

function isGoodFor(size: Size, { width, height }: Size): boolean {
  return (size.width === width && size.height === height) || covers(size, { width: ENOUGH * width, height: ENOUGH * height })
}
