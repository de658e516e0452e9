import { join } from 'node:path'
import { lockFile } from '../../adapters/catalogue/sqlite/file-lock.ts'
import { BadRequestError } from '../../core/errors.ts'
import { RESTORING } from '../../runtimes/local-database.ts'

/** In the folder of a backup: held alone by who writes it, together by who reads it. */
export const LOCK = 'lock'

/** Runs work while nobody else writes or reads the backup in this folder. @throws {BadRequestError} if somebody does. */
export async function writingBackup<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const said = `Expected nobody else at the backup in ${folder} but another process writes, verifies or restores it: wait until it has ended`
  return await holding(join(folder, LOCK), { isShared: false, said }, work)
}

/** Runs work while nobody writes the backup in this folder. @throws {BadRequestError} if somebody does. */
export async function readingBackup<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const said = `Expected a backup that stands still but another process is writing the one in ${folder}: wait until it has ended`
  return await holding(join(folder, LOCK), { isShared: true, said }, work)
}

/** Runs work while nobody else restores a backup to this data folder. The file stays until a restore is complete, and says that it is not. @throws {BadRequestError} if somebody does. */
export async function restoringTo<T>(dataFolder: string, work: () => Promise<T>): Promise<T> {
  const said = `Expected nobody else to restore a backup to ${dataFolder} but another process does: wait until it has ended`
  return await holding(join(dataFolder, RESTORING), { isShared: false, said }, work)
}

async function holding<T>(path: string, { isShared, said }: { isShared: boolean; said: string }, work: () => Promise<T>): Promise<T> {
  const lock = await lockFile(path, { isShared })
  if (!lock) throw new BadRequestError(said)
  try {
    return await work()
  } finally {
    lock.release()
  }
}
