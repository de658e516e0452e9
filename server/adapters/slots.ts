interface Room {
  /** >= 1. */
  readonly concurrency: number
  /** How many may wait, >= 0, and what the next one is refused with. Default: all who come. */
  readonly queue?: { readonly most: number; readonly fullError: () => Error }
}

/** Places for works that run at the same time. */
export interface Slots {
  /** Resolves when the caller may start; then it must call `release` once. Rejects with the signal's reason, or if the queue is full. */
  take(signal?: AbortSignal): Promise<void>
  release(): void
  /** Whether nobody has a slot. */
  areFree(): boolean
}

/** As many as `concurrency`, given out in order of arrival. */
export function createSlots({ concurrency, queue }: Room): Slots {
  let running = 0
  const waiting = new Set<() => void>() // In order of arrival.
  return {
    async take(signal) {
      signal?.throwIfAborted()
      if (running < concurrency) running += 1
      else if (queue && waiting.size >= queue.most) throw queue.fullError()
      else await waitIn(waiting, signal)
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

function waitIn(waiting: Set<() => void>, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      waiting.delete(start)
      reject(signal?.reason)
    }
    const start = () => {
      waiting.delete(start)
      signal?.removeEventListener('abort', leave)
      resolve()
    }
    waiting.add(start)
    signal?.addEventListener('abort', leave, { once: true })
  })
}
