import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { CompiledQuery } from 'kysely'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PostgresOptions } from '../../server/adapters/catalogue/postgres/connections.ts'
import { isAmong, postgresQueries, SAYS_MINING } from '../../server/adapters/catalogue/postgres/queries.ts'
import { openPostgresCatalogue } from '../../server/adapters/catalogue/postgres.ts'
import { openSqliteDatabase, type SqliteStatement } from '../../server/adapters/catalogue/sqlite/driver.ts'
import { sqliteQueries } from '../../server/adapters/catalogue/sqlite/queries.ts'
import { openSqliteCatalogue } from '../../server/adapters/catalogue/sqlite.ts'
import type { Catalogue } from '../../server/ports/catalogue.ts'
import { writeCatalogue } from '../support/memory/write-catalogue.ts'
import { hasRealPostgres, openRealPostgres, type RealPostgres } from '../support/servers/postgres.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { type Figures, measure } from './measure.ts'
import { STATEMENTS } from './plans.ts'
import { served } from './served.ts'
import { editOf, fill } from './synthetic.ts'

const ROWS = 10_000
/** `npm run growth` says how large catalogues become; each is made of the one before. */
const SIZES = (process.env.GROWTH ?? '').split(',').filter(Boolean).map(Number)
const HOUR = 3_600_000

/** A walk along the key that ends with the page: the whole table is not read. */
const WALKS = ['the newest of the log', 'the newest entry of the log']

describe('every statement of the catalogue', () => {
  it('finds its rows by an index of SQLite', async () => {
    const path = join(tempFolder(), 'catalogue.sqlite')
    const catalogue = await openSqliteCatalogue(path)
    await fill(catalogue, 0, ROWS)
    await catalogue.close()
    const database = await openSqliteDatabase(path, 0)
    for (const { name, build } of STATEMENTS) {
      const { sql, parameters } = build(sqliteQueries).compile()
      const plan = detailsOf(database.prepare(`EXPLAIN QUERY PLAN ${sql}`), parameters)
      const scans = plan.filter((detail) => /^SCAN (media|sources|changes|tokens)/.test(detail))
      expect(scans, `${name}\n${plan.join('\n')}`).toEqual(WALKS.includes(name) ? ['SCAN changes'] : [])
      if (WALKS.includes(name)) expect(plan).toEqual(['SCAN changes'])
    }
    database.close()
  })

  it.skipIf(!hasRealPostgres())(
    'finds its rows by an index of PostgreSQL',
    async () => {
      const postgres = await openRealPostgres()
      const access = await postgres.makeDatabase()
      const catalogue = await openPostgresCatalogue(access)
      await fill(catalogue, 0, ROWS)
      await catalogue.close()
      const tokens = "INSERT INTO placard.tokens SELECT encode(sha256(n::text::bytea), 'hex'), n::text, n FROM generate_series(1, 1000) n"
      await postgres.tamper(access, tokens)
      await postgres.tamper(access, 'VACUUM ANALYZE')
      const client = new Client({ ...access, ssl: false })
      await client.connect()
      for (const { name, build } of STATEMENTS) {
        const { sql, parameters } = build(postgresQueries, { saysMining: SAYS_MINING, isAmong }).compile()
        const { rows } = await client.query(`EXPLAIN ${sql}`, [...parameters])
        const plan = rows.map((row: Record<string, unknown>) => String(row['QUERY PLAN'])).join('\n')
        expect(plan, name).not.toContain('Seq Scan')
        expect(plan, name).toContain('Index')
      }
      await client.end()
      await postgres.stop()
    },
    180_000,
  )
})

describe.skipIf(SIZES.length === 0)('a catalogue that grows', () => {
  let postgres: RealPostgres | undefined
  const columns = new Map<string, { facts: string; figures: Figures }>()

  beforeAll(async () => {
    if (hasRealPostgres()) postgres = await openRealPostgres()
  })
  afterAll(async () => {
    process.stdout.write(tableOf(columns))
    await postgres?.stop()
  })

  async function look(name: string, catalogue: Catalogue, { rows, facts }: { rows: number; facts: string }): Promise<void> {
    const figures = await measure(catalogue, rows)
    columns.set(`${name}, ${rows}`, { facts: `${facts}, process ${megabytes(process.memoryUsage().rss)}`, figures })
    // Everything but the list of all page starts is as quick in a large catalogue as in a small one.
    for (const [asked, { median }] of figures) if (!asked.startsWith('where the pages')) expect(median, asked).toBeLessThan(100)
  }

  it(
    'is as quick as before in SQLite',
    async () => {
      const home = tempFolder()
      const data = join(home, 'data')
      mkdirSync(data)
      const path = join(data, 'catalogue.sqlite')
      let from = 0
      for (const rows of SIZES) {
        await writeCatalogue(path, { from, to: rows, editAt: editOf, onProgress: progressOf(rows) })
        from = rows
        const catalogue = await openSqliteCatalogue(path)
        await look('SQLite', catalogue, { rows, facts: `file ${megabytes(statSync(path).size)}` })
        await catalogue.close()
        columns.set(`a server with SQLite, ${rows}`, await served(home, rows))
      }
    },
    3 * HOUR,
  )

  it(
    'is as quick as before in PostgreSQL',
    async ({ skip }) => {
      if (!postgres) return skip()
      const server = postgres
      const access: PostgresOptions = await server.makeDatabase()
      const catalogue = await openPostgresCatalogue(access)
      let from = 0
      for (const rows of SIZES) {
        await fill(catalogue, from, rows)
        from = rows
        await server.tamper(access, 'VACUUM ANALYZE')
        const [size] = await server.tamper<{ bytes: string }>(access, 'SELECT pg_database_size(current_database()) AS bytes')
        await look('PostgreSQL', catalogue, { rows, facts: `database ${megabytes(Number(size?.bytes))}` })
      }
      await catalogue.close()
    },
    HOUR,
  )
})

function detailsOf(statement: SqliteStatement, parameters: CompiledQuery['parameters']): readonly string[] {
  const values = parameters.map((value) => (typeof value === 'bigint' || typeof value === 'number' ? value : String(value)))
  return statement.all(...values).map((row) => String(Object(row).detail))
}

/** Tells of each tenth that is written: ten million take a quarter of an hour. */
function progressOf(rows: number): (written: number) => void {
  return (written) => {
    if (rows >= 1_000_000 && written % (rows / 10) === 0) process.stderr.write(`  ${written} of ${rows} media written\n`)
  }
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1_048_576)} MB`

function tableOf(columns: ReadonlyMap<string, { facts: string; figures: Figures }>): string {
  const parts = [...columns].map(([name, { facts, figures }]) => {
    const rows = [...figures].map(
      ([asked, { median, slowest }]) => `  ${asked.padEnd(40)} ${median.toFixed(3).padStart(9)} ${slowest.toFixed(3).padStart(9)}`,
    )
    return `${name} media: ${facts}\n  ${'ms'.padEnd(40)} ${'median'.padStart(9)} ${'99 %'.padStart(9)}\n${rows.join('\n')}\n`
  })
  return `\n${parts.join('\n')}\n`
}
