import { setImmediate } from 'node:timers/promises'
import type { MediaId } from '../../core/media.ts'
import type { PageStartsQuery } from '../../ports/catalogue.ts'
import { rowToId } from './row.ts'
import { selectPageStart } from './sql.ts'
import { sqliteQueries as queries } from './sqlite-queries.ts'
import type { SqliteSession } from './sqlite-session.ts'
import type { Answer } from './sqlite-tokens.ts'

/** A sitemap may be so much older than its reader. */
const SHARED_MS = 10_000

type ListPageStarts = (query: PageStartsQuery) => Promise<readonly MediaId[]>

/** Who asks for the same moment while it is walked over shares the walk: among ten million each takes seconds. */
export function createPageWalker({ all }: Pick<SqliteSession, 'all'>, answer: Answer): ListPageStarts {
  const walks = new Map<string, Promise<readonly MediaId[]>>()
  const startBehind = (query: PageStartsQuery, last: MediaId | undefined) =>
    answer(() => all(selectPageStart(queries, query, last).compile()).map(rowToId)[0])
  return (query) => {
    const { visibility, liveAt, size } = query
    const key = `${visibility} ${Math.floor(liveAt / SHARED_MS)} ${size}`
    const known = walks.get(key)
    if (known) return known
    const walk = walkPages((last) => startBehind(query, last)).finally(() => walks.delete(key))
    walks.set(key, walk)
    return walk
  }
}

/** Page by page, and others are answered in between: in one statement a million media hold everyone up for 0.6 s. */
async function walkPages(startBehind: (last: MediaId | undefined) => Promise<MediaId | undefined>): Promise<readonly MediaId[]> {
  const starts: MediaId[] = []
  for (;;) {
    const start = await startBehind(starts.at(-1))
    if (start === undefined) return starts
    starts.push(start)
    await setImmediate()
  }
}
