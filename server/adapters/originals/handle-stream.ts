import type { FileHandle } from 'node:fs/promises'
import { UnavailableError } from '../../core/errors.ts'

type Controller = ReadableStreamDefaultController<Uint8Array>

/**
 * A file as a stream; the handle is closed when the reader cancels or a read fails.
 *
 * @param readNext  Enqueues the next bytes; after the last ones it closes the handle and the stream.
 * @returns         A stream that fails with `UnavailableError`, whatever the system said.
 */
export function handleStream(handle: FileHandle, path: string, readNext: (to: Controller) => Promise<void>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          await readNext(controller)
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
