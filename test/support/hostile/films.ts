import { type Bytes, big, concat, isoBox, repeat } from './bytes.ts'

const FULL = new Uint8Array(4) // version and flags

export interface FilmPlan {
  readonly tracks?: number
  readonly data?: Uint8Array
  /** Entries of `stco`; the offset of the data itself is added to each. */
  readonly chunks?: { readonly count: number; readonly offset: number }
  readonly samplesPerChunk?: number
  /** All of one size, or a table of zeros for so many. */
  readonly samples?: { readonly equal: number; readonly count: number } | { readonly zeros: number }
  /** Entries of `stsc`. */
  readonly runs?: number
}

/** A film that is sound but for what the plan exaggerates: H.264 of 320 x 180, one second. */
export function filmOf({ tracks = 1, data = new Uint8Array(1_000), ...tables }: FilmPlan): Bytes {
  const ftyp = isoBox('ftyp', 'isom', FULL, 'isom')
  const mdat = isoBox('mdat', data)
  const dataAt = ftyp.length + 8
  const mvhd = isoBox('mvhd', FULL, new Uint8Array(8), big(1_000, 4), big(1_000, 4), new Uint8Array(80))
  return concat(ftyp, mdat, isoBox('moov', mvhd, repeat(track(dataAt, tables), tracks)))
}

function track(dataAt: number, tables: FilmPlan): Bytes {
  const matrix = concat(big(65_536, 4), new Uint8Array(12), big(65_536, 4), new Uint8Array(12), big(0x40000000, 4))
  const tkhd = isoBox('tkhd', FULL, new Uint8Array(36), matrix, big(320 * 65_536, 4), big(180 * 65_536, 4))
  const hdlr = isoBox('hdlr', FULL, FULL, 'vide', new Uint8Array(12))
  const dref = isoBox('dref', FULL, big(1, 4), isoBox('url ', big(1, 4)))
  const minf = isoBox('minf', isoBox('vmhd', big(1, 4), new Uint8Array(8)), isoBox('dinf', dref), sampleTable(dataAt, tables))
  return isoBox('trak', tkhd, isoBox('mdia', isoBox('mdhd', FULL, new Uint8Array(20)), hdlr, minf))
}

function sampleTable(
  dataAt: number,
  { chunks = { count: 1, offset: 0 }, samplesPerChunk = 1, samples = { equal: 100, count: 1 }, runs = 1 }: FilmPlan,
): Bytes {
  const avcC = isoBox('avcC', Uint8Array.of(1, 0x64, 0, 0x0a, 0xff, 0xe0, 0))
  const entry = isoBox('avc1', new Uint8Array(24), big(320, 2), big(180, 2), new Uint8Array(50), avcC)
  const sizes =
    'equal' in samples
      ? concat(big(samples.equal, 4), big(samples.count, 4))
      : concat(big(0, 4), big(samples.zeros, 4), new Uint8Array(samples.zeros * 4))
  return isoBox(
    'stbl',
    isoBox('stsd', FULL, big(1, 4), entry),
    isoBox('stts', FULL, FULL),
    isoBox('stsc', FULL, big(runs, 4), repeat(concat(big(1, 4), big(samplesPerChunk, 4), big(1, 4)), runs)),
    isoBox('stsz', FULL, sizes),
    isoBox('stco', FULL, big(chunks.count, 4), repeat(big(dataAt + chunks.offset, 4), chunks.count)),
  )
}

/** Units of one message each, behind a length of four bytes (ISO/IEC 14496-15, section 5.2.3). */
function messageUnits(count: number, message: Uint8Array): Bytes {
  return repeat(concat(big(message.length + 1, 4), Uint8Array.of(6), message), count)
}

const MILLION = 1_000_000

/** Films of 20 MB whose tables or data ask for far more work than their length. */
export const FILM_BOMBS: readonly (readonly [name: string, make: () => Bytes])[] = [
  ['five million chunks of nothing', () => filmOf({ chunks: { count: 5 * MILLION, offset: 0 }, samplesPerChunk: 0 })],
  [
    'two million chunks of one empty sample each',
    () => filmOf({ chunks: { count: 2 * MILLION, offset: 0 }, samples: { zeros: 2 * MILLION } }),
  ],
  ['five million empty samples in one chunk', () => filmOf({ samplesPerChunk: 5 * MILLION, samples: { zeros: 5 * MILLION } })],
  ['four billion samples', () => filmOf({ samplesPerChunk: 0xffffffff, samples: { equal: 0xffffffff, count: 0xffffffff } })],
  ['a million and a half runs', () => filmOf({ runs: 1.5 * MILLION })],
  ['4,000 tracks', () => filmOf({ tracks: 4_000 })],
  ['4,000 tracks of 600 chunks of nothing', () => filmOf({ tracks: 4_000, chunks: { count: 600, offset: 0 }, samplesPerChunk: 0 })],
  [
    'twenty million samples of one byte',
    () =>
      filmOf({
        data: new Uint8Array(20 * MILLION),
        samplesPerChunk: 20 * MILLION,
        samples: { equal: 1, count: 20 * MILLION },
      }),
  ],
  ['three million messages', () => filmOfData(messageUnits(3 * MILLION, Uint8Array.of(5, 1)))],
  ['a message of 20 MB', () => filmOfData(messageUnits(1, new Uint8Array(20 * MILLION).fill(255)))],
  ['a message of zeros', () => filmOfData(messageUnits(1, new Uint8Array(20 * MILLION)))],
]

function filmOfData(data: Bytes): Bytes {
  return filmOf({ data, samples: { equal: data.length, count: 1 } })
}
