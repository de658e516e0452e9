import { LRUCache } from 'lru-cache'
import type { Answer, Answers } from '../../ports/answers.ts'
import type { Freshness } from '../../ports/freshness.ts'

interface Kept {
  readonly generation: number
  readonly answer: Answer
}

export interface AnswersOptions {
  /** Sum of all bodies, headers and targets; a body counts twice, since Node's front door holds it in one piece with its head. */
  readonly maxBytes: number
  readonly freshness: Freshness
}

/** Two sets of headers, an LRU slot and the objects around them, rounded up. */
const ENTRY_BYTES = 3000
/** A larger body pays for its request by itself, and would push out many small ones. */
const MAX_BODY_BYTES = 262_144

/** The most recently used answers; all of an older generation are as good as gone, and are dropped when they are met. */
export function freshAnswers({ maxBytes, freshness }: AnswersOptions): Answers {
  const entries = new LRUCache<string, Kept>({
    maxSize: maxBytes,
    sizeCalculation: ({ answer }, target) => 2 * (answer.body.byteLength + target.length) + ENTRY_BYTES,
  })
  return {
    begin: () => freshness.generation(),
    keep(target, answer, begun) {
      if (begun === undefined || begun !== freshness.generation() || answer.body.byteLength > MAX_BODY_BYTES) return
      entries.set(target, { generation: begun, answer })
    },
    find(target) {
      const kept = entries.get(target)
      if (kept === undefined) return undefined
      const generation = freshness.generation()
      if (kept.generation === generation) return kept.answer
      if (generation !== undefined) entries.delete(target)
      return undefined
    },
  }
}

/** Keeps nothing: for runtimes in which a process answers one request and is gone. */
export const noAnswers: Answers = { begin: () => undefined, keep: () => {}, find: () => undefined }
