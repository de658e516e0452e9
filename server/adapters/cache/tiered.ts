import type { ByteCache } from '../../ports/cache.ts'
import type { LastingCache } from './disk.ts'

/**
 * Answers from `fast`, else from `slow`, whose answer `fast` then keeps for the rest of its time. Who asks `slow` for the same at the same time
 * asks it once: of 64 readers of one cold thumbnail, 63 would open a file that is not there.
 */
export function tieredCache(fast: ByteCache, slow: LastingCache): ByteCache {
  let deletions = 0
  const asked = new Map<string, Promise<Uint8Array | undefined>>()

  async function findSlowly(key: string, isCurrent: () => boolean): Promise<Uint8Array | undefined> {
    const entry = await slow.findEntry(key)
    // What was deleted or replaced while the disk answered must not come back.
    if (entry && isCurrent()) await fast.put(key, entry.bytes, entry.ttlSeconds)
    return entry?.bytes
  }

  function ask(key: string, before: number): Promise<Uint8Array | undefined> {
    const isAsked = (): boolean => asked.get(key) === answer
    const answer: Promise<Uint8Array | undefined> = findSlowly(key, () => isAsked() && before === deletions).finally(() => {
      if (isAsked()) asked.delete(key)
    })
    asked.set(key, answer)
    return answer
  }

  return {
    async find(key) {
      const before = deletions
      return (await fast.find(key)) ?? (await (asked.get(key) ?? ask(key, before)))
    },
    async put(key, bytes, ttlSeconds) {
      asked.delete(key)
      await fast.put(key, bytes, ttlSeconds)
      await slow.put(key, bytes, ttlSeconds)
    },
    async delete(key) {
      deletions += 1
      asked.delete(key)
      await Promise.all([fast.delete(key), slow.delete(key)])
    },
  }
}
