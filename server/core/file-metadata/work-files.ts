import { looksLikePicture } from '../pictures/picture-kind.ts'
import { byCodeUnit } from '../text/by-code-unit.ts'
import { looksLikeVideo } from '../video/video-kind.ts'
import { parseLanguage } from '../video/web-vtt.ts'

/** A picture with its XMP sidecar. */
export interface PictureNames {
  readonly kind: 'picture'
  readonly name: string
  readonly sidecar?: string
}

export interface TrackName {
  readonly name: string
  /** BCP 47, in its canonical spelling. */
  readonly lang: string
  readonly kind: 'captions' | 'subtitles'
}

/** A video with what stands beside it. */
export interface VideoNames {
  readonly kind: 'video'
  readonly name: string
  readonly sidecar?: string
  readonly poster?: PictureNames
  /** By language, each once. */
  readonly tracks: readonly TrackName[]
  /** What looks like captions of it and is not used, each in a sentence for the owner. */
  readonly notes: readonly string[]
}

export type WorkNames = PictureNames | VideoNames

const XMP = /^\.xmp$/i
const POSTER = /^(?:\.poster)?\.(?:jpe?g|png|webp|avif)$/i
const CAPTIONS = /^(?:\.(?<lang>[^.]+))?(?:\.(?<kind>captions|subtitles))?\.(?<ending>vtt|srt)$/i
const CAROUSEL = /[^.]\.carousel$/i

/** Whether a folder of this name is one work of all its pictures. */
export function isCarouselName(folderName: string): boolean {
  return CAROUSEL.test(folderName)
}

/**
 * The works that the files of one folder make, by their names alone, in the order of their names.
 *
 * `x.jpg` has the sidecar `x.jpg.xmp`, else `x.xmp`. `clip.mp4` has the poster `clip.mp4.jpg`, else `clip.poster.jpg` (or png, webp, avif); its
 * captions are `clip.en.vtt`, its subtitles `clip.en.subtitles.vtt`. A poster is no work of its own. Endings may be in any case, since cameras
 * and FTP drops shout.
 */
export function groupFiles(names: readonly string[]): readonly WorkNames[] {
  const index = indexNames(names)
  const videos = names.filter(looksLikeVideo).map((name) => videoNames(name, index))
  const posters = new Set(videos.map(({ poster }) => poster?.name))
  const pictures = names.filter((name) => looksLikePicture(name) && !posters.has(name)).map((name) => pictureNames(name, index))
  return [...videos, ...pictures].sort((a, b) => compareNames(a.name, b.name))
}

/** Made at need: it takes 3 MB, and a server that only serves has no use for it. */
let collator: Intl.Collator | undefined

/** As people count: `2.jpg` before `10.jpg`. Names that count alike are ordered by their characters. */
function compareNames(a: string, b: string): number {
  collator ??= new Intl.Collator('en', { numeric: true })
  return collator.compare(a, b) || byCodeUnit(a, b)
}

/** The sidecar of a folder of this name. */
export function findFolderSidecar(name: string, names: readonly string[]): string | undefined {
  return findSidecar(name, indexNames(names))
}

/** Answers all names that begin with a text and a dot: a folder may hold 50,000 pictures, each with a look for its sidecar. */
type NameIndex = (base: string) => readonly string[]

function indexNames(names: readonly string[]): NameIndex {
  const sorted = names.toSorted(byCodeUnit)
  return (base) => {
    // The slash is the character behind the dot: no name has one.
    return sorted.slice(firstFrom(sorted, `${base}.`), firstFrom(sorted, `${base}/`))
  }
}

/** Where in the sorted list the first name stands that is not before `text`. */
function firstFrom(sorted: readonly string[], text: string): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (byCodeUnit(sorted[middle] ?? '', text) < 0) low = middle + 1
    else high = middle
  }
  return low
}

function findSidecar(name: string, index: NameIndex): string | undefined {
  return findBeside([name, stemOf(name)], XMP, index)
}

function pictureNames(name: string, index: NameIndex): PictureNames {
  const sidecar = findSidecar(name, index)
  return { kind: 'picture', name, ...(sidecar !== undefined && { sidecar }) }
}

function videoNames(name: string, index: NameIndex): VideoNames {
  const sidecar = findSidecar(name, index)
  const poster = findPoster(name, index)
  return {
    kind: 'video',
    name,
    ...(sidecar !== undefined && { sidecar }),
    ...(poster !== undefined && { poster: pictureNames(poster, index) }),
    ...findTracks(name, index),
  }
}

/** `clip.mp4.jpg` before `clip.poster.jpg`; `clip.jpg` may be any picture. */
function findPoster(name: string, index: NameIndex): string | undefined {
  return findBeside([name], POSTER, index) ?? findBeside([`${stemOf(name)}.poster`], POSTER, index)
}

function findTracks(name: string, index: NameIndex): Pick<VideoNames, 'tracks' | 'notes'> {
  const tracks = new Map<string, TrackName>()
  const notes: string[] = []
  const named = [name, stemOf(name)].flatMap((base) => index(base).map((candidate) => [candidate, candidate.slice(base.length)] as const))
  for (const [candidate, rest] of named) {
    const groups = CAPTIONS.exec(rest)?.groups
    if (groups === undefined) continue
    const { lang = '', kind = 'captions', ending = '' } = groups
    const tag = parseLanguage(lang)
    const problem = problemOf({ tag, isWebVtt: ending.toLowerCase() === 'vtt', isTaken: tracks.has(tag ?? '') })
    if (problem !== undefined) notes.push(`${candidate} is passed over: ${problem}`)
    else if (tag !== undefined) tracks.set(tag, { name: candidate, lang: tag, kind: /^subtitles$/i.test(kind) ? 'subtitles' : 'captions' })
  }
  return { tracks: [...tracks.values()].sort((a, b) => byCodeUnit(a.lang, b.lang)), notes }
}

function problemOf(facts: { readonly tag: string | undefined; readonly isWebVtt: boolean; readonly isTaken: boolean }): string | undefined {
  if (!facts.isWebVtt) return 'captions must be WebVTT; convert them, for example with: ffmpeg -i IN.srt OUT.vtt'
  if (facts.tag === undefined) return 'its name must tell its language, as in clip.en.vtt'
  return facts.isTaken ? 'there is another file of the same language' : undefined
}

/** The name that is the first of `bases` and then what `rest` says; of several the last by characters, so that `.xmp` goes before `.XMP`. */
function findBeside(bases: readonly string[], rest: RegExp, index: NameIndex): string | undefined {
  const found = bases.map((base) => index(base).findLast((name) => rest.test(name.slice(base.length))))
  return found.find((name) => name !== undefined)
}

function stemOf(name: string): string {
  return name.replace(/\.[^.]+$/, '')
}
