import type { ByteRange } from '../byte-range.ts'
import { BrokenMediaError } from '../errors.ts'
import type { Size } from '../media.ts'
import { bigNumber, findBox, fourCharacters, type Mp4Box, readBoxes, requireBox } from './mp4-boxes.ts'

/** One track of a film. */
export interface Mp4Track {
  readonly box: Mp4Box
  /** `vide`, `soun`, or what else a track can be: time codes, positions, subtitles. */
  readonly handler: string
  /** Types of its sample entries, such as `avc1`. */
  readonly codecs: readonly string[]
  /** As shown, its matrix applied; 0 x 0 for what is not seen. */
  readonly size: Size
}

/** @throws {BrokenMediaError} if a box that every track has is missing. */
export function readTrack(file: DataView, box: Mp4Box): Mp4Track {
  const hdlr = requireBox(file, box, ['mdia', 'hdlr'], 12)
  const stsd = requireBox(file, box, ['mdia', 'minf', 'stbl', 'stsd'], 8)
  const codecs = readBoxes(file, stsd.body + 8, stsd.end).map(({ type }) => type)
  return { box, handler: fourCharacters(file, hdlr.body + 8), codecs, size: shownSize(file, requireBox(file, box, ['tkhd'], 84)) }
}

/** Width and height behind the matrix `a b u c d v x y w`, which turns the film of a phone held upright (section 8.3.2). */
function shownSize(file: DataView, tkhd: Mp4Box): Size {
  const matrix = tkhd.body + (file.getUint8(tkhd.body) === 1 ? 52 : 40)
  if (matrix + 44 > tkhd.end) throw new BrokenMediaError('Expected a whole MP4 but its tkhd is cut short')
  const fixed = (at: number) => Math.abs(file.getInt32(at)) / 65_536
  const [a, b, c, d] = [fixed(matrix), fixed(matrix + 4), fixed(matrix + 12), fixed(matrix + 16)]
  const [width, height] = [file.getUint32(matrix + 36) / 65_536, file.getUint32(matrix + 40) / 65_536]
  return { width: Math.round(a * width + c * height), height: Math.round(b * width + d * height) }
}

/** Samples that stand together. */
export interface Chunk extends ByteRange {
  /** Counted from 0. */
  readonly firstSample: number
  readonly samples: number
}

/**
 * Where the samples of a track stand, chunk by chunk (section 8.7). Takes time by the size of the tables, not by the numbers in them, and no
 * memory by either: a list of five million chunks of nothing would fill half a gigabyte out of a file of 20 MB.
 *
 * @throws {BrokenMediaError} if the tables do not agree with each other.
 */
export function* chunkRanges(file: DataView, { box }: Mp4Track): Generator<Chunk> {
  const stbl = requireBox(file, box, ['mdia', 'minf', 'stbl'], 8)
  const offsets = readOffsets(file, stbl)
  const sizes = readSizes(file, stbl)
  const runs = readRuns(file, stbl)
  let sample = 0
  let run = -1
  for (let index = 0; index < offsets.count; index++) {
    while (run + 1 < runs.count && runs.at(run + 1).firstChunk <= index + 1) run += 1
    const samples = run < 0 ? 0 : runs.at(run).samples
    const start = offsets.at(index)
    yield { start, end: start + sizes.sum(sample, samples), firstSample: sample, samples }
    sample += samples
  }
}

/** Where each sample of a track stands. Call it once the chunks are known to lie in the file: only that bounds how many samples there are. */
export function* sampleRanges(file: DataView, track: Mp4Track): Generator<ByteRange> {
  const sizes = readSizes(file, requireBox(file, track.box, ['mdia', 'minf', 'stbl'], 8))
  for (const { start: first, firstSample, samples } of chunkRanges(file, track)) {
    let start = first
    for (let sample = firstSample; sample < firstSample + samples; sample++) {
      const end = start + sizes.sum(sample, 1)
      if (end > start) yield { start, end }
      start = end
    }
  }
}

/** A table that is read where it stands. */
interface Table<Entry> {
  readonly count: number
  /** @param index  0 <= index < `count`. */
  at(index: number): Entry
}

function readOffsets(file: DataView, stbl: Mp4Box): Table<number> {
  const large = findBox(file, stbl, 'co64')
  const table = large ?? requireBox(file, stbl, ['stco'], 8)
  const count = entryCount(file, table, { from: 4, entryBytes: large ? 8 : 4 })
  const at = (index: number) => (large ? bigNumber(file, table.body + 8 + index * 8) : file.getUint32(table.body + 8 + index * 4))
  return { count, at }
}

interface Run {
  /** Counted from 1. */
  readonly firstChunk: number
  /** In each chunk of the run. */
  readonly samples: number
}

function readRuns(file: DataView, stbl: Mp4Box): Table<Run> {
  const table = requireBox(file, stbl, ['stsc'], 8)
  const count = entryCount(file, table, { from: 4, entryBytes: 12 })
  const at = (index: number) => {
    const entry = table.body + 8 + index * 12
    return { firstChunk: file.getUint32(entry), samples: file.getUint32(entry + 4) }
  }
  return { count, at }
}

/** Bytes of so many samples from one on. */
interface SampleSizes {
  sum(from: number, count: number): number
}

function readSizes(file: DataView, stbl: Mp4Box): SampleSizes {
  const table = requireBox(file, stbl, ['stsz'], 12)
  const equal = file.getUint32(table.body + 4)
  if (equal > 0) return { sum: (_from, count) => count * equal }
  const total = entryCount(file, table, { from: 8, entryBytes: 4 })
  return {
    sum(from, count) {
      if (from + count > total) throw new BrokenMediaError('Expected a whole MP4 but its tables count different samples')
      let bytes = 0
      for (let sample = from; sample < from + count; sample++) bytes += file.getUint32(table.body + 12 + sample * 4)
      return bytes
    },
  }
}

/** How many entries a table says it has, at `from` in its content, if it is long enough for them. */
function entryCount(file: DataView, table: Mp4Box, { from, entryBytes }: { from: number; entryBytes: number }): number {
  const count = file.getUint32(table.body + from)
  if (table.body + from + 4 + count * entryBytes > table.end)
    throw new BrokenMediaError(`Expected a whole MP4 but its ${table.type} is cut short`)
  return count
}
