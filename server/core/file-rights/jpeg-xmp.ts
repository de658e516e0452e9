const SIGNATURE = 'http://ns.adobe.com/xap/1.0/\0'
/** A segment counts its own two length bytes. */
const MAX_SEGMENT_BYTES = 65_533

/**
 * The JPEG with this XMP packet in an APP1 segment behind its JFIF header.
 *
 * @param jpeg  A JPEG without XMP, such as an encoder makes.
 * @throws      {RangeError} if the bytes are no JPEG, or one segment cannot hold the packet.
 * @see         XMP specification part 3, section 1.1.3
 */
export function addJpegXmp(jpeg: Uint8Array, xmp: string): Uint8Array {
  if (jpeg[0] !== 0xff || jpeg[1] !== 0xd8) throw new RangeError('Expected the bytes of a JPEG to add XMP to but received others')
  const content = new TextEncoder().encode(SIGNATURE + xmp)
  if (content.length > MAX_SEGMENT_BYTES) throw new RangeError(`Expected at most ${MAX_SEGMENT_BYTES} bytes but received ${content.length}`)
  const place = jpeg[2] === 0xff && jpeg[3] === 0xe0 ? 4 + (((jpeg[4] ?? 0) << 8) | (jpeg[5] ?? 0)) : 2
  const length = content.length + 2
  const result = new Uint8Array(jpeg.length + 2 + length)
  result.set(jpeg.subarray(0, place))
  result.set([0xff, 0xe1, length >> 8, length & 0xff], place)
  result.set(content, place + 4)
  result.set(jpeg.subarray(place), place + 2 + length)
  return result
}
