import { DESCRIPTION_FIELDS } from '../../core/file-metadata/media-changes.ts'
import { encodeShortcode } from '../../core/identity/shortcode.ts'
import type { EmbedPolicy, Media, MediaId, MediaType, Standing, WithdrawalReason } from '../../core/media.ts'
import type { ImportSource, ScheduledMoment } from '../../ports/catalogue.ts'
import { asBigint, asInteger, asList, asOneOf, asRecord, asText, FieldError, pickOptional } from './fields.ts'
import { parseItem, parseKey, parseOriginal, parsePlaceholder, parseVideo } from './row-pictures.ts'
import { parseDescription } from './row-words.ts'

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
    document: JSON.stringify(document),
  }
}

/** @throws {FieldError} if it is none. */
export function rowToId(row: unknown): MediaId {
  return parseId(asRecord(row, 'media').id, 'id')
}

/** A media with the moment for which it was found. @throws {FieldError} naming the first field that is not as it was written. */
export function rowToMoment(row: unknown): ScheduledMoment {
  const columns = asRecord(row, 'media')
  const date = asOneOf(['notBefore', 'notAfter'])(columns.date, 'date')
  return { at: asInteger(columns.moment, 'moment'), date, media: rowToMedia(row) }
}

/** The media that `mediaToRow` wrote. @throws {FieldError} naming the first field that is not as it was written. */
export function rowToMedia(row: unknown): Media {
  const columns = asRecord(row, 'media')
  const id = parseId(columns.id, 'id')
  const document = asRecord(parseJson(asText(columns.document, 'document')), 'document')
  return {
    id,
    shortcode: encodeShortcode(id),
    revision: asInteger(columns.revision, 'revision'),
    version: asInteger(columns.version, 'version'),
    // Documents of the first version have no type: they are images.
    type: asOneOf(MEDIA_TYPES)(document.type ?? 'image', 'type'),
    visibility: asOneOf(['public', 'unlisted', 'private'])(columns.visibility, 'visibility'),
    standing: parseStanding(document.standing, 'standing'),
    publishedAt: asInteger(columns.published_at, 'published_at'),
    ...pickOptional(document, ['notBefore', 'notAfter', 'announcedAt', 'correctedAt'], asInteger),
    ...pickOptional(document, ['secret'], asText),
    ...pickOptional(document, ['embedding'], parseEmbedding),
    ...pickOptional(document, ['editedFields'], asList(asOneOf(DESCRIPTION_FIELDS))),
    original: parseOriginal(document.original, 'original'),
    placeholder: parsePlaceholder(document.placeholder, 'placeholder'),
    description: parseDescription(document.description, 'description'),
    ...pickOptional(document, ['items'], asList(parseItem)),
    ...pickOptional(document, ['video'], parseVideo),
  }
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

const MEDIA_TYPES: readonly MediaType[] = ['image', 'carousel', 'video']
const REASONS: readonly WithdrawalReason[] = ['copyright', 'privacy', 'manipulated', 'error', 'other']

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

function parseStanding(value: unknown, name: string): Standing {
  const record = asRecord(value, name)
  const kind = asOneOf(['published', 'withdrawn', 'disputed'])(record.kind, `${name}.kind`)
  if (kind === 'published') return { kind }
  const facts = { at: asInteger(record.at, `${name}.at`), ...pickOptional(record, ['text'], asText) }
  return kind === 'disputed' ? { kind, ...facts } : { kind, reason: asOneOf(REASONS)(record.reason, `${name}.reason`), ...facts }
}

function parseEmbedding(value: unknown, name: string): EmbedPolicy {
  const record = asRecord(value, name)
  return {
    hosts: asOneOf(['everyone', 'listed', 'nobody'])(record.hosts, `${name}.hosts`),
    allow: asList(asText)(record.allow, `${name}.allow`),
    deny: asList(asText)(record.deny, `${name}.deny`),
  }
}
