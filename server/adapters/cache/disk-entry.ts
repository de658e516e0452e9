import { createHash } from 'node:crypto'

const DIGEST_BYTES = 32
const HEADER_BYTES = DIGEST_BYTES + 8

/** An entry of the disk cache as it stands in its file. */
export interface DiskEntry {
  readonly bytes: Uint8Array
  /** Unix milliseconds. */
  readonly expiresAt: number
}

/** Lower-case hex that names the file of a key; a hash, since file systems may fold the case in which shortcodes differ. */
export function fileNameOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

/** What stands before the value: SHA-256 of all that follows and the key (32 bytes), the expiry (64-bit float, big endian). */
export function entryHead(key: string, { bytes, expiresAt }: DiskEntry): Uint8Array {
  const head = Buffer.alloc(HEADER_BYTES)
  head.writeDoubleBE(expiresAt, DIGEST_BYTES)
  head.set(digestOf(key, head.subarray(DIGEST_BYTES), bytes), 0)
  return head
}

/** @returns `undefined` for anything but the whole, unchanged file of this key: caches are not synced, so a power cut may leave a part. */
export function decodeEntry(key: string, file: Buffer): DiskEntry | undefined {
  if (file.length < HEADER_BYTES || !digestOf(key, file.subarray(DIGEST_BYTES)).equals(file.subarray(0, DIGEST_BYTES))) return undefined
  return { expiresAt: file.readDoubleBE(DIGEST_BYTES), bytes: file.subarray(HEADER_BYTES) }
}

function digestOf(key: string, ...rest: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256').update(`${key}\0`)
  for (const part of rest) hash.update(part)
  return hash.digest()
}
