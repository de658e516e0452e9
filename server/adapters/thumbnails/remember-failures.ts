import { isAboutThePicture } from '../../core/errors.ts'
import type { Clock } from '../../ports/system.ts'
import type { Thumbnailer } from '../../ports/thumbnailer.ts'

export interface RememberedFailures {
  readonly clock: Clock
  /** How long a failure is answered again without a try; then the picture gets another one. Default: 60 s, as long as any absence may be kept (C3). */
  readonly forMs?: number
  /** Failures that are remembered, the oldest forgotten first; each takes about 1 KB. Default: 10,000. */
  readonly maxEntries?: number
}

interface Failure {
  readonly error: Error
  /** Unix milliseconds. */
  readonly until: number
}

/**
 * A picture that could not be rendered is not decoded again at each request: for a while its `plan.id` gets the same error (I10).
 *
 * Only what lies in the picture itself is remembered. Aborts, overload, a store that does not answer and our own faults say nothing about the next try.
 */
export function rememberFailures(
  thumbnailer: Thumbnailer,
  { clock, forMs = 60_000, maxEntries = 10_000 }: RememberedFailures,
): Thumbnailer {
  const failures = new Map<string, Failure>() // By age: a key is only ever added after it was taken out.

  function remember(id: string, error: Error): void {
    failures.delete(id)
    failures.set(id, { error, until: clock.now() + forMs })
    const [oldest] = failures.keys()
    if (failures.size > maxEntries && oldest !== undefined) failures.delete(oldest)
  }

  return {
    ...(thumbnailer.improve && { improve: thumbnailer.improve }),
    async render(open, plan, signal) {
      signal?.throwIfAborted()
      const failure = failures.get(plan.id)
      if (failure && clock.now() < failure.until) throw failure.error
      failures.delete(plan.id)
      try {
        return await thumbnailer.render(open, plan, signal)
      } catch (error) {
        if (isAboutThePicture(error)) remember(plan.id, error)
        throw error
      }
    },
  }
}
