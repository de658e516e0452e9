import type { Media, MediaId } from '../../../core/media.ts'
import { knownRows } from '../known-rows.ts'
import { MEDIA_COLUMNS } from '../sql.ts'
import type { SqliteSession } from './session.ts'

const SELECT = `SELECT ${MEDIA_COLUMNS.join(', ')} FROM media WHERE id`

/** Media by their ids: what almost every request begins with, so its statements are prepared and its answers known. */
export interface LookUps {
  find(id: MediaId): Media | undefined
  /** Those that exist, in no promised order. */
  findAll(ids: readonly MediaId[]): readonly Media[]
  /** Differs from an earlier one if any other connection has committed since; our own commits are nobody's news. */
  mark(): number
}

/**
 * To ask whether anybody has committed takes a third of what it takes to read a row, and says as much: it opens a read transaction as a look-up
 * does (https://sqlite.org/pragma.html#pragma_data_version).
 */
export function createLookUps({
  prepare,
  prepareLists,
  beforeWrites,
}: Pick<SqliteSession, 'prepare' | 'prepareLists' | 'beforeWrites'>): LookUps {
  const one = prepareLists(`${SELECT} = ?`)
  const version = prepare('PRAGMA data_version')
  const mark = () => Number(Object(version.get()).data_version)
  const rows = knownRows({ mark })
  beforeWrites(rows.forget)
  return {
    find(id) {
      const [known] = rows.find([id])
      if (known) return known
      const row = one.get(id)
      return row === undefined ? undefined : rows.toMedia(named(row))
    },
    findAll(asked) {
      const ids = [...new Set(asked)] // A media may be asked for by both of its names.
      const known = rows.find(ids)
      if (known.length === ids.length) return known
      // All of them in one statement, so that they are of one moment.
      const many = prepareLists(`${SELECT} IN (${ids.map(() => '?').join(', ')})`)
      return many.all(...ids).map((row) => rows.toMedia(named(row)))
    },
    mark,
  }
}

/** The values of a row by their names. Made here, all rows have the same hidden class. */
function named(row: unknown): unknown {
  if (!Array.isArray(row)) return row
  const [id, revision, version, visibility, published_at, document] = row
  return { id, revision, version, visibility, published_at, document } satisfies Record<(typeof MEDIA_COLUMNS)[number], unknown>
}
