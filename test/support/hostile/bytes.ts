import { crc32, deflateRawSync, constants as zlib } from 'node:zlib'

export type Bytes = Uint8Array<ArrayBuffer>

/** One array of all parts; text is Latin-1. */
export function concat(...parts: readonly (string | Uint8Array)[]): Bytes {
  return new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part))))
}

/** One piece again and again. */
export function repeat(piece: string | Uint8Array, times: number): Bytes {
  const bytes = concat(piece)
  return new Uint8Array(Buffer.alloc(bytes.length * times, bytes))
}

/** `bytes` with `insertion` in the middle of it. */
export function insert(bytes: Uint8Array, at: number, insertion: string | Uint8Array): Bytes {
  return concat(bytes.subarray(0, at), insertion, bytes.subarray(at))
}

/** A copy with other bytes from `at` on. */
export function overwrite(bytes: Uint8Array, at: number, others: Uint8Array): Bytes {
  const copy = new Uint8Array(bytes)
  copy.set(others.subarray(0, Math.max(0, copy.length - at)), at)
  return copy
}

/** A number in `width` bytes, the most significant first; what does not fit is cut. */
export function big(value: number, width: 2 | 4): Bytes {
  const bytes = Buffer.alloc(width)
  if (width === 2) bytes.writeUInt16BE(value & 0xffff)
  else bytes.writeUInt32BE(value >>> 0)
  return new Uint8Array(bytes)
}

/** The same with the least significant first. */
export function little(value: number, width: 2 | 3 | 4): Bytes {
  return big(value, 4).reverse().slice(0, width)
}

/** Where a text stands in the bytes; -1 if nowhere. */
export function find(bytes: Uint8Array, text: string, from = 0): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(text, from, 'latin1')
}

/** A chunk with its right length and checksum. */
export function pngChunk(type: string, data: Uint8Array): Bytes {
  const body = concat(type, data)
  return concat(big(data.length, 4), body, big(crc32(body), 4))
}

/** A marker segment; longer data than one can hold is cut. */
export function jpegSegment(marker: number, data: Uint8Array): Bytes {
  const held = data.subarray(0, 65_533)
  return concat(Uint8Array.of(0xff, marker), big(held.length + 2, 2), held)
}

/** A RIFF chunk, padded to an even length. */
export function riffChunk(type: string, data: Uint8Array): Bytes {
  return concat(type, little(data.length, 4), data, new Uint8Array(data.length % 2))
}

/** A WebP file of these chunks. */
export function riffFile(...chunks: readonly Uint8Array[]): Bytes {
  const body = concat('WEBP', ...chunks)
  return concat('RIFF', little(body.length, 4), body)
}

/** A box of an ISO base media file. */
export function isoBox(type: string, ...parts: readonly (string | Uint8Array)[]): Bytes {
  const body = concat(type, ...parts)
  return concat(big(body.length + 4, 4), body)
}

const BLOCK = 1_048_576

/** A zlib stream of so many zeros, a thousandth of their length: one block of a megabyte, again and again. */
export function deflatedZeros(length: number): Bytes {
  const pack = (zeros: number, flush: number) => deflateRawSync(new Uint8Array(zeros), { level: 9, finishFlush: flush })
  const block = pack(BLOCK, zlib.Z_FULL_FLUSH)
  // Of zeros Adler-32 is 1 below and the count of bytes above (RFC 1950).
  return concat(
    Uint8Array.of(0x78, 0xda),
    repeat(block, Math.floor(length / BLOCK)),
    pack(length % BLOCK, zlib.Z_FINISH),
    big(((length % 65_521) << 16) | 1, 4),
  )
}
