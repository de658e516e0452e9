import sharp, { type Sharp } from 'sharp'
import {
  type Bytes,
  big,
  concat,
  deflatedZeros,
  find,
  insert,
  isoBox,
  jpegSegment,
  little,
  overwrite,
  pngChunk,
  repeat,
  riffChunk,
  riffFile,
} from './bytes.ts'
import type { Seed, SeedFormat } from './seeds.ts'

export interface Bomb {
  readonly name: string
  readonly bytes: Bytes
}

/** Sides that files lie about: the limits of formats, of integers, and of what this server decodes. */
const SIDES = [
  [1, 65_500],
  [16_383, 16_383],
  [16_384, 16_384],
  [65_535, 65_535],
  [100_000, 100_000],
  [1, 2_147_483_647],
  [2_147_483_647, 2_147_483_647],
  [4_294_967_295, 1],
  [0, 0],
] as const

type Resize = (seed: Bytes, width: number, height: number) => Bytes

const PNG_SIGNATURE = '\x89PNG\r\n\x1a\n'

/** What each format needs to claim another size, its picture data unchanged. */
const RESIZE: Readonly<Record<SeedFormat, Resize>> = {
  png: (seed, width, height) =>
    concat(PNG_SIGNATURE, pngChunk('IHDR', concat(big(width, 4), big(height, 4), seed.subarray(24, 29))), seed.subarray(33)),
  jpeg(seed, width, height) {
    const at = Math.max(find(seed, '\xff\xc0\x00'), find(seed, '\xff\xc2\x00'))
    return overwrite(seed, at + 5, concat(big(height, 2), big(width, 2)))
  },
  webp: (seed, width, height) => {
    const canvas = concat(Uint8Array.of(0x2c, 0, 0, 0), little(width - 1, 3), little(height - 1, 3))
    const at = find(seed, 'VP8X')
    return at > 0 ? overwrite(seed, at + 8, canvas) : riffFile(riffChunk('VP8X', canvas), seed.subarray(12))
  },
  avif: (seed, width, height) => overwrite(seed, find(seed, 'ispe') + 8, concat(big(width, 4), big(height, 4))),
  gif: (seed, width, height) => overwrite(seed, 6, concat(little(width, 2), little(height, 2))),
  tiff: (seed, width, height) => withTiffField(withTiffField(seed, 256, width), 257, height),
}

/** The value of a field of the first directory, whatever its type was. */
function withTiffField(tiff: Bytes, tag: number, value: number): Bytes {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.length)
  const directory = view.getUint32(4, true)
  for (let at = directory + 2; at + 12 <= tiff.length; at += 12) {
    if (view.getUint16(at, true) !== tag) continue
    return overwrite(tiff, at + 2, concat(little(4, 2), little(1, 4), little(value, 4)))
  }
  return tiff
}

/** Pictures that claim to be far larger than they are. */
export function headerBombs(seeds: readonly Seed[]): readonly Bomb[] {
  return seeds.flatMap(({ name, format, bytes }) =>
    SIDES.map(([width, height]) => ({ name: `${name} of ${width} x ${height}`, bytes: RESIZE[format](bytes, width, height) })),
  )
}

/** Pictures that are as large as they say: few bytes, many pixels. Each takes a moment to make. */
export const PIXEL_BOMBS: readonly (readonly [name: string, make: () => Bytes | Promise<Bytes>])[] = [
  ['png of 256 MP in one bit', () => flatPng({ width: 16_000, height: 16_000, bits: 1, colour: 0 })],
  ['png of 49 MP in 64 bits', () => flatPng({ width: 7_000, height: 7_000, bits: 16, colour: 6 })],
  ['interlaced png of 49 MP in 32 bits', () => flatPng({ width: 7_000, height: 7_000, bits: 8, colour: 6, interlaced: true })],
  ['interlaced png of 49 MP in 64 bits', () => flatPng({ width: 7_000, height: 7_000, bits: 16, colour: 6, interlaced: true })],
  ['png of 1,376,276 x 20 in 64 bits', () => flatPng({ width: 1_376_276, height: 20, bits: 16, colour: 6 })],
  ['png of 65,535 x 760 in 64 bits', () => flatPng({ width: 65_535, height: 760, bits: 16, colour: 6 })],
  ['png with 400 MB behind its picture', () => flatPng({ width: 100, height: 100, bits: 8, colour: 2, surplus: 400_000_000 })],
  ['progressive jpeg of 49 MP in 90 scans', () => scansJpeg({ width: 7_000, height: 7_000, scans: 90 })],
  ['progressive jpeg of 49 MP in 1,000 scans', () => scansJpeg({ width: 7_000, height: 7_000, scans: 1_000 })],
  ['progressive jpeg of 1 MP in 30,000 scans', () => scansJpeg({ width: 1_000, height: 1_000, scans: 30_000 })],
  [
    'progressive jpeg of 49 MP in three full channels',
    () => flat((picture) => picture.jpeg({ progressive: true, chromaSubsampling: '4:4:4' })),
  ],
  ['webp of 49 MP', () => flat((picture) => picture.webp({ effort: 0 }))],
  ['lossless webp of 49 MP', () => flat((picture) => picture.webp({ lossless: true, effort: 0 }))],
  ['avif of 25 MP', () => flat((picture) => picture.avif({ effort: 0 }), 5_000)],
  ['avif of 49 MP', () => flat((picture) => picture.avif({ effort: 0 }))],
  ['gif of 49 MP', () => flat((picture) => picture.gif({ effort: 1 }))],
  ['tiff of 49 MP in 64 bits', () => flat((picture) => picture.toColourspace('rgb16').tiff({ compression: 'deflate' }))],
  [
    'tiff of 49 MP in one tile',
    () => flat((picture) => picture.tiff({ compression: 'deflate', tile: true, tileWidth: 6_992, tileHeight: 6_992 })),
  ],
]

/** One colour, which every encoder makes small. */
async function flat(encode: (picture: Sharp) => Sharp, side = 7_000): Promise<Bytes> {
  const picture = sharp({ create: { width: side, height: side, channels: 4, background: '#3468' } })
  return new Uint8Array(await encode(picture).toBuffer())
}

interface FlatPng {
  readonly width: number
  readonly height: number
  readonly bits: 1 | 8 | 16
  readonly colour: 0 | 2 | 6
  readonly interlaced?: boolean
  /** Further zeros in its data. */
  readonly surplus?: number
}

function flatPng({ width, height, bits, colour, interlaced = false, surplus = 0 }: FlatPng): Bytes {
  const channels = { 0: 1, 2: 3, 6: 4 }[colour]
  const lineBytes = 1 + Math.ceil((width * bits * channels) / 8)
  // Adam7 has up to 15/8 as many lines, each with a filter byte of its own.
  const dataBytes = lineBytes * height + (interlaced ? 2 * height + 64 : 0) + surplus
  const header = concat(big(width, 4), big(height, 4), Uint8Array.of(bits, colour, 0, 0, interlaced ? 1 : 0))
  return concat(PNG_SIGNATURE, pngChunk('IHDR', header), pngChunk('IDAT', deflatedZeros(dataBytes)), pngChunk('IEND', new Uint8Array()))
}

/** A grey picture whose every scan is one long run of nothing, which costs a decoder a pass over all its blocks. */
function scansJpeg({ width, height, scans }: { width: number; height: number; scans: number }): Bytes {
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8)
  const frame = jpegSegment(0xc2, concat(Uint8Array.of(8), big(height, 2), big(width, 2), Uint8Array.of(1, 1, 0x11, 0)))
  const quantisation = jpegSegment(0xdb, new Uint8Array(65).fill(1, 1))
  // One code of one bit each: a difference of 0 for DC, a run of 2^14 to 2^15 - 1 blocks for AC.
  const table = (kind: number, symbol: number) => jpegSegment(0xc4, Uint8Array.of(kind, 1, ...new Array(15).fill(0), symbol))
  const dc = concat(jpegSegment(0xda, Uint8Array.of(1, 1, 0, 0, 0, 0)), new Uint8Array(Math.ceil(blocks / 8)))
  const ac = concat(jpegSegment(0xda, Uint8Array.of(1, 1, 0, 1, 63, 0)), longestRuns(blocks))
  return concat('\xff\xd8', quantisation, frame, table(0, 0), table(0x10, 0xe0), dc, repeat(ac, scans), '\xff\xd9')
}

/** Codes of 15 bits: 0, then fourteen ones; a byte of ones is followed by a zero (ITU-T T.81, section F.1.2.3). */
function longestRuns(blocks: number): Bytes {
  const bits = '011111111111111'.repeat(Math.ceil(blocks / 32_767))
  const whole = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1').match(/.{8}/g) ?? []
  return Uint8Array.from(whole.map((byte) => Number.parseInt(byte, 2)).flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte])))
}

/** Little pictures whose other parts would fill the memory, or lead in circles. */
export function ancillaryBombs(seeds: readonly Seed[]): readonly Bomb[] {
  const seed = (name: string) => seeds.find((one) => one.name === name)?.bytes ?? new Uint8Array()
  const [png, jpeg, webp, gif, avif, tiff] = ['png', 'jpeg', 'webp', 'gif', 'avif', 'tiff'].map(seed) as [
    Bytes,
    Bytes,
    Bytes,
    Bytes,
    Bytes,
    Bytes,
  ]
  const zeros = deflatedZeros(200_000_000)
  const afterHeader = (chunk: Uint8Array) => insert(png, 33, chunk)
  const afterStart = (segments: readonly Uint8Array[]) => insert(jpeg, 2, concat(...segments))
  const profile = (number: number, count: number) =>
    jpegSegment(0xe2, concat('ICC_PROFILE\0', Uint8Array.of(number, count), new Uint8Array(65_000)))
  const list: readonly (readonly [string, Bytes])[] = [
    ['png with 200 MB of zTXt', afterHeader(pngChunk('zTXt', concat('Comment\0\0', zeros)))],
    ['png with 200 MB of iTXt', afterHeader(pngChunk('iTXt', concat('XML:com.adobe.xmp\0\x01\0\0\0', zeros)))],
    ['png with 200 MB of iCCP', afterHeader(pngChunk('iCCP', concat('x\0\0', zeros)))],
    [
      'png with 50 zTXt of 200 MB',
      afterHeader(concat(...Array.from({ length: 50 }, (_, n) => pngChunk('zTXt', concat(`k${n}\0\0`, zeros))))),
    ],
    ['png with 100,000 chunks of text', afterHeader(repeat(pngChunk('tEXt', concat('a\0b')), 100_000))],
    ['png with a chunk of 2 GB', afterHeader(concat(big(0x7fffffff, 4), 'zTXt'))],
    ['jpeg with 255 parts of ICC', afterStart(Array.from({ length: 255 }, (_, n) => profile(n + 1, 255)))],
    ['jpeg with one part of ICC, 300 times', afterStart(Array.from({ length: 300 }, () => profile(1, 1)))],
    ['jpeg with 20 MB of comments', afterStart(Array.from({ length: 320 }, () => jpegSegment(0xfe, new Uint8Array(65_000).fill(65))))],
    ['jpeg with 100,000 empty segments', afterStart([repeat(jpegSegment(0xe5, new Uint8Array()), 100_000)])],
    ['jpeg behind a megabyte of ff', insert(jpeg, 2, new Uint8Array(1_000_000).fill(255))],
    ['webp with XMP of 4 GB', concat(webp, 'XMP ', little(0xffffffff, 4))],
    ['webp with 100,000 chunks', riffFile(webp.subarray(12), repeat(riffChunk('ABCD', new Uint8Array()), 100_000))],
    ['gif with 100,000 comments', insert(gif, 13 + colourTable(gif), repeat('!\xfe\x01a\0', 100_000))],
    ['gif with 5,000 frames', manyFrames(gif, 5_000)],
    [
      'avif with 100,000 empty boxes',
      concat(avif.subarray(0, ftypEnd(avif)), repeat(isoBox('free'), 100_000), avif.subarray(ftypEnd(avif))),
    ],
    ['avif in boxes 2,000 deep', concat(avif.subarray(0, ftypEnd(avif)), nested(2_000))],
    ['tiff whose first directory is the next', tiffLoop(tiff)],
    ['tiff with 65,535 fields', tiffFields(65_535)],
    ['tiff with strips that are all the same', tiffStrips(2_000_000)],
  ]
  return list.map(([name, bytes]) => ({ name, bytes }))
}

function ftypEnd(avif: Bytes): number {
  return new DataView(avif.buffer, avif.byteOffset).getUint32(0)
}

function nested(depth: number): Bytes {
  let box = isoBox('meta', new Uint8Array(4))
  for (let level = 0; level < depth; level += 1) box = isoBox('meta', new Uint8Array(4), box)
  return box
}

function colourTable(gif: Bytes): number {
  const flags = gif[10] ?? 0
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0
}

/** The first image again and again; the seed has one, and its trailer last. */
function manyFrames(gif: Bytes, frames: number): Bytes {
  const start = 13 + colourTable(gif)
  const image = gif.subarray(start, -1)
  return concat(gif.subarray(0, start), repeat(image, frames), ';')
}

function tiffLoop(tiff: Bytes): Bytes {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.length)
  const directory = view.getUint32(4, true)
  const next = directory + 2 + view.getUint16(directory, true) * 12
  return overwrite(tiff, next, little(directory, 4))
}

const tiffField = (tag: number, type: number, count: number, value: number) =>
  concat(little(tag, 2), little(type, 2), little(count, 4), little(value, 4))

function tiffFields(count: number): Bytes {
  const fields = Array.from({ length: count }, (_, tag) => tiffField(tag, 4, 1, 8))
  return concat('II*\0', little(8, 4), little(count, 2), ...fields, little(0, 4))
}

/** A megapixel whose rows all stand in the same few bytes, by tables that lie over each other. */
function tiffStrips(rows: number): Bytes {
  const fields = [
    tiffField(256, 4, 1, 20),
    tiffField(257, 4, 1, rows),
    tiffField(258, 3, 1, 8),
    tiffField(259, 3, 1, 1),
    tiffField(262, 3, 1, 1),
    tiffField(273, 4, rows, 200),
    tiffField(277, 3, 1, 1),
    tiffField(278, 4, 1, 1),
    tiffField(279, 4, rows, 200),
  ]
  const table = concat(...Array.from({ length: 512 }, () => little(20, 4)))
  const start = concat('II*\0', little(8, 4), little(fields.length, 2), ...fields, little(0, 4))
  return concat(start, new Uint8Array(200 - start.length), repeat(table, Math.ceil(rows / 512)))
}
