import type { Writable } from 'node:stream'
import { BrokenMediaError } from '../../../core/errors.ts'
import type { Original } from '../../../ports/originals.ts'
import { frameHead, numberFrame } from './frames.ts'

/** The bytes as they come; all of them are never in this process. If they cannot be had, the other side forgets what it has. */
export async function sendOriginal(to: Writable, { body, bytes }: Original): Promise<void> {
  await send(to, numberFrame('length', bytes))
  try {
    await sendPieces(to, { body, bytes })
  } catch (error) {
    to.write(frameHead('forget', 0))
    throw error
  }
}

async function sendPieces(to: Writable, { body, bytes }: Original): Promise<void> {
  let length = 0
  for await (const piece of piecesOf(body)) {
    length += piece.length
    if (length > bytes) throw new BrokenMediaError(`Expected an original of ${bytes} bytes but received more`)
    to.write(frameHead('piece', piece.length))
    await send(to, piece)
  }
  if (length < bytes) throw new BrokenMediaError(`Expected an original of ${bytes} bytes but received ${length}`)
}

const PIECE_BYTES = 262_144

/** Each piece is good until the next: where the stream takes it, they all lie in the same memory, or V8 would collect garbage for each picture. */
async function* piecesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = byobReaderOf(body)
  if (!reader) return yield* body
  let room: Uint8Array<ArrayBuffer> = new Uint8Array(PIECE_BYTES)
  let isOver = false
  try {
    while (!isOver) {
      const { done, value } = await reader.read(new Uint8Array(room.buffer))
      isOver = done
      if (value && value.length > 0) yield value
      if (value) room = value
    }
  } finally {
    if (!isOver) await reader.cancel().catch(() => {}) // Why it is not read to its end is what will be told.
  }
}

/** `undefined` for a stream that only hands over memory of its own. */
function byobReaderOf(body: ReadableStream<Uint8Array>): ReadableStreamBYOBReader | undefined {
  try {
    return body.getReader({ mode: 'byob' })
  } catch {
    // A stream of objects, which cannot read into a reader's memory.
    return undefined
  }
}

/** Resolves once the other side has it; if the pipe breaks it does not matter any more, and the job fails by the end of the process. */
export function send(to: Writable, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => to.write(bytes, () => resolve()))
}
