import type { ByteCache } from '../../ports/cache.ts'
import type { LastingCache } from './disk.ts'

/** Answers from `fast`, else from `slow`, whose answer `fast` then keeps for the rest of its time. */
export function tieredCache(fast: ByteCache, slow: LastingCache): ByteCache {
  let deletions = 0
  return {
    async find(key) {
      const before = deletions
      const quick = await fast.find(key)
      if (quick) return quick
      const entry = await slow.findEntry(key)
      // What was deleted while the disk answered must not come back.
      if (entry && before === deletions) await fast.put(key, entry.bytes, entry.ttlSeconds)
      return entry?.bytes
    },
    async put(key, bytes, ttlSeconds) {
      await fast.put(key, bytes, ttlSeconds)
      await slow.put(key, bytes, ttlSeconds)
    },
    async delete(key) {
      deletions += 1
      await Promise.all([fast.delete(key), slow.delete(key)])
    },
  }
}
