import { BrokenMediaError } from '../../../core/errors.ts'
import type { Original } from '../../../ports/originals.ts'
import type { Thumbnailer } from '../../../ports/thumbnailer.ts'
import { type JobRunner, outputOf } from '../job.ts'
import type { DecodeLimits } from './develop.ts'
import { requirePossible } from './encode.ts'
import { limitSharp } from './limit-sharp.ts'
import { doPictureJob } from './picture-job.ts'

/** Does jobs in this process: what libvips does not come back from, nothing here comes back from. Limits sharp as `limitSharp` says. */
export function sharpRunner(limits: DecodeLimits): JobRunner {
  limitSharp()
  return {
    async run({ open, outputs }, signal) {
      signal?.throwIfAborted()
      const input = await readWhole(await open(signal))
      signal?.throwIfAborted()
      return doPictureJob(input, outputs(), limits)
    },
  }
}

/**
 * Thumbnails by libvips, each by itself: oriented, in sRGB, in exactly the planned pixels, with the credit and nothing of the original's own
 * metadata. Limits sharp as `limitSharp` says.
 */
export function sharpThumbnailer(limits: DecodeLimits): Thumbnailer {
  const { run } = sharpRunner(limits)
  return {
    async render(open, plan, signal) {
      const output = outputOf(plan)
      requirePossible(output)
      const [outcome] = await run({ open, outputs: () => [output] }, signal)
      if (outcome && 'bytes' in outcome) return outcome.bytes
      throw outcome?.error ?? new TypeError('Expected an outcome for the output but received none')
    },
  }
}

async function readWhole({ body, bytes }: Original): Promise<Uint8Array> {
  const whole = new Uint8Array(bytes)
  let length = 0
  for await (const chunk of body) {
    if (length + chunk.length > bytes) throw new BrokenMediaError(`Expected an original of ${bytes} bytes but received more`)
    whole.set(chunk, length)
    length += chunk.length
  }
  if (length < bytes) throw new BrokenMediaError(`Expected an original of ${bytes} bytes but received ${length}`)
  return whole
}
