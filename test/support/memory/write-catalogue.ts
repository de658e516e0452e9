import { changeToRow } from '../../../server/adapters/catalogue/log-row.ts'
import { mediaToRow, sourceToRow } from '../../../server/adapters/catalogue/row.ts'
import { openSqliteDatabase, type SqliteDatabase } from '../../../server/adapters/catalogue/sqlite/driver.ts'
import { openSqliteCatalogue } from '../../../server/adapters/catalogue/sqlite.ts'
import type { Edit } from '../../../server/ports/catalogue.ts'

/** Edits in one transaction. */
const BATCH = 10_000

/** Nothing here survives a power cut, and nothing has to: a file that was not finished is made anew. */
const HASTY = `
  PRAGMA synchronous = OFF;
  PRAGMA foreign_keys = OFF;
  PRAGMA cache_size = -1000000;
  PRAGMA wal_autocheckpoint = 100000;
`

/** What is written, and where one sees how far it has come. */
export interface Writing {
  /** The first place that is not there yet, and the one after the last that shall be. */
  readonly from?: number
  readonly to: number
  readonly editAt: (place: number) => Edit
  readonly onProgress?: (written: number) => void
}

/**
 * Media that are new in a catalogue's file, as its adapter would have written them and many times as quickly: nothing is synced, and each index is
 * built once, in its own order, when all rows are there. Nobody else may have the file open.
 */
export async function writeCatalogue(path: string, { from = 0, to, editAt, onProgress = () => {} }: Writing): Promise<void> {
  await (await openSqliteCatalogue(path)).close()
  const database = await openSqliteDatabase(path, 0)
  database.exec(HASTY)
  const indexes = takeIndexes(database)
  const write = writer(database)
  for (let start = from; start < to; start += BATCH) {
    const end = Math.min(start + BATCH, to)
    database.exec('BEGIN')
    for (let place = start; place < end; place += 1) write(editAt(place))
    database.exec('COMMIT')
    onProgress(end)
  }
  for (const index of indexes) database.exec(index)
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  database.close()
}

/** Drops every index that a statement made. @returns The statements that make them again. */
function takeIndexes(database: SqliteDatabase): readonly string[] {
  const made = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL").all()
  return made.map((row) => {
    const { name, sql } = Object(row)
    database.exec(`DROP INDEX ${name}`)
    return String(sql)
  })
}

function writer(database: SqliteDatabase): (edit: Edit) => void {
  const insert = (table: string, columns: readonly string[]) =>
    database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
  const statements = new Map<string, ReturnType<typeof insert>>()
  const write = (table: string, row: object) => {
    const statement = statements.get(table) ?? insert(table, Object.keys(row))
    statements.set(table, statement)
    statement.run(...Object.values(row))
  }
  return ({ media, change, source }) => {
    write('media', { ...mediaToRow(media), updated_at: change.at })
    write('changes', changeToRow(change))
    if (source) write('sources', sourceToRow(source))
  }
}
