import type { Outcome, Output } from '../job.ts'
import type { DecodeLimits } from '../picture/develop.ts'
import { limitSharp } from '../picture/limit-sharp.ts'
import { doPictureJob } from '../picture/picture-job.ts'
import { createArrival } from './arrival.ts'
import { type Frame, frameHead, frameReader, jsonFrame, numberFrame } from './frames.ts'
import { createKeptSizes } from './kept-sizes.ts'
import { parseFile, readOriginalFile } from './original-file.ts'
import { writeError } from './wire-errors.ts'
import { parseOutputs } from './wire-outputs.ts'

export interface ServeOptions {
  readonly input: AsyncIterable<Buffer>
  /** @returns Once there is room for more. */
  readonly write: (bytes: Uint8Array) => Promise<void>
  readonly limits: DecodeLimits
  /** Bytes that this process takes now. */
  readonly memoryBytes: () => number
  /** Frees the buffers that nobody has any more. */
  readonly collect: () => void
}

/** Does one job after the other, as frames tell them, until the input ends. Limits sharp as `limitSharp` says. */
export async function servePictureJobs({ input, write, limits, memoryBytes, collect }: ServeOptions): Promise<void> {
  limitSharp()
  const read = frameReader()
  const arrival = createArrival()
  const sizes = createKeptSizes()
  for await (const piece of input) {
    for (const frame of read(piece)) {
      if (frame.kind === 'outputs') await answer(arrival.finish(), parseOutputs(frame.payload))
      else await take(frame)
    }
  }

  async function take(frame: Frame): Promise<void> {
    // Once for each picture, when nothing holds the last one: what is still held twice is old to V8, and stays.
    if (frame.kind === 'file' || frame.kind === 'length') collect()
    const file = frame.kind === 'file' ? parseFile(frame.payload) : undefined
    if (frame.kind !== 'piece') sizes.begin(file?.key)
    if (file) await write(frameHead(arrival.load(readOriginalFile(file)) ? 'read' : 'unread', 0))
    else arrival.take(frame)
  }

  async function answer(bytes: Uint8Array, outputs: readonly Output[]): Promise<void> {
    try {
      for (const outcome of await doPictureJob(bytes, outputs, { ...limits, made: sizes.made() })) await tell(outcome)
      sizes.end()
      await write(numberFrame('done', memoryBytes()))
    } catch (error) {
      await write(jsonFrame('failure', writeError(error)))
    }
  }

  async function tell(outcome: Outcome): Promise<void> {
    if ('error' in outcome) return write(jsonFrame('error', writeError(outcome.error)))
    await write(frameHead('bytes', outcome.bytes.length))
    await write(outcome.bytes)
  }
}
