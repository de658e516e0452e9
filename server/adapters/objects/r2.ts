import { endedEarly, otherHash } from '../../core/arriving.ts'
import { type ByteRange, requireRange } from '../../core/byte-range.ts'
import { PlacardError, UnavailableError } from '../../core/errors.ts'
import type { ObjectStore, OpenedObject } from '../../ports/objects.ts'
import type { Arriving } from '../../ports/originals.ts'
import { requireObjectName } from './name.ts'

/** What we call of an R2 bucket (https://developers.cloudflare.com/r2/api/workers/workers-api-reference/). */
export interface R2Bucket {
  head(name: string): Promise<R2Object | null>
  get(name: string, options?: { readonly range?: { readonly offset: number; readonly length: number } }): Promise<R2ObjectBody | null>
  /** A stream must know its length; with a SHA-256, R2 stores nothing else. */
  put(name: string, bytes: Uint8Array | ReadableStream<Uint8Array>, options?: { readonly sha256: string }): Promise<unknown>
  delete(name: string): Promise<void>
}

interface R2Object {
  /** Of the whole object. */
  readonly size: number
  /** MD5 in hex of what was put in one piece. */
  readonly etag: string
}

interface R2ObjectBody extends R2Object {
  readonly body: ReadableStream<Uint8Array>
}

/** Objects in the R2 bucket of a binding. R2 tries again by itself, so nothing is tried twice here. */
export function r2Objects(bucket: R2Bucket, binding: string): ObjectStore {
  const ask = asking(binding)
  return {
    place: placeOf(binding),
    async find(name, signal) {
      const found = await ask(`find ${requireObjectName(name)}`, signal, () => bucket.head(name))
      return found === null ? undefined : { bytes: found.size, etag: found.etag }
    },
    open: async (name, { range, signal } = {}) =>
      await ask(`send ${requireObjectName(name)}`, signal, () => openObject(bucket, name, range)),
    put: async (name, bytes) => void (await ask(`store ${requireObjectName(name)}`, undefined, () => bucket.put(name, bytes))),
    receive: async (name, arriving) =>
      await ask(`store ${requireObjectName(name)}`, undefined, () => receiveObject(bucket, name, arriving)),
    delete: async (name) => await ask(`delete ${requireObjectName(name)}`, undefined, () => bucket.delete(name)),
  }
}

function placeOf(binding: string): string {
  return `the R2 bucket behind the binding ${binding}`
}

/** What R2 answers. @throws {UnavailableError} naming the binding; what is wrong with the question as it is. */
function asking(binding: string) {
  return async <T>(what: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> => {
    signal?.throwIfAborted()
    try {
      return await work()
    } catch (cause) {
      if (cause instanceof RangeError || cause instanceof PlacardError) throw cause
      const said = cause instanceof Error ? cause.message : String(cause)
      const remedy = `Check the binding ${binding} in wrangler.jsonc.`
      throw new UnavailableError(`Expected ${placeOf(binding)} to ${what} but received "${said}". ${remedy}`, { cause })
    }
  }
}

async function openObject(bucket: R2Bucket, name: string, range: ByteRange | undefined): Promise<OpenedObject | undefined> {
  if (range !== undefined) {
    // R2 sends as much of a range as there is, and refuses in words only; the size says which of them would leave the object.
    const facts = await bucket.head(name)
    if (facts === null) return undefined
    requireRange(range, facts.size)
  }
  const found = await bucket.get(name, range && { range: { offset: range.start, length: range.end - range.start } })
  return found === null ? undefined : { bytes: found.size, etag: found.etag, body: found.body }
}

async function receiveObject(bucket: R2Bucket, name: string, arriving: Arriving): Promise<void> {
  const { stored, sent } = await pass(arriving, (body) => bucket.put(name, body, { sha256: arriving.sha256 }))
  if (stored.status === 'rejected' && OTHER_HASH.test(String(stored.reason))) throw otherHash(arriving.sha256)
  if (sent.status === 'rejected') throw endedEarly(arriving.bytes, undefined, sent.reason)
  if (stored.status === 'fulfilled') return
  // The stream's own complaint that it is not as long as it was said to be; what R2 says are plain errors.
  if (stored.reason instanceof TypeError) throw endedEarly(arriving.bytes, undefined, stored.reason)
  throw stored.reason
}

/** R2 has no other way to tell: its codes stand at the end of its messages (https://developers.cloudflare.com/r2/api/error-codes/). */
const OTHER_HASH = /\(10037\)/

/** Lets the bytes pass without touching one, and says how both ends did. */
async function pass({ body, bytes }: Arriving, store: (body: ReadableStream<Uint8Array>) => Promise<unknown>) {
  const { readable, writable } = new FixedLengthStream(bytes)
  const [sent, stored] = await Promise.allSettled([body.pipeTo(writable), store(readable)])
  return { sent, stored }
}
