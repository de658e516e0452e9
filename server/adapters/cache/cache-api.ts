import type { ByteCache } from '../../ports/cache.ts'
import type { Clock } from '../../ports/system.ts'
import { requireKey } from './key.ts'

/** What we call of the Cache API of Workers: `caches.default`, or one that was opened by name. */
export interface HttpCache {
  match(url: string): Promise<Response | undefined>
  put(url: string, response: Response): Promise<void>
  delete(url: string): Promise<boolean>
}

export interface HttpCacheOptions {
  readonly cache: HttpCache
  readonly clock: Clock
}

/** Nobody's: what is kept is asked for by this Worker only. */
const BASE = 'https://placard.invalid/'
/** Unix milliseconds; the cache counts by itself too, but only in whole seconds and by its own clock. */
const EXPIRES_AT = 'placard-expires-at'

/** Bytes in the cache of the place where a Worker runs. It forgets at will, and what it has no other place knows. */
export function httpCache({ cache, clock }: HttpCacheOptions): ByteCache {
  const addressOf = (key: string) => {
    requireKey(key)
    return `${BASE}${key}`
  }
  return {
    async find(key) {
      const found = await cache.match(addressOf(key))
      if (!found) return undefined
      const bytes = new Uint8Array(await found.arrayBuffer())
      return clock.now() < Number(found.headers.get(EXPIRES_AT)) ? bytes : undefined
    },
    async put(key, bytes, ttlSeconds) {
      const address = addressOf(key)
      if (ttlSeconds <= 0) return void (await cache.delete(address))
      const headers = {
        'Cache-Control': `max-age=${Math.ceil(ttlSeconds)}`,
        'Content-Type': 'application/octet-stream',
        [EXPIRES_AT]: String(clock.now() + ttlSeconds * 1000),
      }
      // A cached body is the bytes and their length, whatever was around them.
      await cache.put(address, new Response(bytes.slice(), { headers }))
    },
    async delete(key) {
      await cache.delete(addressOf(key))
    },
  }
}
