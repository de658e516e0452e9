import { type Bytes, concat, deflatedZeros, find, insert, jpegSegment, pngChunk, riffChunk } from './bytes.ts'
import type { Random } from './random.ts'
import type { Seed } from './seeds.ts'

/** By these texts a payload is known again in whatever comes out. */
export const MARKS = ['MARK-HTML', 'MARK-SCRIPT', 'MARK-ZIP', 'MARK-SVG', 'MARK-PDF'] as const

const PAYLOADS: readonly (string | Bytes)[] = [
  '<!DOCTYPE html><html><body onload=alert(1)>MARK-HTML<script>alert(1)</script></body></html>',
  '*/=1;alert("MARK-SCRIPT")/*',
  concat(
    'PK\x03\x04\x14\0\0\0\0\0',
    new Uint8Array(8),
    '\x08\0\0\0\x08\0\0\0\x0c\0\0\0MARK-ZIP.txtMARK-ZIP',
    'PK\x05\x06',
    new Uint8Array(18),
  ),
  '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><text>MARK-SVG</text></svg>',
  '%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj % MARK-PDF\n%%EOF',
  concat('\x1f\x8b\x08\0', deflatedZeros(1000), 'MARK-ZIP'),
]

/** A picture that is something else too: another file behind, before or within it. */
export function polyglot(seed: Seed, random: Random): { readonly name: string; readonly bytes: Bytes } {
  const payload = random.pick(PAYLOADS)
  const [place, bytes] = random.pick([
    ['behind', () => concat(seed.bytes, payload)],
    ['before', () => concat(payload, seed.bytes)],
    ['in the middle', () => insert(seed.bytes, random.int(seed.bytes.length), payload)],
    ['within', () => within(seed, concat(payload))],
    ['within and behind', () => concat(within(seed, concat(payload)), payload)],
  ] as const)
  return { name: `${seed.name} with a payload ${place}`, bytes: bytes() }
}

/** Where the format has a place for comments of any kind. */
function within({ format, bytes }: Seed, payload: Bytes): Bytes {
  switch (format) {
    case 'jpeg':
      return insert(bytes, 2, jpegSegment(0xfe, payload))
    case 'png':
      return insert(bytes, 33, pngChunk('tEXt', concat('Comment\0', payload)))
    case 'webp':
      return concat(bytes, riffChunk('XMP ', payload))
    case 'gif':
      return insert(bytes, bytes.length - 1, concat('!\xfe', Uint8Array.of(payload.length), payload, '\0'))
    case 'avif':
      return insert(bytes, find(bytes, 'mdat') - 4, concat(Uint8Array.of(0, 0, 0, payload.length + 8), 'free', payload))
    case 'tiff':
      return concat(bytes, payload)
    default:
      return format satisfies never
  }
}
