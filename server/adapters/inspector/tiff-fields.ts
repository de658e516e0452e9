/** One field of an image file directory, its value still as bytes. */
export interface TiffField {
  /** 1 byte, 2 ASCII, 3 short, 4 long, 7 undefined, 129 UTF-8; others are passed over. */
  readonly type: number
  readonly value: Uint8Array
}

const SIZES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 7: 1, 129: 1 }
const MAX_ENTRIES = 1_000 // cameras write fewer than 100
const MAX_VALUE_BYTES = 65_536

/** Reads named fields of the directories in a TIFF structure: an Exif block or a whole TIFF file. Never throws. */
export interface TiffReader {
  /** Offset of the first directory. */
  readonly first: number
  /** The fields of `tags` in the directory at `offset`; a value that lies outside the bytes is absent. */
  fields(offset: number, tags: ReadonlySet<number>): ReadonlyMap<number, TiffField>
  /** The first number of a short or long field. */
  number(field: TiffField | undefined): number | undefined
}

/**
 * A reader over `bytes`, which asks for no more than it is told: other directories, such as that of the coordinates, are never visited.
 *
 * @returns `undefined` without the TIFF header `II*` or `MM.*`; BigTIFF is not read.
 * @see     https://www.adobe.io/open/standards/TIFF.html (TIFF 6.0, section 2)
 */
export function openTiff(bytes: Uint8Array): TiffReader | undefined {
  if (bytes.length < 8) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isLittle = bytes[0] === 0x49 && bytes[1] === 0x49
  const isBig = bytes[0] === 0x4d && bytes[1] === 0x4d
  if (!(isLittle || isBig) || view.getUint16(2, isLittle) !== 42) return undefined

  function fields(offset: number, tags: ReadonlySet<number>): ReadonlyMap<number, TiffField> {
    const found = new Map<number, TiffField>()
    if (offset < 8 || offset + 2 > bytes.length) return found
    const entries = Math.min(view.getUint16(offset, isLittle), MAX_ENTRIES)
    for (let at = offset + 2; at < offset + 2 + entries * 12 && at + 12 <= bytes.length; at += 12) {
      const tag = view.getUint16(at, isLittle)
      const field = tags.has(tag) && !found.has(tag) ? readField(at) : undefined
      if (field) found.set(tag, field)
    }
    return found
  }

  function readField(at: number): TiffField | undefined {
    const type = view.getUint16(at + 2, isLittle)
    const size = (SIZES[type] ?? 0) * view.getUint32(at + 4, isLittle)
    if (size === 0) return undefined
    const start = size <= 4 ? at + 8 : view.getUint32(at + 8, isLittle)
    if (start + size > bytes.length) return undefined
    return { type, value: bytes.subarray(start, start + Math.min(size, MAX_VALUE_BYTES)) }
  }

  function number(field: TiffField | undefined): number | undefined {
    if (!field || (field.type !== 3 && field.type !== 4)) return undefined
    const value = new DataView(field.value.buffer, field.value.byteOffset, field.value.byteLength)
    return field.type === 3 ? value.getUint16(0, isLittle) : value.getUint32(0, isLittle)
  }

  return { first: view.getUint32(4, isLittle), fields, number }
}
