/** A part of some bytes: the first is counted, the last is not. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/**
 * What a `Range` header asks for.
 *
 * @param size  Of the whole, in bytes.
 * @returns     `undefined` where the header must or may be ignored: another unit, a syntax error, several ranges (whoever plays a film asks for
 *              one). `unsatisfiable` where nothing of it is there (416).
 * @see         RFC 9110 §14.1.2, §14.2
 */
export function parseRange(header: string, size: number): ByteRange | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = /^bytes=[ \t]*(\d{0,15})-(\d{0,15})[ \t]*$/i.exec(header.trim()) ?? []
  if (first === '') return last === '' ? undefined : suffix(Number(last), size)
  if (last !== '' && Number(last) < Number(first)) return undefined
  const start = Number(first)
  if (start >= size) return 'unsatisfiable'
  return { start, end: last === '' ? size : Math.min(size, Number(last) + 1) }
}

function suffix(length: number, size: number): ByteRange | 'unsatisfiable' {
  return length === 0 || size === 0 ? 'unsatisfiable' : { start: Math.max(0, size - length), end: size }
}

/** Value of `Content-Range` (RFC 9110 §14.4). */
export function contentRange({ start, end }: ByteRange, size: number): string {
  return `bytes ${start}-${end - 1}/${size}`
}

/** @throws {RangeError} if the range is empty, or leaves what has `size` bytes. */
export function requireRange({ start, end }: ByteRange, size: number): void {
  if (Number.isSafeInteger(start) && Number.isSafeInteger(end) && 0 <= start && start < end && end <= size) return
  throw new RangeError(`Expected a range within ${size} bytes but received ${start} to ${end}`)
}
