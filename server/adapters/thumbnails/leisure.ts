/** Work that nobody waits for. */
export interface Leisure {
  /** Does it when nothing else is to do; the oldest is forgotten when too much waits. The same key again changes nothing. */
  add(key: string, work: () => Promise<void>): void
  /** Forgets what waits, and waits for what runs. */
  close(): Promise<void>
}

export interface LeisureOptions {
  /** Whether nobody waits for anything now. */
  readonly isIdle: () => boolean
  /** How much has been done so far for those who wait: as long as it grows, more may come. Default: it does not. */
  readonly begun?: () => number
  /** It has to have been quiet for so long, looked at as often. Default: 250 ms. */
  readonly quietMs?: number
  /** Default: 200. */
  readonly maxWaiting?: number
}

/** One work after the other, in order, while the server is idle. What fails is forgotten: it will be wanted again. */
export function createLeisure({ isIdle, begun = () => 0, quietMs = 250, maxWaiting = 200 }: LeisureOptions): Leisure {
  const waiting = new Map<string, () => Promise<void>>()
  const isQuiet = quietness(isIdle, begun)
  const later = onceLater(goOn, quietMs)
  let running: Promise<void> | undefined

  function goOn(): void {
    if (isQuiet() && !running) begin()
    else if (waiting.size > 0) later.call()
  }

  function begin(): void {
    const [next] = waiting
    if (!next) return
    const [key, work] = next
    running = work()
      .catch(() => {}) // Whoever asks for the picture itself is told what is wrong with it.
      .finally(() => {
        waiting.delete(key)
        running = undefined
        // Still quiet: the next may begin as it is.
        goOn()
      })
  }

  return {
    add(key, work) {
      if (waiting.has(key)) return
      waiting.set(key, work)
      const [oldest] = waiting.keys()
      if (waiting.size > maxWaiting && oldest !== undefined && oldest !== key) waiting.delete(oldest)
      later.call()
    },
    async close() {
      waiting.clear()
      later.cancel()
      await running
    },
  }
}

/** Whether it is idle, and nothing has come and gone since this was asked last. */
function quietness(isIdle: () => boolean, begun: () => number): () => boolean {
  let seen: number | undefined
  return () => {
    const before = seen
    seen = isIdle() ? begun() : undefined
    return seen !== undefined && seen === before
  }
}

/** Calls once after this time, however often it is asked meanwhile; no process lives for that. */
function onceLater(work: () => void, ms: number): { call(): void; cancel(): void } {
  let timer: NodeJS.Timeout | undefined
  return {
    call() {
      timer ??= setTimeout(() => {
        timer = undefined
        work()
      }, ms).unref()
    },
    cancel: () => clearTimeout(timer),
  }
}
