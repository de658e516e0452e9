import type { ByteRange } from '../byte-range.ts'
import { findBox, type Mp4Box, readBoxes, requireBox } from './mp4-boxes.ts'
import type { Mp4Track } from './mp4-track.ts'

/** How one codec packs its units: after a length, with a header whose first byte tells the type. */
interface Packing {
  /** Bytes of the length before each unit. */
  readonly lengthBytes: number
  readonly headerBytes: number
  /** Whether a unit with this first byte carries messages beside the picture (SEI). */
  isMessage(header: number): boolean
  /** Where further units stand, outside the samples. */
  readonly settings?: Mp4Box
}

/** SEI payload for whatever the maker of a camera likes, behind a UUID (ITU-T H.264 and H.265, section D.1: user_data_unregistered). */
const USER_DATA = 5

/**
 * Empties each unit that carries user data of a maker's: cars and cameras write positions and serial numbers there. Units of other messages
 * stay, since players need some of them: timing, captions, HDR.
 *
 * @param clean    What is changed: the cleaned file.
 * @param samples  Of a track that is seen, each within the file.
 */
export function blankUserData(clean: Uint8Array, track: Mp4Track, samples: Iterable<ByteRange>): void {
  const file = new DataView(clean.buffer, clean.byteOffset, clean.length)
  const packing = packingOf(file, track)
  if (packing === undefined) return
  const blank = ({ start, end }: ByteRange) => {
    const messages = clean.subarray(start + packing.headerBytes, end)
    if (packing.isMessage(file.getUint8(start)) && hasUserData(messages)) messages.set(emptyMessages(messages.length))
  }
  for (const unit of settingsUnits(file, packing)) blank(unit)
  for (const sample of samples) for (const unit of sampleUnits(file, sample, packing)) blank(unit)
}

/** @returns `undefined` for AV1, which has no such units, and for a track of several codecs' entries. */
function packingOf(file: DataView, { box }: Mp4Track): Packing | undefined {
  const stsd = requireBox(file, box, ['mdia', 'minf', 'stbl', 'stsd'], 8)
  const [entry, ...others] = readBoxes(file, stsd.body + 8, stsd.end)
  if (entry === undefined || others.length > 0) return undefined
  // The fields of a visual sample entry come before its boxes (ISO/IEC 14496-12, section 12.1.3).
  const boxes: Mp4Box = { ...entry, body: Math.min(entry.end, entry.body + 78) }
  const [avcC, hvcC] = [findBox(file, boxes, 'avcC'), findBox(file, boxes, 'hvcC')]
  if (avcC && avcC.end - avcC.body > 4) {
    return { lengthBytes: lengthAt(file, avcC.body + 4), headerBytes: 1, isMessage: (byte) => (byte & 31) === 6 }
  }
  if (hvcC && hvcC.end - hvcC.body > 22) {
    const isMessage = (byte: number) => ((byte >> 1) & 63) === 39 || ((byte >> 1) & 63) === 40
    return { lengthBytes: lengthAt(file, hvcC.body + 21), headerBytes: 2, isMessage, settings: hvcC }
  }
  return undefined
}

function lengthAt(file: DataView, at: number): number {
  return (file.getUint8(at) & 3) + 1
}

/** Ends at the first length that leaves the sample: no decoder reads on from there either. */
function* sampleUnits(file: DataView, sample: ByteRange, { lengthBytes, headerBytes }: Packing): Generator<ByteRange> {
  for (let at = sample.start; at + lengthBytes + headerBytes <= sample.end; ) {
    let length = 0
    for (let byte = 0; byte < lengthBytes; byte++) length = length * 256 + file.getUint8(at + byte)
    const start = at + lengthBytes
    if (length < headerBytes || start + length > sample.end) return
    yield { start, end: start + length }
    at = start + length
  }
}

/** Units in lists: a type, how many, and each behind its length of two bytes (ISO/IEC 14496-15, section 8.3.2.1). */
function* settingsUnits(file: DataView, { settings, headerBytes }: Packing): Generator<ByteRange> {
  if (settings === undefined) return
  let at = settings.body + 23
  for (let lists = file.getUint8(settings.body + 22); lists > 0 && at + 3 <= settings.end; lists--) {
    let units = file.getUint16(at + 1)
    at += 3
    for (; units > 0 && at + 2 + headerBytes <= settings.end; units--) {
      const end = at + 2 + file.getUint16(at)
      if (end < at + 2 + headerBytes || end > settings.end) return
      yield { start: at + 2, end }
      at = end
    }
  }
}

/** Walks the messages of a unit: type and size, each a row of 255 and a rest (section 7.3.2.3.1). */
function hasUserData(escaped: Uint8Array): boolean {
  const unit = readUnescaped(escaped)
  while (unit.hasMore(2)) {
    const type = readNumber(unit)
    const size = readNumber(unit)
    if (type === USER_DATA) return true
    unit.skip(size)
  }
  return false
}

function readNumber(unit: UnescapedBytes): number {
  let value = 0
  let byte = unit.next()
  while (byte === 255) {
    value += 255
    byte = unit.next()
  }
  return value + (byte ?? 0)
}

interface UnescapedBytes {
  next(): number | undefined
  skip(bytes: number): void
  /** Whether more than so many bytes are left, escapes counted. */
  hasMore(bytes: number): boolean
}

/** The bytes without the 3 that keeps two zeros from looking like the start of a unit (section 7.4.1); read in place, since a unit may have 25 MB. */
function readUnescaped(bytes: Uint8Array): UnescapedBytes {
  let at = 0
  const next = () => {
    if (bytes[at] === 3 && bytes[at - 1] === 0 && bytes[at - 2] === 0) at += 1
    const byte = bytes[at]
    at += 1
    return byte
  }
  return {
    next,
    skip(count) {
      for (let left = count; left > 0 && at < bytes.length; left--) next()
    },
    hasMore: (count) => at + count < bytes.length,
  }
}

/** Messages of user data that say nothing but 255, `length` bytes in all: the unit stays what it was to a decoder. */
export function emptyMessages(length: number): Uint8Array {
  const bytes = new Uint8Array(length).fill(255)
  bytes[length - 1] = 128
  let at = 0
  while (length - at > SMALLEST) {
    const rest = length - at - 1 - 1 // without the type and the last byte
    // A size of 255 takes one byte more than one of 254: such a rest is parted in two.
    const size = [Math.floor(rest / 256), Math.floor(rest / 256) + 1]
      .map((row) => [row, rest - row - 1] as const)
      .find(([row, value]) => Math.floor(value / 255) === row)
    const [row, value] = size ?? [0, 16]
    bytes[at] = USER_DATA
    bytes[at + 1 + row] = value % 255
    at += 2 + row + value
  }
  return bytes
}

/** A type, a size, a UUID and the last byte. */
const SMALLEST = 18
