import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MEDIA_COLUMNS } from '../../../server/adapters/catalogue/sql.ts'
import { openSqliteCatalogue } from '../../../server/adapters/catalogue/sqlite.ts'
import { openSqliteDatabase } from '../../../server/adapters/catalogue/sqlite-driver.ts'
import { decodeShortcode } from '../../../server/core/identity/shortcode.ts'
import { collectionOf, insertOf, mediaAt } from '../collection.ts'
import { cpuPerOperation } from '../measure.ts'
import type { Section } from '../options.ts'
import { atLeast, atMost, type Line } from '../report.ts'

const SECTION = 'Catalogue: CPU per look-up, and inserts that are on the disk when they are done'
const LOOKUPS = 20_000
const KEYS = 1000

/** Look-ups through the adapter beside the statement alone, in collections that grow; then inserts beside the disk. */
export const measureCatalogue: Section = async ({ quick, full }, add) => {
  const sizes = [1000, 100_000, ...(full ? [1_000_000] : [])]
  const runs = quick ? 3 : 7
  let least: number | undefined
  for (const size of sizes) {
    const { adapter, statement } = await lookUps(size, runs)
    add({
      section: SECTION,
      name: `look-up among ${size.toLocaleString('en')} media`,
      ours: `${adapter.toFixed(1)} us · ${Math.round(1e6 / adapter)}/s`,
      against: `its statement alone ${statement.toFixed(1)} us · ${Math.round(1e6 / statement)}/s`,
      ratio: statement / adapter,
      raw: { adapter, statement },
    })
    if (least !== undefined) {
      const [first] = sizes
      add({
        section: SECTION,
        name: `the same / among ${first}`,
        ours: `${adapter.toFixed(1)} us`,
        ratio: adapter / least,
        target: atMost(1.2),
      })
    }
    least ??= adapter
    if (size === sizes.at(-1)) {
      const perSecond = 1e6 / adapter
      add({
        section: SECTION,
        name: 'look-ups in a second of one core',
        ours: `${perSecond.toFixed(0)}/s`,
        against: '120,000/s',
        ratio: perSecond / 120_000,
        target: atLeast(1),
      })
    }
  }
  await measureInserts(quick ? 300 : 2000, add)
}

async function lookUps(size: number, runs: number): Promise<{ adapter: number; statement: number }> {
  const path = join(await collectionOf(size), 'catalogue.sqlite')
  // All over the collection, so that no page of the file is asked for twice in a row.
  const codes = Array.from({ length: KEYS }, (_, place) => mediaAt(Math.floor((place * size) / KEYS)).shortcode)
  const ids = codes.map(decodeShortcode)
  const catalogue = await openSqliteCatalogue(path)
  const database = await openSqliteDatabase(path, 5000)
  const statement = database.prepare(`SELECT ${MEDIA_COLUMNS.join(', ')} FROM media WHERE id = ?`)
  statement.setReadBigInts(true)
  const byAdapter = (place: number) => catalogue.findByShortcode(codes[place % KEYS] ?? mediaAt(0).shortcode)
  const byStatement = (place: number) => statement.get(ids[place % KEYS] ?? 0n)
  await cpuPerOperation(LOOKUPS, 1, byAdapter)
  await cpuPerOperation(LOOKUPS, 1, byStatement)
  const told = { adapter: await cpuPerOperation(LOOKUPS, runs, byAdapter), statement: await cpuPerOperation(LOOKUPS, runs, byStatement) }
  database.close()
  await catalogue.close()
  return told
}

/** A commit is on the disk before its promise resolves; the limit is a file that is appended to and synced. */
async function measureInserts(count: number, add: (line: Line) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'placard-bench-'))
  const catalogue = await openSqliteCatalogue(join(folder, 'catalogue.sqlite'))
  const insert = (from: number, size: number) => catalogue.edit(Array.from({ length: size }, (_, place) => insertOf(mediaAt(from + place))))
  const synced = perSecond(count, await timed(() => appendSynced(join(folder, 'appended'), count)))
  const singly = perSecond(
    count,
    await timed(async () => {
      for (let place = 0; place < count; place += 1) await insert(place, 1)
    }),
  )
  const grouped = perSecond(
    count * 5,
    await timed(async () => {
      for (let place = count; place < count * 6; place += 100) await insert(place, 100)
    }),
  )
  const against = `append and fdatasync ${synced.toFixed(0)}/s`
  add({
    section: SECTION,
    name: 'insert, one by one',
    ours: `${singly.toFixed(0)}/s`,
    against,
    ratio: singly / synced,
    target: atLeast(0.8),
    raw: { singly, synced },
  })
  add({
    section: SECTION,
    name: 'insert, a hundred together',
    ours: `${grouped.toFixed(0)}/s`,
    against,
    ratio: grouped / synced,
    target: atLeast(4),
    raw: { grouped, synced },
  })
  await catalogue.close()
  rmSync(folder, { recursive: true, force: true })
}

function appendSynced(path: string, count: number): void {
  const file = openSync(path, 'a')
  const bytes = Buffer.alloc(1500, 'x') // As long as the two rows of an insert.
  for (let place = 0; place < count; place += 1) {
    writeSync(file, bytes)
    fdatasyncSync(file)
  }
  closeSync(file)
}

async function timed(work: () => void | Promise<void>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

function perSecond(count: number, milliseconds: number): number {
  return (count / milliseconds) * 1000
}
