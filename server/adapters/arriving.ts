import { createHash } from 'node:crypto'
import { endedEarly, goesOn, otherHash } from '../core/arriving.ts'
import type { Arriving } from '../ports/originals.ts'

/**
 * What arrives, piece by piece; it ends only if all of it is what it was said to be.
 *
 * @throws {BadRequestError} at the first piece too much, or at the end.
 */
export async function* checkedPieces({ body, bytes, sha256 }: Arriving): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  const reader = body.getReader()
  let received = 0
  const next = async () => {
    try {
      return (await reader.read()).value
    } catch (cause) {
      throw endedEarly(bytes, received, cause)
    }
  }
  try {
    for (let piece = await next(); piece; piece = await next()) {
      received += piece.length
      if (received > bytes) throw goesOn(bytes)
      hash.update(piece)
      yield piece
    }
  } finally {
    await reader.cancel().catch(() => {}) // It has ended, or nobody wants the rest; the first error is the one to tell.
  }
  if (received < bytes) throw endedEarly(bytes, received)
  const digest = hash.digest('hex')
  if (digest !== sha256) throw otherHash(sha256, digest)
}
