import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mediaToRow } from '../../../server/adapters/catalogue/row.ts'
import { MEDIA_COLUMNS } from '../../../server/adapters/catalogue/sql.ts'
import { openSqliteDatabase } from '../../../server/adapters/catalogue/sqlite/driver.ts'
import { openSqliteCatalogue } from '../../../server/adapters/catalogue/sqlite.ts'
import { collectionOf, insertOf, mediaAt, spreadOver } from '../collection.ts'
import { cpuPerOperation, percentile, sum } from '../measure.ts'
import type { Section } from '../options.ts'
import { atLeast, atMost, type Line } from '../report.ts'

const SECTION = 'Catalogue: CPU per look-up, and inserts that are on the disk when they are done'
const LOOKUPS = 20_000
const KEYS = 1000
/** So few that the adapter knows all of their rows. */
const KNOWN_KEYS = 500

/** Look-ups through the adapter beside the statement alone, in collections that grow; then inserts beside the disk. */
export const measureCatalogue: Section = async ({ quick, full }, add) => {
  const sizes = [1000, 100_000, ...(full ? [1_000_000] : [])]
  const runs = quick ? 3 : 7
  await measureLookUps('media never read before', sizes, (size) => firstLookUps(size, 3 * runs), add)
  await measureLookUps('media read before', sizes, (size) => laterLookUps(size, runs), add)
  await measureInserts(quick ? 300 : 2000, add)
}

/** CPU time in microseconds. */
interface LookUp {
  readonly adapter: number
  readonly statement: number
  /** `JSON.parse` of the documents alone: with the statement, what no adapter can do without. */
  readonly parse: number
}

async function measureLookUps(
  which: string,
  sizes: readonly number[],
  measure: (size: number) => Promise<LookUp>,
  add: (line: Line) => void,
): Promise<void> {
  const least = sizes[0] ?? 0
  let among: readonly LookUp[] = []
  for (const size of sizes) {
    const lookUp = await measure(size)
    const { adapter, statement, parse } = lookUp
    among = [...among, lookUp]
    add({
      section: SECTION,
      name: `look-up among ${size.toLocaleString('en')}, ${which}`,
      ours: told(adapter),
      against: `its statement alone ${told(statement)}, JSON.parse ${parse.toFixed(1)} us`,
      ratio: statement / adapter,
      raw: { adapter, statement, parse },
    })
  }
  const [first, last] = [among[0]?.adapter ?? Number.NaN, among.at(-1)?.adapter ?? Number.NaN]
  add({ section: SECTION, name: `the same / among ${least}`, ours: told(last), ratio: last / first, target: atMost(1.2) })
  add({
    section: SECTION,
    name: `look-ups in a second of one core, ${which}`,
    ours: `${(1e6 / last).toFixed(0)}/s`,
    against: '120,000/s',
    ratio: 1e6 / last / 120_000,
    target: atLeast(1),
  })
}

function told(us: number): string {
  return `${us.toFixed(1)} us · ${Math.round(1e6 / us)}/s`
}

/** Each media once, by a connection that has just been opened: neither SQLite nor the adapter has any of it in memory. */
async function firstLookUps(size: number, runs: number): Promise<LookUp> {
  const taken: LookUp[] = []
  for (let run = 0; run < runs + WARM_UPS; run += 1) {
    const { close, ...lookUps } = await lookUpsAmong(size, KEYS)
    taken.push(await spentOnEach(lookUps, KEYS, 1))
    await close()
  }
  const least = (name: keyof LookUp) =>
    percentile(
      taken.slice(WARM_UPS).map((one) => one[name]),
      0.25,
    )
  return { adapter: least('adapter'), statement: least('statement'), parse: least('parse') }
}

/** Until all is compiled. */
const WARM_UPS = 20

/** The same media over and over. */
async function laterLookUps(size: number, runs: number): Promise<LookUp> {
  const { close, ...lookUps } = await lookUpsAmong(size, KNOWN_KEYS)
  await spentOnEach(lookUps, LOOKUPS, 1)
  const taken = await spentOnEach(lookUps, LOOKUPS, runs)
  await close()
  return taken
}

type LookUps = Omit<Awaited<ReturnType<typeof lookUpsAmong>>, 'close'>

async function spentOnEach({ byAdapter, byStatement, byParse }: LookUps, operations: number, runs: number): Promise<LookUp> {
  return {
    adapter: await cpuPerOperation(operations, runs, byAdapter),
    statement: await cpuPerOperation(operations, runs, byStatement),
    parse: await cpuPerOperation(operations, runs, byParse),
  }
}

async function lookUpsAmong(size: number, keys: number) {
  const path = join(await collectionOf(size), 'catalogue.sqlite')
  const media = spreadOver(size, keys)
  const codes = media.map(({ shortcode }) => shortcode)
  const ids = media.map(({ id }) => id)
  const catalogue = await openSqliteCatalogue(path)
  const database = await openSqliteDatabase(path, 5000)
  const statement = database.prepare(`SELECT ${MEDIA_COLUMNS.join(', ')} FROM media WHERE id = ?`)
  statement.setReadBigInts(true)
  // Bytes become text as the driver makes it: one byte a character where that is enough.
  const documents = media.map((one) => Buffer.from(mediaToRow(one).document).toString())
  return {
    byAdapter: (place: number) => catalogue.findByShortcode(codes[place % keys] ?? mediaAt(0).shortcode),
    byStatement: (place: number) => statement.get(ids[place % keys] ?? 0n),
    byParse: (place: number): unknown => JSON.parse(documents[place % keys] ?? ''),
    async close() {
      database.close()
      await catalogue.close()
    },
  }
}

/** A commit is on the disk before its promise resolves; the limit is a file that is appended to and synced. */
async function measureInserts(count: number, add: (line: Line) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'placard-bench-'))
  const catalogue = await openSqliteCatalogue(join(folder, 'catalogue.sqlite'))
  const insert = (from: number, size: number) => catalogue.edit(Array.from({ length: size }, (_, place) => insertOf(mediaAt(from + place))))
  const appended = openSync(join(folder, 'appended'), 'a')
  const [appending, inserting] = [[] as number[], [] as number[]]
  // One of each in turn: what else the disk has to do changes from one moment to the next.
  for (let place = 0; place < count; place += 1) {
    appending.push(await timed(() => appendSynced(appended)))
    inserting.push(await timed(() => insert(place, 1)))
  }
  closeSync(appended)
  const [synced, singly] = [perSecond(count, sum(appending)), perSecond(count, sum(inserting))]
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

const TWO_ROWS = Buffer.alloc(1500, 'x') // As long as those of an insert.

function appendSynced(file: number): void {
  writeSync(file, TWO_ROWS)
  fdatasyncSync(file)
}

async function timed(work: () => void | Promise<void>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

function perSecond(count: number, milliseconds: number): number {
  return (count / milliseconds) * 1000
}
