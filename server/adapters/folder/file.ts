import { type BigIntStats, constants } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { codeOf } from '../../core/error-code.ts'
import { PlacardError, TooManyPixelsError, UnavailableError } from '../../core/errors.ts'
import { millions } from '../../core/text/millions.ts'

/** A file as it was when it was looked at. */
export interface FoundFile {
  readonly stamp: string
  read(): Promise<Uint8Array>
}

/**
 * A look at a file.
 *
 * @param maxBytes  A larger file is not read at all.
 * @returns         `undefined` if there is none, as when it has gone since the folder was read.
 */
export async function findFile(path: string, maxBytes: number): Promise<FoundFile | undefined> {
  const facts = await stat(path, { bigint: true }).catch(() => undefined)
  return facts && { stamp: stampOf(facts), read: () => readBounded(path, maxBytes) }
}

/** The stamp of several files; a missing one has its place. */
export function joinStamps(files: readonly (Pick<FoundFile, 'stamp'> | undefined)[]): string {
  return files.map((file) => file?.stamp ?? '-').join(' ')
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
      const facts = await file.stat()
      const { size } = facts
      if (!facts.isFile()) throw new UnavailableError('Expected a file but something else has taken its place')
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
