import { BrokenMediaError } from '../errors.ts'

/** One box of an ISO base media file, by its places in the file (ISO/IEC 14496-12, section 4.2). */
export interface Mp4Box {
  /** Four characters, Latin-1. */
  readonly type: string
  readonly start: number
  /** Where its content begins, after size and type. */
  readonly body: number
  readonly end: number
}

/** No film has so many boxes side by side; a list of a file's every eight bytes would take a gigabyte. */
const MAX_BOXES = 4096
const SIZE_AND_TYPE = 8

/**
 * The boxes between two places, in their order. Fewer than eight bytes at the end are nobody's: QuickTime ends lists with four zeros.
 *
 * @throws {BrokenMediaError} if one is larger than what holds it.
 */
export function readBoxes(file: DataView, from: number, end: number): readonly Mp4Box[] {
  const boxes: Mp4Box[] = []
  for (let at = from; at + SIZE_AND_TYPE <= end; ) {
    const box = readBox(file, at, end)
    if (boxes.length === MAX_BOXES) throw new BrokenMediaError(`Expected at most ${MAX_BOXES} boxes side by side but received more`)
    boxes.push(box)
    at = box.end
  }
  return boxes
}

/** The box at the end of a path of types, such as `mdia`, `hdlr`; the first of each. */
export function findBox(file: DataView, parent: Mp4Box, ...path: readonly string[]): Mp4Box | undefined {
  return path.reduce<Mp4Box | undefined>(
    (box, type) => box && readBoxes(file, box.body, box.end).find((child) => child.type === type),
    parent,
  )
}

/** @throws {BrokenMediaError} if it is not there, or has fewer than `minBytes` of content. */
export function requireBox(file: DataView, parent: Mp4Box, path: readonly string[], minBytes: number): Mp4Box {
  const box = findBox(file, parent, ...path)
  if (box === undefined) throw new BrokenMediaError(`Expected a whole MP4 but its ${parent.type} has no ${path.join('.')}`)
  if (box.end - box.body < minBytes) throw new BrokenMediaError(`Expected a whole MP4 but its ${box.type} is cut short`)
  return box
}

/** Four bytes as Latin-1 characters. */
export function fourCharacters(file: DataView, at: number): string {
  return String.fromCharCode(file.getUint8(at), file.getUint8(at + 1), file.getUint8(at + 2), file.getUint8(at + 3))
}

/** A 64-bit number; what lies above 2^53 is no place in a file and no time of a film, and every check refuses it all the same. */
export function bigNumber(file: DataView, at: number): number {
  return Number(file.getBigUint64(at))
}

function readBox(file: DataView, start: number, limit: number): Mp4Box {
  const size = file.getUint32(start)
  const isLarge = size === 1 && start + 16 <= limit
  const body = start + (isLarge ? 16 : SIZE_AND_TYPE)
  // Zero: to the end of the file.
  const end = size === 0 ? limit : start + (isLarge ? bigNumber(file, start + SIZE_AND_TYPE) : size)
  const type = fourCharacters(file, start + 4)
  if (end < body || end > limit) throw new BrokenMediaError(`Expected a whole MP4 but its ${printable(type)} at byte ${start} is cut short`)
  return { type, start, body, end }
}

/** A type as it may stand in a message. */
export function printable(type: string): string {
  return `"${type.replace(/[^ -~]/g, '?')}"`
}
