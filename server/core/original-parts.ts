import type { ByteRange } from './byte-range.ts'

/**
 * How much of an original crosses the network in one request. Whoever receives it has to hold no more, a proxy or a plan may limit the body of a
 * request (100 MB on Cloudflare's smallest), and a server may give one 15 s; a line of 5 Mbit/s brings this much in them.
 */
export const PART_BYTES = 8 * 1_048_576

/** An original in parts of `PART_BYTES`, the last of them shorter; one of nothing has a single part of nothing. */
export function partsOf(bytes: number): readonly ByteRange[] {
  const count = Math.max(1, Math.ceil(bytes / PART_BYTES))
  return Array.from({ length: count }, (_, index) => ({ start: index * PART_BYTES, end: Math.min(bytes, (index + 1) * PART_BYTES) }))
}

/** Whether it is one of these parts, and of something. */
export function isPartOf(bytes: number, { start, end }: ByteRange): boolean {
  return start % PART_BYTES === 0 && start < bytes && end === Math.min(bytes, start + PART_BYTES)
}
