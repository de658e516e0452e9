import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { OriginalFile } from '../../ports/originals.ts'

/**
 * The bytes of a file that `jsonFrame` told of, checked against its key. For a process that does nothing else meanwhile.
 *
 * @returns `undefined` if they cannot be read or are others: whoever told of it reads it, too, and finds out why.
 */
export function readOriginalFile(payload: Buffer): Uint8Array | undefined {
  const { path, key } = JSON.parse(payload.toString('utf8')) as OriginalFile // Of the same build, over a pipe that nobody else holds.
  try {
    const bytes = readFileSync(path)
    return createHash('sha256').update(bytes).digest('hex') === key ? bytes : undefined
  } catch {
    return undefined
  }
}
