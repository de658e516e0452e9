import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type FileLock, lockFile } from '../../../server/adapters/catalogue/sqlite/file-lock.ts'
import { UnavailableError } from '../../../server/core/errors.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const SHARED = { isShared: true }

async function held(path: string, options?: { isShared: boolean }): Promise<FileLock> {
  const lock = await lockFile(path, options)
  if (!lock) throw new Error('Expected the lock to be free')
  return lock
}

it('is held by one alone until it is released', async () => {
  const path = join(tempFolder(), 'lock')
  const first = await held(path)
  expect([await lockFile(path), await lockFile(path, SHARED)]).toEqual([undefined, undefined])
  first.release()
  const next = await held(path)
  next.release()
})

it('is shared by many, who keep out one who wants it alone', async () => {
  const path = join(tempFolder(), 'lock')
  const [first, second] = [await held(path, SHARED), await held(path, SHARED)]
  first.release()
  expect(await lockFile(path)).toBeUndefined()
  second.release()
  const alone = await held(path)
  alone.release()
})

it('leaves an empty file, and nothing else', async () => {
  const folder = tempFolder()
  const lock = await held(join(folder, 'lock'))
  await lockFile(join(folder, 'lock'))
  lock.release()
  expect(readdirSync(folder)).toEqual(['lock'])
  expect(statSync(join(folder, 'lock')).size).toBe(0)
})

it.skipIf(process.getuid?.() === 0)('is shared where nothing can be written: nobody else writes there either', async () => {
  const folder = tempFolder()
  writeFileSync(join(folder, 'lock'), '')
  chmodSync(folder, 0o500)
  chmodSync(join(folder, 'lock'), 0o400)
  const lock = await held(join(folder, 'lock'), SHARED)
  lock.release()
})

it('says what is wrong with a file that cannot be locked', async () => {
  const path = join(tempFolder(), 'lock')
  await writeFile(path, 'Somebody else keeps their notes in here. '.repeat(200))
  await expect(lockFile(path)).rejects.toThrow(UnavailableError)
  await expect(lockFile(path)).rejects.toThrow(`Expected to lock ${path} but received "file is not a database"`)
})
