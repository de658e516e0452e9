import type { Change } from '../../core/change.ts'
import { asInteger, asRecord } from '../../core/stored/fields.ts'
import type { Catalogue, ChangeQuery } from '../../ports/catalogue.ts'
import type { Asking } from './asking.ts'
import { rowToChange } from './log-row.ts'
import { type IsAmong, selectChanges, selectLaterThan, selectLatestIn, selectNewest } from './sql.ts'

export interface LogOptions {
  /** Where the database has its own words, as `selectChanges`. */
  readonly isAmong?: IsAmong
  /** Entries that one statement looks at. Default: 10,000, which take SQLite some 2 ms. */
  readonly block?: number
  /** So many that are later are looked for by their time at once. Default: 1000. */
  readonly few?: number
}

type SinceQuery = ChangeQuery & { readonly since: number }

/** The log, of which no statement looks at more than a block, however long it is. */
export function logIn(asking: Pick<Asking, 'queries' | 'all'>, options: LogOptions = {}): Pick<Catalogue, 'listChanges'> {
  const listSince = createSinceReader(asking, options)
  return {
    async listChanges(query) {
      if (query.mediaIds?.length === 0) return []
      return isOfTimeOnly(query) ? await listSince(query) : await asking.all(selectChanges(asking.queries, query), rowToChange)
    },
  }
}

/** Whether nothing but a moment says which part of the log is wanted. */
function isOfTimeOnly(query: ChangeQuery): query is SinceQuery {
  const { since, mediaId, mediaIds, batch, newestFirst = false } = query
  return since !== undefined && mediaId === undefined && mediaIds === undefined && batch === undefined && !newestFirst
}

/**
 * Entries of the log that are later than a moment, in the log's own order, which is not that of time: what was pushed here keeps its moments.
 *
 * No index answers that: sorted by time all that is later would have to be sorted again, which takes 1 s in a log of a million; by sequence all that
 * is earlier would be passed over. So a few are sorted, and else the latest moment of each block of the log is remembered, once it is complete,
 * which is for ever, since the log is append-only; blocks that are too early are skipped.
 */
function createSinceReader({ queries, all }: Pick<Asking, 'queries' | 'all'>, { isAmong, block = 10_000, few = 1000 }: LogOptions) {
  const latest = new Map<number, number>()

  /** Of a block that is complete. */
  async function latestIn(from: number): Promise<number> {
    const known = latest.get(from)
    if (known !== undefined) return known
    const [found = -1] = await all(selectLatestIn(queries, { from, to: from + block }), rowToLatest)
    latest.set(from, found)
    return found
  }

  return async (query: SinceQuery): Promise<readonly Change[]> => {
    const { since, after = 0, limit } = query
    const later = await all(selectLaterThan(queries, since, few + 1), rowToSequence)
    if (later.length <= few) return later.length === 0 ? [] : await all(selectChanges(queries, query, { isAmong }), rowToChange)
    const [newest = 0] = await all(selectNewest(queries), rowToSequence)
    const found: Change[] = []
    for (let from = after - (after % block); from < newest && found.length < limit; from += block) {
      const to = Math.min(from + block, newest)
      if (from + block <= newest && (await latestIn(from)) <= since) continue
      const part = { since, after: Math.max(from, after), limit: limit - found.length }
      found.push(...(await all(selectChanges(queries, part, { to }), rowToChange)))
    }
    return found
  }
}

function rowToSequence(row: unknown): number {
  return asInteger(asRecord(row, 'change').sequence, 'sequence')
}

/** Sequences may have gaps, be it for a whole block. */
function rowToLatest(row: unknown): number {
  const { at } = asRecord(row, 'change')
  return at === null ? -1 : asInteger(at, 'at')
}
