import type { FileHandle } from 'node:fs/promises'
import { UnavailableError } from '../../core/errors.ts'
import { createSlots } from '../slots.ts'

/** Where the next bytes of a file go. */
export interface Filling {
  /** Room for the next bytes: the reader's own where they brought some, so that a file passes through without new memory for each piece. */
  readonly room: Uint8Array
  /** Hands over so many bytes out of `room`. */
  give(bytes: number): void
  /** There are no more. */
  end(): void
}

/**
 * A file as a stream; the handle is closed when the reader cancels or a read fails.
 *
 * @param readNext  Gives the next bytes; after the last ones it closes the handle and ends the stream.
 * @returns         A stream that fails with `UnavailableError`, whatever the system said.
 */
export function handleStream(handle: FileHandle, path: string, readNext: (to: Filling) => Promise<void>): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      type: 'bytes',
      async pull(controller) {
        try {
          await inTurn(() => readNext(fillingOf(controller)))
        } catch (error) {
          await handle.close().catch(() => {}) // The first error is the one to tell.
          throw error instanceof UnavailableError
            ? error
            : new UnavailableError(`Expected ${path} to be readable but received ${String(error)}`, { cause: error })
        }
      },
      cancel: () => handle.close(),
    },
    { highWaterMark: 0 }, // Nothing is read before it is asked for, so an unread body costs one handle.
  )
}

/**
 * Of all that are being read. Each reader brings a piece with every turn of the event loop, and whoever asks for something else waits for all of
 * them: 300 who fetch a film made turns of 100 ms CPU. Reads are short, so that a few at a time are as quick.
 */
const READS_AT_ONCE = 16

const slots = createSlots({ concurrency: READS_AT_ONCE })

async function inTurn(read: () => Promise<void>): Promise<void> {
  await slots.take()
  try {
    await read()
  } finally {
    slots.release()
  }
}

const CHUNK_BYTES = 65_536 // So much waits in memory for each client that reads slowly: 65 MB for a thousand of them (L4).

function fillingOf(controller: ReadableByteStreamController): Filling {
  const request = controller.byobRequest
  const brought = request?.view
  const room = brought ? new Uint8Array(brought.buffer, brought.byteOffset, brought.byteLength) : new Uint8Array(CHUNK_BYTES)
  return {
    room,
    give: (bytes) => (request ? request.respond(bytes) : controller.enqueue(room.subarray(0, bytes))),
    end() {
      controller.close()
      // Whoever brought room gets it back.
      request?.respond(0)
    },
  }
}
