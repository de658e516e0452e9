import { spawn } from 'node:child_process'
import { copyFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPostgresCatalogue } from '../../server/adapters/catalogue/postgres.ts'
import { openSqliteCatalogue } from '../../server/adapters/catalogue/sqlite.ts'
import { unpackId } from '../../server/core/identity/id.ts'
import type { Catalogue } from '../../server/ports/catalogue.ts'
import { makePictures, readCollection } from '../support/programs/import-world.ts'
import { hasRealPostgres, openRealPostgres, type RealPostgres } from '../support/servers/postgres.ts'
import { tempFolder } from '../support/temp-folder.ts'

// The built command line, as `npm start` runs it; `pretest` has built it.
const placard = resolve('dist/server/placard.js')
const PICTURES = 40
const COPIES = 10

interface Ended {
  readonly code: number | null
  readonly out: string
}

function importing(folder: string, env: Readonly<Record<string, string>>): Promise<Ended> {
  const child = spawn(process.execPath, [placard, 'import', folder], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let out = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  return new Promise((done) => child.on('close', (code) => done({ code, out })))
}

/** Pictures, and copies of some of them under names that come first, so that two imports meet at copies too. */
async function makeFolder(): Promise<string> {
  const folder = tempFolder()
  await makePictures(folder, PICTURES)
  for (let index = 0; index < COPIES; index += 1) copyFileSync(join(folder, `${index}.png`), join(folder, `${PICTURES - index}-copy.png`))
  return folder
}

const newIn = ({ out }: Ended) => Number(/(\d+) new/.exec(out)?.[1])

async function expectOneOfEach(catalogue: Catalogue, folder: string): Promise<readonly bigint[]> {
  const media = await catalogue.list({ limit: 200 })
  expect(new Set(media.map(({ original }) => original.key)).size).toBe(PICTURES)
  expect(media).toHaveLength(PICTURES)
  const sources = await Promise.all(readdirSync(folder).map((name) => catalogue.findSource(join(folder, name))))
  expect(sources.every((source) => media.some(({ id }) => id === source?.mediaId))).toBe(true)
  return media.map(({ id }) => id)
}

describe('three imports of one folder at once', () => {
  let postgres: RealPostgres | undefined
  beforeAll(async () => {
    if (hasRealPostgres()) postgres = await openRealPostgres()
  })
  afterAll(async () => await postgres?.stop())

  it('make one media of each work in SQLite, and none of them fails (D6)', async () => {
    const [folder, data] = [await makeFolder(), tempFolder()]
    const env = { PLACARD_DATA: data }
    const ended = await Promise.all([1, 2, 3].map(() => importing(folder, env)))
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0])
    expect(ended.reduce((sum, one) => sum + newIn(one), 0)).toBe(PICTURES)
    const catalogue = await openSqliteCatalogue(join(data, 'catalogue.sqlite'))
    await expectOneOfEach(catalogue, folder)
    await catalogue.close()
    expect((await readCollection(data)).damage).toEqual([])
    expect((await importing(folder, env)).out).toContain(`0 new, 0 changed, ${PICTURES + COPIES} unchanged, 0 failed`)
  })

  it.skipIf(!hasRealPostgres())('make one media of each work in PostgreSQL, each with ids of its own shard (D6)', async () => {
    const [folder, data, access] = [await makeFolder(), tempFolder(), await postgres!.makeDatabase()]
    const env = { PLACARD_DATA: data, PLACARD_DATABASE_URL: postgres!.urlOf(access) }
    const ended = await Promise.all([1, 2, 3].map(() => importing(folder, env)))
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0])
    expect(ended.reduce((sum, one) => sum + newIn(one), 0)).toBe(PICTURES)
    const catalogue = await openPostgresCatalogue(access)
    const ids = await expectOneOfEach(catalogue, folder)
    await catalogue.close()
    const shards = new Set(ids.map((id) => unpackId(id as Parameters<typeof unpackId>[0]).shard))
    expect(shards.size).toBe(ended.filter((one) => newIn(one) > 0).length)
    expect((await readCollection(data)).damage).toEqual([])
  })
})
