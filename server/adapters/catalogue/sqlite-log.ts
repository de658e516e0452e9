import { setImmediate } from 'node:timers/promises'
import type { SqliteSession } from './sqlite-session.ts'

/** Entries that are looked at between two turns of the event loop: some 2 ms. */
const BLOCK = 10_000

const COLUMNS = 'sequence, media_id, at, actor, batch, revision, version, properties'

export interface SinceQuery {
  /** Unix milliseconds; entries at that very moment are not wanted. */
  readonly since: number
  /** Sequence of the entry behind which to begin. */
  readonly after?: number
  readonly limit: number
}

/**
 * Entries of the log that are later than a moment, in the log's own order, which is not that of time: what was pushed here keeps its moments.
 *
 * No index answers that: sorted by time all that is later would have to be sorted again, which holds everyone up for 1 s in a log of a million;
 * by sequence all that is earlier would be passed over. So the latest moment of each block of the log is remembered, once it is complete, which is
 * for ever, since the log is append-only; blocks that are too early are skipped.
 */
export function createLogReader(
  session: Pick<SqliteSession, 'prepare'>,
  entries = BLOCK,
): (query: SinceQuery) => Promise<readonly unknown[]> {
  const newest = session.prepare('SELECT max(sequence) AS sequence FROM changes')
  const latest = session.prepare('SELECT max(at) AS at FROM changes WHERE sequence > ? AND sequence <= ?')
  const later = session.prepare(`SELECT ${COLUMNS} FROM changes WHERE at > ? AND sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?`)
  const known: bigint[] = []

  /** Of a block that is complete; so are those before it. */
  async function latestIn(block: number): Promise<bigint> {
    while (known.length <= block) {
      const from = known.length * entries
      known.push(BigInt(Object(latest.get(from, from + entries)).at ?? -1)) // Sequences may have gaps; a whole block hardly.
      await setImmediate()
    }
    return known[block] ?? -1n
  }

  return async ({ since, after = 0, limit }) => {
    const last = Number(Object(newest.get()).sequence ?? 0)
    const found: unknown[] = []
    for (let block = Math.floor(after / entries); block * entries < last && found.length < limit; block += 1) {
      const [from, to] = [block * entries, (block + 1) * entries]
      if (to <= last && (await latestIn(block)) <= BigInt(since)) continue
      found.push(...later.all(since, Math.max(from, after), Math.min(to, last), limit - found.length))
      await setImmediate()
    }
    return found
  }
}
