import type { FileHandle } from 'node:fs/promises'
import type { ByteRange } from '../../core/byte-range.ts'
import { UnavailableError } from '../../core/errors.ts'
import { handleStream } from './handle-stream.ts'

/** A part of the file as a stream, read as fast as it is taken; it closes the handle. */
export function rangeStream(handle: FileHandle, path: string, { start, end }: ByteRange): ReadableStream<Uint8Array> {
  let at = start

  return handleStream(handle, path, async ({ room, give, end: finish }) => {
    const { bytesRead } = await handle.read(room, 0, Math.min(room.length, end - at), at)
    if (bytesRead === 0) throw new UnavailableError(`Expected ${end} bytes at ${path} but received ${at}: import it again`)
    at += bytesRead
    if (at === end) await handle.close()
    give(bytesRead)
    if (at === end) finish()
  })
}
