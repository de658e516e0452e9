import { createHash } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { endedEarly, goesOn, otherHash } from '../../core/arriving.ts'
import type { Arriving } from '../../ports/originals.ts'

/**
 * The file has these bytes and is synced, or is not there at all.
 *
 * @param path  Of a file that is not there yet.
 * @throws      {BadRequestError} if they are not what they are said to be; whatever the system says.
 */
export async function writeArriving(path: string, arriving: Arriving): Promise<void> {
  const handle = await open(path, 'wx')
  try {
    await copy(arriving, handle)
    await handle.sync()
  } catch (error) {
    await rm(path, { force: true })
    throw error
  } finally {
    await handle.close()
  }
}

async function copy({ body, bytes, sha256 }: Arriving, handle: FileHandle): Promise<void> {
  const reader = body.getReader()
  const hash = createHash('sha256')
  let received = 0
  try {
    for (let piece = await readNext(reader, bytes, received); piece; piece = await readNext(reader, bytes, received)) {
      received += piece.length
      if (received > bytes) throw goesOn(bytes)
      hash.update(piece)
      await handle.writeFile(piece) // All of it, where `write` may stop halfway; it goes on where the last one ended.
    }
  } catch (error) {
    await reader.cancel(error).catch(() => {}) // The first error is the one to tell.
    throw error
  }
  if (received < bytes) throw endedEarly(bytes, received)
  const digest = hash.digest('hex')
  if (digest !== sha256) throw otherHash(sha256, digest)
}

async function readNext(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  expected: number,
  received: number,
): Promise<Uint8Array | undefined> {
  try {
    return (await reader.read()).value
  } catch (cause) {
    throw endedEarly(expected, received, cause)
  }
}
