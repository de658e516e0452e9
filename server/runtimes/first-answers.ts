import type { ServerResponse } from 'node:http'
import { LRUCache } from 'lru-cache'
import type { Answers } from '../ports/answers.ts'

/** Requests that wait for the answer to the first of their kind, instead of being worked for as it is. */
export interface FirstAnswers {
  /** To be kept through by what answers the first, so that nobody waits until all of it is sent. */
  readonly answers: Answers
  /**
   * Lets a request for which nothing is kept wait, if one for the same target is being answered; else others wait for this one.
   *
   * @param again  Called once, soon: an answer is kept now, or none will be, or the first takes too long for that.
   * @returns      Whether it waits.
   */
  waits(target: string, response: ServerResponse, again: () => void): boolean
}

export interface WaitLimits {
  /** Then those who wait are on their own; whoever makes a thumbnail knows how to share it. */
  readonly maxMs: number
  /** Of all targets together. */
  readonly maxRequests: number
}

const LIMITS: WaitLimits = { maxMs: 2000, maxRequests: 1000 }

/**
 * Targets whose answers are not for everyone, such as those of a restricted media, or came too late, as they do where the first client takes nothing of
 * its own; tried again after this time.
 */
const IN_VAIN = { max: 1000, ttl: 10_000 } // Milliseconds.

/** Sixty-four requests for what is not kept cost one answer and sixty-three kept ones, where answers are kept at all. */
export function firstAnswers(answers: Answers, { maxMs, maxRequests }: WaitLimits = LIMITS): FirstAnswers {
  const queues = openQueues()
  const inVain = new LRUCache<string, true>(IN_VAIN)

  /** Else one client after the other that does not read could hold up all others. */
  function giveUp(target: string, first: First): void {
    inVain.set(target, true)
    queues.release(target, first)
  }

  function lead(target: string, response: ServerResponse): void {
    const first = queues.begin(target)
    response.once('close', () => {
      const isWaitedFor = queues.find(target) === first && first.waiting.length > 0
      if (isWaitedFor && response.writableFinished && response.statusCode === 200) giveUp(target, first)
      else queues.release(target, first)
    })
  }

  return {
    answers: releasing(answers, queues),
    waits(target, response, again) {
      const first = queues.find(target)
      if (queues.length() >= maxRequests || inVain.has(target) || answers.begin() === undefined) return false
      if (first === undefined) {
        lead(target, response)
        return false
      }
      first.deadline ??= setTimeout(giveUp, maxMs, target, first)
      queues.join(first, again)
      return true
    },
  }
}

/** Each answer that is kept through these lets those go who wait for it. */
function releasing(answers: Answers, { find, release }: Queues): Answers {
  return {
    ...answers,
    keep(target, answer, begun) {
      answers.keep(target, answer, begun)
      // After this turn, in which the first one gets its own.
      setImmediate(release, target, find(target))
    },
  }
}

type Queues = ReturnType<typeof openQueues>

/** The first request for a target, and who waits for its answer. */
interface First {
  readonly waiting: (() => void)[]
  deadline?: NodeJS.Timeout
}

/** Who waits, behind the first request for each target. */
function openQueues() {
  const firsts = new Map<string, First>()
  let length = 0
  return {
    /** Of all together. */
    length: () => length,
    find: (target: string) => firsts.get(target),
    begin(target: string): First {
      const first: First = { waiting: [] }
      firsts.set(target, first)
      return first
    },
    join({ waiting }: First, again: () => void): void {
      length += 1
      waiting.push(again)
    },
    /** Lets all go that wait behind this one, if they still do. */
    release(target: string, first: First | undefined): void {
      if (first === undefined || firsts.get(target) !== first) return
      firsts.delete(target)
      clearTimeout(first.deadline)
      length -= first.waiting.length
      for (const again of first.waiting) again()
    },
  }
}
