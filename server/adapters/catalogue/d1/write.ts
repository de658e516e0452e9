import { type CompiledQuery, type RawBuilder, sql } from 'kysely'
import type { Edit } from '../../../ports/catalogue.ts'
import { changeToRow } from '../log-row.ts'
import { mediaToRow } from '../row.ts'
import { NOW, upsertSourceIfSeen } from '../sql.ts'
import { d1Queries } from './queries.ts'

/** D1 takes 2 MB as one parameter (https://developers.cloudflare.com/d1/platform/limits/); a statement has one, a list of rows in JSON. */
const MAX_LIST_BYTES = 1_000_000

const MEDIA = [
  'id',
  'revision',
  'version',
  'visibility',
  'standing',
  'published_at',
  'not_before',
  'not_after',
  'original_key',
  'document',
] as const
const CHANGES = ['media_id', 'at', 'actor', 'batch', 'revision', 'version', 'properties'] as const

/** Rows of one edit as JSON. */
interface EditRows {
  readonly id: bigint
  readonly isNew: boolean
  readonly media: string
  readonly change: string
  readonly source?: CompiledQuery
}

/** What writes all edits, in order: a few statements for each megabyte, however many edits that is. They have to run in one transaction. */
export function editStatements(edits: readonly Edit[]): readonly CompiledQuery[] {
  return chunksOf(edits.map(rowsOf)).flatMap(writeChunk)
}

function rowsOf(edit: Edit): EditRows {
  const { media, change, source } = edit
  return {
    id: media.id,
    isNew: media.version === 1,
    media: toJson(mediaToRow(media)),
    change: toJson(changeToRow(change)),
    ...(source && { source: upsertSourceIfSeen(d1Queries, { ...edit, source }).compile() }),
  }
}

/** Ids are more than a number of JSON can say on its way through JavaScript. */
function toJson(row: object): string {
  return JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
}

/**
 * No list in a chunk is longer than a parameter may be, and no media is in it twice: a statement would not see what it has written itself. An edit
 * with a source stands alone, since it asks what is there besides; only imports make such.
 */
function chunksOf(edits: readonly EditRows[]): readonly (readonly EditRows[])[] {
  const chunks: EditRows[][] = []
  let [bytes, ids] = [0, new Set<bigint>()]
  for (const edit of edits) {
    const more = sizeOf(edit)
    const last = chunks.at(-1)
    const isApart = edit.source !== undefined || last?.[0]?.source !== undefined
    if (last && !isApart && bytes + more <= MAX_LIST_BYTES && !ids.has(edit.id)) last.push(edit)
    else {
      chunks.push([edit])
      bytes = 0
      ids = new Set()
    }
    bytes += more
    ids.add(edit.id)
  }
  return chunks
}

const encoder = new TextEncoder()

/** Of the longer list. */
function sizeOf({ media, change }: EditRows): number {
  return Math.max(...[media, change].map((text) => encoder.encode(text).length)) + 1
}

/**
 * The entries of the log are written first and ask for their media in the version before, in the same transaction: without it there is no id to
 * log, which `NOT NULL` refuses, and with it everything else that was to be written. A new media is refused by its primary key.
 */
function writeChunk(edits: readonly EditRows[]): readonly CompiledQuery[] {
  const added = edits.filter(({ isNew }) => isNew).map(({ media }) => media)
  const changed = edits.filter(({ isNew }) => !isNew).map(({ media }) => media)
  const statements = [
    insertChanges(edits.map(({ change }) => change)),
    ...(added.length > 0 ? [insertMedia(added)] : []),
    ...(changed.length > 0 ? [updateMedia(changed)] : []),
  ]
  return [...statements.map((statement) => statement.compile(d1Queries)), ...edits.flatMap(({ source }) => source ?? [])]
}

function insertChanges(rows: readonly string[]): RawBuilder<unknown> {
  const stored = sql`(SELECT id FROM media WHERE id = ${column('media_id')} AND version = ${column('version')} - 1)`
  const mediaId = sql`CASE ${column('version')} WHEN 1 THEN ${column('media_id')} ELSE ${stored} END`
  const values = CHANGES.map((name) => (name === 'media_id' ? mediaId : column(name)))
  return sql`INSERT INTO changes (${namesOf(CHANGES)}) SELECT ${sql.join(values)} FROM ${listOf(rows)} ORDER BY list.key`
}

function insertMedia(rows: readonly string[]): RawBuilder<unknown> {
  return sql`INSERT INTO media (${namesOf(MEDIA)}, updated_at) SELECT ${valuesOf(MEDIA)}, ${NOW} FROM ${listOf(rows)}`
}

function updateMedia(rows: readonly string[]): RawBuilder<unknown> {
  const set = sql.join(MEDIA.filter((name) => name !== 'id').map((name) => sql`${sql.id(name)} = ${column(name)}`))
  return sql`UPDATE media SET ${set}, updated_at = ${NOW} FROM ${listOf(rows)}
    WHERE media.id = ${column('id')} AND media.version = ${column('version')} - 1`
}

function listOf(rows: readonly string[]): RawBuilder<unknown> {
  return sql`json_each(${`[${rows.join(',')}]`}) AS list`
}

function column(name: string): RawBuilder<unknown> {
  const value = sql`list.value ->> ${sql.lit(name)}`
  return name === 'id' || name === 'media_id' ? sql`CAST(${value} AS INTEGER)` : sql`(${value})`
}

function valuesOf(names: readonly string[]): RawBuilder<unknown> {
  return sql.join(names.map(column))
}

function namesOf(names: readonly string[]): RawBuilder<unknown> {
  return sql.join(names.map((name) => sql.id(name)))
}
