import { findBox, type Mp4Box, readBoxes } from '../video/mp4-boxes.ts'

/** Version and flags, before the content of a full box. */
const FULL = 4

/**
 * The AVIF with this XMP packet as an item that describes its picture; the packet stands at the end of the file.
 *
 * @param avif  A still AVIF without XMP, such as an encoder makes.
 * @throws      {RangeError} if the bytes are no such file. @throws {BrokenMediaError} if a box is cut short.
 * @see         ISO/IEC 14496-12, section 8.11; ISO/IEC 23008-12, annex A.3
 */
export function addAvifXmp(avif: Uint8Array, xmp: string): Uint8Array {
  const view = viewOf(avif)
  const meta = readBoxes(view, 0, avif.length).find(({ type }) => type === 'meta')
  if (meta === undefined) throw refusal()
  const children = readBoxes(view, meta.body + FULL, meta.end)
  const packet = new TextEncoder().encode(xmp)
  const places = readPlaces(view, child(children, 'iloc'))
  const itemId = Math.max(...places.map(({ id }) => id)) + 1
  const primaryId = view.getUint16(child(children, 'pitm').body + FULL)
  if (view.getUint8(child(children, 'pitm').body) !== 0 || itemId > 0xffff) throw refusal()
  // The boxes of `meta` have the same lengths whatever the places are, so they are made twice: to measure, and to keep.
  const made = (shift: number, packetAt: number) =>
    metaBox(
      children.flatMap((box) => {
        if (box.type === 'iloc')
          return [ilocBox(places, { shift, from: meta.end, packet: { id: itemId, at: packetAt, length: packet.length } })]
        if (box.type === 'iinf') return [iinfBox(avif, view, box, itemId)]
        if (box.type === 'iref') return [irefBox(itemId, primaryId, avif.subarray(box.body + FULL, box.end))]
        return [avif.subarray(box.start, box.end)]
      }),
      findBox(view, { ...meta, body: meta.body + FULL }, 'iref') === undefined ? irefBox(itemId, primaryId, new Uint8Array()) : undefined,
    )
  const shift = made(0, 0).length - (meta.end - meta.start)
  const packetAt = avif.length + shift + 8
  return join([avif.subarray(0, meta.start), made(shift, packetAt), avif.subarray(meta.end), box('mdat', [packet])])
}

interface Place {
  readonly id: number
  /** 0: in the file; 1: in `idat`. */
  readonly method: number
  readonly reference: number
  readonly extents: readonly { readonly at: number; readonly length: number }[]
}

function readPlaces(view: DataView, { body }: Mp4Box): readonly Place[] {
  const version = view.getUint8(body)
  const sizes = view.getUint16(body + FULL)
  const [offsetSize, lengthSize, baseSize, indexSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15, version === 0 ? 0 : sizes & 15]
  let at = body + FULL + 2
  const take = (bytes: number) => {
    at += bytes
    if (bytes === 8) return Number(view.getBigUint64(at - 8))
    return bytes === 4 ? view.getUint32(at - 4) : bytes === 2 ? view.getUint16(at - 2) : 0
  }
  const count = take(version < 2 ? 2 : 4)
  return Array.from({ length: count }, () => {
    const id = take(version < 2 ? 2 : 4)
    const method = version === 0 ? 0 : take(2) & 15
    const reference = take(2)
    const base = take(baseSize)
    const extents = Array.from({ length: take(2) }, () => {
      take(indexSize)
      return { at: base + take(offsetSize), length: take(lengthSize) }
    })
    return { id, method, reference, extents }
  })
}

interface NewPlaces {
  /** What stands behind `from` moves by `shift`. */
  readonly shift: number
  readonly from: number
  readonly packet: { readonly id: number; readonly at: number; readonly length: number }
}

/** Version 1, offsets and lengths of four bytes, no bases. */
function ilocBox(places: readonly Place[], { shift, from, packet }: NewPlaces): Uint8Array {
  const moved = ({ method, extents, ...place }: Place): Place => ({
    ...place,
    method,
    extents: extents.map(({ at, length }) => ({ at: method === 0 && at >= from ? at + shift : at, length })),
  })
  const added: Place = { id: packet.id, method: 0, reference: 0, extents: [packet] }
  const entries = [...places.map(moved), added].flatMap(({ id, method, reference, extents }) => [
    ...bytesOf(2, id, method, reference, extents.length),
    ...extents.flatMap(({ at, length }) => bytesOf(4, at, length)),
  ])
  return box('iloc', [[1, 0, 0, 0, 0x44, 0, ...bytesOf(2, places.length + 1), ...entries]])
}

/** With an entry more: an item of the media type of XMP. */
function iinfBox(avif: Uint8Array, view: DataView, { body, end }: Mp4Box, itemId: number): Uint8Array {
  const isShort = view.getUint8(body) === 0
  const at = body + FULL
  const count = isShort ? view.getUint16(at) : view.getUint32(at)
  const entry = box('infe', [[2, 0, 0, 0, ...bytesOf(2, itemId, 0)], latin1('mime\0application/rdf+xml\0')])
  const size = isShort ? 2 : 4
  return box('iinf', [avif.subarray(body, at), bytesOf(size, count + 1), avif.subarray(at + size, end), entry])
}

/** `cdsc`: the one item describes the other. */
function irefBox(from: number, to: number, others: Uint8Array): Uint8Array {
  return box('iref', [[0, 0, 0, 0], others, box('cdsc', [bytesOf(2, from, 1, to)])])
}

function metaBox(children: readonly Uint8Array[], more: Uint8Array | undefined): Uint8Array {
  return box('meta', [[0, 0, 0, 0], ...children, ...(more ? [more] : [])])
}

function box(type: string, parts: readonly ArrayLike<number>[]): Uint8Array {
  const size = parts.reduce((sum, part) => sum + part.length, 8)
  return join([bytesOf(4, size), latin1(type), ...parts])
}

function child(children: readonly Mp4Box[], type: string): Mp4Box {
  const found = children.find((box) => box.type === type)
  if (found === undefined) throw refusal()
  return found
}

function join(parts: readonly ArrayLike<number>[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Big endian. */
function bytesOf(size: 2 | 4, ...values: readonly number[]): readonly number[] {
  return values.flatMap((value) => {
    const low = [(value >>> 8) & 0xff, value & 0xff]
    return size === 2 ? low : [(value >>> 24) & 0xff, (value >>> 16) & 0xff, ...low]
  })
}

function latin1(text: string): readonly number[] {
  return [...text].map((character) => character.charCodeAt(0))
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function refusal(): RangeError {
  return new RangeError('Expected the bytes of a still AVIF to add XMP to but received others')
}
