import { randomUUID } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { codeOf } from '../../../core/error-code.ts'
import { UnavailableError } from '../../../core/errors.ts'
import { openSqliteDatabase, type SqliteDatabase } from './driver.ts'

export interface FileLock {
  release(): void
}

/** A file system that is only read is changed by nobody. */
const NOTHING_TO_LOCK: FileLock = { release() {} }

/**
 * The file is held, alone or together with others who share it, until `release` or the end of this process, however that comes: the lock is the
 * kernel's, by way of SQLite, since Node has none. The file is made if it is not there, stays empty, and is never deleted.
 *
 * @returns `undefined` if another process holds it. Where the file system knows no locks, nobody is kept out.
 * @throws {UnavailableError} if the disk is full, or the file one of somebody else's.
 */
export async function lockFile(path: string, { isShared = false } = {}): Promise<FileLock | undefined> {
  const isThere = await make(path)
  if (!isThere && isShared) return NOTHING_TO_LOCK
  const lock = await hold(path, isShared)
  return lock ?? ((await hasLocks(path)) ? undefined : NOTHING_TO_LOCK)
}

/** Whether there is such a file, and one that may be written to. */
async function make(path: string): Promise<boolean> {
  try {
    await (await open(path, 'a', 0o600)).close()
    return true
  } catch (error) {
    if (['EROFS', 'EACCES'].includes(codeOf(error) ?? '')) return false
    throw error
  }
}

async function hold(path: string, isShared: boolean): Promise<FileLock | undefined> {
  const database = await openSqliteDatabase(path, 0)
  try {
    begin(database, isShared)
    return { release: () => end(database) }
  } catch (error) {
    database.close()
    const said = error instanceof Error ? error.message : String(error)
    if (said.includes('locked')) return undefined
    throw new UnavailableError(`Expected to lock ${path} but received "${said}". Make room on that disk, or choose another folder.`, {
      cause: error,
    })
  }
}

/** Its statements may outlive it, and would go on holding what they began. */
function end(database: SqliteDatabase): void {
  database.exec('ROLLBACK')
  database.close()
}

/** A transaction that is never committed holds the lock; reading takes the one that others may have too. */
function begin(database: SqliteDatabase, isShared: boolean): void {
  database.exec(isShared ? 'BEGIN' : 'BEGIN EXCLUSIVE')
  if (isShared) database.prepare('SELECT count(*) FROM sqlite_schema').get()
}

/** SQLite says "locked" too where locking is not supported, as on some network disks; a file that nobody else knows tells which it is. */
async function hasLocks(path: string): Promise<boolean> {
  const probe = `${path}.${randomUUID()}`
  try {
    const lock = await hold(probe, false)
    lock?.release()
    return lock !== undefined
  } finally {
    await rm(probe, { force: true })
  }
}
