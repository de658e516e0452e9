import { OverloadedError } from '../../core/errors.ts'
import { createSlots } from '../slots.ts'
import { startDeadline } from './deadline.ts'

export interface RenderLimits {
  /** Renders at the same time, >= 1; more than the machine has cores only costs memory. */
  readonly concurrency: number
  /** Renders that may wait for a slot, >= 0. */
  readonly queue: number
  /** From the call to its answer, waiting included. */
  readonly timeoutMs: number
}

/** Work that is let through a few at a time. */
export interface RenderQueue {
  /**
   * @param work    Is told when its time is over; its place is free only when it has settled.
   * @param signal  Takes work out of the queue that has not begun.
   */
  run<Result>(work: (deadline: AbortSignal) => Promise<Result>, signal?: AbortSignal): Promise<Result>
  /** Whether nothing runs and nothing waits. */
  isIdle(): boolean
  /** How many works have been let through so far. */
  begun(): number
}

/**
 * At most `concurrency` works run and `queue` wait; whatever would take longer than `timeoutMs` is refused with `OverloadedError` (I3).
 *
 * An abort takes work out of the queue that waits. Work that runs goes on, and keeps its slot until it is really over, since libvips cannot be
 * stopped halfway: so the limit also holds for work that nobody waits for any more.
 */
export function createRenderQueue(limits: RenderLimits): RenderQueue {
  const retryAfterSeconds = Math.ceil(limits.timeoutMs / 1000)
  const fullError = () => new OverloadedError(`Expected at most ${limits.queue} renders to wait but the queue is full`, retryAfterSeconds)
  const slots = createSlots({ concurrency: limits.concurrency, queue: { most: limits.queue, fullError } })
  let begun = 0
  return {
    isIdle: slots.areFree,
    begun: () => begun,
    async run(work, signal) {
      const deadline = startDeadline(limits.timeoutMs, retryAfterSeconds)
      try {
        await slots.take(signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal)
        begun += 1
        const running = startWork(() => work(deadline.signal))
        running.then(slots.release, slots.release)
        return await Promise.race([running, deadline.passed])
      } finally {
        deadline.clear()
      }
    },
  }
}

/** A throw is a rejection, so that the slot is given back. */
async function startWork<Result>(work: () => Promise<Result>): Promise<Result> {
  return await work()
}
