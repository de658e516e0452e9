import { open } from 'node:fs/promises'
import { UnavailableError } from '../../../core/errors.ts'
import type { Media } from '../../../core/media.ts'
import { MIGRATIONS } from '../migrations.ts'
import { rowToMedia } from '../row.ts'
import { MEDIA_COLUMNS } from '../sql.ts'
import { openSqliteDatabase, type SqliteDatabase } from './driver.ts'
import { catalogueUnavailable } from './errors.ts'
import { APPLICATION_ID, openSqliteSession, readPragma } from './session.ts'

const BUSY_MS = 10_000

/**
 * Writes the catalogue as it is at one moment into another file, while others read and write (D7): no log beside it, nothing half done in it.
 *
 * @param copy  A path where nothing is yet.
 * @throws      {UnavailableError} naming the catalogue and what is wrong.
 */
export async function copySqliteCatalogue(path: string, copy: string): Promise<void> {
  await named(path, async () => {
    const session = await openSqliteSession(path, BUSY_MS)
    try {
      session.prepare('VACUUM INTO ?').all(copy)
    } finally {
      session.close()
    }
    const handle = await open(copy, 'r+')
    await handle.sync().finally(() => handle.close())
  })
}

/** What a copy of a catalogue holds. */
export interface CatalogueCopy {
  /** Of the schema. */
  readonly version: number
  /** All media, by ascending id. Only of a copy whose schema is this version's. */
  media(): Iterable<Media>
  close(): void
}

/**
 * Opens a copy without touching it, after every page of it has been looked at.
 *
 * @throws {UnavailableError} if it is damaged, of another program or of a newer schema.
 */
export async function openCatalogueCopy(path: string): Promise<CatalogueCopy> {
  return await named(path, async () => {
    const database = await openSqliteDatabase(path, BUSY_MS, true)
    try {
      return { version: requireWhole(database, path), media: () => mediaIn(database), close: () => database.close() }
    } catch (error) {
      database.close()
      throw error
    }
  })
}

/** Whether another process has this catalogue open, be it idle. @param path A file that is there. */
export async function isCatalogueInUse(path: string): Promise<boolean> {
  return await named(path, async () => {
    const database = await openSqliteDatabase(path, 0)
    try {
      // To leave the write-ahead log takes a lock that no other connection lets go of while it is open (https://sqlite.org/wal.html).
      database.exec('PRAGMA locking_mode = EXCLUSIVE')
      const isInUse = readPragma(database, 'journal_mode = DELETE') !== 'delete'
      // The connection of @photostructure/sqlite outlives its end until its statements are collected; the lock must not.
      database.exec('PRAGMA locking_mode = NORMAL; SELECT count(*) FROM sqlite_schema')
      return isInUse
    } catch (error) {
      if (error instanceof Error && error.message.includes('locked')) return true
      throw error
    } finally {
      database.close()
    }
  })
}

function requireWhole(database: SqliteDatabase, path: string): number {
  const version = Number(readPragma(database, 'user_version'))
  if (readPragma(database, 'application_id') !== APPLICATION_ID) throw new UnavailableError(`Expected a catalogue of Placard at ${path}`)
  if (version > MIGRATIONS.length) {
    const remedy = 'Run the version of Placard that wrote it, or a later one.'
    throw new UnavailableError(`Expected schema <= ${MIGRATIONS.length} in ${path} but received ${version}. ${remedy}`)
  }
  const faults = [readPragma(database, 'integrity_check'), readPragma(database, 'foreign_key_check')]
  if (faults[0] === 'ok' && faults[1] === undefined) return version
  throw new UnavailableError(`Expected a whole catalogue at ${path} but received "${String(faults[0])}"`)
}

const PAGE = 500

function* mediaIn(database: SqliteDatabase): Generator<Media> {
  const statement = database.prepare(`SELECT ${MEDIA_COLUMNS.join(', ')} FROM media WHERE id > ? ORDER BY id LIMIT ${PAGE}`)
  statement.setReadBigInts(true)
  let last = 0n
  for (;;) {
    const page = statement.all(last).map(rowToMedia)
    yield* page
    const end = page.at(-1)
    if (!end || page.length < PAGE) return
    last = end.id
  }
}

async function named<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw catalogueUnavailable(path, cause)
  }
}
