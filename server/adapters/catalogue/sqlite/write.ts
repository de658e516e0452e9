import type { Edit } from '../../../ports/catalogue.ts'
import { editConflict, workConflict } from '../edit-conflict.ts'
import { changeToRow } from '../log-row.ts'
import { mediaToRow, sourceToRow } from '../row.ts'
import { selectOverlooked, updateMedia } from '../sql.ts'
import { insertChange, insertMedia, upsertSource } from './inserts.ts'
import { sqliteQueries as queries } from './queries.ts'
import type { Run, SqliteSession } from './session.ts'

/**
 * Writes one edit with its entry in the log, inside a transaction.
 *
 * @throws {ConflictError} if it is in the way of what is stored; the transaction then has to be rolled back.
 */
export function writeEdit({ all }: Pick<SqliteSession, 'all'>, run: Run, edit: Edit): void {
  const { media, change, source } = edit
  const overlooked = selectOverlooked(queries, edit)
  if (overlooked && all(overlooked.compile()).length > 0) throw workConflict(media)
  const row = mediaToRow(media)
  const written = run(media.version === 1 ? insertMedia(row) : updateMedia(queries, row).compile())
  if (written !== 1) throw editConflict(media)
  run(insertChange(changeToRow(change)))
  if (source) run(upsertSource(sourceToRow(source)))
}
