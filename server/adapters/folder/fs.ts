import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { BadRequestError, UnavailableError } from '../../core/errors.ts'
import { findFolderSidecar, groupFiles, isCarouselName } from '../../core/file-metadata/work-files.ts'
import { byCodeUnit } from '../../core/text/by-code-unit.ts'
import type { PictureFile, PictureFolder, Work } from '../../ports/picture-folder.ts'
import { type FolderContext, isBelow, reasonOf } from './file.ts'
import { describeCarousel, describeWork, labelOf } from './works.ts'

export interface PictureFolderOptions {
  /** A larger file is not read at all. */
  readonly maxOriginalBytes: number
  /** Folders that are not entered, such as the server's own data with its thumbnails. */
  readonly excluded?: readonly string[]
}

/**
 * The works below a folder on disk, in code-unit order of their relative path: pictures, videos and folders of one carousel, each with what
 * belongs to it by its name (`core/file-metadata/work-files.ts`).
 *
 * Hidden files and folders are passed over. A link to a file is followed inside the folder only, a link to a folder never: what it
 * holds is either listed at its own place or not the owner's to publish.
 */
export function pictureFolder(root: string, { maxOriginalBytes, excluded = [] }: PictureFolderOptions): PictureFolder {
  return {
    async list() {
      const realRoot = await openRoot(root)
      const context = { realRoot, maxOriginalBytes, excluded: new Set(await Promise.all(excluded.map(realPathOf))) }
      const works: Work[] = []
      for await (const work of walk(realRoot, context)) works.push(work)
      return works.sort((a, b) => byCodeUnit(a.label, b.label))
    },
  }
}

async function openRoot(root: string): Promise<string> {
  const stats = await stat(root).catch((error: unknown) => {
    throw new BadRequestError(`Expected a folder of pictures but received ${JSON.stringify(root)}: ${reasonOf(error)}`, { cause: error })
  })
  if (!stats.isDirectory())
    throw new BadRequestError(`Expected a folder of pictures but received a file: ${JSON.stringify(root)}. Name the folder that it is in.`)
  return await realpath(root)
}

interface Walk extends FolderContext {
  readonly excluded: ReadonlySet<string | undefined>
}

async function* walk(folder: string, context: Walk): AsyncGenerator<Work> {
  const content = await readFolder(folder, context)
  if (content instanceof UnavailableError) {
    yield lockedFolder(context, folder, content)
    return
  }
  for (const names of groupFiles(content.files)) {
    const work = await describeWork(context, folder, names)
    if (work) yield work
    else if (names.name.includes(NOT_UTF8)) yield misnamed(context, join(folder, names.name))
  }
  for (const name of content.folders) {
    const path = join(folder, name)
    if (context.excluded.has(path)) continue
    if (isCarouselName(name)) yield await openCarousel(context, path, findFolderSidecar(name, content.files))
    else yield* walk(path, context)
  }
}

async function openCarousel(context: Walk, path: string, sidecar: string | undefined): Promise<Work> {
  const content = await readFolder(path, context)
  if (content instanceof UnavailableError) return lockedFolder(context, path, content)
  return await describeCarousel(context, { path, names: content.files, folders: content.folders, sidecar })
}

interface FolderContent {
  /** Names of files that are the owner's. */
  readonly files: readonly string[]
  readonly folders: readonly string[]
}

async function readFolder(folder: string, { realRoot }: Walk): Promise<FolderContent | UnavailableError> {
  try {
    const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !name.startsWith('.'))
    const own = await Promise.all(entries.map((entry) => isOwnFile(entry, join(folder, entry.name), realRoot)))
    const folders = entries.filter((entry) => entry.isDirectory())
    return { files: entries.filter((_, index) => own[index]).map(({ name }) => name), folders: folders.map(({ name }) => name) }
  } catch (error) {
    return new UnavailableError(`Expected to read the folder but received: ${reasonOf(error)}`, { cause: error })
  }
}

/** What stands for bytes of a name that are no UTF-8, so that no file is found under it. */
const NOT_UTF8 = '\ufffd'

function misnamed(context: Walk, path: string): PictureFile {
  const failure = new UnavailableError('Expected a file name in UTF-8 but received other bytes: rename the file')
  return unreadable(path, labelOf(context, path), failure)
}

function lockedFolder(context: Walk, path: string, failure: UnavailableError): PictureFile {
  return unreadable(path, path === context.realRoot ? `${basename(path)}/` : `${labelOf(context, path)}/`, failure)
}

/** Stands in the list for a folder or a file that cannot be read, so that its owner hears of it and the rest is imported. */
function unreadable(path: string, label: string, failure: UnavailableError): PictureFile {
  const refuse = async () => {
    throw failure
  }
  return { kind: 'picture', path, label, stamp: '', read: refuse, readSidecar: refuse }
}

async function isOwnFile(entry: Dirent, path: string, realRoot: string): Promise<boolean> {
  if (entry.isFile()) return true
  if (!entry.isSymbolicLink()) return false
  const target = await realPathOf(path)
  if (target === undefined || !isBelow(realRoot, target)) return false
  // It may have gone since: of the folder around the link that says nothing.
  return await stat(target).then(
    (facts) => facts.isFile(),
    () => false,
  )
}

/** @returns `undefined` for what is not there, such as the target of a link that leads nowhere. */
async function realPathOf(path: string): Promise<string | undefined> {
  return await realpath(path).catch(() => undefined)
}
