import { TooManyPixelsError } from '../errors.ts'

/** Encoders write ten, with black ink some twenty. Each costs a decoder a pass over the whole picture, even one of a hundred bytes. */
export const MAX_SCANS = 100
const SEGMENT_LENGTH_BYTES = 2

/**
 * Nothing, for a JPEG that is decoded in as many passes as any encoder makes, and for whatever is no JPEG: 1,000 scans of 180 bytes each take
 * 49 megapixels five seconds (measured), and a pixel limit does not see them (I2). Of a baseline JPEG whose first scan holds all components a
 * decoder reads no other, so neither does this.
 *
 * @throws {TooManyPixelsError} for more.
 * @see    ITU-T T.81, annex B
 */
export function requireFewScans(bytes: Uint8Array): void {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return
  if (countScans(bytes) <= MAX_SCANS) return
  throw new TooManyPixelsError(`Expected a JPEG of at most ${MAX_SCANS} scans but received more: save it as baseline`)
}

/** How many scans a decoder reads; no further than one more than it may. */
function countScans(bytes: Uint8Array): number {
  let scans = 0
  let single = 0 // Components of the frame, if one scan may hold them all.
  for (let at = nextMarker(bytes, 2); at < bytes.length && scans <= MAX_SCANS; at = nextMarker(bytes, endOfSegment(bytes, at))) {
    const marker = bytes[at]
    if (marker === END_OF_IMAGE) break
    if (marker === BASELINE || marker === EXTENDED) single = bytes[at + COMPONENTS_OF_FRAME] ?? 0
    if (marker !== START_OF_SCAN) continue
    scans += 1
    if (scans === 1 && single > 0 && bytes[at + COMPONENTS_OF_SCAN] === single) break
  }
  return scans
}

const END_OF_IMAGE = 0xd9
const START_OF_SCAN = 0xda
/** Frames whose scans are decoded one by one as they come. */
const BASELINE = 0xc0
const EXTENDED = 0xc1
/** Where they stand behind the marker's second byte: length, precision, height and width before; length before. */
const COMPONENTS_OF_FRAME = 8
const COMPONENTS_OF_SCAN = 3

/** Where the next marker's second byte stands; what lies before is the data of a scan, or nobody's. */
function nextMarker(bytes: Uint8Array, from: number): number {
  let at = from
  do {
    at = bytes.indexOf(0xff, at)
    if (at < 0) return bytes.length
    while (bytes[at] === 0xff) at += 1
  } while (bytes[at] === 0)
  return at
}

/** Behind the segment of a marker; restarts, starts and TEM have none (section B.1.1.3). */
function endOfSegment(bytes: Uint8Array, at: number): number {
  const marker = bytes[at] ?? 0
  if ((marker >= 0xd0 && marker <= 0xd8) || marker === 0x01) return at + 1
  const length = (bytes[at + 1] ?? 0) * 256 + (bytes[at + 2] ?? 0)
  return at + 1 + Math.max(SEGMENT_LENGTH_BYTES, length)
}
