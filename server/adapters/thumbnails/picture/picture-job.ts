import { OverloadedError } from '../../../core/errors.ts'
import type { Size } from '../../../core/media.ts'
import { type Outcome, type Output, pictureSize } from '../job.ts'
import { type DecodeLimits, develop, shrink } from './develop.ts'
import { encode, requirePossible } from './encode.ts'
import { readSize, requireLarge } from './header.ts'
import type { Pixels } from './pixels.ts'
import { drawStrip } from './strip.ts'
import { covers, sourceFor, widestFirst, widestWhole } from './widths.ts'

const RETRY_AFTER_SECONDS = 30 // The same picture will hardly be quicker at once.

/** A picture that outputs are made of. */
interface Picture {
  readonly input: Uint8Array
  readonly size: Size
  readonly limits: DecodeLimits
  /** The whole of it, from the largest to the smallest, see-through where the original is; what is made joins them. */
  readonly made: Pixels[]
}

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
    const picture = { input, size: await readSize(input, limits.maxInputPixels), limits, made }
    await developOnce(picture, outputs)
    return await makeAll(picture, outputs, timeLimit)
  } catch (error) {
    throw timeLimit.aborted ? lateError() : error
  }
}

/** The pixels of the largest output are there; nothing is cut or laid on white yet, since others may want it otherwise. */
async function developOnce({ input, size, limits, made }: Picture, outputs: readonly Output[]): Promise<void> {
  const widest = widestWhole(outputs, size)
  if (!widest || made.some((pixels) => covers(pixels, widest))) return
  made.unshift(await develop(input, { ...widest, fit: 'whole', format: 'webp', effort: 'quick' }, limits))
}

async function makeAll(picture: Picture, outputs: readonly Output[], timeLimit: AbortSignal): Promise<readonly Outcome[]> {
  const outcomes = new Map<Output, Outcome>()
  for (const output of widestFirst(outputs)) outcomes.set(output, await outcomeOf(() => make(picture, output), timeLimit))
  return outputs.map((output) => outcomes.get(output) ?? { error: new TypeError('Expected an outcome of each output') })
}

async function make(picture: Picture, output: Output): Promise<Uint8Array> {
  const { timeoutMs } = picture.limits
  requirePossible(output)
  requireLarge(picture.size, pictureSize(output))
  const pixels = await pixelsFor(picture, output)
  return encode(output.strip ? await drawStrip(pixels, output.strip, timeoutMs) : pixels, output, timeoutMs)
}

async function pixelsFor({ input, limits, made }: Picture, output: Output): Promise<Pixels> {
  const source = sourceFor(pictureSize(output), made)
  if (!source) return develop(input, output, limits)
  if (output.fit === 'crop') return shrink(source, output, limits)
  const whole = await shrink(source, { ...output, format: 'webp' }, limits)
  if (whole !== source) made.push(whole)
  return shrink(whole, output, limits)
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
