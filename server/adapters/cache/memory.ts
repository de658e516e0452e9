import { LRUCache } from 'lru-cache'
import type { ByteCache } from '../../ports/cache.ts'
import type { Clock } from '../../ports/system.ts'
import { requireKey } from './key.ts'

export interface MemoryCacheOptions {
  /** Sum of all values, their keys and what an entry costs beside them. */
  readonly maxBytes: number
  readonly clock: Clock
}

const ENTRY_BYTES = 400 // Map slot, LRU arrays and the Uint8Array object, rounded up; it also keeps a flood of empty values bounded.

/** The most recently used bytes, in the memory of this process; the least recently used go first. */
export function memoryCache({ maxBytes, clock }: MemoryCacheOptions): ByteCache {
  const entries = new LRUCache<string, Uint8Array>({
    maxSize: maxBytes,
    sizeCalculation: (bytes, key) => bytes.byteLength + 2 * key.length + ENTRY_BYTES,
    perf: clock,
    ttlResolution: 0, // Without it lru-cache reads the clock once per millisecond of its own timer, not of ours.
  })
  return {
    async find(key) {
      requireKey(key)
      return entries.get(key)
    },
    async put(key, bytes, ttlSeconds) {
      requireKey(key)
      // For lru-cache a `ttl` of 0 means for ever.
      if (ttlSeconds > 0) entries.set(key, bytes, { ttl: Math.ceil(ttlSeconds * 1000) })
      else entries.delete(key)
    },
    async delete(key) {
      entries.delete(key)
    },
  }
}
