import type { ImportedFacts } from '../../core/changed-fields.ts'
import { BadRequestError, PlacardError, UnsupportedMediaError } from '../../core/errors.ts'
import {
  CAROUSEL_ITEMS,
  type CarouselItem,
  type MediaType,
  type OriginalFacts,
  type OriginalKey,
  type VideoTrack,
} from '../../core/media.ts'
import { cleanMp4 } from '../../core/video/mp4-clean.ts'
import { requireWebVtt } from '../../core/video/web-vtt.ts'
import type { ImportSource } from '../../ports/catalogue.ts'
import type { Deps } from '../../ports/deps.ts'
import type { Inspection } from '../../ports/inspector.ts'
import type { CaptionFile, CarouselFolder, PictureFile, VideoFile, Work } from '../../ports/picture-folder.ts'

/** A work as it was read, its originals durable unless this is a dry run. */
export interface ReadWork {
  readonly type: MediaType
  readonly facts: ImportedFacts
  /** SHA-256 of the file; of a work of several files, of the list of theirs. */
  readonly key: OriginalKey
  readonly sidecarKey?: string
  /** Whether nothing beside the files themselves speaks for them. */
  readonly isSilent: boolean
  readonly notes: readonly string[]
}

type ReadDeps = Pick<Deps, 'originals' | 'inspector'> & { readonly dryRun: boolean }

/**
 * What the files of a work are and say, one file in memory after the other.
 *
 * @param source  As the work was at its last import, if it was.
 * @returns       `same` if a picture and its sidecar have the bytes they had then; nothing was inspected.
 * @throws        What the files, the inspector or the store throw; the message names the part.
 */
export async function readWork(deps: ReadDeps, work: Work, source: ImportSource | undefined): Promise<ReadWork | 'same'> {
  switch (work.kind) {
    case 'picture':
      return await readPicture(deps, work, source)
    case 'carousel':
      return await readCarousel(deps, work)
    case 'video':
      return await readVideo(deps, work)
    default:
      return work satisfies never
  }
}

async function readPicture(deps: ReadDeps, picture: PictureFile, source: ImportSource | undefined): Promise<ReadWork | 'same'> {
  const bytes = await picture.read()
  const sidecar = await picture.readSidecar()
  const sidecarKey = sidecar && (await deps.originals.keyOf(sidecar))
  if (source && source.sidecarKey === sidecarKey && source.originalKey === (await deps.originals.keyOf(bytes))) return 'same'
  const { facts, notes } = await keepPicture(deps, bytes, sidecar)
  return { type: 'image', facts, key: facts.original.key, ...(sidecarKey !== undefined && { sidecarKey }), isSilent: !sidecar, notes }
}

/** Inspected first: what is no picture is not stored. */
async function keepPicture(deps: ReadDeps, bytes: Uint8Array, sidecar: Uint8Array | undefined) {
  const { type, width, height, hasAlpha, placeholder, description, notes = [] } = await deps.inspector.inspect(bytes, sidecar)
  const original: OriginalFacts = { key: await store(deps, bytes), type, bytes: bytes.length, width, height, hasAlpha }
  return { facts: { original, placeholder, description }, notes }
}

/** The description is the first picture's, as the sidecar beside the folder completes it; alt text and caption are each picture's own. */
async function readCarousel(deps: ReadDeps, { pictures, notes, ...carousel }: CarouselFolder): Promise<ReadWork> {
  const { min, max } = CAROUSEL_ITEMS
  const [first] = pictures
  if (!first || pictures.length < min || pictures.length > max) {
    throw new BadRequestError(
      `Expected ${min} to ${max} pictures in a carousel but received ${pictures.length}: move the others to another folder`,
    )
  }
  const sidecar = await carousel.readSidecar()
  const read: ReadItem[] = []
  for (const picture of pictures) read.push(await namePart(partOf(picture), () => readItem(deps, picture)))
  const items = read.map(({ item }) => item)
  const { description } = sidecar ? await deps.inspector.inspect(await first.read(), sidecar) : (read[0] as ReadItem)
  const cover = items[0] as CarouselItem // There are two at least.
  return {
    type: 'carousel',
    facts: { original: cover.original, placeholder: cover.placeholder, description, items },
    key: await keyOfList(
      deps,
      items.map(({ original }) => original.key),
    ),
    ...(sidecar && { sidecarKey: await deps.originals.keyOf(sidecar) }),
    isSilent: !sidecar && read.every(({ isSilent }) => isSilent),
    notes: [...notes, ...read.flatMap((one) => one.notes), ...(sidecar ? [] : creditNotes(carousel, pictures, read))],
  }
}

/** One credit is shown for all: whom it would leave out, the owner must hear of. A sidecar speaks for all. */
function creditNotes(
  { label }: Pick<CarouselFolder, 'label'>,
  pictures: readonly PictureFile[],
  read: readonly ReadItem[],
): readonly string[] {
  const creditOf = ({ description: { creators, creditLine, licenceUrl } }: ReadItem) => JSON.stringify([creators, creditLine, licenceUrl])
  const [first, ...others] = pictures.map((picture, index) => ({ name: partOf(picture), credit: creditOf(read[index] as ReadItem) }))
  const differing = others.filter(({ credit }) => credit !== first?.credit && credit !== '[[],null,null]')
  const remedy = `name all creators in ${label.slice(label.lastIndexOf('/') + 1)}.xmp`
  return differing.map(({ name }) => `${name}: its credit is not shown, since it differs from that of ${first?.name}: ${remedy}`)
}

interface ReadItem extends Pick<Inspection, 'description'> {
  readonly item: CarouselItem
  readonly isSilent: boolean
  readonly notes: readonly string[]
}

async function readItem(deps: ReadDeps, picture: PictureFile): Promise<ReadItem> {
  const bytes = await picture.read()
  const sidecar = await picture.readSidecar()
  const { facts, notes } = await keepPicture(deps, bytes, sidecar)
  const { original, placeholder, description } = facts
  const { altText, caption } = description
  const item = { original, placeholder, altText, caption }
  return { item, description, isSilent: !sidecar, notes: notes.map((note) => `${partOf(picture)}: ${note}`) }
}

/** Kept cleaned, since no transcoder stands between the owner's file and its readers; the poster makes thumbnails like any picture. */
async function readVideo(deps: ReadDeps, video: VideoFile): Promise<ReadWork> {
  const { bytes, width, height, durationMs, isFastStart } = cleanMp4(await video.read())
  const poster = await readPoster(deps, video)
  const tracks: VideoTrack[] = []
  for (const track of video.tracks) tracks.push(await namePart(track.name, () => readTrack(deps, track)))
  const key = await store(deps, bytes)
  return {
    type: 'video',
    facts: { ...poster.facts, video: { key, type: 'video/mp4', bytes: bytes.length, width, height, durationMs, tracks } },
    key: await keyOfList(deps, [key, poster.facts.original.key, ...tracks.map((track) => track.key)]),
    ...(poster.sidecarKey !== undefined && { sidecarKey: poster.sidecarKey }),
    isSilent: poster.isSilent,
    notes: [
      ...video.notes,
      ...(isFastStart
        ? []
        : [`its index is at its end, so readers wait before it plays: ffmpeg -i ${video.name} -c copy -movflags +faststart OUT.mp4`]),
      ...(isSameShape(poster.facts.original, { width, height }) ? [] : ['its poster has another shape than the video']),
      ...poster.notes,
    ],
  }
}

async function readPoster(deps: ReadDeps, { name, poster, readSidecar }: VideoFile) {
  if (!poster) {
    throw new UnsupportedMediaError(
      `Expected a poster beside the video: add ${name}.jpg, for example with: ffmpeg -ss 1 -i ${name} -frames:v 1 ${name}.jpg`,
    )
  }
  return await namePart(partOf(poster), async () => {
    const bytes = await poster.read()
    const sidecar = (await readSidecar()) ?? (await poster.readSidecar())
    const picture = await keepPicture(deps, bytes, sidecar)
    return { ...picture, ...(sidecar && { sidecarKey: await deps.originals.keyOf(sidecar) }), isSilent: !sidecar }
  })
}

async function readTrack(deps: ReadDeps, { lang, kind, read }: CaptionFile): Promise<VideoTrack> {
  const bytes = await read()
  requireWebVtt(bytes)
  return { lang, kind, key: await store(deps, bytes), bytes: bytes.length }
}

/** Within 2 %: encoders round to even pixels. */
function isSameShape(poster: { width: number; height: number }, video: { width: number; height: number }): boolean {
  const ratio = (poster.width * video.height) / (poster.height * video.width)
  return ratio > 0.98 && ratio < 1.02
}

/** Stores nothing in a dry run, and answers the same. */
async function store({ originals, dryRun }: ReadDeps, bytes: Uint8Array): Promise<OriginalKey> {
  return dryRun ? await originals.keyOf(bytes) : await originals.put(bytes)
}

async function keyOfList({ originals }: ReadDeps, keys: readonly OriginalKey[]): Promise<OriginalKey> {
  return await originals.keyOf(new TextEncoder().encode(keys.join('\n')))
}

function partOf({ label }: PictureFile): string {
  return label.slice(label.lastIndexOf('/') + 1)
}

/** The failure of a part says which one. */
async function namePart<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof PlacardError) error.message = `${name}: ${error.message}`
    throw error
  }
}
