import type { ByteCache } from '../../ports/cache.ts'
import type { Passage } from './edge-request.ts'
import { decodeStored, encodeStored, keepSeconds, type StoredAnswer, type StoredVariants, varyOf } from './stored-answer.ts'

/** Where an edge keeps answers, and how addresses become names there. */
export interface KeptAnswersAccess {
  /** Of the place where the edge runs. */
  readonly cache: ByteCache
  /** SHA-256 in hex. */
  digest(text: string): Promise<string>
}

/** The answers of an origin that an edge keeps, by all that tells one from another. */
export interface KeptAnswers {
  find(asked: Passage): Promise<StoredAnswer | undefined>
  /** @returns the answer itself. */
  keep(asked: Passage, answer: StoredAnswer): Promise<StoredAnswer>
  forget(asked: Passage): Promise<void>
}

/** Answers in a cache: under their address, or under it and the headers on which they depend, which then stand under the address. */
export function keptAnswers({ cache, digest }: KeptAnswersAccess): KeptAnswers {
  /** @param vary  Names of the headers of the request that tell one answer from another. */
  async function keyOf({ request, target }: Passage, vary: readonly string[] = []): Promise<string> {
    const varying = vary.map((name) => [name, request.headers.get(name)])
    return `answers/${await digest(JSON.stringify([target, ...varying]))}`
  }

  async function read(key: string): Promise<StoredAnswer | StoredVariants | undefined> {
    const bytes = await cache.find(key)
    return bytes && decodeStored(bytes)
  }

  return {
    async find(asked) {
      const first = await read(await keyOf(asked))
      if (first === undefined || 'body' in first) return first
      const found = await read(await keyOf(asked, first.vary))
      return found !== undefined && 'body' in found ? found : undefined
    },
    async keep(asked, answer) {
      const seconds = keepSeconds(answer.headers)
      const vary = varyOf(answer.headers)
      const key = await keyOf(asked)
      if (vary.length > 0) {
        await cache.put(await keyOf(asked, vary), encodeStored(answer), seconds)
        await cache.put(key, encodeStored({ vary }), seconds)
      } else await cache.put(key, encodeStored(answer), seconds)
      return answer
    },
    forget: async (asked) => await cache.delete(await keyOf(asked)),
  }
}
