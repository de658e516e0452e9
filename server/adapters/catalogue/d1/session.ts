import type { CompiledQuery } from 'kysely'
import { UnavailableError } from '../../../core/errors.ts'
import { requireBindable } from '../bindable.ts'
import { MIGRATIONS } from '../migrations.ts'
import type { D1Database, D1Result, D1Statement } from './binding.ts'
import { exactRow } from './queries.ts'

/** A D1 database of the newest schema. */
export interface D1Session {
  all(query: CompiledQuery): Promise<readonly unknown[]>
  /** @returns How many rows it wrote. */
  run(query: CompiledQuery): Promise<number>
  /** Writes all or nothing. */
  transact(queries: readonly CompiledQuery[]): Promise<void>
  /** Which step of the schema the database says that it is at. */
  version(): Promise<number>
}

/**
 * Brings the schema up to date before the first statement, by the steps of SQLite's.
 *
 * What is awaited belongs to the request that began it, so two first requests may both try: one of them finds it done.
 */
export function d1Session(database: D1Database): D1Session {
  let isReady = false

  async function ready(): Promise<void> {
    if (isReady) return
    await migrate(database)
    isReady = true
  }

  const statementOf = ({ sql, parameters }: CompiledQuery): D1Statement => {
    const values = parameters.map(requireBindable)
    return database.prepare(sql).bind(...values.map(requirePlain))
  }

  return {
    async all(query) {
      await ready()
      return rowsOf(await statementOf(query).run()).map(exactRow)
    },
    async run(query) {
      await ready()
      return (await statementOf(query).run()).meta.changes ?? 0
    },
    async transact(queries) {
      await ready()
      if (queries.length > 0) await database.batch(queries.map(statementOf))
    },
    async version() {
      await ready()
      return await versionOf(database)
    },
  }
}

function requirePlain(value: unknown): string | number | null {
  if (typeof value === 'string' || typeof value === 'number' || value === null) return value
  throw new RangeError(`Expected text, a number or null for D1 but received ${typeof value}`)
}

function rowsOf({ results = [] }: D1Result): readonly unknown[] {
  return results
}

/** D1 has no `user_version`, so a table says it; each of its rows can be written once, which is what keeps two isolates apart. */
const VERSIONS = 'CREATE TABLE IF NOT EXISTS placard_schema (version INTEGER PRIMARY KEY) STRICT'

async function migrate(database: D1Database): Promise<void> {
  await database.prepare(VERSIONS).run()
  for (let version = await versionOf(database); version < MIGRATIONS.length; version = await versionOf(database)) {
    const steps = [`INSERT INTO placard_schema VALUES (${version + 1})`, ...statementsOf(MIGRATIONS[version] ?? '')]
    try {
      await database.batch(steps.map((sql) => database.prepare(sql)))
    } catch (error) {
      // Another isolate may have made this step meanwhile.
      if ((await versionOf(database)) <= version) throw error
    }
  }
}

async function versionOf(database: D1Database): Promise<number> {
  const [row] = rowsOf(await database.prepare('SELECT coalesce(max(version), 0) AS version FROM placard_schema').run())
  const version = Number(Object(row).version)
  if (version <= MIGRATIONS.length) return version
  const remedy = 'Deploy the version of Placard that wrote it, or a later one.'
  throw new UnavailableError(`Expected schema <= ${MIGRATIONS.length} in the D1 database but received ${version}. ${remedy}`)
}

/** D1 takes one statement at a time, and has no temporary tables; each statement of a step ends with its line. */
function statementsOf(step: string): readonly string[] {
  return step
    .replaceAll('CREATE TEMP TABLE', 'CREATE TABLE')
    .split(/;\s*\n/)
    .map((sql) => sql.trim())
    .filter((sql) => sql !== '')
}
