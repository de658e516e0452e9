import { encodeShortcode } from '../../core/identity/shortcode.ts'
import type { Media, MediaId } from '../../core/media.ts'
import { asBigint, asInteger, asOneOf, asRecord, asText, FieldError } from '../../core/stored/fields.ts'
import { parseStoredMedia } from '../../core/stored/media.ts'
import { parseKey } from '../../core/stored/pictures.ts'
import type { ImportSource, ScheduledMoment } from '../../ports/catalogue.ts'
import { inAscii } from './ascii-json.ts'

/** A row of `media` as it is written; `document` is JSON. */
export interface MediaRow {
  readonly id: bigint
  readonly revision: number
  readonly version: number
  readonly visibility: string
  readonly standing: string
  readonly published_at: number
  readonly not_before: number | null
  readonly not_after: number | null
  readonly original_key: string
  readonly document: string
}

/** A row of `sources` as it is written. */
export interface SourceRow {
  readonly path: string
  readonly media_id: bigint
  readonly stamp: string
  readonly original_key: string
  readonly sidecar_key: string | null
}

/** @throws {RangeError} if the shortcode is not the one of the id: it is not stored, so it would come back as another. */
export function mediaToRow(media: Media): MediaRow {
  const { id, shortcode, revision, version, visibility, publishedAt, ...document } = media
  const { standing, original, notBefore, notAfter } = document
  if (shortcode !== encodeShortcode(id)) throw new RangeError(`Expected the shortcode of ${id} but received ${shortcode}`)
  return {
    id,
    revision,
    version,
    visibility,
    standing: standing.kind,
    published_at: publishedAt,
    not_before: notBefore ?? null,
    not_after: notAfter ?? null,
    original_key: original.key,
    document: inAscii(JSON.stringify(document)),
  }
}

/** @throws {FieldError} if it is none. */
export function rowToId(row: unknown): MediaId {
  return parseId(asRecord(row, 'media').id, 'id')
}

const asDate = asOneOf(['notBefore', 'notAfter'] as const)

/** A media with the moment for which it was found. @throws {FieldError} naming the first field that is not as it was written. */
export function rowToMoment(row: unknown): ScheduledMoment {
  const columns = asRecord(row, 'media')
  const date = asDate(columns.date, 'date')
  return { at: asInteger(columns.moment, 'moment'), date, media: rowToMedia(row) }
}

/** The media that `mediaToRow` wrote. @throws {FieldError} naming the first field that is not as it was written. */
export function rowToMedia(row: unknown): Media {
  const columns = asRecord(row, 'media')
  const { revision, version, visibility, published_at: publishedAt } = columns
  const document = asRecord(parseJson(asText(columns.document, 'document')), 'document')
  return parseStoredMedia(parseId(columns.id, 'id'), document, { revision, version, visibility, publishedAt })
}

export function sourceToRow({ path, mediaId, stamp, originalKey, sidecarKey }: ImportSource): SourceRow {
  return { path, media_id: mediaId, stamp, original_key: originalKey, sidecar_key: sidecarKey ?? null }
}

/** @throws {FieldError} naming the first field that is not as it was written. */
export function rowToSource(row: unknown): ImportSource {
  const columns = asRecord(row, 'source')
  const { sidecar_key: sidecarKey } = columns
  return {
    path: asText(columns.path, 'path'),
    mediaId: parseId(columns.media_id, 'media_id'),
    stamp: asText(columns.stamp, 'stamp'),
    originalKey: parseKey(columns.original_key, 'original_key'),
    ...(sidecarKey === null ? {} : { sidecarKey: asText(sidecarKey, 'sidecar_key') }),
  }
}

function parseId(value: unknown, name: string): MediaId {
  return asBigint(value, name) as MediaId // This is the parser; the column is checked to be positive, and 64 bits are signed.
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new FieldError('Expected JSON for document but received something else', { cause })
  }
}
