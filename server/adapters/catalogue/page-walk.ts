import type { MediaId } from '../../core/media.ts'
import type { PageStartsQuery } from '../../ports/catalogue.ts'
import type { Asking } from './asking.ts'
import { rowToId } from './row.ts'
import { selectPageStarts } from './sql.ts'

/** A sitemap may be so much older than its reader. */
const SHARED_MS = 10_000

type ListPageStarts = (query: PageStartsQuery) => Promise<readonly MediaId[]>

/**
 * Some pages at a time, and others are answered in between: counted in one statement, a million media hold a file up for 0.6 s and a connection for
 * 1.2 s, and ten million take longer than a statement may.
 *
 * @param pagesAtOnce  Of a thousand media each, in one statement.
 */
export function createPageWalker({ queries, all }: Pick<Asking, 'queries' | 'all'>, pagesAtOnce: number): ListPageStarts {
  return async (query) => {
    const starts: MediaId[] = []
    for (;;) {
      const found = await all(selectPageStarts(queries, query, { from: starts.at(-1), pages: pagesAtOnce }), rowToId)
      starts.push(...found)
      if (found.length < pagesAtOnce) return starts
    }
  }
}

/** Who asks for the same moment while it is walked over shares the walk: among ten million each takes seconds. Not on Workers. */
export function shareWalks(walk: ListPageStarts): ListPageStarts {
  const walks = new Map<string, Promise<readonly MediaId[]>>()
  return (query) => {
    const { visibility, liveAt, size } = query
    const key = `${visibility} ${Math.floor(liveAt / SHARED_MS)} ${size}`
    const known = walks.get(key)
    if (known) return known
    const walked = walk(query).finally(() => walks.delete(key))
    walks.set(key, walked)
    return walked
  }
}
