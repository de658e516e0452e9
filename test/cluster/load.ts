import { askRaw } from '../support/servers/raw-answer.ts'

/** One request of a reader. */
export interface Read {
  readonly path: string
  readonly startedAt: number
  readonly endedAt: number
  /** What went wrong, if anything did. */
  readonly failure?: string
}

export interface Load {
  readonly reads: readonly Read[]
  /** Resolves once so many more have been answered. */
  more(count: number): Promise<void>
  /** Lets the readers finish what they have begun. */
  stop(): Promise<readonly Read[]>
}

/**
 * Readers who ask one thing after the other until they are stopped.
 *
 * @param path  What the nth request asks for.
 */
export function startLoad(baseUrl: string, { readers, path }: { readers: number; path: (index: number) => string }): Load {
  const reads: Read[] = []
  const waiting = new Set<() => void>()
  let isOver = false
  let asked = 0

  async function reader(): Promise<void> {
    while (!isOver) {
      reads.push(await read(baseUrl, path(asked++)))
      for (const look of waiting) look()
    }
  }

  const all = Promise.all(Array.from({ length: readers }, reader))
  return {
    reads,
    more(count) {
      const until = reads.length + count
      return new Promise((done) => {
        const look = () => {
          if (reads.length < until) return
          waiting.delete(look)
          done()
        }
        waiting.add(look)
      })
    },
    async stop() {
      isOver = true
      await all
      return reads
    },
  }
}

async function read(baseUrl: string, path: string): Promise<Read> {
  const startedAt = performance.now()
  const failure = await askRaw(baseUrl, { path }).then(
    ({ status, bytes }) => (status === 200 && bytes.length > 0 ? undefined : `${status}`),
    (error: unknown) => String(error),
  )
  return { path, startedAt, endedAt: performance.now(), ...(failure !== undefined && { failure }) }
}
