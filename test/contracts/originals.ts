import { describe, expect, it } from 'vitest'
import type { OriginalKey } from '../../server/core/media.ts'
import type { OriginalsStore } from '../../server/ports/originals.ts'

const text = (value: string) => new TextEncoder().encode(value)
// FIPS 180-2, appendix B.1.
const ABC_SHA256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'

/** All bytes of an original. */
export async function readOriginal(store: OriginalsStore, key: OriginalKey): Promise<Uint8Array | undefined> {
  const original = await store.open(key)
  return original && new Uint8Array(await new Response(original.body).arrayBuffer())
}

/** The facts that hold for every `OriginalsStore`. */
export function originalsContract(name: string, open: () => Promise<OriginalsStore>): void {
  describe(`${name} as an originals store`, () => {
    it('names bytes by their SHA-256', async () => {
      const store = await open()
      expect(await store.keyOf(text('abc'))).toBe(ABC_SHA256)
      expect(await store.put(text('abc'))).toBe(ABC_SHA256)
    })

    it.each([
      ['nothing', new Uint8Array()],
      ['one byte', new Uint8Array([0])],
      ['1 MB of every byte', Uint8Array.from({ length: 1_000_000 }, (_, index) => index % 256)],
    ])('answers %s as it was put, with its length', async (_name, bytes) => {
      const store = await open()
      const key = await store.put(bytes)
      const original = await store.open(key)
      expect(original?.bytes).toBe(bytes.length)
      expect(Buffer.compare(Buffer.from(await new Response(original?.body).arrayBuffer()), bytes)).toBe(0)
    })

    it('answers undefined for a key it does not have', async () => {
      const store = await open()
      expect(await store.open(ABC_SHA256 as OriginalKey)).toBeUndefined()
    })

    it('takes the same bytes again, also at the same time', async () => {
      const store = await open()
      const keys = await Promise.all(Array.from({ length: 20 }, () => store.put(text('abc'))))
      expect(new Set(keys)).toEqual(new Set([ABC_SHA256]))
      expect(await readOriginal(store, ABC_SHA256 as OriginalKey)).toEqual(text('abc'))
    })

    it('keeps what was put when the caller reuses its buffer', async () => {
      const store = await open()
      const bytes = text('abc')
      await store.put(bytes)
      bytes.fill(0)
      expect(await readOriginal(store, ABC_SHA256 as OriginalKey)).toEqual(text('abc'))
    })

    it('lets a body be cancelled, and be read by several at once', async () => {
      const store = await open()
      const key = await store.put(new Uint8Array(1_000_000))
      await (await store.open(key))?.body.cancel()
      const reads = await Promise.all([readOriginal(store, key), readOriginal(store, key)])
      expect(reads.map((bytes) => bytes?.length)).toEqual([1_000_000, 1_000_000])
    })

    it.each([
      ['the first byte', 0, 1],
      ['a byte within', 4, 5],
      ['the last byte', 999_999, 1_000_000],
      ['much', 1000, 900_000],
      ['all', 0, 1_000_000],
    ])('opens a part: %s', async (_name, start, end) => {
      const store = await open()
      const bytes = Uint8Array.from({ length: 1_000_000 }, (_, index) => index % 251)
      const part = await store.openRange(await store.put(bytes), { start, end })
      expect(part?.bytes).toBe(end - start)
      expect(Buffer.compare(Buffer.from(await new Response(part?.body).arrayBuffer()), bytes.subarray(start, end))).toBe(0)
    })

    it.each([
      ['behind the end', 2, 4],
      ['before the start', -1, 2],
      ['of nothing', 1, 1],
      ['backwards', 2, 1],
      ['between bytes', 0.5, 2],
      ['without a number', Number.NaN, 2],
    ])('opens no part %s', async (_name, start, end) => {
      const store = await open()
      const key = await store.put(text('abc'))
      await expect(store.openRange(key, { start, end })).rejects.toThrow(RangeError)
    })

    it('opens no part of what it does not have, and for nobody who has gone', async () => {
      const store = await open()
      expect(await store.openRange(ABC_SHA256 as OriginalKey, { start: 0, end: 1 })).toBeUndefined()
      const key = await store.put(text('abc'))
      await expect(store.openRange(key, { start: 0, end: 1 }, AbortSignal.abort())).rejects.toThrow()
      await expect(store.openRange('../etc' as OriginalKey, { start: 0, end: 1 })).rejects.toThrow(RangeError)
    })

    it('lets a part be cancelled', async () => {
      const store = await open()
      const part = await store.openRange(await store.put(text('abc')), { start: 0, end: 2 })
      await expect(part?.body.cancel()).resolves.toBeUndefined()
    })

    it.each(['', '../../etc/passwd', `${'a'.repeat(63)}/`, 'A'.repeat(64), `${ABC_SHA256}\0`])(
      'opens nothing for %j, which is no key',
      async (key) => {
        const store = await open()
        await expect(store.open(key as OriginalKey)).rejects.toThrow(RangeError)
      },
    )

    it('opens nothing for a reader who has gone', async () => {
      const store = await open()
      const key = await store.put(text('abc'))
      await expect(store.open(key, AbortSignal.abort())).rejects.toThrow()
    })

    it('is ready', async () => {
      await expect((await open()).check()).resolves.toBeUndefined()
    })
  })
}
