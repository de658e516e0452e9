import { TooManyPixelsError } from '../errors.ts'

/** Encoders write ten, with black ink some twenty. Each costs a decoder a pass over the whole picture, even one of a hundred bytes. */
const MAX_SCANS = 100
const SEGMENT_LENGTH_BYTES = 2

/**
 * Nothing, for a JPEG that is decoded in as many passes as any encoder makes, and for whatever is no JPEG: 1,000 scans of 180 bytes each take
 * 49 megapixels five seconds (measured), and a pixel limit does not see them (I2).
 *
 * @throws {TooManyPixelsError} for more.
 * @see    ITU-T T.81, annex B
 */
export function requireFewScans(bytes: Uint8Array): void {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return
  let scans = 0
  for (let at = nextMarker(bytes, 2); at < bytes.length; at = nextMarker(bytes, endOfSegment(bytes, at))) {
    const marker = bytes[at]
    if (marker === END_OF_IMAGE) return
    if (marker === START_OF_SCAN) scans += 1
    if (scans > MAX_SCANS)
      throw new TooManyPixelsError(`Expected a JPEG of at most ${MAX_SCANS} scans but received more: save it as baseline`)
  }
}

const END_OF_IMAGE = 0xd9
const START_OF_SCAN = 0xda

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
