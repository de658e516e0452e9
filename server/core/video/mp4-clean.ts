import { BrokenMediaError, UnsupportedMediaError } from '../errors.ts'
import type { Size } from '../media.ts'
import { bigNumber, findBox, fourCharacters, type Mp4Box, printable, readBoxes, requireBox } from './mp4-boxes.ts'
import { blankUserData } from './mp4-sei.ts'
import { type Chunk, chunkRanges, type Mp4Track, readTrack, sampleRanges } from './mp4-track.ts'
import { RECODE, REWRAP, sniffOtherVideo } from './video-kind.ts'

/** An MP4 that plays as before and says nothing of its maker, camera or place. */
export interface CleanVideo extends Size {
  /** As many as there were: what was taken out is zeros now. */
  readonly bytes: Uint8Array
  readonly durationMs: number
  /** Whether a player can begin before it has the whole file: the index stands before the data. */
  readonly isFastStart: boolean
}

interface Cleaning {
  readonly source: Uint8Array
  readonly file: DataView
  /** Zeros, into which only what is known to be needed is copied: a box that nobody thought of cannot leak. */
  readonly clean: Uint8Array
}

type Clean = (cleaning: Cleaning, box: Mp4Box) => void
type Rules = Readonly<Record<string, Clean>>

const CODECS = {
  vide: ['avc1', 'avc3', 'hvc1', 'hev1', 'av01'],
  soun: ['mp4a', 'Opus'],
} as const satisfies Record<string, readonly string[]>

/** Many tools write one; more than a few are no film. */
const MAX_DATA_BOXES = 64
const MAX_BRANDS_BYTES = 256

/**
 * The film with nothing in it but what a player needs: every other box becomes `free` and every other byte zero, data included. Tracks of
 * positions, time codes and texts go with their samples; dates, names of handlers and encoders, too. No place in the file moves, so nothing
 * has to be written anew. In the data itself, user data of a camera's maker (SEI messages) are emptied.
 *
 * @throws {UnsupportedMediaError} for anything but one MP4 of H.264, HEVC or AV1 with AAC or Opus, saying what to do.
 * @throws {BrokenMediaError}      if its boxes or tables do not fit together.
 * @see    ISO/IEC 14496-12 (boxes), 14496-14 (MP4), 14496-15 (AVC, HEVC); https://aomediacodec.github.io/av1-isobmff/
 */
export function cleanMp4(source: Uint8Array): CleanVideo {
  const cleaning = { source, file: new DataView(source.buffer, source.byteOffset, source.length), clean: new Uint8Array(source.length) }
  const boxes = readFile(cleaning)
  const moov = requireOne(boxes, 'moov')
  const tracks = readTracks(cleaning.file, moov)
  for (const box of boxes) (TOP[box.type] ?? blank)(cleaning, box)
  cleanMovie(cleaning, moov, tracks)
  copySamples(cleaning, tracks, boxes)
  for (const track of tracks.filter(({ handler }) => handler === 'vide')) {
    blankUserData(cleaning.clean, track, sampleRanges(cleaning.file, track))
  }
  const { size } = requirePicture(tracks)
  const [data] = boxes.filter(({ type }) => type === 'mdat')
  return { bytes: cleaning.clean, ...size, durationMs: durationOf(cleaning.file, moov), isFastStart: moov.start < (data?.start ?? 0) }
}

function readFile({ source, file }: Cleaning): readonly Mp4Box[] {
  if (source.length === 0) throw new BrokenMediaError('Expected a video but the file is empty')
  const other = sniffOtherVideo(source)
  if (other) throw new UnsupportedMediaError(`Expected MP4 but this is ${other.name}: ${other.remedy}`)
  if (source.length < 16 || fourCharacters(file, 4) !== 'ftyp') {
    throw new UnsupportedMediaError('Expected MP4 but this is none, whatever its name says')
  }
  const boxes = readBoxes(file, 0, source.length)
  if (boxes.some(({ type }) => type === 'moof'))
    throw new UnsupportedMediaError(`Expected an MP4 in one piece but it is fragmented: ${REWRAP}`)
  return boxes
}

function requireOne(boxes: readonly Mp4Box[], type: string): Mp4Box {
  const [first, second] = boxes.filter((box) => box.type === type)
  if (first && !second) return first
  throw new BrokenMediaError(`Expected a whole MP4 but it has ${first ? 'several' : 'no'} ${type}`)
}

/** Those that are seen or heard. @throws {UnsupportedMediaError} if one is in a codec that not every browser has. */
function readTracks(file: DataView, moov: Mp4Box): readonly Mp4Track[] {
  const boxes = readBoxes(file, moov.body, moov.end).filter(({ type }) => type === 'trak')
  const tracks = boxes.filter((box) => isPlayed(file, box)).map((box) => readTrack(file, box))
  for (const { handler, codecs } of tracks) {
    const known: readonly string[] = handler === 'vide' ? CODECS.vide : CODECS.soun
    const wrong = codecs.find((codec) => !known.includes(codec))
    if (wrong !== undefined || codecs.length === 0) {
      throw new UnsupportedMediaError(
        `Expected H.264, HEVC or AV1 with AAC or Opus but it has a track of ${printable(wrong ?? '')}: ${RECODE}`,
      )
    }
  }
  return tracks
}

function isPlayed(file: DataView, trak: Mp4Box): boolean {
  const hdlr = requireBox(file, trak, ['mdia', 'hdlr'], 12)
  return Object.hasOwn(CODECS, fourCharacters(file, hdlr.body + 8))
}

function requirePicture(tracks: readonly Mp4Track[]): Mp4Track {
  const picture = tracks.find(({ handler, size }) => handler === 'vide' && size.width > 0 && size.height > 0)
  if (!picture) throw new UnsupportedMediaError('Expected a video but it has no picture')
  return picture
}

/** @throws {BrokenMediaError} if it is unknown, as in a live recording that was cut off. */
function durationOf(file: DataView, moov: Mp4Box): number {
  const mvhd = requireBox(file, moov, ['mvhd'], 32)
  const isLarge = file.getUint8(mvhd.body) === 1
  const timescale = file.getUint32(mvhd.body + (isLarge ? 20 : 12))
  const duration = isLarge ? bigNumber(file, mvhd.body + 24) : file.getUint32(mvhd.body + 16)
  const ms = Math.round((duration * 1000) / timescale)
  if (ms > 0 && ms < 604_800_000) return ms
  throw new BrokenMediaError('Expected a video of some length, a week at most, but it does not say how long it is')
}

function copy({ source, clean }: Cleaning, start: number, end: number): void {
  clean.set(source.subarray(start, end), start)
}

const keep: Clean = (cleaning, { start, end }) => copy(cleaning, start, end)

/** The box keeps its place and its size, and nothing else. */
const blank: Clean = (cleaning, { start, body }) => {
  copy(cleaning, start, body)
  cleaning.clean.set([0x66, 0x72, 0x65, 0x65], start + 4) // free
}

/** Without the times at which it was made and changed (section 8.2.2). */
const keepUndated: Clean = (cleaning, box) => {
  keep(cleaning, box)
  const times = cleaning.file.getUint8(box.body) === 1 ? 16 : 8
  cleaning.clean.fill(0, box.body + 4, Math.min(box.end, box.body + 4 + times))
}

/** Only the first bytes of its content. */
const keepStart = (bytes: number): Clean => {
  return (cleaning, { start, body, end }) => copy(cleaning, start, Math.min(end, body + bytes))
}

/** Its header, `fields` bytes of its own, and of its children those that have a rule. */
const open = (rules: Rules, fields = 0): Clean => {
  return (cleaning, box) => {
    const children = Math.min(box.end, box.body + fields)
    copy(cleaning, box.start, children)
    for (const child of readBoxes(cleaning.file, children, box.end)) (own(rules, child.type) ?? blank)(cleaning, child)
  }
}

function own(rules: Rules, type: string): Clean | undefined {
  return Object.hasOwn(rules, type) ? rules[type] : undefined
}

const all = (rule: Clean, ...types: readonly string[]): Rules => Object.fromEntries(types.map((type) => [type, rule]))

/** Fields of a visual sample entry before its children; the name of the encoder stands at 42 (section 12.1.3). */
const PICTURE_FIELDS = 78
const cleanPictureEntry: Clean = (cleaning, box) => {
  open(all(keep, 'avcC', 'hvcC', 'av1C', 'colr', 'pasp', 'clap', 'btrt', 'mdcv', 'clli'), PICTURE_FIELDS)(cleaning, box)
  cleaning.clean.fill(0, box.body + 42, Math.min(box.end, box.body + 74))
}

/** Of version 0: the others, of QuickTime, have more fields (section 12.2.3). */
const SOUND_FIELDS = 28
const cleanSoundEntry: Clean = (cleaning, box) => {
  if (box.end - box.body < SOUND_FIELDS || cleaning.file.getUint16(box.body + 8) !== 0) {
    throw new UnsupportedMediaError(`Expected sound as MP4 has it but this is QuickTime's: ${RECODE}`)
  }
  open(all(keep, 'esds', 'dOps', 'btrt', 'chnl'), SOUND_FIELDS)(cleaning, box)
}

/** Data elsewhere would be fetched from there by a player that believes it (section 8.7.2). */
const keepReferences: Clean = (cleaning, box) => {
  const dref = requireBox(cleaning.file, box, ['dref'], 8)
  for (const entry of readBoxes(cleaning.file, dref.body + 8, dref.end)) {
    const isHere = entry.type === 'url ' && entry.end - entry.body === 4 && (cleaning.file.getUint32(entry.body) & 1) === 1
    if (!isHere) throw new UnsupportedMediaError(`Expected an MP4 in one file but its data stands elsewhere: ${RECODE}`)
  }
  open(all(keep, 'dref'))(cleaning, box)
}

const keepBrands: Clean = (cleaning, box) => {
  if (box.end - box.start > MAX_BRANDS_BYTES) throw new BrokenMediaError('Expected a whole MP4 but its ftyp is too large')
  keep(cleaning, box)
}

const STSD: Rules = { ...all(cleanPictureEntry, ...CODECS.vide), ...all(cleanSoundEntry, ...CODECS.soun) }
const STBL: Rules = {
  ...all(keep, 'stts', 'ctts', 'cslg', 'stss', 'stsc', 'stsz', 'stco', 'co64', 'sdtp', 'sgpd', 'sbgp'),
  stsd: open(STSD, 8),
}
const MINF: Rules = { ...all(keep, 'vmhd', 'smhd'), dinf: keepReferences, stbl: open(STBL) }
/** `hdlr` without its name, which cameras sign. */
const MDIA: Rules = { mdhd: keepUndated, hdlr: keepStart(12), elng: keep, minf: open(MINF) }
const TRAK: Rules = { tkhd: keepUndated, edts: open(all(keep, 'elst')), mdia: open(MDIA) }
const TOP: Rules = { ftyp: keepBrands, mdat: keepStart(0), moov: () => {} }

/** The index; tracks that are not played become `free`. */
function cleanMovie(cleaning: Cleaning, moov: Mp4Box, tracks: readonly Mp4Track[]): void {
  const played = new Set(tracks.map(({ box }) => box.start))
  const trak: Clean = (_, box) => (played.has(box.start) ? open(TRAK)(cleaning, box) : blank(cleaning, box))
  if (findBox(cleaning.file, moov, 'mvex')) throw new UnsupportedMediaError(`Expected an MP4 in one piece but it is fragmented: ${REWRAP}`)
  open({ mvhd: keepUndated, trak })(cleaning, moov)
}

/** The data of the tracks that are played, and none that lies between or behind. */
function copySamples(cleaning: Cleaning, tracks: readonly Mp4Track[], boxes: readonly Mp4Box[]): void {
  const data = boxes.filter(({ type }) => type === 'mdat')
  if (data.length > MAX_DATA_BOXES) throw new BrokenMediaError(`Expected at most ${MAX_DATA_BOXES} mdat but received ${data.length}`)
  let copied = 0
  const copyChunk = ({ start, end }: Chunk) => {
    if (!data.some((box) => box.body <= start && end <= box.end)) {
      throw new BrokenMediaError('Expected a whole MP4 but some of its data is missing; it may have been cut short')
    }
    copied += end - start
    // Chunks that lie over each other a thousand times would take a thousand times as long.
    if (copied > cleaning.source.length) throw new BrokenMediaError('Expected a whole MP4 but its chunks overlap')
    copy(cleaning, start, end)
  }
  for (const track of tracks) for (const chunk of chunkRanges(cleaning.file, track)) copyChunk(chunk)
}
