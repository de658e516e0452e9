import { type CompiledQuery, type Kysely, type RawBuilder, sql } from 'kysely'
import { UnavailableError } from '../../../core/errors.ts'
import type { Media } from '../../../core/media.ts'
import { asBigint, asInteger, asRecord, asText } from '../../../core/stored/fields.ts'
import type { Edit, ImportSource } from '../../../ports/catalogue.ts'
import { editConflict, workConflict } from '../edit-conflict.ts'
import { changeToRow } from '../log-row.ts'
import { mediaToRow, sourceToRow } from '../row.ts'
import type { Tables } from '../sql.ts'
import { CommitLostError, type Execute, type PostgresSession } from './session.ts'

type Columns = Readonly<Record<string, 'bigint' | 'text'>>
type Row = Readonly<Record<string, unknown>>
type Run = (statement: RawBuilder<unknown>) => ReturnType<Execute>

const MEDIA: Columns = {
  id: 'bigint',
  revision: 'bigint',
  version: 'bigint',
  visibility: 'text',
  standing: 'text',
  published_at: 'bigint',
  not_before: 'bigint',
  not_after: 'bigint',
  original_key: 'text',
  data_mining: 'text',
  document: 'text',
}
const CHANGES: Columns = {
  sequence: 'bigint',
  media_id: 'bigint',
  at: 'bigint',
  actor: 'text',
  batch: 'text',
  revision: 'bigint',
  version: 'bigint',
  properties: 'text',
}
const SOURCES: Columns = { path: 'text', media_id: 'bigint', stamp: 'text', original_key: 'text', sidecar_key: 'text' }

/**
 * All edits are committed, or none.
 *
 * Where the connection breaks before it is known which of the two, the log is asked on another one.
 */
export async function commitEdits(db: Kysely<Tables>, session: PostgresSession, edits: readonly Edit[]): Promise<void> {
  let first = 0
  try {
    await session.transact(async (execute) => {
      first = await writeEdits(db, execute, edits)
    })
  } catch (error) {
    if (!(error instanceof CommitLostError)) throw error
    const isThere = await isLogged(db, session, { first, edits }).catch(() => undefined)
    if (isThere === undefined)
      throw new UnavailableError(`${session.place} was lost while it committed: look what is there before you try again.`)
    if (!isThere) throw error
  }
}

/** Waits until the transaction that was lost has ended, since it holds the row of the last sequence: then its first entry is there, or never. */
async function isLogged(
  db: Kysely<Tables>,
  session: PostgresSession,
  { first, edits }: { first: number; edits: readonly Edit[] },
): Promise<boolean> {
  return await session.transact(async (execute) => {
    await execute(sql`SELECT sequence FROM placard.log_head FOR UPDATE`.compile(db))
    const found = await execute(sql`SELECT media_id, batch, version FROM placard.changes WHERE sequence = ${BigInt(first)}`.compile(db))
    const entry = asRecord(found.rows[0] ?? {}, 'change')
    const change = edits[0]?.change
    return entry.media_id === change?.mediaId && entry.batch === change?.batch && entry.version === BigInt(change?.version ?? 0)
  })
}

/**
 * Writes edits and their entries in the log, in as many statements for a thousand as for one: a network lies between, and whoever else writes
 * waits meanwhile.
 *
 * The last sequence of the log is a row that every edit raises first, so edits stand in line until the one before has committed. A sequence
 * of PostgreSQL's own would give out 7 before 6 has committed, and who had read 7 would never see 6. It also keeps two edits of the same media
 * from waiting for each other.
 *
 * @returns The sequence of the first of them.
 */
async function writeEdits(db: Kysely<Tables>, execute: Execute, edits: readonly Edit[]): Promise<number> {
  const run = (statement: RawBuilder<unknown>) => execute(statement.compile(db))
  const count = BigInt(edits.length)
  const raised = await run(sql`UPDATE placard.log_head SET sequence = sequence + ${count} RETURNING sequence - ${count} AS last`)
  const last = asInteger(asRecord(raised.rows[0], 'log_head').last, 'last')
  await refuseOverlooked(run, edits)
  for (const media of roundsOf(edits)) {
    await writeMedia(run, media, { isNew: true })
    await writeMedia(run, media, { isNew: false })
  }
  const entries = edits.map(({ change }, index) => ({ ...changeToRow(change), sequence: last + 1 + index }))
  await run(sql`INSERT INTO placard.changes (${namesOf(CHANGES)}) SELECT * FROM ${tableOf(entries, CHANGES)}`)
  const sources = edits.flatMap(({ source }) => source ?? [])
  if (sources.length > 0) await execute(upsertSources(db, sources))
  return last + 1
}

/**
 * Nothing, if no work of these edits has become another media since it was looked at. Whoever else makes one waits for the last sequence, so
 * none comes in between.
 *
 * @throws {ConflictError} naming the first whose work has.
 */
async function refuseOverlooked(run: Run, edits: readonly Edit[]): Promise<void> {
  const looked = edits.filter(({ source, seen }) => source !== undefined && seen !== undefined)
  if (looked.length === 0) return
  const paths = looked.map(({ source }) => source?.path)
  const keys = looked.map(({ media }) => media.original.key)
  const found = await run(sql`
    SELECT path AS named, media_id AS id FROM placard.sources WHERE path = ANY(${sql.val(paths)}::text[])
    UNION ALL SELECT original_key, id FROM placard.media WHERE original_key = ANY(${sql.val(keys)}::text[])`)
  const byName = new Map<string, Set<bigint>>()
  const add = (name: string, id: bigint) => byName.set(name, (byName.get(name) ?? new Set()).add(id))
  for (const row of found.rows.map((each) => asRecord(each, 'work'))) add(asText(row.named, 'named'), asBigint(row.id, 'id'))
  for (const { media, source, seen } of looked) {
    const known: readonly (bigint | undefined)[] = [media.id, seen?.bySource, ...(seen?.byOriginal ?? [])]
    const names = [source?.path ?? '', media.original.key]
    if (names.some((name) => [...(byName.get(name) ?? [])].some((id) => !known.includes(id)))) throw workConflict(media)
    for (const name of names) add(name, media.id)
  }
}

/** Inserts or replaces; of two with one path the last is kept. */
export function upsertSources(db: Kysely<Tables>, sources: readonly ImportSource[]): CompiledQuery {
  const rows = [...new Map(sources.map((source) => [source.path, { ...sourceToRow(source) }])).values()]
  const changes = sql.join(
    ['media_id', 'stamp', 'original_key', 'sidecar_key'].map((name) => sql`${sql.id(name)} = excluded.${sql.id(name)}`),
  )
  return sql`INSERT INTO placard.sources (${namesOf(SOURCES)}) SELECT * FROM ${tableOf(rows, SOURCES)}
    ON CONFLICT (path) DO UPDATE SET ${changes}`.compile(db)
}

/** One statement writes a row once only: what is edited twice is written in a second round. */
function roundsOf(edits: readonly Edit[]): readonly (readonly Media[])[] {
  const rounds: Media[][] = []
  const roundOf = new Map<bigint, number>()
  for (const { media } of edits) {
    const round = roundOf.get(media.id) ?? 0
    roundOf.set(media.id, round + 1)
    rounds[round] = [...(rounds[round] ?? []), media]
  }
  return rounds
}

/** @throws {ConflictError} naming the first that was not in the version before. */
async function writeMedia(run: Run, all: readonly Media[], { isNew }: { isNew: boolean }): Promise<void> {
  const media = all.filter(({ version }) => (version === 1) === isNew)
  if (media.length === 0) return
  const table = tableOf(media.map(storedRow), MEDIA)
  const { rows } = await run(isNew ? insertMedia(table) : updateMedia(table))
  const written = new Set(rows.map((row) => asBigint(asRecord(row, 'media').id, 'id')))
  const missed = media.find(({ id }) => !written.has(id))
  if (missed) throw editConflict(missed)
}

function storedRow(media: Media): Row {
  return { ...mediaToRow(media), data_mining: media.description.dataMining ?? null }
}

function insertMedia(table: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`INSERT INTO placard.media (${namesOf(MEDIA)}) SELECT * FROM ${table} ON CONFLICT (id) DO NOTHING RETURNING id`
}

function updateMedia(table: RawBuilder<unknown>): RawBuilder<unknown> {
  const changes = Object.keys(MEDIA).filter((name) => name !== 'id')
  const set = sql.join(changes.map((name) => sql`${sql.id(name)} = new.${sql.id(name)}`))
  return sql`UPDATE placard.media AS media SET ${set}, updated_at = now() FROM ${table}
    WHERE media.id = new.id AND media.version = new.version - 1 RETURNING media.id`
}

/** The rows as a table that a statement reads, with one parameter for each column. */
function tableOf(rows: readonly Row[], columns: Columns): RawBuilder<unknown> {
  const arrays = Object.entries(columns).map(([name, type]) => sql`${sql.val(rows.map((row) => row[name]))}::${sql.raw(type)}[]`)
  return sql`unnest(${sql.join(arrays)}) AS new (${namesOf(columns)})`
}

function namesOf(columns: Columns): RawBuilder<unknown> {
  return sql.join(Object.keys(columns).map((name) => sql.id(name)))
}
