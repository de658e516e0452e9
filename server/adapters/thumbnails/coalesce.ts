import type { Thumbnailer } from '../../ports/thumbnailer.ts'

/** One render and all who wait for it. */
interface SharedRender {
  readonly result: Promise<Uint8Array>
  /** Aborts the render once the last reader has gone. */
  readonly abandon: AbortController
  readers: number
}

/**
 * Renders of equal `plan.id` at the same time become one (I10). For long-lived runtimes only: on Workers a promise belongs to its request.
 *
 * A reader's abort rejects that reader alone; the render is told to stop when none is left. Its promise is forgotten as soon as it settles,
 * so a failure is never kept.
 */
export function coalesceRenders(thumbnailer: Thumbnailer): Thumbnailer {
  const running = new Map<string, SharedRender>()

  function start(...[open, plan]: Parameters<Thumbnailer['render']>): SharedRender {
    const abandon = new AbortController()
    const result = thumbnailer.render(open, plan, abandon.signal).finally(() => running.delete(plan.id))
    const shared = { result, abandon, readers: 0 }
    running.set(plan.id, shared)
    return shared
  }

  return {
    ...(thumbnailer.improve && { improve: thumbnailer.improve }),
    async render(open, plan, signal) {
      for (;;) {
        signal?.throwIfAborted()
        const shared = running.get(plan.id) ?? start(open, plan)
        try {
          return await join(shared, signal)
        } catch (error) {
          // Came as the last reader left: the render stopped for want of readers, and here is one.
          if (error !== shared.abandon.signal.reason || signal?.aborted) throw error
        }
      }
    },
  }
}

/** Waits for the shared result, or until this reader leaves. */
async function join(shared: SharedRender, signal?: AbortSignal): Promise<Uint8Array> {
  shared.readers += 1
  let leave = () => {}
  const left = new Promise<never>((_resolve, reject) => {
    leave = () => reject(signal?.reason)
  })
  signal?.addEventListener('abort', leave, { once: true })
  try {
    return await Promise.race([shared.result, left])
  } finally {
    signal?.removeEventListener('abort', leave)
    shared.readers -= 1
    if (shared.readers === 0) shared.abandon.abort()
  }
}
