import { CompiledQuery } from 'kysely'
import { UnavailableError } from '../../../core/errors.ts'
import { asInteger, asRecord, asText } from '../../../core/stored/fields.ts'
import type { PostgresOptions } from './connections.ts'
import { POSTGRES_MIGRATIONS } from './migrations.ts'
import { type Execute, type PostgresSession, postgresSession } from './session.ts'

/** Names one lock among those of all programs that use this database: "Placard" in ASCII. */
const MIGRATION_LOCK = 0x506c6163617264n

/** Whatever a step rewrites or indexes is done within an hour, and who comes second waits for it. */
const OF_MIGRATIONS = { connectMs: 5000, statementMs: 3_600_000, lockMs: 3_600_000, answerMs: 3_700_000 } as const

/**
 * The schema "placard" of the database is the newest (D8); processes that come at the same time make it once.
 *
 * @throws PostgreSQL's own errors; {UnavailableError} if the schema is newer or another program's, or the database is not in UTF-8.
 */
export async function requireSchema(session: PostgresSession, options: PostgresOptions): Promise<void> {
  if ((await readVersion(session.read, session.place)) === POSTGRES_MIGRATIONS.length) return
  const patient = postgresSession({ ...options, poolSize: 1, timing: { ...options.timing, ...OF_MIGRATIONS } })
  try {
    await patient.transact((execute) => migrate(execute, session.place))
  } finally {
    await patient.close()
  }
}

async function migrate(execute: Execute, place: string): Promise<void> {
  const run = (sql: string, parameters: unknown[] = []) => execute(CompiledQuery.raw(sql, parameters))
  await run('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
  // Read again under the lock: another process may have migrated meanwhile.
  const version = await readVersion(execute, place)
  if (version === 0) await makeSchema(run, place)
  for (const step of POSTGRES_MIGRATIONS.slice(version)) await run(step)
  await run('UPDATE placard.schema_version SET version = $1', [POSTGRES_MIGRATIONS.length])
}

async function makeSchema(run: (sql: string) => ReturnType<Execute>, place: string): Promise<void> {
  const [row] = (await run("SELECT current_setting('server_encoding') AS encoding, to_regnamespace('placard') IS NOT NULL AS is_there"))
    .rows
  const { encoding, is_there: isThere } = asRecord(row, 'database')
  if (asText(encoding, 'encoding') !== 'UTF8') {
    throw new UnavailableError(
      `Expected a database in UTF8 at ${place} but received one in ${encoding}. Set PLACARD_DATABASE_URL to another.`,
    )
  }
  // Who may make schemas has made it for a user who may not.
  if (isThere !== true) await run('CREATE SCHEMA placard')
  await run(`
    CREATE TABLE placard.schema_version (only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row), version bigint NOT NULL);
    INSERT INTO placard.schema_version (version) VALUES (0)`)
}

const READ_STATE = `
  SELECT to_regclass('placard.schema_version') IS NOT NULL AS is_ours,
    EXISTS (SELECT FROM pg_class WHERE relnamespace = to_regnamespace('placard')) AS is_used`

/** 0 where nothing is yet. */
async function readVersion(execute: Execute, place: string): Promise<number> {
  const { is_ours: isOurs, is_used: isUsed } = asRecord((await execute(CompiledQuery.raw(READ_STATE))).rows[0], 'state')
  if (isOurs !== true && isUsed === true) {
    throw new UnavailableError(
      `Expected a schema "placard" of Placard's own at ${place} but received another program's. Set PLACARD_DATABASE_URL to another database.`,
    )
  }
  if (isOurs !== true) return 0
  const { rows } = await execute(CompiledQuery.raw('SELECT version FROM placard.schema_version'))
  const version = asInteger(asRecord(rows[0], 'schema_version').version, 'version')
  if (version <= POSTGRES_MIGRATIONS.length) return version
  const remedy = 'Run the version of Placard that wrote it, or a later one.'
  throw new UnavailableError(
    `Expected schema <= ${POSTGRES_MIGRATIONS.length} in the catalogue at ${place} but received ${version}. ${remedy}`,
  )
}
