import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '../../core/error-code.ts'
import { UnavailableError } from '../../core/errors.ts'

/** The files of a cache folder and their sizes, least recently used first. */
export interface DiskIndex {
  readonly totalBytes: number
  has(name: string): boolean
  /** Notes that a file is there and was used now. */
  touch(name: string, bytes: number): void
  forget(name: string): void
  /** Removes the least recently used names until at most `maxBytes` are left, and answers them. */
  takeOldest(maxBytes: number): readonly string[]
}

/** An index of these files, given in order of their last use. */
function createIndex(files: readonly { name: string; bytes: number }[]): DiskIndex {
  const sizes = new Map(files.map(({ name, bytes }) => [name, bytes]))
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const forget = (name: string) => {
    total -= sizes.get(name) ?? 0
    sizes.delete(name)
  }
  return {
    get totalBytes() {
      return total
    },
    has: (name) => sizes.has(name),
    touch(name, bytes) {
      forget(name)
      sizes.set(name, bytes)
      total += bytes
    },
    forget,
    takeOldest(maxBytes) {
      const taken: string[] = []
      for (const name of sizes.keys()) {
        if (total <= maxBytes) break
        taken.push(name)
        forget(name)
      }
      return taken
    },
  }
}

const STALE_TEMPORARY_MS = 3_600_000 // No write takes an hour: whoever left this behind is dead.

/**
 * Reads what a cache folder holds, by `mtime`, which the cache sets at each use; removes temporaries that a dead process left behind.
 *
 * @param now  Unix milliseconds.
 */
export async function scanFolder(folder: string, now: number): Promise<DiskIndex> {
  const files: { name: string; bytes: number; usedAt: number }[] = []
  for (const part of await readdir(folder)) {
    if (!/^[0-9a-f]{2}$/.test(part)) continue
    const names = await readdir(join(folder, part))
    const facts = await Promise.all(names.map(async (name) => ({ name, facts: await statIfThere(join(folder, part, name)) })))
    for (const { name, facts: file } of facts) {
      if (!file) continue
      if (/^[0-9a-f]{64}$/.test(name)) files.push({ name, bytes: file.size, usedAt: file.mtimeMs })
      else if (now - file.mtimeMs > STALE_TEMPORARY_MS) await rm(join(folder, part, name), { force: true })
    }
  }
  return createIndex(files.sort((a, b) => a.usedAt - b.usedAt))
}

async function statIfThere(path: string): Promise<{ size: number; mtimeMs: number } | undefined> {
  try {
    return await stat(path)
  } catch (cause) {
    // Another process that shares the folder may have evicted it meanwhile.
    if (isAbsence(cause)) return undefined
    throw new UnavailableError(`Expected ${path} to be readable but received ${String(cause)}`, { cause })
  }
}

/** Whether a file is not there; any other failure says nothing about that. */
export function isAbsence(error: unknown): boolean {
  return codeOf(error) === 'ENOENT'
}
