import { join } from 'node:path'
import { expect, it } from 'vitest'
import { logIn } from '../../../server/adapters/catalogue/log-reader.ts'
import { openSqliteDatabase } from '../../../server/adapters/catalogue/sqlite/driver.ts'
import { sqliteQueries as queries } from '../../../server/adapters/catalogue/sqlite/queries.ts'
import { openSqliteSession } from '../../../server/adapters/catalogue/sqlite/session.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const OPTIONS = { block: 4, few: 2 }

/** A log in which the first entry was made at the first of these moments, and so on. */
async function logOf(moments: readonly number[]) {
  const path = join(tempFolder(), 'catalogue.sqlite')
  const session = await openSqliteSession(path, 0)
  const database = await openSqliteDatabase(path, 0)
  const add = (at: number) =>
    database.exec(
      `INSERT INTO changes (media_id, at, actor, batch, revision, version, properties) VALUES (1, ${at}, 'import', 'b', 1, 1, '[]')`,
    )
  moments.forEach(add)
  const asked: string[] = []
  const { listChanges } = logIn(
    {
      queries,
      async all(query, parse) {
        const compiled = query.compile()
        asked.push(compiled.sql)
        return session.all(compiled).map(parse)
      },
    },
    OPTIONS,
  )
  const sequences = async (since: number, more: { after?: number; limit?: number } = {}) =>
    (await listChanges({ since, limit: 100, ...more })).map(({ sequence }) => sequence)
  return { add, asked, sequences }
}

it('finds what is later than a moment, in the order of the log, which is not that of time', async () => {
  const { sequences } = await logOf([10, 20, 30, 5, 1, 2, 3, 4, 9, 25, 8, 7, 40])
  expect(await sequences(0)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
  expect(await sequences(19)).toEqual([2, 3, 10, 13])
  expect(await sequences(20)).toEqual([3, 10, 13])
  expect(await sequences(39)).toEqual([13])
  expect(await sequences(40)).toEqual([])
})

it('finds no more than is wanted, behind an entry, at the edges of blocks too', async () => {
  const { sequences } = await logOf([10, 20, 30, 5, 1, 2, 3, 4, 9, 25, 8, 7, 40])
  expect(await sequences(19, { limit: 2 })).toEqual([2, 3])
  expect(await sequences(19, { after: 3 })).toEqual([10, 13])
  expect(await sequences(0, { after: 4, limit: 4 })).toEqual([5, 6, 7, 8])
  expect(await sequences(0, { after: 13 })).toEqual([])
})

it('sees what was written since it looked, also into a block that was not complete', async () => {
  const { add, sequences } = await logOf([10, 20, 30, 40, 5])
  expect(await sequences(35)).toEqual([4])
  for (const at of [50, 6, 7, 8, 60]) add(at)
  expect(await sequences(45)).toEqual([6, 10])
})

it('finds nothing in an empty log', async () => {
  const { sequences } = await logOf([])
  expect(await sequences(0)).toEqual([])
})

it('asks many readers at once of one log as it asks one', async () => {
  const { sequences } = await logOf([10, 20, 30, 5, 1, 2, 3, 4, 9, 25, 8, 7, 40])
  const found = await Promise.all([sequences(19), sequences(0), sequences(9), sequences(19)])
  expect(found).toEqual([
    [2, 3, 10, 13],
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13],
    [1, 2, 3, 10, 13],
    [2, 3, 10, 13],
  ])
})

it('looks at a block that is complete and too early once only', async () => {
  const { asked, sequences } = await logOf([1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 9, 9, 9])
  const looks = async () => {
    asked.length = 0
    expect(await sequences(8)).toEqual([11, 12, 13])
    return asked.length
  }
  // Few or many, the newest, three blocks, the latter and what is behind it; then without the three blocks.
  expect([await looks(), await looks()]).toEqual([7, 4])
})
