import type { DecodeLimits } from './develop.ts'
import { type Frame, frameHead, frameReader, jsonFrame } from './frames.ts'
import type { Outcome, Output } from './job.ts'
import { doPictureJob } from './picture-job.ts'
import { parseFile, readOriginalFile } from './read-original-file.ts'
import { limitSharp } from './sharp.ts'
import type { Pixels } from './strip.ts'
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
  const picture = createPicture()
  const sizes = createSizes()
  for await (const piece of input) {
    for (const frame of read(piece)) {
      if (frame.kind === 'outputs') await answer(picture.finish(), parseOutputs(frame.payload))
      else await take(frame)
    }
  }

  async function take(frame: Frame): Promise<void> {
    const file = frame.kind === 'file' ? parseFile(frame.payload) : undefined
    if (frame.kind !== 'piece') sizes.begin(file?.key)
    if (file) await write(frameHead(picture.load(readOriginalFile(file)) ? 'read' : 'unread', 0))
    else picture.take(frame)
  }

  async function answer(bytes: Uint8Array, outputs: readonly Output[]): Promise<void> {
    // The pieces that the picture came in and the pixels of the one before: they are small to V8, which would let 30 MB of them lie.
    collect()
    try {
      for (const outcome of await doPictureJob(bytes, outputs, { ...limits, made: sizes.made() })) await tell(outcome)
      sizes.end()
      await write(doneFrame(memoryBytes()))
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

/** A picture whose bytes come in pieces, or at once. */
function createPicture() {
  let bytes: Uint8Array = new Uint8Array(0)
  let length = 0
  return {
    take({ kind, payload }: Frame): void {
      if (kind === 'length') bytes = new Uint8Array(payload.readUInt32BE(0))
      if (kind === 'piece') bytes.set(payload, length)
      length = kind === 'piece' ? length + payload.length : 0
      if (kind === 'forget') bytes = new Uint8Array(0)
    },
    /** @returns Whether there are any. */
    load(whole: Uint8Array | undefined): boolean {
      bytes = whole ?? new Uint8Array(0)
      return whole !== undefined
    },
    finish(): Uint8Array {
      const whole = bytes
      bytes = new Uint8Array(0)
      length = 0
      return whole
    },
  }
}

/** Smaller pictures are kept of the picture before, in case that it is asked for again: 1280 pixels wide, in three colours. */
const MAX_KEPT_BYTES = 4_000_000

/** What has been made of a file is of use for its next sizes, and of no other. */
function createSizes() {
  let of: string | undefined
  let made: Pixels[] = []
  return {
    made: () => made,
    begin(key: string | undefined): void {
      if (key === undefined || key !== of) made = []
      of = key
    },
    end(): void {
      made = of === undefined ? [] : made.filter(({ data }) => data.length <= MAX_KEPT_BYTES)
    },
  }
}

function doneFrame(memoryBytes: number): Uint8Array {
  const payload = Buffer.alloc(8)
  payload.writeDoubleBE(memoryBytes)
  return Buffer.concat([frameHead('done', payload.length), payload])
}
