import { describe, expect, it } from 'vitest'
import type { ByteCache } from '../../server/ports/cache.ts'
import type { Clock } from '../../server/ports/system.ts'
import { settableClock } from '../support/memory/adapters.ts'

const text = (value: string) => new TextEncoder().encode(value)
const plain = (bytes: Uint8Array | undefined) => bytes && new Uint8Array(bytes)
const KEY = 'p1/C6aHDKgAQA/1/640.webp'

/**
 * The facts that hold for every `ByteCache`.
 *
 * @param open  Makes a cache of `maxBytes` at most, or of any size if it is unbounded.
 */
export function byteCacheContract(name: string, open: (options: { clock: Clock; maxBytes: number }) => Promise<ByteCache>): void {
  describe(`${name} as a byte cache`, () => {
    const openAt = (clock: Clock) => open({ clock, maxBytes: 100_000 })

    it.each([
      ['bytes', Uint8Array.from({ length: 256 }, (_, index) => index)],
      ['nothing', new Uint8Array()],
    ])('answers %s as they were put', async (_name, bytes) => {
      const cache = await openAt(settableClock())
      await cache.put(KEY, bytes, 60)
      expect(plain(await cache.find(KEY))).toEqual(bytes)
    })

    it('answers undefined for a key it does not have', async () => {
      const cache = await openAt(settableClock())
      await cache.put(KEY, text('a'), 60)
      expect(await cache.find('p1/C6aHDKgAQA/1/640.avif')).toBeUndefined()
      expect(await cache.find('p1')).toBeUndefined()
    })

    it('tells keys apart that differ in case only', async () => {
      const cache = await openAt(settableClock())
      await cache.put('p1/Ab/1/640.jpg', text('upper'), 60)
      await cache.put('p1/aB/1/640.jpg', text('lower'), 60)
      expect(plain(await cache.find('p1/Ab/1/640.jpg'))).toEqual(text('upper'))
      expect(plain(await cache.find('p1/aB/1/640.jpg'))).toEqual(text('lower'))
    })

    it('answers the last of two values', async () => {
      const cache = await openAt(settableClock())
      await cache.put(KEY, text('first'), 60)
      await cache.put(KEY, text('second'), 60)
      expect(plain(await cache.find(KEY))).toEqual(text('second'))
    })

    it('keeps a value for its seconds and no longer', async () => {
      const clock = settableClock()
      const cache = await openAt(clock)
      await cache.put(KEY, text('a'), 60)
      clock.advance(59_999)
      expect(plain(await cache.find(KEY))).toEqual(text('a'))
      clock.advance(2)
      expect(await cache.find(KEY)).toBeUndefined()
    })

    it('keeps nothing for no time', async () => {
      const cache = await openAt(settableClock())
      await cache.put(KEY, text('a'), 60)
      await cache.put(KEY, text('b'), 0)
      expect(await cache.find(KEY)).toBeUndefined()
    })

    it('forgets what is deleted, and takes it again', async () => {
      const cache = await openAt(settableClock())
      await cache.delete(KEY)
      await cache.put(KEY, text('a'), 60)
      await cache.delete(KEY)
      expect(await cache.find(KEY)).toBeUndefined()
      await cache.put(KEY, text('b'), 60)
      expect(plain(await cache.find(KEY))).toEqual(text('b'))
    })

    it.each(['', '/etc/passwd', '../a', 'a/../b', 'a//b', 'a/', 'a\\b', 'a\0b', 'ä', '.hidden'])(
      'refuses %j, which is no key',
      async (key) => {
        const cache = await openAt(settableClock())
        await expect(cache.find(key)).rejects.toThrow(RangeError)
        await expect(cache.put(key, text('a'), 60)).rejects.toThrow(RangeError)
      },
    )

    it('answers whole values only while they are replaced', async () => {
      const cache = await openAt(settableClock())
      const values = [1, 2, 3, 4].map((value) => new Uint8Array(20_000).fill(value))
      const finds = values.flatMap((value) => [cache.put(KEY, value, 60), cache.find(KEY)])
      for (const found of await Promise.all(finds)) {
        if (found) expect([found.length, new Set(found).size]).toEqual([20_000, 1])
      }
      expect(await cache.find(KEY)).toHaveLength(20_000)
    })
  })
}

/** What a bounded cache promises on top (I9). */
export function boundedCacheContract(name: string, open: (options: { clock: Clock; maxBytes: number }) => Promise<ByteCache>): void {
  describe(`${name} as a bounded cache`, () => {
    const key = (index: number) => `p1/code/${index}/640.jpg`

    it('does not keep a value larger than itself, nor lose the others for it (I9)', async () => {
      const cache = await open({ clock: settableClock(), maxBytes: 50_000 })
      await cache.put(key(0), text('small'), 60)
      await cache.put(key(1), new Uint8Array(60_000), 60)
      expect(await cache.find(key(1))).toBeUndefined()
      expect(plain(await cache.find(key(0)))).toEqual(text('small'))
    })

    it('holds at most its bytes, and drops the least recently used (I9)', async () => {
      const clock = settableClock()
      const cache = await open({ clock, maxBytes: 100_000 })
      for (let index = 0; index < 40; index += 1) {
        await cache.put(key(index), new Uint8Array(10_000), 600)
        await cache.find(key(0))
        clock.advance(1000)
      }
      const found = await Promise.all(Array.from({ length: 40 }, (_, index) => cache.find(key(index))))
      const kept = found.flatMap((bytes, index) => (bytes ? [index] : []))
      expect(kept.length).toBeGreaterThanOrEqual(7)
      expect(kept.length).toBeLessThanOrEqual(10)
      expect(kept).toContain(0)
      expect(kept).toContain(39)
      expect(kept).not.toContain(1)
    })
  })
}
