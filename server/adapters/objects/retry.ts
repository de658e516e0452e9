/** An attempt that may succeed if it is made again. */
export class TransientError extends Error {
  override readonly name = 'TransientError'
  /** What the store asked for by `Retry-After`. */
  readonly retryAfterMs: number | undefined

  constructor(cause: unknown, retryAfterMs?: number) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.retryAfterMs = retryAfterMs
  }
}

export interface RetryPolicy {
  /** How often at most; 1 is without any repetition. */
  readonly attempts: number
  /** The longest wait before the second attempt; it doubles before each further one. */
  readonly backoffMs: number
  /** From the first attempt on: none begins later than this. */
  readonly totalMs: number
}

/**
 * What `attempt` answers, made again after each `TransientError` as long as the policy allows.
 *
 * @param signal  Ends a wait at once; its reason is thrown.
 * @throws        The cause of the last `TransientError`, or whatever else an attempt throws.
 */
export async function withRetries<T>(
  { attempts, backoffMs, totalMs }: RetryPolicy,
  signal: AbortSignal | undefined,
  attempt: () => Promise<T>,
): Promise<T> {
  const startedAt = performance.now()
  for (let made = 1; ; made += 1) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof TransientError)) throw error
      const waitMs = delayBefore(made + 1, { backoffMs, retryAfterMs: error.retryAfterMs, random: Math.random() })
      const isOver = made >= attempts || performance.now() - startedAt + waitMs > totalMs
      if (isOver) throw error.cause
      await wait(waitMs, signal)
    }
  }
}

export interface Delay {
  readonly backoffMs: number
  readonly retryAfterMs: number | undefined
  /** 0 to 1. */
  readonly random: number
}

/**
 * Milliseconds to wait before the nth attempt, from 2 on: anything up to the doubled backoff, so that many processes do not come back at once
 * ("full jitter", https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/), and no less than the store asked for.
 */
export function delayBefore(attempt: number, { backoffMs, retryAfterMs = 0, random }: Delay): number {
  return retryAfterMs + random * backoffMs * 2 ** (attempt - 2)
}

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}
