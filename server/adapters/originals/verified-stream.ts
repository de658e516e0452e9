import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { UnavailableError } from '../../core/errors.ts'
import { handleStream } from './handle-stream.ts'

export interface VerifiedFile {
  readonly path: string
  /** SHA-256 that the bytes must have, hex. */
  readonly key: string
  /** Called once if they have another one. */
  setAside(): Promise<void>
}

/**
 * The file as a stream that ends with an error unless its bytes hash to `key`; it closes the handle. SHA-256 of 5 MB takes about 10 ms,
 * beside some 50 ms to decode it, so every read is checked.
 */
export function verifiedStream(handle: FileHandle, { path, key, setAside }: VerifiedFile): ReadableStream<Uint8Array> {
  const hash = createHash('sha256')

  return handleStream(handle, path, async ({ room, give, end }) => {
    const { bytesRead } = await handle.read(room, 0, room.length)
    if (bytesRead > 0) {
      hash.update(room.subarray(0, bytesRead))
      return give(bytesRead)
    }
    await handle.close()
    if (hash.digest('hex') === key) return end()
    await setAside()
    throw new UnavailableError(`Expected the bytes of ${path} to match its name but they do not; it was moved to damaged/: import it again`)
  })
}
