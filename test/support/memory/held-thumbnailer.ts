import type { Thumbnailer } from '../../../server/ports/thumbnailer.ts'

/** A thumbnailer that works until the test says so. */
export interface HeldThumbnailer extends Thumbnailer {
  /** The plan of each render that started, in order. */
  readonly ids: readonly string[]
  readonly mostAtOnce: number
  /** The signal of each render that started. */
  readonly signals: readonly (AbortSignal | undefined)[]
  /** Resolves once so many have started. */
  started(count: number): Promise<void>
  finish(id: string): void
  fail(id: string, reason: unknown): void
  /** Lets all through, those that start later too. */
  finishAll(): void
  /** Finishes or fails each one as soon as it starts, and those that run now. */
  settleAsTheyStart(succeeds: (id: string) => boolean): void
}

interface Running {
  readonly id: string
  settle(succeeds: boolean, reason?: unknown): void
}

export function heldThumbnailer(): HeldThumbnailer {
  const ids: string[] = []
  const signals: (AbortSignal | undefined)[] = []
  const running = new Set<Running>()
  const waiters: { count: number; resolve: () => void }[] = []
  let decide: ((id: string) => boolean) | undefined
  let mostAtOnce = 0

  function start(id: string): Promise<Uint8Array> {
    ids.push(id)
    return new Promise((resolve, reject) => {
      const work: Running = {
        id,
        settle(succeeds, reason = new Error('broken')) {
          running.delete(work)
          if (succeeds) resolve(new Uint8Array([1, 2, 3]))
          else reject(reason)
        },
      }
      running.add(work)
      mostAtOnce = Math.max(mostAtOnce, running.size)
      for (const waiter of waiters) if (ids.length >= waiter.count) waiter.resolve()
      if (decide) queueMicrotask(() => work.settle(decide?.(id) ?? true))
    })
  }

  const settle = (id: string, succeeds: boolean, reason?: unknown) => {
    for (const work of running) if (work.id === id) work.settle(succeeds, reason)
  }
  const settleAsTheyStart = (succeeds: (id: string) => boolean) => {
    decide = succeeds
    for (const work of running) work.settle(succeeds(work.id))
  }
  return {
    ids,
    signals,
    get mostAtOnce() {
      return mostAtOnce
    },
    render(_open, { id }, signal) {
      signals.push(signal)
      return start(id)
    },
    started: (count) => (ids.length >= count ? Promise.resolve() : new Promise((resolve) => waiters.push({ count, resolve }))),
    finish: (id) => settle(id, true),
    fail: (id, reason) => settle(id, false, reason),
    finishAll: () => settleAsTheyStart(() => true),
    settleAsTheyStart,
  }
}
