import { describe, expect, it } from 'vitest'
import type { ObjectStore, OpenObjectOptions } from '../../server/ports/objects.ts'

const text = (value: string) => new TextEncoder().encode(value)
const MEGABYTE = Uint8Array.from({ length: 1_000_000 }, (_, index) => index % 251)

/** The bytes of an object, or of a part of it. */
export async function readObject(store: ObjectStore, name: string, options?: OpenObjectOptions): Promise<Buffer | undefined> {
  const opened = await store.open(name, options)
  return opened && Buffer.from(await new Response(opened.body).arrayBuffer())
}

/**
 * The facts that hold for every `ObjectStore`.
 *
 * @param open  Makes a store in which nothing is.
 */
export function objectsContract(name: string, open: () => ObjectStore): void {
  describe(`${name} as an object store`, () => {
    it.each([
      ['nothing', new Uint8Array()],
      ['a byte', new Uint8Array([0])],
      ['a megabyte', MEGABYTE],
    ])('answers %s as it was put, with its length', async (_name, bytes) => {
      const store = open()
      await store.put('a/b', bytes)
      expect(await store.find('a/b')).toMatchObject({ bytes: bytes.length })
      expect(await store.open('a/b').then((opened) => opened?.body.cancel().then(() => opened.bytes))).toBe(bytes.length)
      expect(Buffer.compare((await readObject(store, 'a/b'))!, bytes)).toBe(0)
    })

    it('answers undefined for what it does not have', async () => {
      const store = open()
      await store.put('a/b', text('abc'))
      for (const name of ['a', 'a/b.c', 'A/b', 'b']) {
        expect(await store.find(name)).toBeUndefined()
        expect(await store.open(name)).toBeUndefined()
        expect(await store.open(name, { range: { start: 0, end: 1 } })).toBeUndefined()
      }
    })

    it('answers the last of two values, and another ETag where it has any', async () => {
      const store = open()
      await store.put('a', text('first'))
      const first = await store.find('a')
      await store.put('a', text('other'))
      expect(String(await readObject(store, 'a'))).toBe('other')
      if (first?.etag !== undefined) expect((await store.find('a'))?.etag).not.toBe(first.etag)
    })

    it('forgets what is deleted, though it never had it, and takes it again', async () => {
      const store = open()
      await store.delete('a')
      await store.put('a', text('first'))
      await store.delete('a')
      expect(await store.find('a')).toBeUndefined()
      await store.put('a', text('second'))
      expect(String(await readObject(store, 'a'))).toBe('second')
    })

    it.each([
      ['the first byte', 0, 1],
      ['a part', 4, 900_000],
      ['the last byte', 999_999, 1_000_000],
      ['all', 0, 1_000_000],
    ])('opens a part, and says how long the whole is: %s', async (_name, start, end) => {
      const store = open()
      await store.put('a', MEGABYTE)
      const opened = await store.open('a', { range: { start, end } })
      expect(opened?.bytes).toBe(1_000_000)
      expect(Buffer.compare(Buffer.from(await new Response(opened?.body).arrayBuffer()), MEGABYTE.subarray(start, end))).toBe(0)
    })

    it.each([
      ['behind the end', 3, 4],
      ['over the end', 2, 4],
      ['of nothing', 1, 1],
      ['backwards', 2, 1],
      ['before the start', -1, 2],
      ['between bytes', 0.5, 2],
    ])('opens no part %s', async (_name, start, end) => {
      const store = open()
      await store.put('a', text('abc'))
      await expect(store.open('a', { range: { start, end } })).rejects.toThrow(RangeError)
    })

    it.each(['', '/a', 'a/', '../a', 'a/../b', 'a//b', 'a b', 'a?x', 'a#x', 'a%2fb', 'a\\b', 'a\0b', 'ä', '.a'])(
      'refuses %j, which is no name',
      async (name) => {
        const store = open()
        await expect(store.find(name)).rejects.toThrow(RangeError)
        await expect(store.open(name)).rejects.toThrow(RangeError)
        await expect(store.put(name, text('a'))).rejects.toThrow(RangeError)
        await expect(store.delete(name)).rejects.toThrow(RangeError)
      },
    )

    it('keeps a name of every character that is one', async () => {
      const store = open()
      await store.put('p1/-_.A/z.0/640.webp', text('abc'))
      expect(await store.find('p1/-_.A/z.0/640.webp')).toMatchObject({ bytes: 3 })
    })

    it('does nothing for a reader who has gone', async () => {
      const store = open()
      await store.put('a', text('abc'))
      const gone = AbortSignal.abort(new Error('gone'))
      await expect(store.find('a', gone)).rejects.toThrow('gone')
      await expect(store.open('a', { signal: gone })).rejects.toThrow('gone')
    })

    it('ends a body that is read when its reader goes', async () => {
      const store = open()
      await store.put('a', MEGABYTE)
      const reader = new AbortController()
      const opened = await store.open('a', { signal: reader.signal })
      const body = opened!.body.getReader()
      await body.read()
      reader.abort(new Error('gone'))
      const rest = async () => {
        while (!(await body.read()).done);
      }
      // What is already here may still be read.
      await rest().catch((error: unknown) => expect(String(error)).toContain('gone'))
      expect(Buffer.compare((await readObject(store, 'a'))!, MEGABYTE)).toBe(0)
    })
  })
}
