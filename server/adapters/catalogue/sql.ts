import { type Compilable, type Expression, type Generated, type Kysely, type RawBuilder, sql } from 'kysely'
import type { MediaId, OriginalKey } from '../../core/media.ts'
import type { ChangeQuery, Edit, ImportSource, ListQuery, PageStartsQuery, ScheduleQuery } from '../../ports/catalogue.ts'
import type { ChangeRow, TokenRow } from './log-row.ts'
import { type MediaRow, type SourceRow, sourceToRow } from './row.ts'

/** What both SQLite and PostgreSQL have, as `MIGRATIONS` and `POSTGRES_MIGRATIONS` leave it. */
export interface Tables {
  readonly media: MediaRow & { readonly updated_at: number }
  readonly sources: SourceRow
  readonly changes: ChangeRow & { readonly sequence: Generated<number> }
  readonly tokens: TokenRow
}

export type Queries = Kysely<Tables>

export const NOW = sql<number>`CAST(unixepoch('subsec') * 1000 AS INTEGER)`

/** What `rowToMedia` reads; the other columns are for look-ups and repeat what the document says. */
export const MEDIA_COLUMNS = ['id', 'revision', 'version', 'visibility', 'published_at', 'document'] as const

export function selectMediaByIds(db: Queries, ids: readonly MediaId[]): Compilable {
  return db.selectFrom('media').select(MEDIA_COLUMNS).where('id', 'in', ids)
}

export function selectMediaByOriginal(db: Queries, key: OriginalKey): Compilable {
  return db.selectFrom('media').select(MEDIA_COLUMNS).where('original_key', '=', key).orderBy('id')
}

/** Spelled as in the index of SQLite, or it would not be used. */
const SAYS_MINING = sql<boolean>`document ->> '$.description.dataMining' IS NOT NULL`

/** @param saysMining  The condition by which an index finds media that speak of data mining. */
export function selectMediaPage(
  db: Queries,
  { visibility, liveAt, speaksOfMining = false, before, after, limit }: ListQuery,
  saysMining: RawBuilder<boolean> = SAYS_MINING,
): Compilable {
  let page = db
    .selectFrom('media')
    .select(MEDIA_COLUMNS)
    .orderBy('id', after === undefined ? 'desc' : 'asc')
    .limit(BigInt(limit))
  if (visibility !== undefined) page = page.where('visibility', '=', visibility)
  if (liveAt !== undefined) page = page.where(isLiveAt(liveAt))
  if (speaksOfMining) page = page.where(saysMining)
  if (before !== undefined) page = page.where('id', '<', before)
  return after === undefined ? page : page.where('id', '>', after)
}

/** Where a walk over pages goes on. */
export interface WalkPlace {
  /** The last start that is known; the first media of all if absent. */
  readonly from: MediaId | undefined
  /** So many more are looked for. */
  readonly pages: number
}

/** Starts behind one; no more is read than these pages hold. One page is passed over, which takes SQLite a quarter of what counting does. */
export function selectPageStarts(db: Queries, { visibility, liveAt, size }: PageStartsQuery, { from, pages }: WalkPlace): Compilable {
  const live = db.selectFrom('media').select('id').where('visibility', '=', visibility).where(isLiveAt(liveAt)).orderBy('id')
  if (pages === 1) return (from === undefined ? live : live.where('id', '>', from).offset(BigInt(size - 1))).limit(1n)
  const walked = (from === undefined ? live : live.where('id', '>=', from)).limit(BigInt(size * pages + 1))
  const counted = db.selectFrom(walked.as('walked')).select(['id', sql<number>`row_number() OVER (ORDER BY id)`.as('place')])
  return db
    .selectFrom(counted.as('counted'))
    .select('id')
    .where(sql<boolean>`(place - 1) % ${BigInt(size)} = 0`)
    .where('place', '>', from === undefined ? 0 : 1)
    .orderBy('id')
}

/** As `statusAt` in `core/status.ts` decides it. */
function isLiveAt(now: number) {
  return sql<boolean>`standing = 'published' AND coalesce(not_before, ${now}) <= ${now} AND (not_after IS NULL OR not_after > ${now})`
}

export function selectScheduledMoments(db: Queries, { after, to, limit }: ScheduleQuery): Compilable {
  const momentsOf = (column: 'not_before' | 'not_after', date: string) =>
    db
      .selectFrom('media')
      .select([...MEDIA_COLUMNS, sql<string>`${sql.lit(date)}`.as('date'), sql<number>`${sql.ref(column)}`.as('moment')])
      .where(column, '>=', after.at)
      .where(column, '<=', to)
      .where(({ eb, and, or }) =>
        or([
          eb(column, '>', after.at),
          ...(after.mediaId === undefined ? [] : [and([eb(column, '=', after.at), eb('id', '>', after.mediaId)])]),
        ]),
      )
  return momentsOf('not_after', 'notAfter')
    .unionAll(momentsOf('not_before', 'notBefore'))
    .orderBy('moment')
    .orderBy('id')
    .orderBy('date')
    .limit(BigInt(limit))
}

/** Whether an entry of the log is one of those that a query finds. */
export type IsAmong = (sequences: Expression<unknown>) => RawBuilder<boolean>

export interface ChangeWords {
  /** In the words by which the database begins with the query. */
  readonly isAmong?: IsAmong | undefined
  /** Sequence of the last entry to look at. Then a moment alone is looked for entry by entry. */
  readonly to?: number
}

export function selectChanges(
  db: Queries,
  { mediaId, mediaIds, batch, since, after, newestFirst = false, limit }: ChangeQuery,
  { isAmong = (sequences) => sql`sequence IN ${sequences}`, to }: ChangeWords = {},
): Compilable {
  let log = db.selectFrom('changes').selectAll().limit(BigInt(limit))
  if (mediaId !== undefined) log = log.where('media_id', '=', mediaId)
  if (mediaIds !== undefined) log = log.where('media_id', 'in', mediaIds)
  if (batch !== undefined) log = log.where('batch', '=', batch)
  // Alone, a moment would be looked for from the log's beginning, which the order asks for; so the index on time is asked first.
  const isAlone = mediaId === undefined && mediaIds === undefined && batch === undefined && to === undefined
  if (since !== undefined && !isAlone) log = log.where('at', '>', since)
  if (since !== undefined && isAlone) log = log.where(isAmong(db.selectFrom('changes').select('sequence').where('at', '>', since)))
  if (after !== undefined) log = log.where('sequence', newestFirst ? '<' : '>', after)
  if (to !== undefined) log = log.where('sequence', '<=', to)
  return log.orderBy('sequence', newestFirst ? 'desc' : 'asc')
}

/** Entries that were made later, as many as are asked for, by their sequences. */
export function selectLaterThan(db: Queries, since: number, limit: number): Compilable {
  return db.selectFrom('changes').select('sequence').where('at', '>', since).orderBy('at').limit(BigInt(limit))
}

/** The newest entry of the log, by its sequence. */
export function selectNewest(db: Queries): Compilable {
  return db.selectFrom('changes').select('sequence').orderBy('sequence', 'desc').limit(1n)
}

/** The latest moment of a part of the log, behind one sequence up to another; NULL if it is empty. */
export function selectLatestIn(db: Queries, { from, to }: { readonly from: number; readonly to: number }): Compilable {
  const part = db.selectFrom('changes').where('sequence', '>', from).where('sequence', '<=', to)
  return part.select(({ fn }) => fn.max('at').as('at'))
}

export function selectSource(db: Queries, path: ImportSource['path']): Compilable {
  return db.selectFrom('sources').select(['path', 'media_id', 'stamp', 'original_key', 'sidecar_key']).where('path', '=', path)
}

/** Writes one row, or none if the media is there already. */
export function insertMedia(db: Queries, row: MediaRow): Compilable {
  return db
    .insertInto('media')
    .values({ ...row, updated_at: NOW })
    .onConflict((conflict) => conflict.column('id').doNothing())
}

/** Writes one row, or none if it is not in the version before. */
export function updateMedia(db: Queries, { id, ...row }: MediaRow): Compilable {
  return db
    .updateTable('media')
    .set({ ...row, updated_at: NOW })
    .where('id', '=', id)
    .where('version', '=', row.version - 1)
}

export function insertChange(db: Queries, row: ChangeRow): Compilable {
  return db.insertInto('changes').values(row)
}

export function selectTokens(db: Queries, hash?: string): Compilable {
  const tokens = db.selectFrom('tokens').select(['hash', 'name', 'created_at']).orderBy('name')
  return hash === undefined ? tokens : tokens.where('hash', '=', hash)
}

/** Writes one row, or none if the name is taken. */
export function insertToken(db: Queries, row: TokenRow): Compilable {
  return db
    .insertInto('tokens')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
}

export function deleteToken(db: Queries, name: string): Compilable {
  return db.deleteFrom('tokens').where('name', '=', name)
}

/** What else the work of an edit has become since it was looked at: a row for each; `undefined` if nobody looked. */
export function selectOverlooked(db: Queries, { media, source, seen }: Edit) {
  if (source === undefined || seen === undefined) return undefined
  const found = sql<number>`1`.as('found')
  const owner = db.selectFrom('sources').select(found).where('path', '=', source.path).where('media_id', '!=', media.id)
  return (seen.bySource === undefined ? owner : owner.where('media_id', '!=', seen.bySource)).unionAll(
    db
      .selectFrom('media')
      .select(found)
      .where('original_key', '=', media.original.key)
      .where('id', 'not in', [media.id, ...seen.byOriginal]),
  )
}

export function upsertSource(db: Queries, row: SourceRow): Compilable {
  return db
    .insertInto('sources')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('path').doUpdateSet(({ ref }) => ({
        media_id: ref('excluded.media_id'),
        stamp: ref('excluded.stamp'),
        original_key: ref('excluded.original_key'),
        sidecar_key: ref('excluded.sidecar_key'),
      })),
    )
}

/** Fails on `NOT NULL` if the work has become another media: for databases whose transactions cannot be left halfway. */
export function upsertSourceIfSeen(db: Queries, edit: Edit & { readonly source: ImportSource }): Compilable {
  const row = sourceToRow(edit.source)
  const overlooked = selectOverlooked(db, edit)
  if (overlooked === undefined) return upsertSource(db, row)
  const { path, ...changes } = { ...row, media_id: sql<bigint>`CASE WHEN EXISTS ${overlooked} THEN NULL ELSE ${row.media_id} END` }
  return db
    .insertInto('sources')
    .values({ path, ...changes })
    .onConflict((conflict) => conflict.column('path').doUpdateSet({ ...changes, media_id: row.media_id }))
}
