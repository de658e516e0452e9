import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { requireRange } from '../../core/byte-range.ts'
import { BadRequestError, UnavailableError } from '../../core/errors.ts'
import type { OriginalKey } from '../../core/media.ts'
import type { Arriving, OriginalsStore } from '../../ports/originals.ts'
import { writeArriving } from './arriving-file.ts'
import { moveDurably, syncFolders, writeDurably } from './durable.ts'
import { requireOriginalKey, sha256 } from './key.ts'
import { originalParts } from './parts.ts'
import { rangeStream } from './range-stream.ts'
import { verifiedStream } from './verified-stream.ts'

const STALE_TEMPORARY_MS = 3_600_000 // No write of one picture takes an hour: whoever left this behind is dead.
const ABANDONED_MS = 86_400_000 // Of parts: a push goes on within a day, or begins anew.
const PART = /^[0-9a-f]{64}\.\d+$/

/**
 * Originals as files `ab/cd/<sha256>` below `folder`. Temporaries are written in `incoming/` beside them; a file whose bytes no longer
 * match its name is moved to `damaged/`, so that the next import of that picture stores it again (D3).
 *
 * @param folder  Absolute; made if it is not there. Temporaries more than an hour old are removed (D5).
 * @throws        {UnavailableError} if the folder cannot be used.
 */
export async function openOriginalsFolder(folder: string): Promise<OriginalsStore> {
  const incoming = join(folder, 'incoming')
  await orUnavailable(folder, () => prepare(folder, incoming))
  const pathOf = (key: OriginalKey) => join(folder, requireOriginalKey(key).slice(0, 2), key.slice(2, 4), key)

  async function putBytes(bytes: Uint8Array): Promise<OriginalKey> {
    const key = sha256(bytes)
    const path = pathOf(key)
    // A copy that stands there may have been renamed just before a crash: its folder is synced in either case.
    if ((await sizeOf(path)) === bytes.length) await syncFolders([dirname(path)])
    else await writeDurably({ bytes, temporary: join(incoming, `${key}.${randomUUID()}`), path, root: folder })
    return key
  }

  async function receive(arriving: Arriving): Promise<void> {
    const path = pathOf(arriving.sha256 as OriginalKey) // `pathOf` refuses whatever is none.
    const temporary = join(incoming, `${arriving.sha256}.${randomUUID()}`)
    await orUnavailable(folder, async () => {
      await writeArriving(temporary, arriving)
      await moveDurably({ temporary, path, root: folder })
    })
  }

  const parts = originalParts(
    {
      find: (name) => orUnavailable(folder, () => sizeOf(join(incoming, name))),
      open: async (name) => {
        const file = await openFile(join(incoming, name), undefined)
        return file && rangeStream(file.handle, file.path, { start: 0, end: file.size })
      },
      receive: (name, arriving) =>
        orUnavailable(folder, async () => {
          // With each original that begins, what nobody goes on with makes room; a server may run for a year.
          if (name.endsWith('.0')) await sweep(incoming)
          const temporary = join(incoming, `${name}.${randomUUID()}`)
          await writeArriving(temporary, arriving)
          await rename(temporary, join(incoming, name))
        }),
      delete: (name) => orUnavailable(folder, () => rm(join(incoming, name), { force: true })),
    },
    { has: async (key, bytes) => (await sizeOf(pathOf(key))) === bytes, receive },
  )

  async function setAside(key: OriginalKey): Promise<void> {
    await mkdir(join(folder, 'damaged'), { recursive: true })
    await rename(pathOf(key), join(folder, 'damaged', key))
  }

  return {
    keyOf: async (bytes) => sha256(bytes),
    put: (bytes) => orUnavailable(folder, () => putBytes(bytes)),
    receive,
    ...parts,
    async open(key, signal) {
      const file = await openFile(pathOf(key), signal)
      if (!file) return undefined
      const { handle, path, size } = file
      return { bytes: size, body: verifiedStream(handle, { path, key, setAside: () => setAside(key) }), file: { path, key } }
    },
    async openRange(key, range, signal) {
      const file = await openFile(pathOf(key), signal)
      if (!file) return undefined
      try {
        requireRange(range, file.size)
      } catch (error) {
        await file.handle.close()
        throw error
      }
      return { bytes: range.end - range.start, body: rangeStream(file.handle, file.path, range) }
    },
    check: () => orUnavailable(folder, () => probe(join(incoming, `probe.${randomUUID()}`))),
  }
}

async function openFile(path: string, signal: AbortSignal | undefined) {
  signal?.throwIfAborted()
  const handle = await orUnavailable(path, () => openIfThere(path))
  if (!handle) return undefined
  const { size } = await orUnavailable(path, () => handle.stat())
  return { handle, path, size }
}

async function prepare(folder: string, incoming: string): Promise<void> {
  await mkdir(incoming, { recursive: true })
  await syncFolders([folder, dirname(folder)])
  await sweep(incoming)
}

/** What nobody goes on with is gone: by the file system's own clock, told by a file made now. */
async function sweep(incoming: string): Promise<void> {
  const probePath = join(incoming, `probe.${randomUUID()}`)
  await writeFile(probePath, '', { flag: 'wx' })
  const { mtimeMs: now } = await stat(probePath)
  await rm(probePath)
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name)
    const facts = await stat(path).catch(ignoreAbsent)
    if (facts && now - facts.mtimeMs > (PART.test(name) ? ABANDONED_MS : STALE_TEMPORARY_MS)) await rm(path, { force: true })
  }
}

async function probe(path: string): Promise<void> {
  await writeFile(path, 'ready?', { flag: 'wx' })
  await rm(path)
}

async function sizeOf(path: string): Promise<number | undefined> {
  return (await stat(path).catch(ignoreAbsent))?.size
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  return (await open(path, 'r').catch(ignoreAbsent)) ?? undefined
}

function ignoreAbsent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}

async function orUnavailable<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof BadRequestError) throw cause
    const remedy = 'Check that the folder exists, belongs to this user, and that its disk is neither full nor read-only.'
    throw new UnavailableError(`Expected to read and write originals at ${path} but received ${String(cause)}. ${remedy}`, { cause })
  }
}
