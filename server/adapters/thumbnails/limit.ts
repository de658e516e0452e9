import { OverloadedError } from '../../core/errors.ts'
import type { Thumbnailer } from '../../ports/thumbnailer.ts'

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
  const slots = createSlots(
    limits,
    () => new OverloadedError(`Expected at most ${limits.queue} renders to wait but the queue is full`, retryAfterSeconds),
  )
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

/** Renders, let through a few at a time as `createRenderQueue` does it. */
export function limitRenders(thumbnailer: Thumbnailer, limits: RenderLimits): Thumbnailer {
  const queue = createRenderQueue(limits)
  return { render: (open, plan, signal) => queue.run(() => thumbnailer.render(open, plan, signal), signal) }
}

interface Deadline {
  readonly signal: AbortSignal
  /** Rejects when the time is over; never resolves. */
  readonly passed: Promise<never>
  clear(): void
}

function startDeadline(timeoutMs: number, retryAfterSeconds: number): Deadline {
  const controller = new AbortController()
  const timer = setTimeout(() => {
    controller.abort(new OverloadedError(`Expected the thumbnail within ${timeoutMs} ms but it took longer`, retryAfterSeconds))
  }, timeoutMs)
  const passed = new Promise<never>((_resolve, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true })
  })
  // A render that still waits is refused by the signal; then nobody listens here.
  passed.catch(() => {})
  return { signal: controller.signal, passed, clear: () => clearTimeout(timer) }
}

interface Slots {
  /** Resolves when the caller may start; then it must call `release` once. Rejects with the signal's reason, or if the queue is full. */
  take(signal: AbortSignal): Promise<void>
  release(): void
  /** Whether nobody has a slot. */
  areFree(): boolean
}

function createSlots({ concurrency, queue }: RenderLimits, fullError: () => Error): Slots {
  let running = 0
  const waiting = new Set<() => void>() // In order of arrival.
  return {
    async take(signal) {
      signal.throwIfAborted()
      if (running < concurrency) running += 1
      else if (waiting.size < queue) await waitIn(waiting, signal)
      else throw fullError()
    },
    release() {
      const [next] = waiting
      // The slot passes on as it is, so that a newcomer cannot overtake the queue.
      if (next) next()
      else running -= 1
    },
    areFree: () => running === 0,
  }
}

function waitIn(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      waiting.delete(start)
      reject(signal.reason)
    }
    const start = () => {
      waiting.delete(start)
      signal.removeEventListener('abort', leave)
      resolve()
    }
    waiting.add(start)
    signal.addEventListener('abort', leave, { once: true })
  })
}
