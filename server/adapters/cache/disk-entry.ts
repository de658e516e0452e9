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

/** SHA-256 of all that follows and the key (32 bytes), the expiry (64-bit float, big endian), the value. */
export function encodeEntry(key: string, { bytes, expiresAt }: DiskEntry): Uint8Array {
  const file = Buffer.alloc(HEADER_BYTES + bytes.length)
  file.writeDoubleBE(expiresAt, DIGEST_BYTES)
  file.set(bytes, HEADER_BYTES)
  file.set(digestOf(key, file), 0)
  return file
}

/** @returns `undefined` for anything but the whole, unchanged file of this key: caches are not synced, so a power cut may leave a part. */
export function decodeEntry(key: string, file: Buffer): DiskEntry | undefined {
  if (file.length < HEADER_BYTES || !digestOf(key, file).equals(file.subarray(0, DIGEST_BYTES))) return undefined
  return { expiresAt: file.readDoubleBE(DIGEST_BYTES), bytes: file.subarray(HEADER_BYTES) }
}

function digestOf(key: string, file: Buffer): Buffer {
  return createHash('sha256').update(`${key}\0`).update(file.subarray(DIGEST_BYTES)).digest()
}
