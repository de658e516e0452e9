const RIFF_HEADER_BYTES = 12
const CHUNK_HEADER_BYTES = 8
/** Flags of VP8X: there is XMP; there is transparency. */
const HAS_XMP = 0x04
const HAS_ALPHA = 0x10

/**
 * The WebP with this XMP packet in a chunk at its end; a simple file becomes an extended one, which it takes.
 *
 * @param webp  A WebP without XMP, such as an encoder makes.
 * @throws      {RangeError} if the bytes are no WebP.
 * @see         https://developers.google.com/speed/webp/docs/riff_container
 */
export function addWebpXmp(webp: Uint8Array, xmp: string): Uint8Array {
  const first = chunkAt(webp, RIFF_HEADER_BYTES)
  if (textAt(webp, 0) !== 'RIFF' || textAt(webp, 8) !== 'WEBP' || first === undefined) {
    throw new RangeError('Expected the bytes of a WebP to add XMP to but received others')
  }
  const head = first.type === 'VP8X' ? extendedHeader(first.data) : newHeader(first)
  const rest = webp.subarray(first.type === 'VP8X' ? first.end : RIFF_HEADER_BYTES)
  const packet = chunk('XMP ', new TextEncoder().encode(xmp))
  const body = [head, rest, packet]
  const size = 4 + body.reduce((sum, part) => sum + part.length, 0)
  const file = new Uint8Array(CHUNK_HEADER_BYTES + size)
  file.set(webp.subarray(0, RIFF_HEADER_BYTES))
  new DataView(file.buffer).setUint32(4, size, true)
  let at = RIFF_HEADER_BYTES
  for (const part of body) {
    file.set(part, at)
    at += part.length
  }
  return file
}

interface Chunk {
  readonly type: string
  readonly data: Uint8Array
  /** Where the next one begins. */
  readonly end: number
}

function chunkAt(bytes: Uint8Array, at: number): Chunk | undefined {
  if (bytes.length < at + CHUNK_HEADER_BYTES + 10) return undefined
  const size = viewOf(bytes).getUint32(at + 4, true)
  const start = at + CHUNK_HEADER_BYTES
  return { type: textAt(bytes, at), data: bytes.subarray(start, start + size), end: start + size + (size % 2) }
}

function extendedHeader(data: Uint8Array): Uint8Array {
  return chunk(
    'VP8X',
    Uint8Array.from(data, (byte, index) => (index === 0 ? byte | HAS_XMP : byte)),
  )
}

/** The canvas is what the one picture says of itself: in VP8's key frame (RFC 6386, section 9.1), or in VP8L's first 33 bits. */
function newHeader({ type, data }: Chunk): Uint8Array {
  const view = viewOf(data)
  const isLossless = type === 'VP8L'
  const bits = isLossless ? view.getUint32(1, true) : 0
  const width = isLossless ? (bits & 0x3fff) + 1 : view.getUint16(6, true) & 0x3fff
  const height = isLossless ? ((bits >>> 14) & 0x3fff) + 1 : view.getUint16(8, true) & 0x3fff
  const flags = HAS_XMP | (isLossless && ((bits >>> 28) & 1) === 1 ? HAS_ALPHA : 0)
  return chunk('VP8X', Uint8Array.from([flags, 0, 0, 0, ...littleEndian24(width - 1), ...littleEndian24(height - 1)]))
}

/** Type, length, and the data with a byte more where its length is odd. */
function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(CHUNK_HEADER_BYTES + data.length + (data.length % 2))
  bytes.set([...type].map((character) => character.charCodeAt(0)))
  viewOf(bytes).setUint32(4, data.length, true)
  bytes.set(data, CHUNK_HEADER_BYTES)
  return bytes
}

function littleEndian24(value: number): readonly number[] {
  return [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff]
}

function textAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4))
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
