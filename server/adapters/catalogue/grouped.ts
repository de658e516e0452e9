import { UnavailableError } from '../../core/errors.ts'
import type { Catalogue, Edit } from '../../ports/catalogue.ts'

export interface GroupOptions {
  /** So many edits are committed at once. Default: 16. */
  readonly maxEdits?: number
  /** How long an edit waits for others at most. Default: 50. */
  readonly maxWaitMs?: number
}

interface Waiting {
  readonly edits: readonly Edit[]
  resolve(): void
  reject(error: unknown): void
}

/**
 * The catalogue, for many who write at a time and need not know at once: what is written within a moment is committed together, since it is the
 * commit that waits for the disk. A write is as durable as ever when its promise resolves, and fails for its own reasons only.
 */
export function groupedCatalogue(catalogue: Catalogue, { maxEdits = 16, maxWaitMs = 50 }: GroupOptions = {}): Catalogue {
  let waiting: Waiting[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const underWay = new Set<Promise<void>>()

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    const group = waiting
    waiting = []
    const commits = commit(catalogue, group).finally(() => underWay.delete(commits))
    underWay.add(commits)
  }

  return {
    ...catalogue,
    edit: (edits) =>
      new Promise((resolve, reject) => {
        waiting.push({ edits, resolve, reject })
        if (waiting.reduce((count, each) => count + each.edits.length, 0) >= maxEdits) flush()
        else timer ??= setTimeout(flush, maxWaitMs)
      }),
    async close() {
      if (waiting.length > 0) flush()
      await Promise.all(underWay)
      await catalogue.close()
    },
  }
}

/** All of them together; where one is in the way of the others, each by itself and in their order. A catalogue that is away is asked once. */
async function commit(catalogue: Catalogue, group: readonly Waiting[]): Promise<void> {
  try {
    await catalogue.edit(group.flatMap(({ edits }) => edits))
    for (const { resolve } of group) resolve()
  } catch (error) {
    if (!(error instanceof UnavailableError) && group.length > 1) for (const each of group) await commit(catalogue, [each])
    else for (const { reject } of group) reject(error)
  }
}
