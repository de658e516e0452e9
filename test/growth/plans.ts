import type { Compilable, Expression, RawBuilder } from 'kysely'
import * as sql from '../../server/adapters/catalogue/sql.ts'
import type { Media } from '../../server/core/media.ts'
import { NOW, pathOf, syntheticMedia } from './synthetic.ts'

/** One statement of the catalogue, as its methods ask it. */
export interface Statement {
  readonly name: string
  build(db: sql.Queries, words?: Words): Compilable
}

/** Where a database has its own. */
export interface Words {
  readonly saysMining: RawBuilder<boolean>
  readonly isAmong: (sequences: Expression<unknown>) => RawBuilder<boolean>
}

const media: Media = syntheticMedia(5000)
const { id } = media
const FIRST_PAGE = { from: undefined, pages: 1 }
const live = { visibility: 'public', liveAt: NOW } as const

/** Every statement that reads, in the forms that its callers use. */
export const STATEMENTS: readonly Statement[] = [
  { name: 'a media', build: (db) => sql.selectMediaByIds(db, [id]) },
  {
    name: '50 media',
    build: (db) =>
      sql.selectMediaByIds(
        db,
        Array.from({ length: 50 }, (_, index) => syntheticMedia(index * 150).id),
      ),
  },
  { name: 'media of an original', build: (db) => sql.selectMediaByOriginal(db, media.original.key) },
  { name: 'the newest that are live', build: (db) => sql.selectMediaPage(db, { ...live, limit: 50 }) },
  { name: 'a later page of them', build: (db) => sql.selectMediaPage(db, { ...live, before: id, limit: 50 }) },
  { name: 'the oldest from one on', build: (db) => sql.selectMediaPage(db, { ...live, after: id, limit: 50 }) },
  { name: 'a page of one visibility', build: (db) => sql.selectMediaPage(db, { visibility: 'unlisted', before: id, limit: 50 }) },
  { name: 'a page for the owner', build: (db) => sql.selectMediaPage(db, { before: id, limit: 199 }) },
  {
    name: 'what is said of mining',
    build: (db, words) => sql.selectMediaPage(db, { ...live, speaksOfMining: true, limit: 200 }, words?.saysMining),
  },
  { name: 'where the first page of a sitemap begins', build: (db) => sql.selectPageStarts(db, { ...live, size: 1000 }, FIRST_PAGE) },
  { name: 'where the next one begins', build: (db) => sql.selectPageStarts(db, { ...live, size: 1000 }, { from: id, pages: 1 }) },
  { name: 'the next moment', build: (db) => sql.selectScheduledMoments(db, { after: { at: NOW }, to: NOW + 60_000, limit: 1 }) },
  {
    name: 'moments of a day, from a media on',
    build: (db) => sql.selectScheduledMoments(db, { after: { at: NOW, mediaId: id }, to: NOW + 86_400_000, limit: 100 }),
  },
  { name: 'the newest of the log', build: (db) => sql.selectChanges(db, { newestFirst: true, limit: 50 }) },
  { name: 'the log from an entry on', build: (db) => sql.selectChanges(db, { after: 5000, limit: 50 }) },
  { name: 'the log of a media', build: (db) => sql.selectChanges(db, { mediaId: id, limit: 50 }) },
  {
    name: 'the log of some media',
    build: (db) => sql.selectChanges(db, { mediaIds: [id, syntheticMedia(7).id], newestFirst: true, limit: 50 }),
  },
  { name: 'the log of a batch', build: (db) => sql.selectChanges(db, { batch: 'batch-3', limit: 1000 }) },
  {
    name: 'the log since a moment',
    build: (db, words) => sql.selectChanges(db, { since: syntheticMedia(9900).publishedAt, limit: 1000 }, words),
  },
  { name: 'some that are later than a moment', build: (db) => sql.selectLaterThan(db, syntheticMedia(5000).publishedAt, 1000) },
  { name: 'the newest entry of the log', build: (db) => sql.selectNewest(db) },
  { name: 'the latest moment of a block of the log', build: (db) => sql.selectLatestIn(db, { from: 4000, to: 5000 }) },
  {
    name: 'what is later in a block',
    build: (db) => sql.selectChanges(db, { since: syntheticMedia(5000).publishedAt, after: 5000, limit: 200 }, { to: 6000 }),
  },
  { name: 'a source', build: (db) => sql.selectSource(db, pathOf(5000)) },
  { name: 'a token', build: (db) => sql.selectTokens(db, 'a'.repeat(64)) },
]
