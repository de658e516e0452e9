import { expect, it } from 'vitest'
import { openSqliteDatabase } from '../../../server/adapters/catalogue/sqlite/driver.ts'
import { openSqliteSession } from '../../../server/adapters/catalogue/sqlite/session.ts'
import { openSqliteCatalogue } from '../../../server/adapters/catalogue/sqlite.ts'
import type { MarkedCatalogue } from '../../../server/adapters/catalogue/watched.ts'
import type { ImportSource } from '../../../server/ports/catalogue.ts'
import type { TokenStore } from '../../../server/ports/tokens.ts'
import { bridge, portrait } from '../../fixtures/media.ts'
import { save } from '../../support/memory/save.ts'
import { tempFolder } from '../../support/temp-folder.ts'

type Store = MarkedCatalogue & TokenStore

const source: ImportSource = { path: '/a.jpg', mediaId: bridge.id, stamp: 'a', originalKey: bridge.original.key }

/** Every method that writes. */
const WRITES: Readonly<Partial<Record<keyof Store, (catalogue: Store) => Promise<unknown>>>> = {
  edit: (catalogue) => save(catalogue, portrait),
  saveSource: (catalogue) => catalogue.saveSource(source),
  saveToken: (catalogue) => catalogue.saveToken({ hash: 'a'.repeat(64), name: 'desk', createdAt: 1 }),
  deleteToken: (catalogue) => catalogue.deleteToken('there'),
}
const READS: readonly (keyof Store)[] = [
  'findByShortcode',
  'findByShortcodes',
  'listByOriginal',
  'list',
  'listPageStarts',
  'listScheduled',
  'listChanges',
  'findSource',
  'findToken',
  'listTokens',
  'check',
  'mark',
  'close',
]

/** Whatever is written into the file from now on, `bridge` is another one afterwards. */
const TRIGGERS = ['INSERT ON media', 'INSERT ON sources', 'INSERT ON tokens', 'DELETE ON tokens'].map(
  (event, index) => `CREATE TRIGGER so_${index} AFTER ${event} BEGIN UPDATE media SET revision = 77 WHERE id = ${bridge.id}; END`,
)

it('every method of the catalogue reads, or is one of those that write', async () => {
  const catalogue = await openSqliteCatalogue(':memory:')
  expect(Object.keys(catalogue).sort()).toEqual([...READS, ...Object.keys(WRITES)].sort())
  await catalogue.close()
})

it.each(Object.entries(WRITES))('nothing is known any more once %s has written', async (_, write) => {
  const path = `${tempFolder()}/catalogue.sqlite`
  const catalogue = await openSqliteCatalogue(path)
  await save(catalogue, bridge)
  await catalogue.saveToken({ hash: 'b'.repeat(64), name: 'there', createdAt: 1 })
  const database = await openSqliteDatabase(path, 0)
  for (const trigger of TRIGGERS) database.exec(trigger)
  database.close()
  const read = async () => [await catalogue.findByShortcode(bridge.shortcode), ...(await catalogue.findByShortcodes([bridge.shortcode]))]
  for (const __ of [1, 2, 3]) expect((await read()).map((media) => media?.revision)).toEqual([bridge.revision, bridge.revision])
  await write(catalogue)
  expect((await read()).map((media) => media?.revision)).toEqual([77, 77])
  await catalogue.close()
})

it('whoever knows something is told before anything is written, also where it is then undone', async () => {
  const session = await openSqliteSession(':memory:', 0)
  const told: string[] = []
  session.beforeWrites(() => told.push('told'))
  session.write(() => told.push('written'))
  expect(() =>
    session.write(() => {
      throw new RangeError('Expected nothing')
    }),
  ).toThrow(RangeError)
  expect(told).toEqual(['told', 'written', 'told'])
  session.close()
})

it('a check takes the write lock, and makes nobody forget what is known', async () => {
  const path = `${tempFolder()}/catalogue.sqlite`
  const session = await openSqliteSession(path, 0)
  const told: string[] = []
  session.beforeWrites(() => told.push('told'))
  session.check()
  expect(told).toEqual([])
  const other = await openSqliteDatabase(path, 0)
  other.exec('BEGIN IMMEDIATE')
  expect(session.check).toThrow(/locked/)
  other.exec('ROLLBACK')
  expect(session.check).not.toThrow()
  other.close()
  session.close()
})
