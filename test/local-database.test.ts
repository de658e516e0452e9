import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openDatabase } from '../server/runtimes/local-database.ts'
import { memoryDeps, testConfig } from './support/memory-deps.ts'
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
