import { md5 } from './md5.ts'

/** What the older half of the world's picture desks reads; absent where unknown. Texts are clean and of any length. */
export interface IimRights {
  readonly title?: string
  readonly creators: readonly string[]
  readonly creditLine?: string
  readonly source?: string
  readonly copyrightNotice?: string
}

/** IIM 4.2, sections 5 and 6: number in record 2, and how many bytes it may have. */
const TITLE = { dataset: 5, maxBytes: 64 }
const BYLINE = { dataset: 80, maxBytes: 32 }
const CREDIT = { dataset: 110, maxBytes: 32 }
const SOURCE = { dataset: 115, maxBytes: 32 }
const COPYRIGHT = { dataset: 116, maxBytes: 128 }

/** `1:90`, the coded character set: ESC % G is UTF-8 by ISO 2022. Without it readers take Latin-1 or guess. */
const UTF_8 = [0x1c, 1, 90, 0, 3, 0x1b, 0x25, 0x47]
/** `2:00`, the version of record 2: 4. */
const RECORD_VERSION = [0x1c, 2, 0, 0, 2, 0, 4]
/** Names beyond these are in the XMP. */
const MAX_BYLINES = 20

/**
 * The rights as a stream of IPTC-IIM datasets in UTF-8.
 *
 * A text that is too long is cut between characters, without a mark: readers take what is a beginning of the XMP's text for a cut one, and
 * believe the XMP.
 *
 * @returns `undefined` if nothing is known.
 * @see     https://www.iptc.org/std/IIM/4.2/specification/IIMV4.2.pdf
 */
export function iimOf(rights: IimRights): Uint8Array | undefined {
  const { title, creators, creditLine, source, copyrightNotice } = rights
  const datasets = [
    ...encode(TITLE, title),
    ...creators.slice(0, MAX_BYLINES).flatMap((name) => encode(BYLINE, name)),
    ...encode(CREDIT, creditLine),
    ...encode(SOURCE, source),
    ...encode(COPYRIGHT, copyrightNotice),
  ]
  return datasets.length === 0 ? undefined : Uint8Array.from([...UTF_8, ...RECORD_VERSION, ...datasets])
}

function encode({ dataset, maxBytes }: { dataset: number; maxBytes: number }, text: string | undefined): readonly number[] {
  const bytes = new TextEncoder().encode(cutToBytes(text ?? '', maxBytes))
  return bytes.length === 0 ? [] : [0x1c, 2, dataset, 0, bytes.length, ...bytes]
}

/** What a reader sees as one character; the same in every language for all that matters here. Made at need: it takes 2 MB. */
let characters: Intl.Segmenter | undefined

/** The longest beginning of whole characters that takes at most so many bytes of UTF-8. */
export function cutToBytes(text: string, maxBytes: number): string {
  const encoder = new TextEncoder()
  // A code unit takes a byte at least, so nothing behind these can matter.
  const start = text.slice(0, maxBytes + 1)
  if (start === text && encoder.encode(text).length <= maxBytes) return text
  let bytes = 0
  let end = 0
  characters ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  for (const { segment, index } of characters.segment(text)) {
    bytes += encoder.encode(segment).length
    if (bytes > maxBytes) break
    end = index + segment.length
  }
  return text.slice(0, end).trimEnd()
}

/** `Photoshop 3.0` and its NUL, which makes an APP13 segment a list of image resources. */
const PHOTOSHOP = [...ascii('Photoshop 3.0'), 0]
const IIM_RESOURCE = 0x0404
const DIGEST_RESOURCE = 0x0425
const MAX_SEGMENT_BYTES = 65_533

/**
 * The JPEG with these datasets in an APP13 segment behind its other application segments, and with their digest beside them: it says that
 * XMP and IIM agree, so that readers take the XMP, which is whole (Metadata Working Group, guidelines 2.0, section 3.3.1).
 *
 * @param jpeg  A JPEG without IIM, such as sharp makes.
 * @returns     `jpeg` itself if there is nothing to add.
 * @throws      {RangeError} if the bytes are no JPEG, or one segment cannot hold the datasets.
 */
export function addIim(jpeg: Uint8Array, iim: Uint8Array | undefined): Uint8Array {
  if (jpeg[0] !== 0xff || jpeg[1] !== 0xd8) throw new RangeError('Expected the bytes of a JPEG to add IIM to but received others')
  if (iim === undefined || iim.length === 0) return jpeg
  const content = [...PHOTOSHOP, ...resource(IIM_RESOURCE, iim), ...resource(DIGEST_RESOURCE, md5(iim))]
  if (content.length > MAX_SEGMENT_BYTES) throw new RangeError(`Expected at most ${MAX_SEGMENT_BYTES} bytes but received ${content.length}`)
  const segment = [0xff, 0xed, ...bigEndian(content.length + 2), ...content]
  const place = endOfApplicationSegments(jpeg)
  const result = new Uint8Array(jpeg.length + segment.length)
  result.set(jpeg.subarray(0, place))
  result.set(segment, place)
  result.set(jpeg.subarray(place), place + segment.length)
  return result
}

/** Signature, number, an empty name of even length, the data's length, and the data of even length. */
function resource(id: number, data: Uint8Array): readonly number[] {
  const padding = data.length % 2 === 1 ? [0] : []
  return [...ascii('8BIM'), ...bigEndian(id), 0, 0, 0, 0, ...bigEndian(data.length), ...data, ...padding]
}

/** JFIF, Exif and XMP stand first, where their standards want them. */
function endOfApplicationSegments(jpeg: Uint8Array): number {
  let place = 2
  while (jpeg[place] === 0xff && ((jpeg[place + 1] ?? 0) & 0xf0) === 0xe0) {
    place += 2 + (((jpeg[place + 2] ?? 0) << 8) | (jpeg[place + 3] ?? 0))
  }
  return place
}

function bigEndian(value: number): readonly number[] {
  return [(value >> 8) & 0xff, value & 0xff]
}

function ascii(text: string): readonly number[] {
  return [...text].map((character) => character.charCodeAt(0))
}
