import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '../../core/error-code.ts'
import { UnavailableError } from '../../core/errors.ts'
import { isRelativeName } from '../../core/text/relative-name.ts'
import type { Assets } from '../../ports/assets.ts'

const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG'])

/**
 * Files below the first of `folders` that has them, read each time: a new build shows without a restart.
 *
 * @param folders  Absolute paths; one that does not exist is an empty one.
 */
export function diskAssets(folders: readonly string[]): Assets {
  return {
    async find(name) {
      if (!isRelativeName(name)) return undefined
      for (const folder of folders) {
        const bytes = await readIfThere(join(folder, name))
        if (bytes) return bytes
      }
      return undefined
    },
  }
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path)
  } catch (cause) {
    if (ABSENT.has(codeOf(cause) ?? '')) return undefined
    throw new UnavailableError(`Expected ${path} to be readable but received ${String(cause)}`, { cause })
  }
}
