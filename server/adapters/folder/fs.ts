import { type BigIntStats, constants, type Dirent } from 'node:fs'
import { open, readdir, realpath, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { BadRequestError, TooManyPixelsError, UnavailableError } from '../../core/errors.ts'
import { millions } from '../../core/millions.ts'
import { looksLikePicture } from '../../core/picture-kind.ts'
import type { PictureFile, PictureFolder } from '../../ports/picture-folder.ts'

export interface PictureFolderOptions {
  /** A larger file is not read at all. */
  readonly maxOriginalBytes: number
  /** Folders that are not entered, such as the server's own data with its thumbnails. */
  readonly excluded?: readonly string[]
}

interface FoundFile {
  readonly path: string
  readonly sidecar: string | undefined
}

/**
 * The pictures below a folder on disk, with their sidecars `x.jpg.xmp` or `x.xmp`, in code-unit order of their relative path.
 *
 * Hidden files and folders are passed over. A link to a file is followed inside the folder only, a link to a folder never: what it
 * holds is either listed at its own place or not the owner's to publish.
 */
export function pictureFolder(root: string, options: PictureFolderOptions): PictureFolder {
  return {
    async list() {
      const realRoot = await openRoot(root)
      const excluded = new Set(await Promise.all((options.excluded ?? []).map(realPathOf)))
      const pictures: PictureFile[] = []
      for await (const found of walk(realRoot, { realRoot, excluded })) {
        const picture = 'failure' in found ? unreadable(realRoot, found) : await describeFile(realRoot, found, options)
        if (picture) pictures.push(picture)
      }
      return pictures.sort((a, b) => (a.label < b.label ? -1 : 1))
    },
  }
}

async function openRoot(root: string): Promise<string> {
  const stats = await stat(root).catch((error: unknown) => {
    throw new BadRequestError(`Expected a folder of pictures but received ${JSON.stringify(root)}: ${reasonOf(error)}`, { cause: error })
  })
  if (!stats.isDirectory()) throw new BadRequestError(`Expected a folder of pictures but received a file: ${JSON.stringify(root)}`)
  return await realpath(root)
}

interface UnreadableFolder {
  readonly path: string
  readonly failure: UnavailableError
}

interface Walk {
  readonly realRoot: string
  readonly excluded: ReadonlySet<string | undefined>
}

async function* walk(folder: string, context: Walk): AsyncGenerator<FoundFile | UnreadableFolder> {
  const entries = await readFolder(folder)
  if (entries instanceof UnavailableError) {
    yield { path: folder, failure: entries }
    return
  }
  const byName = new Map(entries.map((entry) => [entry.name, entry]))
  for (const entry of entries.filter(({ name }) => !name.startsWith('.'))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (!context.excluded.has(path)) yield* walk(path, context)
    } else if (looksLikePicture(entry.name) && (await isOwnFile(entry, path, context.realRoot))) {
      const sidecar = findSidecar(entry.name, byName)
      const sidecarPath = sidecar && join(folder, sidecar.name)
      const isOwn = sidecar && sidecarPath && (await isOwnFile(sidecar, sidecarPath, context.realRoot))
      yield { path, sidecar: isOwn ? sidecarPath : undefined }
    }
  }
}

async function readFolder(folder: string): Promise<readonly Dirent[] | UnavailableError> {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (error) {
    return new UnavailableError(`Expected to read the folder but received: ${reasonOf(error)}`, { cause: error })
  }
}

/** Stands in the list for a folder that cannot be read, so that its owner hears of it and the rest is imported. */
function unreadable(realRoot: string, { path, failure }: UnreadableFolder): PictureFile {
  const refuse = async () => {
    throw failure
  }
  return { path, label: `${labelOf(realRoot, path)}/`, stamp: '', bytes: 0, read: refuse, readSidecar: refuse }
}

async function isOwnFile(entry: Dirent, path: string, realRoot: string): Promise<boolean> {
  if (entry.isFile()) return true
  if (!entry.isSymbolicLink()) return false
  const target = await realPathOf(path)
  return target?.startsWith(realRoot + sep) === true && (await stat(target)).isFile()
}

/** @returns `undefined` for what is not there, such as the target of a link that leads nowhere. */
async function realPathOf(path: string): Promise<string | undefined> {
  return await realpath(path).catch(() => undefined)
}

/** `x.jpg.xmp` before `x.xmp`; the ending in any case, since cameras and FTP drops shout. */
function findSidecar(name: string, byName: ReadonlyMap<string, Dirent>): Dirent | undefined {
  const stem = name.replace(/\.[^.]+$/, '')
  const candidates = [name, stem].flatMap((base) => ['.xmp', '.XMP', '.Xmp'].map((ending) => base + ending))
  return byName.get(candidates.find((candidate) => byName.has(candidate)) ?? '')
}

/** @returns `undefined` if the file has gone since the folder was read. */
async function describeFile(realRoot: string, { path, sidecar }: FoundFile, { maxOriginalBytes }: PictureFolderOptions) {
  const facts = await findStats(path)
  if (!facts) return undefined
  const sidecarFacts = sidecar === undefined ? undefined : await findStats(sidecar)
  const picture: PictureFile = {
    path,
    label: labelOf(realRoot, path),
    stamp: [facts, sidecarFacts].map((stats) => (stats ? stampOf(stats) : '-')).join(' '),
    bytes: Number(facts.size),
    read: () => readBounded(path, maxOriginalBytes),
    readSidecar: async () => (sidecar !== undefined && sidecarFacts ? await readBounded(sidecar, maxOriginalBytes) : undefined),
  }
  return picture
}

function labelOf(realRoot: string, path: string): string {
  return relative(realRoot, path).split(sep).join('/')
}

async function findStats(path: string): Promise<BigIntStats | undefined> {
  // Gone between two looks is the only way to get here without a file.
  return await stat(path, { bigint: true }).catch(() => undefined)
}

/** The change time betrays tools that set the modification time back, such as exiftool -P and rsync -t. */
function stampOf({ size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${size}:${mtimeNs}:${ctimeNs}`
}

/** Opens once and asks the open file for its size, so that nothing can be swapped in between. */
async function readBounded(path: string, maxBytes: number): Promise<Uint8Array> {
  try {
    // Not blocking: a pipe that has taken the file's place must not hold up the import.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      const { size } = await file.stat()
      if (size > maxBytes)
        throw new TooManyPixelsError(`Expected a file of at most ${millions(maxBytes)} MB but received ${millions(size)} MB`)
      return await file.readFile()
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof TooManyPixelsError) throw error
    throw new UnavailableError(`Expected to read the file but received: ${reasonOf(error)}`, { cause: error })
  }
}

/** `ENOENT` and its kin, which people can look up, without the path that the message repeats. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  const words: Readonly<Record<string, string>> = { ENOENT: 'it does not exist', EACCES: 'reading it is not permitted' }
  return (code && words[code]) ?? code ?? String(error)
}
