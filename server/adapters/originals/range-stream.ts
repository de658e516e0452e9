import type { FileHandle } from 'node:fs/promises'
import type { ByteRange } from '../../core/byte-range.ts'
import { UnavailableError } from '../../core/errors.ts'
import { handleStream } from './handle-stream.ts'

const CHUNK_BYTES = 262_144 // A second of a film at 2 Mbit/s.

/** A part of the file as a stream, read as fast as it is taken; it closes the handle. */
export function rangeStream(handle: FileHandle, path: string, { start, end }: ByteRange): ReadableStream<Uint8Array> {
  let at = start

  return handleStream(handle, path, async (controller) => {
    const wanted = Math.min(CHUNK_BYTES, end - at)
    const { bytesRead, buffer } = await handle.read(new Uint8Array(wanted), 0, wanted, at)
    if (bytesRead === 0) throw new UnavailableError(`Expected ${end} bytes at ${path} but received ${at}: import it again`)
    at += bytesRead
    controller.enqueue(buffer.subarray(0, bytesRead))
    if (at < end) return
    await handle.close()
    controller.close()
  })
}
