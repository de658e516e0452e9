import { openTiff } from './tiff-fields.ts'

const MAX_PNG_PROFILE_CHARACTERS = 2_100_000 // hexadecimal of 1 MB of IIM, with its line feeds

/**
 * The XMP packet of a GIF, which libvips does not deliver: the application extension `XMP Data` `XMP`.
 *
 * The packet stands outside the sub-block structure, followed by a 258-byte trailer that leads any reader of sub-blocks to the end.
 *
 * @returns `undefined` if there is none, or the file ends before.
 * @see     XMP specification part 3, section 1.1.2 (GIF)
 */
export function findGifXmp(bytes: Uint8Array): Uint8Array | undefined {
  let at = 13 + colourTableBytes(bytes[10] ?? 0)
  while (at < bytes.length) {
    if (bytes[at] === 0x21 && bytes[at + 1] === 0xff && latin1(bytes.subarray(at + 2, at + 14)) === '\x0bXMP DataXMP') {
      const end = skipSubBlocks(bytes, at + 14)
      return end === undefined || end - 258 < at + 14 ? undefined : bytes.subarray(at + 14, end - 258)
    }
    const next = skipBlock(bytes, at)
    if (next === undefined) return undefined
    at = next
  }
  return undefined
}

function skipBlock(bytes: Uint8Array, at: number): number | undefined {
  if (bytes[at] === 0x21) return skipSubBlocks(bytes, at + 2)
  // An image: descriptor, colour table, one byte of code size, data.
  if (bytes[at] === 0x2c) return skipSubBlocks(bytes, at + 10 + colourTableBytes(bytes[at + 9] ?? 0) + 1)
  return undefined
}

function skipSubBlocks(bytes: Uint8Array, start: number): number | undefined {
  let at = start
  while (at < bytes.length) {
    const length = bytes[at] ?? 0
    at += length + 1
    if (length === 0) return at
  }
  return undefined
}

function colourTableBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0
}

/**
 * The IIM that ImageMagick and exiftool keep in a PNG: a textual chunk `Raw profile type iptc`, hexadecimal after name and length.
 *
 * @param comments  As sharp delivers them, inflated.
 * @returns         `undefined` if there is none.
 */
export function findPngIim(comments: readonly { readonly keyword: string; readonly text: string }[]): Uint8Array | undefined {
  const profile = comments.find(({ keyword }) => keyword === 'Raw profile type iptc')?.text
  if (profile === undefined || profile.length > MAX_PNG_PROFILE_CHARACTERS) return undefined
  // The first digit stands apart: two neighbours that may both be white space would take hours for a megabyte of it.
  const [, hex = ''] = /^\s*iptc(?: profile)?\s+\d+\s+([0-9a-f][0-9a-f\s]*)$/i.exec(profile) ?? []
  return new Uint8Array(Buffer.from(hex.replace(/\s/g, ''), 'hex'))
}

const NEW_SUBFILE_TYPE = 254
const COMPRESSION = 259
const PHOTOMETRIC = 262
const DNG_VERSION = 50706
const SENSOR_DATA: ReadonlySet<number | undefined> = new Set([32803, 34892]) // colour filter array, linear raw
const RAW_COMPRESSIONS: ReadonlySet<number | undefined> = new Set([32767, 32769, 34713, 65535]) // Sony, Epson, Nikon, Pentax

/** Whether a TIFF structure is a camera's raw file, of which any decoder would show the tiny preview. */
export function isRawTiff(bytes: Uint8Array): boolean {
  const reader = openTiff(bytes)
  if (!reader) return false
  const fields = reader.fields(reader.first, new Set([NEW_SUBFILE_TYPE, COMPRESSION, PHOTOMETRIC, DNG_VERSION]))
  const number = (tag: number) => reader.number(fields.get(tag))
  const isPreview = ((number(NEW_SUBFILE_TYPE) ?? 0) & 1) === 1
  return isPreview || fields.has(DNG_VERSION) || SENSOR_DATA.has(number(PHOTOMETRIC)) || RAW_COMPRESSIONS.has(number(COMPRESSION))
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}
