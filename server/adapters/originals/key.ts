import { createHash } from 'node:crypto'
import type { OriginalKey } from '../../core/media.ts'

/** Keys come from our own catalogue, so a malformed one is a fault; and nothing but 64 hex digits can become a path. @throws {RangeError} */
export function requireOriginalKey(key: string): string {
  if (/^[0-9a-f]{64}$/.test(key)) return key
  throw new RangeError(`Expected 64 lower-case hex digits for key but received ${JSON.stringify(key.slice(0, 100))}`)
}

/** The key of these bytes. */
export function sha256(bytes: Uint8Array): OriginalKey {
  // The brand is given here: a hex digest of SHA-256 is what an OriginalKey is.
  return createHash('sha256').update(bytes).digest('hex') as OriginalKey
}
