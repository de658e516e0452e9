import { dirname, join, relative, sep } from 'node:path'
import { groupFiles, type PictureNames, type TrackName, type VideoNames, type WorkNames } from '../../core/file-metadata/work-files.ts'
import type { CaptionFile, CarouselFolder, PictureFile, VideoFile, Work } from '../../ports/picture-folder.ts'
import { type FolderContext, type FoundFile, findFile, joinStamps } from './file.ts'

/** @returns `undefined` if the file has gone since the folder was read. */
export async function describeWork(context: FolderContext, folder: string, names: WorkNames): Promise<Work | undefined> {
  return names.kind === 'picture' ? await describePicture(context, folder, names) : await describeVideo(context, folder, names)
}

/** What a folder holds that is one work. */
export interface CarouselNames {
  readonly path: string
  /** Of its files. */
  readonly names: readonly string[]
  /** Of its folders. */
  readonly folders: readonly string[]
  /** The name of one beside the folder. */
  readonly sidecar: string | undefined
}

/** The pictures in the folder, in the order in which people count; whatever else is in it gets a note. */
export async function describeCarousel(context: FolderContext, carousel: CarouselNames): Promise<CarouselFolder> {
  const { path, names, folders } = carousel
  const groups = groupFiles(names)
  const found = await Promise.all(groups.filter(isPicture).map((group) => describePicture(context, path, group)))
  const pictures = found.filter((picture) => picture !== undefined)
  const sidecar = await findMaybe(context, dirname(path), carousel.sidecar)
  return {
    kind: 'carousel',
    path,
    label: labelOf(context, path),
    stamp: [joinStamps([sidecar]), ...pictures.map(({ label, stamp }) => `${label.split('/').at(-1)} ${stamp}`)].join('\n'),
    pictures,
    notes: [
      ...folders.map((name) => `${name}/ is passed over: a carousel is made of the pictures in its folder`),
      ...groups.filter((group) => !isPicture(group)).map(({ name }) => `${name} is passed over: a carousel is made of pictures`),
    ],
    readSidecar: async () => await sidecar?.read(),
  }
}

function isPicture(group: WorkNames): group is PictureNames {
  return group.kind === 'picture'
}

async function describePicture(context: FolderContext, folder: string, names: PictureNames): Promise<PictureFile | undefined> {
  const path = join(folder, names.name)
  const file = await findMaybe(context, folder, names.name)
  if (!file) return undefined
  const sidecar = await findMaybe(context, folder, names.sidecar)
  return {
    kind: 'picture',
    path,
    label: labelOf(context, path),
    stamp: joinStamps([file, sidecar]),
    read: file.read,
    readSidecar: async () => await sidecar?.read(),
  }
}

async function describeVideo(context: FolderContext, folder: string, names: VideoNames): Promise<VideoFile | undefined> {
  const path = join(folder, names.name)
  const file = await findMaybe(context, folder, names.name)
  if (!file) return undefined
  const sidecar = await findMaybe(context, folder, names.sidecar)
  const poster = names.poster && (await describePicture(context, folder, names.poster))
  const found = await Promise.all(names.tracks.map((track) => describeTrack(context, folder, track)))
  const tracks = found.filter((track) => track !== undefined)
  const parts = [...(poster ? [poster.label] : []), ...tracks.map(({ name }) => name)]
  return {
    kind: 'video',
    path,
    label: labelOf(context, path),
    stamp: [joinStamps([file, sidecar, poster, ...tracks]), ...parts].join('\n'),
    name: names.name,
    ...(poster && { poster }),
    tracks,
    notes: names.notes,
    read: file.read,
    readSidecar: async () => await sidecar?.read(),
  }
}

async function describeTrack(
  context: FolderContext,
  folder: string,
  { name, lang, kind }: TrackName,
): Promise<(CaptionFile & FoundFile) | undefined> {
  const file = await findMaybe(context, folder, name)
  return file && { name, lang, kind, ...file }
}

async function findMaybe(context: FolderContext, folder: string, name: string | undefined): Promise<FoundFile | undefined> {
  return name === undefined ? undefined : await findFile(join(folder, name), context)
}

export function labelOf({ realRoot }: Pick<FolderContext, 'realRoot'>, path: string): string {
  return relative(realRoot, path).split(sep).join('/')
}
