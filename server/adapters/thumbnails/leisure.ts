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
  let running: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  /** How much had been begun when it was looked at last, and was idle. */
  let seen: number | undefined

  function look(): void {
    timer = undefined
    if (isQuiet() && !running) begin()
    else watch()
  }

  /** Idle, and nothing has come and gone since the last look. */
  function isQuiet(): boolean {
    const before = seen
    seen = isIdle() ? begun() : undefined
    return seen !== undefined && seen === before
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
        if (isQuiet()) begin()
        else watch()
      })
  }

  function watch(): void {
    if (timer || waiting.size === 0) return
    timer = setTimeout(look, quietMs)
    timer.unref()
  }

  return {
    add(key, work) {
      if (waiting.has(key)) return
      waiting.set(key, work)
      const [oldest] = waiting.keys()
      if (waiting.size > maxWaiting && oldest !== undefined && oldest !== key) waiting.delete(oldest)
      watch()
    },
    async close() {
      waiting.clear()
      clearTimeout(timer)
      await running
    },
  }
}
