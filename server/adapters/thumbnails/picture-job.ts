import { OverloadedError } from '../../core/errors.ts'
import type { Size } from '../../core/media.ts'
import { type DecodeLimits, develop, readSize, requireLarge, shrink } from './develop.ts'
import { encode, requirePossible } from './encode.ts'
import { type Outcome, type Output, pictureSize } from './job.ts'
import { drawStrip, type Pixels } from './strip.ts'

const RETRY_AFTER_SECONDS = 30 // The same picture will hardly be quicker at once.

/**
 * All outputs of one picture. It is decoded once, as large as the largest of them; the others are made of those pixels, one after the other,
 * so that no more than two are in memory.
 *
 * @returns  In the order of the outputs.
 * @throws   {BrokenMediaError | TooManyPixelsError | UnsupportedMediaError | OverloadedError}
 */
export async function doPictureJob(input: Uint8Array, outputs: readonly Output[], limits: DecodeLimits): Promise<readonly Outcome[]> {
  const timeLimit = AbortSignal.timeout(limits.timeoutMs)
  try {
    const size = await readSize(input, limits.maxInputPixels)
    const base = outputs.length > 1 ? await developLargest(input, outputs, { size, limits }) : undefined
    const outcomes: Outcome[] = []
    for (const output of outputs) {
      outcomes.push(await outcomeOf(() => make(input, output, { size, limits, base }), timeLimit))
    }
    return outcomes
  } catch (error) {
    throw timeLimit.aborted ? lateError() : error
  }
}

interface Decoded {
  readonly size: Size
  readonly limits: DecodeLimits
  readonly base?: Pixels | undefined
}

async function make(input: Uint8Array, output: Output, { size, limits, base }: Decoded): Promise<Uint8Array> {
  requirePossible(output)
  requireLarge(size, pictureSize(output))
  const picture = base && covers(base, pictureSize(output)) ? await shrink(base, output, limits) : await develop(input, output, limits)
  const pixels = output.strip === undefined ? picture : await drawStrip(picture, output.strip, limits.timeoutMs)
  return encode(pixels, output, limits.timeoutMs)
}

/** The pixels of the largest output that shows the whole picture; nothing is cut or laid on white yet, since others may want it otherwise. */
async function developLargest(input: Uint8Array, outputs: readonly Output[], { size, limits }: Decoded): Promise<Pixels | undefined> {
  const whole = outputs.filter((output) => output.fit === 'whole' && covers(size, pictureSize(output)))
  const [largest] = whole.sort((a, b) => pictureSize(b).width - pictureSize(a).width)
  return largest && develop(input, { ...pictureSize(largest), fit: 'whole', format: 'webp', effort: 'quick' }, limits)
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
