import { type BigIntStats, constants } from 'node:fs'
import { type FileHandle, open, realpath, stat } from 'node:fs/promises'
import { sep } from 'node:path'
import { codeOf } from '../../core/error-code.ts'
import { PlacardError, TooManyPixelsError, UnavailableError } from '../../core/errors.ts'
import { millions } from '../../core/text/millions.ts'

/** What is the same for every file below a folder. */
export interface FolderContext {
  readonly realRoot: string
  /** A larger file is not read at all. */
  readonly maxOriginalBytes: number
}

/** A file as it was when it was looked at. */
export interface FoundFile {
  readonly stamp: string
  read(): Promise<Uint8Array>
}

/**
 * A look at a file.
 *
 * @returns `undefined` if there is none, as when it has gone since the folder was read.
 */
export async function findFile(path: string, context: FolderContext): Promise<FoundFile | undefined> {
  const facts = await stat(path, { bigint: true }).catch(() => undefined)
  return facts && { stamp: stampOf(facts), read: () => readBounded(path, context) }
}

/** Whether a path without links leads below a folder. */
export function isBelow(realFolder: string, realPath: string): boolean {
  return realPath.startsWith(realFolder.endsWith(sep) ? realFolder : realFolder + sep)
}

/** The stamp of several files; a missing one has its place. */
export function joinStamps(files: readonly (Pick<FoundFile, 'stamp'> | undefined)[]): string {
  return files.map((file) => file?.stamp ?? '-').join(' ')
}

/** The change time betrays tools that set the modification time back, such as exiftool -P and rsync -t. */
function stampOf({ size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${size}:${mtimeNs}:${ctimeNs}`
}

const REPLACED = 'Expected a file but something else has taken its place'

/** Opens once and asks the open file for its size, so that nothing can be swapped in between. */
async function readBounded(path: string, { realRoot, maxOriginalBytes: maxBytes }: FolderContext): Promise<Uint8Array> {
  try {
    // Whatever it was when the folder was read: by now it may be a link, or a folder above it one.
    const realPath = await realpath(path)
    if (!isBelow(realRoot, realPath)) throw new UnavailableError(REPLACED)
    // Not blocking: a pipe that has taken the file's place must not hold up the import.
    const file = await open(realPath, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)
    try {
      const facts = await file.stat()
      const { size } = facts
      if (!facts.isFile()) throw new UnavailableError(REPLACED)
      if (size > maxBytes)
        throw new TooManyPixelsError(`Expected a file of at most ${millions(maxBytes)} MB but received ${millions(size)} MB`)
      return await readStart(file, size)
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof PlacardError) throw error
    throw new UnavailableError(`Expected to read the file but received: ${reasonOf(error)}`, { cause: error })
  }
}

/** So many bytes and no more, whatever is written behind them meanwhile. */
async function readStart(file: FileHandle, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size)
  let at = 0
  while (at < size) {
    const { bytesRead } = await file.read(bytes, at, size - at, at)
    if (bytesRead === 0) break
    at += bytesRead
  }
  return bytes.subarray(0, at)
}

/** `ENOENT` and its kin, which people can look up, without the path that the message repeats. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error)
  const words: Readonly<Record<string, string>> = { ENOENT: 'it does not exist', EACCES: 'reading it is not permitted' }
  return (code && words[code]) ?? code ?? String(error)
}
