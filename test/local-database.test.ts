import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openDatabase } from '../server/runtimes/local-database.ts'
import { memoryDeps, testConfig } from './support/memory/deps.ts'
import { tempFolder } from './support/temp-folder.ts'

const modeOf = (path: string) => statSync(path).mode & 0o777

it.skipIf(process.platform === 'win32')('makes a data folder that other users of the machine cannot look into', async () => {
  const folder = join(tempFolder(), 'data')
  await (await openDatabase(testConfig, folder, memoryDeps().clock)).close()
  expect(modeOf(folder)).toBe(0o700)
})

it.skipIf(process.platform === 'win32')('leaves a folder that is there as it is', async () => {
  const folder = join(tempFolder(), 'data')
  mkdirSync(folder, { mode: 0o750 })
  await (await openDatabase(testConfig, folder, memoryDeps().clock)).close()
  expect(modeOf(folder)).toBe(0o750)
})

it('names the setting where the data folder cannot be made', async () => {
  const file = join(tempFolder(), 'file')
  writeFileSync(file, '')
  const opening = openDatabase(testConfig, join(file, 'data'), memoryDeps().clock)
  await expect(opening).rejects.toThrow('Set PLACARD_DATA to a folder that this user may make and write to.')
})

it('begins no collection where a backup is being restored', async () => {
  const folder = tempFolder()
  writeFileSync(join(folder, 'restoring'), '')
  await expect(openDatabase(testConfig, folder, memoryDeps().clock)).rejects.toThrow('run `placard backup restore` again')
})
