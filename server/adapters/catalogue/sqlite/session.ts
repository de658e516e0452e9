import { open, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { CompiledQuery } from 'kysely'
import { UnavailableError } from '../../../core/errors.ts'
import { requireBindable } from '../bindable.ts'
import { MIGRATIONS } from '../migrations.ts'
import { openSqliteDatabase, type SqliteDatabase, type SqliteStatement } from './driver.ts'

type Statement = Pick<CompiledQuery, 'sql' | 'parameters'>

/** Writes, inside a transaction. @returns How many rows it wrote. */
export type Run = (query: Statement) => number

/** One connection whose statements are prepared once. Everything is synchronous: nothing else runs between two statements. */
export interface SqliteSession {
  all(query: Statement): readonly unknown[]
  /** To read. */
  prepare(sql: string): Pick<SqliteStatement, 'get' | 'all'>
  /** To read often: a row is a list of its values where the driver can make one, which takes a fifth less than an object (measured). */
  prepareLists(sql: string): Pick<SqliteStatement, 'get' | 'all'>
  /**
   * The one door through which all writes go: commits what `work` wrote, or nothing of it. The write lock is taken at once, so it never fails
   * halfway for want of it.
   */
  write<T>(work: (run: Run) => T): T
  /** Takes the write lock and lets go of it: the file is there, whole at its head, writable and not held by another process. */
  check(): void
  /** Has it called before every write; nothing else runs until that is done. */
  beforeWrites(listener: () => void): void
  close(): void
}

export const APPLICATION_ID = 0x506c6163n // "Plac": tells our files from other SQLite databases.

/**
 * An open catalogue file, durable (D1) and of the newest schema (D8).
 *
 * @param path  A file on a local disk, or `:memory:`.
 * @throws      SQLite's own errors; {UnavailableError} if the file is another program's, of a newer schema, or on a network disk.
 */
export async function openSqliteSession(path: string, busyTimeoutMs: number): Promise<SqliteSession> {
  if (path !== ':memory:') {
    await refuseNetworkDisk(path)
    await makePrivately(path)
  }
  const database = await openSqliteDatabase(path, busyTimeoutMs)
  try {
    database.exec('PRAGMA schema_version') // Reads the header: what is no database fails here, with SQLite's own code.
    refuseForeignFile(database, path)
    setPragmas(database, { path, busyTimeoutMs })
    migrate(database, path)
  } catch (error) {
    database.close()
    throw error
  }
  return createSession(database)
}

/**
 * A file that is not there is made for this user alone, whoever may look into its folder: it has the hashes of tokens and the names of what was
 * never public. SQLite gives the log and the index beside it the same mode.
 */
async function makePrivately(path: string): Promise<void> {
  // One that is there is not opened: who closes a file gives up all locks that its process has on it. Where none can be made, SQLite says why.
  await open(path, 'ax', 0o600).then(
    (handle) => handle.close(),
    () => {},
  )
}

function createSession(database: SqliteDatabase): SqliteSession {
  const prepare = remembered((sql) => prepareIn(database, sql))
  const prepareLists = remembered((sql) => {
    const statement = prepareIn(database, sql)
    statement.setReturnArrays?.(true)
    return statement
  })
  const run: Run = ({ sql, parameters }) => Number(prepare(sql).run(...parameters.map(requireBindable)).changes)
  const listeners: (() => void)[] = []
  return {
    prepare,
    prepareLists,
    all: ({ sql, parameters }) => prepare(sql).all(...parameters.map(requireBindable)),
    write(work) {
      for (const listener of listeners) listener()
      return transact(database, () => work(run))
    },
    check: () => transact(database, () => void prepare('SELECT count(*) FROM sqlite_schema').get()),
    beforeWrites: (listener) => void listeners.push(listener),
    close: () => close(database),
  }
}

function remembered(prepare: (sql: string) => SqliteStatement): (sql: string) => SqliteStatement {
  const statements = new Map<string, SqliteStatement>()
  return (sql) => {
    const statement = statements.get(sql) ?? prepare(sql)
    statements.set(sql, statement)
    return statement
  }
}

function prepareIn(database: SqliteDatabase, sql: string): SqliteStatement {
  const statement = database.prepare(sql)
  // Rounded ids would name another media.
  statement.setReadBigInts(true)
  return statement
}

function close(database: SqliteDatabase): void {
  // @photostructure/sqlite closes without finalizing statements, so SQLite does not fold its log into the file by itself.
  try {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  } finally {
    database.close()
  }
}

function transact<T>(database: SqliteDatabase, work: () => T): T {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    // After a full disk SQLite may have rolled back by itself; then this fails, and the first error is the one to tell.
    try {
      database.exec('ROLLBACK')
    } catch {}
    throw error
  }
}

/** The only value that this pragma answers; whole numbers as bigint. */
export function readPragma(database: SqliteDatabase, name: string): unknown {
  const statement = database.prepare(`PRAGMA ${name}`)
  statement.setReadBigInts(true)
  const [row] = statement.all()
  return Object.values(row ?? {})[0]
}

/**
 * What is not set: `mmap_size`, since a bad sector or a file that somebody cuts would end the process with SIGBUS where now one answer fails; a
 * larger `cache_size` and pages of 8 or 16 KiB, which look-ups among a million media are no faster by, while inserts write more (measured).
 */
function setPragmas(database: SqliteDatabase, { path, busyTimeoutMs }: { path: string; busyTimeoutMs: number }): void {
  const expected = {
    journal_mode: path === ':memory:' ? 'memory' : 'wal',
    synchronous: 2n, // FULL: with NORMAL a power cut may undo what was acknowledged.
    busy_timeout: BigInt(busyTimeoutMs),
    foreign_keys: 1n,
    trusted_schema: 0n,
  }
  for (const [name, value] of Object.entries(expected)) {
    database.exec(`PRAGMA ${name} = ${value}`)
    const received = readPragma(database, name)
    if (received !== value) throw new UnavailableError(`Expected ${name} = ${value} for the catalogue at ${path} but received ${received}`)
  }
}

function refuseForeignFile(database: SqliteDatabase, path: string): void {
  const isEmpty = readPragma(database, 'schema_version') === 0n
  const isOurs = readPragma(database, 'application_id') === APPLICATION_ID
  if (!isEmpty && !isOurs) {
    throw new UnavailableError(
      `Expected a catalogue of Placard at ${path} but received another program's database. Set PLACARD_DATA to another folder.`,
    )
  }
}

function migrate(database: SqliteDatabase, path: string): void {
  if (readPragma(database, 'user_version') === BigInt(MIGRATIONS.length)) return
  transact(database, () => {
    // Read again under the lock: another process may have migrated meanwhile.
    const version = Number(readPragma(database, 'user_version'))
    if (version > MIGRATIONS.length) {
      const remedy = 'Run the version of Placard that wrote it, or a later one.'
      throw new UnavailableError(`Expected schema <= ${MIGRATIONS.length} in the catalogue at ${path} but received ${version}. ${remedy}`)
    }
    for (const step of MIGRATIONS.slice(version)) database.exec(step)
    database.exec(`PRAGMA user_version = ${MIGRATIONS.length}; PRAGMA application_id = ${APPLICATION_ID}`)
  })
}

// NFS, SMB, CIFS, SMB2 (linux/magic.h): their locks and shared memory do not carry WAL (https://sqlite.org/wal.html, "Disadvantages").
const NETWORK_DISKS: ReadonlySet<number> = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42])

async function refuseNetworkDisk(path: string): Promise<void> {
  const { type } = await statfs(dirname(path))
  if (!NETWORK_DISKS.has(type)) return
  throw new UnavailableError(
    `Expected a local disk for the catalogue at ${path} but received a network file system. Set PLACARD_DATA to a folder on a disk of this machine.`,
  )
}
