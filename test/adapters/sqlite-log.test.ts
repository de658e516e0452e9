import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openSqliteDatabase } from '../../server/adapters/catalogue/sqlite-driver.ts'
import { createLogReader } from '../../server/adapters/catalogue/sqlite-log.ts'
import { openSqliteSession } from '../../server/adapters/catalogue/sqlite-session.ts'
import { tempFolder } from '../support/temp-folder.ts'

const BLOCK = 4

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
  const read = createLogReader(session, BLOCK)
  const sequences = async (since: number, more: { after?: number; limit?: number } = {}) =>
    (await read({ since, limit: 100, ...more })).map((row) => Number(Object(row).sequence))
  return { add, sequences }
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
