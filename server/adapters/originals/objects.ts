import { createHash } from 'node:crypto'
import { UnavailableError } from '../../core/errors.ts'
import type { OriginalKey } from '../../core/media.ts'
import type { ObjectStore } from '../../ports/objects.ts'
import type { OriginalsStore } from '../../ports/originals.ts'
import { requireOriginalKey, sha256 } from './key.ts'
import { originalParts, type WaitingParts } from './parts.ts'

/** Written by `check`; one name, so that it never becomes many. */
const PROBE = 'originals/probe'

/** Where parts of originals wait; what nobody goes on with, a lifecycle rule deletes. */
const INCOMING = 'incoming/'

/**
 * Originals as objects `originals/<sha256>`. An object whose bytes no longer match its name is never read to its end without an error, and is
 * stored again at the next `put` of those bytes (D3).
 */
export function originalObjects(objects: ObjectStore): OriginalsStore {
  const damaged = new Set<OriginalKey>()
  const writes = writesTo(objects, damaged)
  const has = async (key: OriginalKey, bytes: number) => !damaged.has(key) && (await objects.find(nameOf(key)))?.bytes === bytes
  return {
    keyOf: async (bytes) => sha256(bytes),
    ...readsFrom(objects, damaged),
    ...writes,
    ...originalParts(partObjects(objects), { has, receive: writes.receive }),
    async check() {
      await objects.put(PROBE, new TextEncoder().encode('ready?'))
      if ((await objects.find(PROBE)) === undefined) throw new UnavailableError(`Expected ${PROBE} in ${objects.place} after it was stored`)
    },
  }
}

function nameOf(key: OriginalKey): string {
  return `originals/${requireOriginalKey(key)}`
}

/** @param damaged  What is found to be is added. */
function readsFrom(objects: ObjectStore, damaged: Set<OriginalKey>): Pick<OriginalsStore, 'open' | 'openRange'> {
  function refuse(key: OriginalKey): never {
    damaged.add(key)
    throw new UnavailableError(
      `Expected the bytes of ${nameOf(key)} in ${objects.place} to match its name but they do not: import it again`,
    )
  }
  return {
    async open(key, signal) {
      const opened = await objects.open(nameOf(key), { ...(signal && { signal }) })
      return opened && { bytes: opened.bytes, body: verifiedBody(opened.body, key, refuse) }
    },
    async openRange(key, range, signal) {
      const opened = await objects.open(nameOf(key), { range, ...(signal && { signal }) })
      return opened && { bytes: range.end - range.start, body: opened.body }
    },
  }
}

/** @param damaged  What is stored anew is no longer. */
function writesTo(objects: ObjectStore, damaged: Set<OriginalKey>): Pick<OriginalsStore, 'put' | 'receive'> {
  /** Whether the store says that these very bytes are there: where its ETag is no MD5 it cannot, and they are sent again. */
  async function has(key: OriginalKey, bytes: Uint8Array): Promise<boolean> {
    if (damaged.has(key)) return false
    const facts = await objects.find(nameOf(key))
    return facts?.bytes === bytes.length && facts.etag === createHash('md5').update(bytes).digest('hex')
  }
  return {
    async put(bytes) {
      const key = sha256(bytes)
      if (await has(key, bytes)) return key
      await objects.put(nameOf(key), bytes)
      damaged.delete(key)
      return key
    },
    async receive(arriving) {
      const key = arriving.sha256 as OriginalKey // `nameOf` refuses whatever is none.
      await objects.receive(nameOf(key), arriving)
      damaged.delete(key)
    },
  }
}

function partObjects(objects: ObjectStore): WaitingParts {
  return {
    find: async (name) => (await objects.find(INCOMING + name))?.bytes,
    open: async (name) => (await objects.open(INCOMING + name))?.body,
    receive: (name, arriving) => objects.receive(INCOMING + name, arriving),
    delete: (name) => objects.delete(INCOMING + name),
  }
}

/** The body; where its bytes do not hash to `key`, it ends with what `refuse` throws. */
function verifiedBody(body: ReadableStream<Uint8Array>, key: OriginalKey, refuse: (key: OriginalKey) => never): ReadableStream<Uint8Array> {
  const hash = createHash('sha256')
  const reader = body.getReader()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read()
        if (!done) {
          hash.update(value)
          controller.enqueue(value)
        } else if (hash.digest('hex') === key) controller.close()
        else refuse(key)
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 }, // Nothing is read before it is asked for.
  )
}
