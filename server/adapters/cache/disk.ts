import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { UnavailableError } from '../../core/errors.ts'
import type { ByteCache } from '../../ports/cache.ts'
import type { Clock } from '../../ports/system.ts'
import { type DiskEntry, decodeEntry, entryHead, fileNameOf } from './disk-entry.ts'
import { type DiskIndex, isAbsence, scanFolder } from './disk-index.ts'
import { requireKey } from './key.ts'

export interface DiskCacheOptions {
  /** Absolute; made if it is not there. Nothing else may live in it. */
  readonly folder: string
  /** Sum of the files' sizes; over it the least recently used go, down to nine tenths (I9). */
  readonly maxBytes: number
  readonly clock: Clock
}

/** A cache that also tells how long an entry has still to live. */
export interface LastingCache extends ByteCache {
  findEntry(key: string): Promise<{ readonly bytes: Uint8Array; readonly ttlSeconds: number } | undefined>
}

const LOW_WATER = 0.9 // Evicting a tenth at a time keeps the cost off most writes.

/**
 * Bytes in files, one per key, that outlive the process. A file is whole or does not count: it is renamed into place and checked when read. What
 * another process puts into the folder meanwhile is seen by the next one that opens it.
 *
 * @throws {UnavailableError} if the folder cannot be used.
 */
export async function openDiskCache({ folder, maxBytes, clock }: DiskCacheOptions): Promise<LastingCache> {
  const files = filesOf(folder, await openFolder(folder, clock), clock)

  async function findEntry(key: string) {
    const name = requireName(key)
    const file = await files.read(name)
    if (file === undefined) return undefined
    const entry = decodeEntry(key, file)
    const ttlSeconds = entry ? (entry.expiresAt - clock.now()) / 1000 : 0
    if (entry === undefined || ttlSeconds <= 0) {
      await files.remove(name).catch(() => {}) // A damaged or expired file that cannot be removed stays unread all the same.
      return undefined
    }
    await files.touch(name, file.length)
    return { bytes: entry.bytes, ttlSeconds }
  }

  async function put(key: string, entry: DiskEntry): Promise<void> {
    const parts = [entryHead(key, entry), entry.bytes]
    if (entry.expiresAt <= clock.now() || lengthOf(parts) > maxBytes) return files.remove(fileNameOf(key))
    await files.write(fileNameOf(key), parts)
    if (files.totalBytes() > maxBytes) await files.shrinkTo(maxBytes * LOW_WATER)
  }

  return {
    findEntry,
    find: async (key) => (await findEntry(key))?.bytes,
    put: async (key, bytes, ttlSeconds) => {
      requireKey(key)
      await put(key, { bytes, expiresAt: clock.now() + ttlSeconds * 1000 }).catch(async (cause: unknown) => {
        // A full disk: give back a tenth, so that the next one may find room.
        await files.shrinkTo(files.totalBytes() * LOW_WATER).catch(() => {})
        throw new UnavailableError(`Expected room and permission to write in ${folder} but received ${String(cause)}`, { cause })
      })
    },
    delete: async (key) => await files.remove(requireName(key)),
  }
}

/** @throws {RangeError} for what is no key. */
function requireName(key: string): string {
  requireKey(key)
  return fileNameOf(key)
}

function lengthOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0)
}

/** The files of a folder by name, and what the index knows of them. */
function filesOf(folder: string, index: DiskIndex, clock: Clock) {
  const pathOf = (name: string) => join(folder, name.slice(0, 2), name)

  async function touch(name: string, bytes: number): Promise<void> {
    index.touch(name, bytes)
    // Deleted or evicted meanwhile: its bytes must not count.
    if (!(await markUsed(pathOf(name), clock))) index.forget(name)
  }

  return {
    totalBytes: () => index.totalBytes,
    /** Notes that it was used now. */
    touch,
    /** @returns `undefined` if it is not there, or cannot be read. */
    async read(name: string): Promise<Buffer | undefined> {
      // Without a look at the disk: under load each one takes two turns of the event loop, and what must be refused is refused in milliseconds (L6).
      if (!index.has(name)) return undefined
      const file = await readQuietly(pathOf(name))
      if (file === 'absent') index.forget(name)
      return typeof file === 'string' ? undefined : file
    },
    /** @param parts One behind the other. */
    async write(name: string, parts: readonly Uint8Array[]): Promise<void> {
      await writeWhole(pathOf(name), parts)
      await touch(name, lengthOf(parts))
    },
    async remove(name: string): Promise<void> {
      index.forget(name)
      await rm(pathOf(name), { force: true })
    },
    /** Removes those that were used least recently. */
    async shrinkTo(bytes: number): Promise<void> {
      for (const name of index.takeOldest(bytes)) await rm(pathOf(name), { force: true })
    },
  }
}

async function openFolder(folder: string, clock: Clock): Promise<DiskIndex> {
  try {
    // Thumbnails of private media are in it.
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return await scanFolder(folder, clock.now())
  } catch (cause) {
    const remedy = 'Check that the data folder exists, belongs to this user and is not on a full or read-only disk.'
    throw new UnavailableError(`Expected a cache folder at ${folder} but received ${String(cause)}. ${remedy}`, { cause })
  }
}

/** What cannot be read is no hit; yet it stays on the disk, where its bytes count, as when there were too many open files for a moment (EMFILE). */
async function readQuietly(path: string): Promise<Buffer | 'absent' | 'unreadable'> {
  try {
    return await readFile(path)
  } catch (error) {
    return isAbsence(error) ? 'absent' : 'unreadable'
  }
}

/** @param parts One behind the other: put together first, each thumbnail would be in memory twice. */
async function writeWhole(path: string, parts: readonly Uint8Array[]): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`
  await mkdir(join(path, '..'), { recursive: true })
  try {
    await writeParts(temporary, parts)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** Each by itself: of a list that `writeFile` is given, Bun 1.4.5 writes the first one twice if another is longer than some 4 kB. */
async function writeParts(path: string, parts: readonly Uint8Array[]): Promise<void> {
  const handle = await open(path, 'wx')
  try {
    for (const part of parts) await handle.writeFile(part)
  } finally {
    await handle.close()
  }
}

/** `mtime` carries the last use through a restart, since `atime` is not kept by every mount. @returns whether the file is still there. */
async function markUsed(path: string, clock: Clock): Promise<boolean> {
  const now = clock.now() / 1000
  try {
    await utimes(path, now, now)
    return true
  } catch (error) {
    // Of any other failure nothing comes but a file that is evicted too early.
    return !isAbsence(error)
  }
}
