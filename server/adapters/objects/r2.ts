import { endedEarly, otherHash } from '../../core/arriving.ts'
import { requireRange } from '../../core/byte-range.ts'
import { UnavailableError } from '../../core/errors.ts'
import type { ObjectStore } from '../../ports/objects.ts'
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
  const place = `the R2 bucket behind the binding ${binding}`

  async function ask<T>(what: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    signal?.throwIfAborted()
    try {
      return await work()
    } catch (cause) {
      if (cause instanceof RangeError) throw cause
      const said = cause instanceof Error ? cause.message : String(cause)
      const remedy = `Check the binding ${binding} in wrangler.jsonc.`
      throw new UnavailableError(`Expected ${place} to ${what} but received "${said}". ${remedy}`, { cause })
    }
  }

  return {
    place,
    async find(name, signal) {
      const found = await ask(`find ${requireObjectName(name)}`, signal, () => bucket.head(name))
      return found === null ? undefined : { bytes: found.size, etag: found.etag }
    },
    async open(name, { range, signal } = {}) {
      requireObjectName(name)
      return await ask(`send ${name}`, signal, async () => {
        if (range !== undefined) {
          // R2 sends as much of a range as there is, and refuses in words only; the size says which of them would leave the object.
          const facts = await bucket.head(name)
          if (facts === null) return undefined
          requireRange(range, facts.size)
        }
        const found = await bucket.get(name, range && { range: { offset: range.start, length: range.end - range.start } })
        return found === null ? undefined : { bytes: found.size, etag: found.etag, body: found.body }
      })
    },
    put: async (name, bytes) => void (await ask(`store ${requireObjectName(name)}`, undefined, () => bucket.put(name, bytes))),
    async receive(name, arriving) {
      requireObjectName(name)
      const { stored, sent } = await pass(arriving, (body) => bucket.put(name, body, { sha256: arriving.sha256 }))
      if (stored.status === 'rejected' && OTHER_HASH.test(String(stored.reason))) throw otherHash(arriving.sha256)
      if (sent.status === 'rejected') throw endedEarly(arriving.bytes, undefined, sent.reason)
      // The stream's own complaint that it is not as long as it was said to be; what R2 says are plain errors.
      if (stored.status === 'rejected' && stored.reason instanceof TypeError) throw endedEarly(arriving.bytes, undefined, stored.reason)
      await ask(`store ${name}`, undefined, async () => {
        if (stored.status === 'rejected') throw stored.reason
      })
    },
    delete: async (name) => await ask(`delete ${requireObjectName(name)}`, undefined, () => bucket.delete(name)),
  }
}

/** R2 has no other way to tell: its codes stand at the end of its messages (https://developers.cloudflare.com/r2/api/error-codes/). */
const OTHER_HASH = /\(10037\)/

/** Lets the bytes pass without touching one, and says how both ends did. */
async function pass({ body, bytes }: Arriving, store: (body: ReadableStream<Uint8Array>) => Promise<unknown>) {
  const { readable, writable } = new FixedLengthStream(bytes)
  const [sent, stored] = await Promise.allSettled([body.pipeTo(writable), store(readable)])
  return { sent, stored }
}
