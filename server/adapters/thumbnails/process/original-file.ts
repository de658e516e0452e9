import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { OriginalFile } from '../../../ports/originals.ts'

/** What `jsonFrame` of the same build has written, over a pipe that nobody else holds. */
export function parseFile(payload: Buffer): OriginalFile {
  return JSON.parse(payload.toString('utf8')) as OriginalFile
}

/**
 * The bytes of a file, checked against its key. For a process that does nothing else meanwhile.
 *
 * @returns `undefined` if they cannot be read or are others: whoever told of it reads it, too, and finds out why.
 */
export function readOriginalFile({ path, key }: OriginalFile): Uint8Array | undefined {
  try {
    const bytes = readFileSync(path)
    return createHash('sha256').update(bytes).digest('hex') === key ? bytes : undefined
  } catch {
    return undefined
  }
}
