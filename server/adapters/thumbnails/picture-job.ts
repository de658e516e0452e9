import { OverloadedError } from '../../core/errors.ts'
import type { Size } from '../../core/media.ts'
import { type DecodeLimits, develop, readSize, requireLarge, shrink } from './develop.ts'
import { encode, requirePossible } from './encode.ts'
import { type Outcome, type Output, pictureSize } from './job.ts'
import { drawStrip, type Pixels } from './strip.ts'

const RETRY_AFTER_SECONDS = 30 // The same picture will hardly be quicker at once.

/**
 * All outputs of one picture. It is decoded once, as large as the largest of them; each of the others is made of the pixels of one that is not
 * much larger, so that all of them together cost little more than the largest.
 *
 * @param made  Whole pictures of it that are there already, from the largest to the smallest; those that are made now join them.
 * @returns     In the order of the outputs.
 * @throws      {BrokenMediaError | TooManyPixelsError | UnsupportedMediaError | OverloadedError}
 */
export async function doPictureJob(
  input: Uint8Array,
  outputs: readonly Output[],
  { made = [], ...limits }: DecodeLimits & { readonly made?: Pixels[] },
): Promise<readonly Outcome[]> {
  const timeLimit = AbortSignal.timeout(limits.timeoutMs)
  try {
    const size = await readSize(input, limits.maxInputPixels)
    const base = await developLargest(input, outputs, { size, limits, made })
    if (base) made.unshift(base)
    const outcomes = new Map<Output, Outcome>()
    for (const output of [...outputs].sort(byWidth)) {
      outcomes.set(output, await outcomeOf(() => make(input, output, { size, limits, made }), timeLimit))
    }
    return outputs.map((output) => outcomes.get(output) ?? { error: new TypeError('Expected an outcome of each output') })
  } catch (error) {
    throw timeLimit.aborted ? lateError() : error
  }
}

interface Decoded {
  readonly size: Size
  readonly limits: DecodeLimits
  /** Whole pictures that are there already, from the largest to the smallest, see-through where the original is. */
  readonly made: Pixels[]
}

async function make(input: Uint8Array, output: Output, { size, limits, made }: Decoded): Promise<Uint8Array> {
  requirePossible(output)
  requireLarge(size, pictureSize(output))
  const picture = await pictureFor(output, { size, limits, made }, input)
  const pixels = output.strip === undefined ? picture : await drawStrip(picture, output.strip, limits.timeoutMs)
  return encode(pixels, output, limits.timeoutMs)
}

async function pictureFor(output: Output, { limits, made }: Decoded, input: Uint8Array): Promise<Pixels> {
  const wanted = pictureSize(output)
  const source = made.findLast((pixels) => isGoodFor(pixels, wanted)) ?? made.find((pixels) => covers(pixels, wanted))
  if (!source) return develop(input, output, limits)
  if (output.fit === 'crop') return shrink(source, output, limits)
  const whole = await shrink(source, { ...output, format: 'webp' }, limits)
  if (whole !== source) made.push(whole)
  return shrink(whole, output, limits)
}

/** The same size, or so much larger that a second reduction does not show. */
function isGoodFor(pixels: Size, { width, height }: Size): boolean {
  return (pixels.width === width && pixels.height === height) || (pixels.width >= ENOUGH * width && pixels.height >= ENOUGH * height)
}

const ENOUGH = 1.5

const byWidth = (a: Output, b: Output) => pictureSize(b).width - pictureSize(a).width

/**
 * The pixels of the largest output that shows the whole picture; nothing is cut or laid on white yet, since others may want it otherwise.
 *
 * @returns `undefined` if there is no such output, or the picture is there in that size.
 */
async function developLargest(input: Uint8Array, outputs: readonly Output[], { size, limits, made }: Decoded): Promise<Pixels | undefined> {
  const whole = outputs.filter((output) => output.fit === 'whole' && covers(size, pictureSize(output)))
  const [largest] = whole.sort(byWidth)
  if (!largest || made.some((pixels) => covers(pixels, pictureSize(largest)))) return undefined
  return develop(input, { ...pictureSize(largest), fit: 'whole', format: 'webp', effort: 'quick' }, limits)
}

function covers(size: Size, wanted: Size): boolean {
  return size.width >= wanted.width && size.height >= wanted.height
}

/** What is wrong with one output alone must not cost the others theirs; what takes too long is too long for all. */
async function outcomeOf(work: () => Promise<Uint8Array>, timeLimit: AbortSignal): Promise<Outcome> {
  try {
    return { bytes: await work() }
  } catch (error) {
    if (timeLimit.aborted) return { error: lateError() }
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }
}

function lateError(): OverloadedError {
  return new OverloadedError('Expected the render to end in time but it took too long', RETRY_AFTER_SECONDS)
}
