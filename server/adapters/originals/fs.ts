import { mkdir, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { requireRange } from '../../core/byte-range.ts'
import type { OriginalKey } from '../../core/media.ts'
import type { Arriving, Original, OriginalsStore } from '../../ports/originals.ts'
import { writeArriving } from './arriving-file.ts'
import { makeFolderDurably, moveDurably, syncFolders, writeDurably } from './durable.ts'
import { openFile, orUnavailable, sizeOf } from './files.ts'
import { partFiles, probeIncoming, sweepIncoming, temporaryIn } from './incoming.ts'
import { requireOriginalKey, sha256 } from './key.ts'
import { originalParts } from './parts.ts'
import { rangeStream } from './range-stream.ts'
import { verifiedStream } from './verified-stream.ts'

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
  const writes = writesTo(folder, incoming)
  const has = async (key: OriginalKey, bytes: number) => (await sizeOf(pathIn(folder, key))) === bytes
  return {
    keyOf: async (bytes) => sha256(bytes),
    ...readsFrom(folder),
    ...writes,
    ...originalParts(partFiles(incoming), { has, receive: writes.receive }),
    check: () => orUnavailable(folder, () => probeIncoming(incoming)),
  }
}

async function prepare(folder: string, incoming: string): Promise<void> {
  // Also where a data folder that was there lets other users of the machine in: most originals are nobody's to read.
  await makeFolderDurably(folder, 0o700)
  await mkdir(incoming, { recursive: true })
  await syncFolders([folder, dirname(folder)])
  await sweepIncoming(incoming)
}

function pathIn(folder: string, key: OriginalKey): string {
  return join(folder, requireOriginalKey(key).slice(0, 2), key.slice(2, 4), key)
}

function readsFrom(folder: string): Pick<OriginalsStore, 'open' | 'openRange'> {
  return {
    async open(key, signal): Promise<Original | undefined> {
      const file = await openFile(pathIn(folder, key), signal)
      if (!file) return undefined
      const { handle, path, size } = file
      return { bytes: size, body: verifiedStream(handle, { path, key, setAside: () => setAside(folder, key) }), file: { path, key } }
    },
    async openRange(key, range, signal) {
      const file = await openFile(pathIn(folder, key), signal)
      if (!file) return undefined
      try {
        requireRange(range, file.size)
      } catch (error) {
        await file.handle.close()
        throw error
      }
      return { bytes: range.end - range.start, body: rangeStream(file.handle, file.path, range) }
    },
  }
}

async function setAside(folder: string, key: OriginalKey): Promise<void> {
  await mkdir(join(folder, 'damaged'), { recursive: true })
  await rename(pathIn(folder, key), join(folder, 'damaged', key))
}

function writesTo(folder: string, incoming: string): Pick<OriginalsStore, 'put' | 'receive'> {
  async function putBytes(bytes: Uint8Array): Promise<OriginalKey> {
    const key = sha256(bytes)
    const path = pathIn(folder, key)
    // A copy that stands there may have been renamed just before a crash: its folder is synced in either case.
    if ((await sizeOf(path)) === bytes.length) await syncFolders([dirname(path)])
    else await writeDurably({ bytes, temporary: temporaryIn(incoming, key), path, root: folder })
    return key
  }

  async function receive(arriving: Arriving): Promise<void> {
    const path = pathIn(folder, arriving.sha256 as OriginalKey) // `pathIn` refuses whatever is none.
    const temporary = temporaryIn(incoming, arriving.sha256)
    await orUnavailable(folder, async () => {
      await writeArriving(temporary, arriving)
      await moveDurably({ temporary, path, root: folder })
    })
  }

  return { put: (bytes) => orUnavailable(folder, () => putBytes(bytes)), receive }
}
