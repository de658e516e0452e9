import type { Change, ChangedProperty, NewChange, PropertyChange } from '../../core/change.ts'
import type { MediaId } from '../../core/media.ts'
import { asBigint, asInteger, asList, asRecord, asText, pickOptional } from '../../core/stored/fields.ts'
import type { OwnerToken } from '../../ports/tokens.ts'

/** A row of `changes` as it is written; the database gives it its sequence. */
export interface ChangeRow {
  readonly media_id: bigint
  readonly at: number
  readonly actor: string
  readonly batch: string
  readonly revision: number
  readonly version: number
  readonly properties: string
}

/** A row of `tokens` as it is written. */
export interface TokenRow {
  readonly hash: string
  readonly name: string
  readonly created_at: number
}

export function changeToRow({ mediaId, at, actor, batch, revision, version, properties }: NewChange): ChangeRow {
  return { media_id: mediaId, at, actor, batch, revision, version, properties: JSON.stringify(properties) }
}

/** @throws {FieldError} naming the first field that is not as it was written. */
export function rowToChange(row: unknown): Change {
  const columns = asRecord(row, 'change')
  return {
    sequence: asInteger(columns.sequence, 'sequence'),
    mediaId: asBigint(columns.media_id, 'media_id') as MediaId, // This is the parser; `mediaToRow` wrote the same id.
    at: asInteger(columns.at, 'at'),
    actor: asText(columns.actor, 'actor'),
    batch: asText(columns.batch, 'batch'),
    revision: asInteger(columns.revision, 'revision'),
    version: asInteger(columns.version, 'version'),
    properties: asList(parseProperty)(JSON.parse(asText(columns.properties, 'properties')), 'properties'),
  }
}

/** The values are whatever they were: a property of a later version of Placard is still history, and who undoes it parses it anew. */
function parseProperty(value: unknown, name: string): PropertyChange {
  const record = asRecord(value, name)
  const property = asText(record.property, `${name}.property`) as ChangedProperty // see above
  return { property, ...pickOptional(record, ['before', 'after'], (any) => any) }
}

export function tokenToRow({ hash, name, createdAt }: OwnerToken): TokenRow {
  return { hash, name, created_at: createdAt }
}

/** @throws {FieldError} naming the first field that is not as it was written. */
export function rowToToken(row: unknown): OwnerToken {
  const columns = asRecord(row, 'token')
  return {
    hash: asText(columns.hash, 'hash'),
    name: asText(columns.name, 'name'),
    createdAt: asInteger(columns.created_at, 'created_at'),
  }
}
