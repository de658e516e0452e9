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

export function selectPageStarts(db: Queries, { visibility, liveAt, size }: PageStartsQuery): Compilable {
  const counted = db
    .selectFrom('media')
    .select(['id', sql<number>`row_number() OVER (ORDER BY id)`.as('place')])
    .where('visibility', '=', visibility)
    .where(isLiveAt(liveAt))
  return db
    .selectFrom(counted.as('counted'))
    .select('id')
    .where(sql<boolean>`(place - 1) % ${BigInt(size)} = 0`)
    .orderBy('id')
}

/** The first media of the page behind the one that begins with `start`, or of the first page; where a page is walked over, not counted. */
export function selectPageStart(db: Queries, { visibility, liveAt, size }: PageStartsQuery, start: MediaId | undefined): Compilable {
  const live = db.selectFrom('media').select('id').where('visibility', '=', visibility).where(isLiveAt(liveAt)).orderBy('id').limit(1n)
  return start === undefined ? live : live.where('id', '>', start).offset(BigInt(size - 1))
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
type IsAmong = (sequences: Expression<unknown>) => RawBuilder<boolean>

/** @param isAmong  In the words by which the database begins with the query. */
export function selectChanges(
  db: Queries,
  { mediaId, mediaIds, batch, since, after, newestFirst = false, limit }: ChangeQuery,
  isAmong: IsAmong = (sequences) => sql`sequence IN ${sequences}`,
): Compilable {
  let log = db.selectFrom('changes').selectAll().limit(BigInt(limit))
  if (mediaId !== undefined) log = log.where('media_id', '=', mediaId)
  if (mediaIds !== undefined) log = log.where('media_id', 'in', mediaIds)
  if (batch !== undefined) log = log.where('batch', '=', batch)
  // Alone, a moment would be looked for from the log's beginning, which the order asks for; so the index on time is asked first.
  const isAlone = mediaId === undefined && mediaIds === undefined && batch === undefined
  if (since !== undefined && !isAlone) log = log.where('at', '>', since)
  if (since !== undefined && isAlone) log = log.where(isAmong(db.selectFrom('changes').select('sequence').where('at', '>', since)))
  if (after !== undefined) log = log.where('sequence', newestFirst ? '<' : '>', after)
  return log.orderBy('sequence', newestFirst ? 'desc' : 'asc')
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
