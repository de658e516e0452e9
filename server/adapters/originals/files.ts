import { type FileHandle, open, stat } from 'node:fs/promises'
import { codeOf } from '../../core/error-code.ts'
import { BadRequestError, UnavailableError } from '../../core/errors.ts'

/** A file that is open for reading. */
export interface OpenedFile {
  readonly handle: FileHandle
  readonly path: string
  readonly size: number
}

/** The file at a path, open; the caller closes it. @returns `undefined` if there is none. @throws {UnavailableError} */
export async function openFile(path: string, signal?: AbortSignal): Promise<OpenedFile | undefined> {
  signal?.throwIfAborted()
  return await orUnavailable(path, async () => {
    const handle = await open(path, 'r').catch(ignoreAbsent)
    return handle && { handle, path, size: (await handle.stat()).size }
  })
}

/** How many bytes the file at a path has. @returns `undefined` if there is none. */
export async function sizeOf(path: string): Promise<number | undefined> {
  return (await stat(path).catch(ignoreAbsent))?.size
}

/** For `catch`: that nothing is there is no failure. */
export function ignoreAbsent(error: unknown): undefined {
  if (codeOf(error) === 'ENOENT') return undefined
  throw error
}

/** What the work answers. @throws {UnavailableError} naming the path and what to do; a {BadRequestError} as it is. */
export async function orUnavailable<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof BadRequestError) throw cause
    const remedy = 'Check that the folder exists, belongs to this user, and that its disk is neither full nor read-only.'
    throw new UnavailableError(`Expected to read and write originals at ${path} but received ${String(cause)}. ${remedy}`, { cause })
  }
}
