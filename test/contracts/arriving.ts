import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { BadRequestError } from '../../server/core/errors.ts'
import type { OriginalKey } from '../../server/core/media.ts'
import type { ObjectStore } from '../../server/ports/objects.ts'
import type { Arriving, OriginalsStore } from '../../server/ports/originals.ts'
import { streamOf } from '../support/memory/adapters.ts'
import { readObject } from './objects.ts'
import { readOriginal } from './originals.ts'

/** As `core/original-parts.ts` says. */
const PART = 8_388_608
/** More than two parts, and no two alike. */
const LARGE = Uint8Array.from({ length: 2 * PART + 1000 }, (_, index) => (index * 31 + (index >> 16)) % 251)
const SMALL = new TextEncoder().encode('an original')
const EMPTY = new Uint8Array()

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** These bytes on their way, or what is wrong with them. */
function arriving(bytes: Uint8Array, wrong: Partial<Arriving> = {}): Arriving {
  return { bytes: bytes.length, sha256: sha256(bytes), body: streamOf(bytes), ...wrong }
}

/** Half of the bytes, then an error, as when a client goes away. */
function cut(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let isBegun = false
  return new ReadableStream(
    {
      pull(controller) {
        if (isBegun) controller.error(new Error('aborted'))
        else controller.enqueue(bytes.slice(0, bytes.length >> 1))
        isBegun = true
      },
    },
    { highWaterMark: 0 },
  )
}

function withOneMore(bytes: Uint8Array): Uint8Array {
  const more = new Uint8Array(bytes.length + 1)
  more.set(bytes)
  return more
}

const WRONG: readonly (readonly [string, (bytes: Uint8Array) => Partial<Arriving>])[] = [
  ['have another hash', () => ({ sha256: '0'.repeat(64) })],
  ['break off', (bytes) => ({ body: cut(bytes) })],
  ['end early', (bytes) => ({ body: streamOf(bytes.slice(0, -1)) })],
  ['go on', (bytes) => ({ body: streamOf(withOneMore(bytes)), sha256: sha256(withOneMore(bytes)) })],
]
const SIZES = [
  ['a few', SMALL],
  ['many', LARGE],
] as const

/** The facts that hold for what arrives at every `ObjectStore`. */
export function arrivingObjectsContract(name: string, open: () => ObjectStore): void {
  describe(`${name} as an object store that receives`, () => {
    it.each([...SIZES, ['no', EMPTY]] as const)('answers %s bytes as they arrived', async (_name, bytes) => {
      const store = open()
      await store.receive('a/b', arriving(bytes))
      expect(await store.find('a/b')).toMatchObject({ bytes: bytes.length })
      expect(Buffer.compare((await readObject(store, 'a/b'))!, bytes)).toBe(0)
    })

    it.each(SIZES.flatMap(([size, bytes]) => WRONG.map(([what, wrong]) => [size, what, bytes, wrong] as const)))(
      'keeps what it had where %s bytes %s',
      async (_size, _what, bytes, wrong) => {
        const store = open()
        await store.put('a', SMALL)
        await expect(store.receive('a', arriving(bytes, wrong(bytes)))).rejects.toThrow(BadRequestError)
        expect(String(await readObject(store, 'a'))).toBe('an original')
      },
    )

    it.each(['../a', 'a b', ''])('refuses %j, which is no name', async (name) => {
      await expect(open().receive(name, arriving(SMALL))).rejects.toThrow(RangeError)
    })
  })
}

/** The facts that hold for what arrives at every `OriginalsStore`. */
export function arrivingOriginalsContract(name: string, open: () => Promise<OriginalsStore>): void {
  describe(`${name} as an originals store that receives`, () => {
    const key = sha256(LARGE) as OriginalKey
    const ranges = [0, 1, 2].map((index) => ({ start: index * PART, end: Math.min(LARGE.length, (index + 1) * PART) }))
    const part = (index: number) => LARGE.subarray(ranges[index]!.start, ranges[index]!.end)
    const send = (store: OriginalsStore, index: number, bytes = part(index)) =>
      store.receivePart({ key, range: ranges[index]! }, arriving(bytes))

    it.each([...SIZES, ['no', EMPTY]] as const)('stores %s bytes under their key, also again', async (_name, bytes) => {
      const store = await open()
      for (const _time of ['first', 'again']) await store.receive(arriving(bytes))
      expect(Buffer.compare((await readOriginal(store, sha256(bytes) as OriginalKey))!, bytes)).toBe(0)
    })

    it.each(SIZES.flatMap(([size, bytes]) => WRONG.map(([what, wrong]) => [size, what, bytes, wrong] as const)))(
      'stores nothing where %s bytes %s',
      async (_size, _what, bytes, wrong) => {
        const store = await open()
        await expect(store.receive(arriving(bytes, wrong(bytes)))).rejects.toThrow(BadRequestError)
        expect(await store.open(sha256(bytes) as OriginalKey)).toBeUndefined()
        expect(await store.open('0'.repeat(64) as OriginalKey)).toBeUndefined()
      },
    )

    it('joins parts, and tells before how far it is', async () => {
      const store = await open()
      expect(await store.join(key, LARGE.length)).toBe(0)
      await send(store, 0)
      expect(await store.join(key, LARGE.length)).toBe(PART)
      await send(store, 1)
      expect(await store.open(key)).toBeUndefined()
      await send(store, 2)
      expect(await store.join(key, LARGE.length)).toBe(LARGE.length)
      expect(Buffer.compare((await readOriginal(store, key))!, LARGE)).toBe(0)
      expect(await store.join(key, LARGE.length)).toBe(LARGE.length)
    })

    it('joins parts once for several who push the same, and fails none of them (D6)', async () => {
      const store = await open()
      for (const index of [0, 1, 2]) await send(store, index)
      const received = await Promise.all([1, 2, 3].map(() => store.join(key, LARGE.length)))
      // Who comes when the parts are gone is told to begin, and then that all is here.
      expect(received.filter((bytes) => bytes !== LARGE.length && bytes !== 0)).toEqual([])
      expect(await store.join(key, LARGE.length)).toBe(LARGE.length)
      expect(Buffer.compare((await readOriginal(store, key))!, LARGE)).toBe(0)
    })

    it('stores nothing of parts that are another original, and begins anew', async () => {
      const store = await open()
      await send(store, 0)
      await send(store, 1, part(0))
      await send(store, 2)
      await expect(store.join(key, LARGE.length)).rejects.toThrow(key)
      expect(await store.open(key)).toBeUndefined()
      expect(await store.join(key, LARGE.length)).toBe(0)
    })

    it('takes no part whose hash is another, and the right one afterwards', async () => {
      const store = await open()
      const wrong = arriving(part(0), { sha256: '0'.repeat(64) })
      await expect(store.receivePart({ key, range: ranges[0]! }, wrong)).rejects.toThrow(BadRequestError)
      expect(await store.join(key, LARGE.length)).toBe(0)
      await send(store, 0)
      expect(await store.join(key, LARGE.length)).toBe(PART)
    })

    it.each(['', '../../etc/passwd', 'A'.repeat(64)])('receives nothing as %j, which is no key', async (name) => {
      const store = await open()
      await expect(store.receive(arriving(SMALL, { sha256: name }))).rejects.toThrow(RangeError)
      await expect(store.join(name as OriginalKey, LARGE.length)).rejects.toThrow(RangeError)
      const nameless = { key: name as OriginalKey, range: ranges[0]! }
      await expect(store.receivePart(nameless, arriving(SMALL))).rejects.toThrow(RangeError)
    })
  })
}
