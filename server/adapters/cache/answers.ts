import { LRUCache } from 'lru-cache'
import type { Coding } from '../../core/content-coding.ts'
import type { Answer, Answers, Pack } from '../../ports/answers.ts'
import type { Freshness } from '../../ports/freshness.ts'
import { isWorthPacking, type Packed, packedAnew, packedAnswer, packedBytes } from './packed-answers.ts'

interface Kept {
  readonly generation: number
  readonly answer: Answer
  readonly packed: Packed
}

export interface AnswersOptions {
  /** Sum of all bodies, headers and targets; a body counts twice, since Node's front door holds it in one piece with its head. */
  readonly maxBytes: number
  readonly freshness: Freshness
  /** Absent: nothing is packed. */
  readonly pack?: Pack
}

/** Two sets of headers, an LRU slot and the objects around them, rounded up. */
const ENTRY_BYTES = 3000
/** A larger body pays for its request by itself, and would push out many small ones. */
const MAX_BODY_BYTES = 262_144

/**
 * The most recently used answers; all of an older generation are as good as gone.
 *
 * An answer is packed when it is asked for again by someone who takes that; until then all get it as it is. An older one leaves what was packed to
 * a new one with the same validator: a collection that changes all the time would be packed all the time.
 */
export function freshAnswers({ maxBytes, freshness, pack }: AnswersOptions): Answers {
  const entries = new LRUCache<string, Kept>({ maxSize: maxBytes, sizeCalculation: bytesOf })
  const packSoon = packOneByOne(pack, ({ target, coding, answer }, bytes) => {
    const kept = entries.peek(target)
    if (kept?.answer.etag !== answer.etag) return
    entries.set(target, { ...kept, packed: { ...kept.packed, [coding]: packedAnswer(kept.answer, coding, bytes) } })
  })
  return {
    begin: () => freshness.generation(),
    keep(target, answer, begun) {
      if (begun === undefined || begun !== freshness.generation() || answer.body.byteLength > MAX_BODY_BYTES) return
      const before = entries.peek(target)
      const packed = before?.answer.etag === answer.etag ? packedAnew(before.packed, answer) : {}
      entries.set(target, { generation: begun, answer, packed })
    },
    find(target, coding) {
      const kept = entries.get(target)
      if (kept === undefined || kept.generation !== freshness.generation()) return undefined
      const { answer, packed } = kept
      if (coding === undefined || !isWorthPacking(answer)) return answer
      if (packed[coding] === undefined) void packSoon({ target, coding, answer })
      return packed[coding] ?? answer
    },
  }
}

function bytesOf({ answer, packed }: Kept, target: string): number {
  return 2 * (answer.body.byteLength + target.length) + ENTRY_BYTES + packedBytes(packed, answer)
}

/** An answer that somebody would take packed. */
interface Wanted {
  readonly target: string
  readonly coding: Coding
  readonly answer: Answer
}

/** One at a time, whatever is asked for: packing takes a core at most. Who is not packed now asks again. */
function packOneByOne(pack: Pack | undefined, keep: (wanted: Wanted, bytes: Uint8Array) => void): (wanted: Wanted) => Promise<void> {
  let isPacking = false
  return async (wanted) => {
    if (pack === undefined || isPacking) return
    isPacking = true
    try {
      keep(wanted, await pack(wanted.answer.body, wanted.coding))
    } catch {
      // No memory or no thread: the answer goes on as it is, and the next one tries again.
    } finally {
      isPacking = false
    }
  }
}

/** Keeps nothing: for runtimes in which a process answers one request and is gone. */
export const noAnswers: Answers = { begin: () => undefined, keep: () => {}, find: () => undefined }
