import { type Compilable, type Kysely, sql } from 'kysely'
import type { MediaId, OriginalKey } from '../../core/media.ts'
import type { ImportSource, ListQuery } from '../../ports/catalogue.ts'
import type { MediaRow, SourceRow } from './row.ts'

/** The tables as `MIGRATIONS` leaves them. */
export interface Tables {
  readonly media: MediaRow & { readonly updated_at: number }
  readonly sources: SourceRow
}

export type Queries = Kysely<Tables>

const MEDIA_COLUMNS = ['id', 'revision', 'visibility', 'standing', 'published_at', 'original_key', 'document'] as const

export function selectMediaByIds(db: Queries, ids: readonly MediaId[]): Compilable {
  return db.selectFrom('media').select(MEDIA_COLUMNS).where('id', 'in', ids)
}

export function selectMediaByOriginal(db: Queries, key: OriginalKey): Compilable {
  return db.selectFrom('media').select(MEDIA_COLUMNS).where('original_key', '=', key).orderBy('id')
}

export function selectMediaPage(db: Queries, { visibility, before, limit }: ListQuery): Compilable {
  const page = db.selectFrom('media').select(MEDIA_COLUMNS).where('visibility', '=', visibility).orderBy('id', 'desc').limit(BigInt(limit))
  return before === undefined ? page : page.where('id', '<', before)
}

export function selectSource(db: Queries, path: ImportSource['path']): Compilable {
  return db.selectFrom('sources').select(['path', 'media_id', 'stamp', 'original_key', 'sidecar_key']).where('path', '=', path)
}

export function upsertMedia(db: Queries, row: MediaRow): Compilable {
  const { id, ...rest } = row
  const changes = { ...rest, updated_at: sql<number>`CAST(unixepoch('subsec') * 1000 AS INTEGER)` }
  return db
    .insertInto('media')
    .values({ id, ...changes })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changes))
}

export function upsertSource(db: Queries, row: SourceRow): Compilable {
  const { path, ...changes } = row
  return db
    .insertInto('sources')
    .values({ path, ...changes })
    .onConflict((conflict) => conflict.column('path').doUpdateSet(changes))
}
