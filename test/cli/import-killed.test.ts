import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { openSqliteCatalogue } from '../../server/adapters/catalogue/sqlite.ts'
import { makePictures } from '../support/programs/import-world.ts'
import { tempFolder } from '../support/temp-folder.ts'

// The built command line, as `npm start` runs it; `pretest` has built it.
const placard = resolve('dist/server/placard.js')
const PICTURES = 40

const environment = (data: string) => ({ PATH: process.env.PATH, PLACARD_DATA: data })
const originalsIn = (data: string) => {
  const folder = join(data, 'originals')
  return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /[0-9a-f]{64}$/.test(name)) : []
}

/** Kills the import as soon as it has stored so many originals, or lets it end. */
async function killAt(count: number, child: ChildProcess, data: string): Promise<void> {
  const ended = once(child, 'exit')
  while (child.exitCode === null && originalsIn(data).length < count) await setImmediate()
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await ended
}

async function stateOf(data: string) {
  const catalogue = await openSqliteCatalogue(join(data, 'catalogue.sqlite'))
  const media = await catalogue.list({ visibility: 'public', limit: 200 })
  await catalogue.close()
  const facts = media.map(({ original, placeholder, description, revision }) => ({ original, placeholder, description, revision }))
  return {
    media: facts.sort((a, b) => (a.original.key < b.original.key ? -1 : 1)),
    originals: originalsIn(data)
      .map((name) => name.slice(-64))
      .sort(),
  }
}

it('an import killed again and again ends in the state of one clean run (D6)', async () => {
  const [pictures, data] = [tempFolder(), tempFolder()]
  await makePictures(pictures, PICTURES)
  for (let stored = 1; stored < PICTURES; stored += 10) {
    await killAt(stored, spawn(process.execPath, [placard, 'import', pictures], { env: environment(data), stdio: 'ignore' }), data)
  }
  const last = spawnSync(process.execPath, [placard, 'import', pictures], { env: environment(data), encoding: 'utf8' })
  expect(last.status).toBe(0)
  const clean = tempFolder()
  expect(spawnSync(process.execPath, [placard, 'import', pictures], { env: environment(clean), encoding: 'utf8' }).stdout).toContain(
    `${PICTURES} new`,
  )
  expect(await stateOf(data)).toEqual(await stateOf(clean))
  expect((await stateOf(data)).media).toHaveLength(PICTURES)
  const again = spawnSync(process.execPath, [placard, 'import', pictures], { env: environment(data), encoding: 'utf8' })
  expect(again.stdout).toContain(`0 new, 0 changed, ${PICTURES} unchanged, 0 failed`)
})
