import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { MIGRATIONS } from '../../../server/adapters/catalogue/migrations.ts'
import { isCatalogueInUse } from '../../../server/adapters/catalogue/sqlite/copy.ts'
import { openSqliteDatabase, type SqliteDatabase } from '../../../server/adapters/catalogue/sqlite/driver.ts'
import { openSqliteCatalogue } from '../../../server/adapters/catalogue/sqlite.ts'
import { UnavailableError } from '../../../server/core/errors.ts'
import { catalogueContract } from '../../contracts/catalogue.ts'
import { catalogueEditsContract } from '../../contracts/catalogue-edits.ts'
import { catalogueWalksContract } from '../../contracts/catalogue-walks.ts'
import { tokensContract } from '../../contracts/tokens.ts'
import { bridge, fixtureMedia, portrait } from '../../fixtures/media.ts'
import { save } from '../../support/memory/save.ts'
import { tempFolder } from '../../support/temp-folder.ts'

catalogueContract('openSqliteCatalogue in memory', () => openSqliteCatalogue(':memory:'))
catalogueContract('openSqliteCatalogue on disk', () => openSqliteCatalogue(join(tempFolder(), 'catalogue.sqlite')))
catalogueEditsContract('openSqliteCatalogue', () => openSqliteCatalogue(':memory:'))
catalogueWalksContract('openSqliteCatalogue', () => openSqliteCatalogue(':memory:'))
tokensContract('openSqliteCatalogue', () => openSqliteCatalogue(':memory:'))

/** The path of a catalogue that holds `bridge` and is closed. */
async function closedCatalogue(): Promise<string> {
  const path = join(tempFolder(), 'catalogue.sqlite')
  const catalogue = await openSqliteCatalogue(path)
  await save(catalogue, bridge)
  await catalogue.close()
  return path
}

/** Works on the file as another program would. */
async function tamper<T>(path: string, work: (database: SqliteDatabase) => T): Promise<T> {
  const database = await openSqliteDatabase(path, 0)
  try {
    return work(database)
  } finally {
    database.close()
  }
}

describe('openSqliteCatalogue', () => {
  it('finds after a restart what was saved before', async () => {
    const catalogue = await openSqliteCatalogue(await closedCatalogue())
    expect(await catalogue.findByShortcode(bridge.shortcode)).toStrictEqual(bridge)
    await catalogue.close()
  })

  it('writes ahead of the data, and its one file is whole when it closes (D1)', async () => {
    const path = join(tempFolder(), 'copy.sqlite')
    copyFileSync(await closedCatalogue(), path)
    const mode = await tamper(path, (database) => database.prepare('PRAGMA journal_mode').get())
    expect(mode).toEqual({ journal_mode: 'wal' })
    expect(await tamper(path, (database) => database.prepare('PRAGMA integrity_check').get())).toEqual({ integrity_check: 'ok' })
    expect(await tamper(path, (database) => database.prepare('SELECT count(*) AS n FROM media').get())).toEqual({ n: 1 })
  })

  it('makes its files for their user alone, also where others may look into the folder, and leaves what is there', async () => {
    const path = join(tempFolder(), 'catalogue.sqlite')
    const modes = () => ['', '-wal', '-shm'].map((suffix) => statSync(`${path}${suffix}`).mode & 0o777)
    const catalogue = await openSqliteCatalogue(path)
    await save(catalogue, bridge)
    expect(modes()).toEqual([0o600, 0o600, 0o600])
    await catalogue.close()
    chmodSync(path, 0o640)
    const again = await openSqliteCatalogue(path)
    expect(modes()[0]).toBe(0o640)
    await again.close()
  })

  it('keeps its locks when this process opens it again: another one still sees that it is in use', async () => {
    const path = await closedCatalogue()
    const first = await openSqliteCatalogue(path)
    const second = await openSqliteCatalogue(path)
    onTestFinished(async () => void (await Promise.all([first.close(), second.close()])))
    const leave = "new DatabaseSync(process.argv[1]).exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE')"
    const { stderr } = spawnSync(process.execPath, ['-e', `const { DatabaseSync } = require('@photostructure/sqlite'); ${leave}`, path], {
      encoding: 'utf8',
    })
    expect(stderr).toContain('database is locked')
  })

  it('is locked by nobody who only asked whether it is in use', async () => {
    const path = join(tempFolder(), 'copy.sqlite')
    copyFileSync(await closedCatalogue(), path)
    expect(await isCatalogueInUse(path)).toBe(false)
    const catalogue = await openSqliteCatalogue(path, { busyTimeoutMs: 0 })
    await save(catalogue, portrait)
    expect(await isCatalogueInUse(path)).toBe(true)
    await save(catalogue, { ...portrait, revision: 2 })
    await catalogue.close()
  })

  it('is open in two processes at once, each seeing what the other committed', async () => {
    const path = await closedCatalogue()
    const [server, importer] = [await openSqliteCatalogue(path), await openSqliteCatalogue(path)]
    await save(importer, { ...bridge, revision: 2 })
    await save(importer, portrait)
    expect((await server.findByShortcode(bridge.shortcode))?.revision).toBe(2)
    expect(await server.list({ visibility: 'public', limit: 10 })).toHaveLength(2)
    await Promise.all([server.close(), importer.close()])
  })

  it('has every acknowledged row in a copy of its files taken while it is open (D2)', async () => {
    const folder = tempFolder()
    const catalogue = await openSqliteCatalogue(join(folder, 'a.sqlite'))
    for (const media of fixtureMedia) await save(catalogue, media)
    // What a process that is killed now leaves behind: the database and its log.
    for (const suffix of ['', '-wal']) copyFileSync(join(folder, `a.sqlite${suffix}`), join(folder, `b.sqlite${suffix}`))
    await catalogue.close()
    const recovered = await openSqliteCatalogue(join(folder, 'b.sqlite'))
    for (const media of fixtureMedia) expect(await recovered.findByShortcode(media.shortcode)).toStrictEqual(media)
    await recovered.close()
  })

  it('reads what was stored before there were types as images', async () => {
    const path = await closedCatalogue()
    await tamper(path, (database) => database.exec("UPDATE media SET document = json_remove(document, '$.type')"))
    const catalogue = await openSqliteCatalogue(path)
    expect(await catalogue.findByShortcode(bridge.shortcode)).toStrictEqual(bridge)
    await catalogue.close()
  })

  it('looks media up by their key, and pages through the index', async () => {
    const path = await closedCatalogue()
    const plan = (sql: string) => tamper(path, (database) => JSON.stringify(database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all()))
    expect(await plan('SELECT * FROM media WHERE id = 1')).toContain('INTEGER PRIMARY KEY')
    const page = await plan("SELECT * FROM media WHERE visibility = 'public' AND id < 9 ORDER BY id DESC LIMIT 5")
    expect(page).toContain('media_by_visibility')
    expect(page).not.toContain('TEMP B-TREE')
    expect(await plan("SELECT * FROM media WHERE original_key = 'a' ORDER BY id LIMIT 1")).toContain('media_by_original')
  })

  it('walks over its pages once for all who ask for the same moment meanwhile, and anew for the next', async () => {
    const catalogue = await openSqliteCatalogue(':memory:')
    const ask = (liveAt: number) => catalogue.listPageStarts({ visibility: 'public', liveAt, size: 10 })
    const [one, other, later] = await Promise.all([ask(50_000), ask(50_001), ask(70_000)])
    expect(other).toBe(one)
    expect(later).not.toBe(one)
    expect(await ask(50_000)).not.toBe(one)
    await catalogue.close()
  })

  it('refuses a newer schema, and says what to do (D8)', async () => {
    const path = await closedCatalogue()
    await tamper(path, (database) => database.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`))
    const opening = openSqliteCatalogue(path)
    await expect(opening).rejects.toThrow(UnavailableError)
    await expect(opening).rejects.toThrow(
      `${path} but received ${MIGRATIONS.length + 1}. Run the version of Placard that wrote it, or a later one.`,
    )
  })

  it('brings an empty file to the newest schema', async () => {
    const path = join(tempFolder(), 'catalogue.sqlite')
    writeFileSync(path, '')
    await (await openSqliteCatalogue(path)).close()
    expect(await tamper(path, (database) => database.prepare('PRAGMA user_version').get())).toEqual({ user_version: MIGRATIONS.length })
  })

  it("refuses another program's database and leaves it as it is", async () => {
    const path = join(tempFolder(), 'other.sqlite')
    await tamper(path, (database) => database.exec('CREATE TABLE media (id TEXT)'))
    await expect(openSqliteCatalogue(path)).rejects.toThrow("another program's database")
    expect(await tamper(path, (database) => database.prepare('SELECT count(*) AS n FROM sqlite_schema').get())).toEqual({ n: 1 })
  })

  it.each([
    ['no database', (path: string) => writeFileSync(path, 'x'.repeat(10_000)), 'The file is no SQLite database'],
    ['a folder', (path: string) => mkdirSync(path), 'The file cannot be opened'],
  ])('names path and remedy when the file is %s', async (_name, make, remedy) => {
    const path = join(tempFolder(), 'catalogue.sqlite')
    make(path)
    const opening = openSqliteCatalogue(path)
    await expect(opening).rejects.toThrow(UnavailableError)
    await expect(opening).rejects.toThrow(path)
    await expect(opening).rejects.toThrow(remedy)
  })

  it('names path and remedy when its folder is not there', async () => {
    const path = join(tempFolder(), 'missing', 'catalogue.sqlite')
    await expect(openSqliteCatalogue(path)).rejects.toThrow(UnavailableError)
    await expect(openSqliteCatalogue(path)).rejects.toThrow('folder exists')
  })

  it('names path and remedy when pages are damaged', async () => {
    const path = join(tempFolder(), 'catalogue.sqlite')
    const catalogue = await openSqliteCatalogue(path)
    for (let index = 0; index < 50; index += 1) {
      await save(catalogue, bridge, {
        path: `/p/${index}`.padEnd(500, 'x'),
        mediaId: bridge.id,
        stamp: '',
        originalKey: bridge.original.key,
      })
    }
    await catalogue.close()
    damageTail(path)
    const damaged = await openSqliteCatalogue(path)
    await expect(damaged.findSource('/p/49'.padEnd(500, 'x'))).rejects.toThrow('restore a backup')
    await damaged.close()
  })

  it('says so when another process keeps the catalogue locked, and works again when it lets go', async () => {
    const path = await closedCatalogue()
    const catalogue = await openSqliteCatalogue(path, { busyTimeoutMs: 20 })
    const other = await openSqliteDatabase(path, 0)
    other.exec('BEGIN IMMEDIATE')
    await expect(save(catalogue, portrait)).rejects.toThrow('Another process holds it locked')
    await expect(catalogue.check()).rejects.toThrow(UnavailableError)
    expect(await catalogue.findByShortcode(bridge.shortcode)).toStrictEqual(bridge)
    other.exec('ROLLBACK')
    other.close()
    await save(catalogue, portrait)
    await expect(catalogue.check()).resolves.toBeUndefined()
    await catalogue.close()
  })

  it.each([
    ['no JSON', "document = '[]'", 'an object for document'],
    [
      'a foreign type',
      "document = json_set(document, '$.original.type', 'image/heic')",
      'image/gif for original.type but received "image/heic"',
    ],
    ['no title', "document = json_remove(document, '$.description.title')", 'a list for description.title'],
    ['a number for a name', "document = json_set(document, '$.description.creators[0].name', 5)", 'text for description.creators[0].name'],
    ['half a key', "document = json_set(document, '$.original.key', 'abc')", '64 hex digits for original.key'],
  ])('refuses a row with %s rather than show half a credit', async (_name, change, message) => {
    const path = await closedCatalogue()
    await tamper(path, (database) => database.exec(`UPDATE media SET ${change}`))
    const catalogue = await openSqliteCatalogue(path)
    await expect(catalogue.findByShortcode(bridge.shortcode)).rejects.toThrow(UnavailableError)
    await expect(catalogue.findByShortcode(bridge.shortcode)).rejects.toThrow(message)
    await catalogue.close()
  })

  it('fails every call after it is closed, and closes twice without harm', async () => {
    const catalogue = await openSqliteCatalogue(':memory:')
    await catalogue.close()
    await catalogue.close()
    await expect(catalogue.check()).rejects.toThrow(UnavailableError)
  })
})

/** Overwrites all but the first pages, as a failing disk might. */
function damageTail(path: string): void {
  const { size } = statSync(path)
  const bytes = Buffer.alloc(size, 0xa5)
  const whole = readFileSync(path)
  whole.copy(bytes, 0, 0, 4096 * 2)
  writeFileSync(path, bytes)
}

describe('the schema of 0.1.0', () => {
  /** As 0.1.0 wrote it: MIGRATIONS[0] and rows without version, dates or announcement. */
  async function releasedCatalogue(): Promise<string> {
    const path = join(tempFolder(), 'catalogue.sqlite')
    await tamper(path, (database) => {
      database.exec(`${MIGRATIONS[0]}; PRAGMA user_version = 1; PRAGMA application_id = ${0x506c6163}`)
      const { id, original, placeholder, description, publishedAt } = bridge
      const document = JSON.stringify({ type: 'image', standing: { kind: 'published' }, notAfter: 7, original, placeholder, description })
      database
        .prepare("INSERT INTO media VALUES (?, 3, 'private', 'published', ?, ?, ?, 1)")
        .run(id, BigInt(publishedAt), original.key, document)
      database.prepare("INSERT INTO sources VALUES ('/a.jpg', ?, 's', ?, NULL)").run(id, original.key)
    })
    return path
  }

  it('becomes the newest without losing a media or its source, and old names stay known (D8)', async () => {
    const catalogue = await openSqliteCatalogue(await releasedCatalogue())
    expect(await catalogue.findByShortcode(bridge.shortcode)).toStrictEqual({
      ...bridge,
      revision: 3,
      visibility: 'private',
      notAfter: 7,
    })
    expect(await catalogue.findSource('/a.jpg')).toMatchObject({ mediaId: bridge.id, stamp: 's' })
    expect(await catalogue.listScheduled({ after: { at: 6 }, to: 7, limit: 1 })).toHaveLength(1)
    await catalogue.close()
  })

  it('keeps its log for good', async () => {
    const path = await closedCatalogue()
    await tamper(path, (database) => {
      expect(() => database.exec('DELETE FROM changes')).toThrow(/append-only/)
      expect(() => database.exec("UPDATE changes SET actor = 'nobody'")).toThrow(/append-only/)
    })
  })
})
