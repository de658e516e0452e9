import { OverloadedError } from '../../core/errors.ts'

/** The end of the time for one render. */
export interface Deadline {
  readonly signal: AbortSignal
  /** Rejects when the time is over; never resolves. */
  readonly passed: Promise<never>
  clear(): void
}

/** From now on `timeoutMs` run; once they have, what is made is refused with `OverloadedError`. Whoever is done earlier must call `clear`. */
export function startDeadline(timeoutMs: number, retryAfterSeconds: number): Deadline {
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
