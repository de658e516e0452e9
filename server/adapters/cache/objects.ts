import type { ObjectStore } from '../../ports/objects.ts'
import type { Clock } from '../../ports/system.ts'
import type { LastingCache } from './disk.ts'
import { decodeEntry, entryHead } from './disk-entry.ts'
import { requireKey } from './key.ts'

export interface ObjectCacheOptions {
  readonly objects: ObjectStore
  readonly clock: Clock
  /** A store that takes longer has nothing for us: the value is made again. */
  readonly findMs?: number
}

const MAX_BYTES = 32_000_000 // The largest rendition, 1920 wide as JPEG, stays below 5 MB; anything much larger is not ours.

/**
 * Bytes as objects `thumbnails/<key>` that all processes share, each with its expiry and a hash in it. Not bounded by itself: the closed set of
 * renditions bounds it (I8), and a lifecycle rule of the bucket removes what is older than the longest time to live.
 */
export function objectCache({ objects, clock, findMs = 3000 }: ObjectCacheOptions): LastingCache {
  const nameOf = (key: string) => {
    requireKey(key)
    return `thumbnails/${key}`
  }

  async function read(name: string): Promise<Buffer | undefined> {
    try {
      const found = await objects.open(name, { signal: AbortSignal.timeout(findMs) })
      if (!found) return undefined
      if (found.bytes <= MAX_BYTES) return Buffer.from(await new Response(found.body).arrayBuffer())
      await found.body.cancel()
      return undefined
    } catch (error) {
      // Absent, unreadable or slow is the same to a cache; a fault of ours is not.
      if (error instanceof RangeError) throw error
      return undefined
    }
  }

  async function findEntry(key: string) {
    const file = await read(nameOf(key))
    const entry = file && decodeEntry(key, file)
    const ttlSeconds = entry ? (entry.expiresAt - clock.now()) / 1000 : 0
    return entry && ttlSeconds > 0 ? { bytes: entry.bytes, ttlSeconds } : undefined
  }

  return {
    findEntry,
    find: async (key) => (await findEntry(key))?.bytes,
    async put(key, bytes, ttlSeconds) {
      const name = nameOf(key)
      if (ttlSeconds <= 0) return await objects.delete(name)
      await objects.put(name, Buffer.concat([entryHead(key, { bytes, expiresAt: clock.now() + ttlSeconds * 1000 }), bytes]))
    },
    delete: async (key) => await objects.delete(nameOf(key)),
  }
}
