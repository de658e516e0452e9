import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { OriginalKey } from '../../core/media.ts'
import { ignoreAbsent } from './files.ts'

/** The keys of all originals in this folder, by ascending key; what has another name, or stands elsewhere, is no original. */
export async function* listOriginals(folder: string): AsyncGenerator<OriginalKey> {
  for (const first of await namesIn(folder, /^[0-9a-f]{2}$/)) {
    for (const second of await namesIn(join(folder, first), /^[0-9a-f]{2}$/)) {
      const whole = new RegExp(`^${first}${second}[0-9a-f]{60}$`)
      // Exactly what the pattern says is what an OriginalKey is.
      for (const key of await namesIn(join(folder, first, second), whole)) yield key as OriginalKey
    }
  }
}

async function namesIn(folder: string, pattern: RegExp): Promise<readonly string[]> {
  const names = (await readdir(folder).catch(ignoreAbsent)) ?? []
  return names.filter((name) => pattern.test(name)).sort()
}
