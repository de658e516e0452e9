import { DESCRIPTION_FIELDS } from '../file-metadata/media-changes.ts'
import { encodeShortcode } from '../identity/shortcode.ts'
import { type EmbedPolicy, type Media, type MediaId, type MediaType, type Standing, WITHDRAWAL_REASONS } from '../media.ts'
import { parseDescription } from './description.ts'
import { asInteger, asList, asOneOf, asRecord, asText, pickOptional } from './fields.ts'
import { parseItem, parseOriginal, parsePlaceholder, parseVideo } from './pictures.ts'

const MEDIA_TYPES: readonly MediaType[] = ['image', 'carousel', 'video']

/**
 * A media out of the JSON that it was kept as, whoever kept it.
 *
 * @param fields  All but the id and the shortcode, which follows from it; whole numbers as number or bigint.
 * @throws        {FieldError} naming the first field that is not as it was written.
 */
export function parseStoredMedia(id: MediaId, fields: Readonly<Record<string, unknown>>): Media {
  return {
    id,
    shortcode: encodeShortcode(id),
    revision: asInteger(fields.revision, 'revision'),
    version: asInteger(fields.version, 'version'),
    // Documents of the first version have no type: they are images.
    type: asOneOf(MEDIA_TYPES)(fields.type ?? 'image', 'type'),
    visibility: asOneOf(['public', 'unlisted', 'private'])(fields.visibility, 'visibility'),
    standing: parseStanding(fields.standing, 'standing'),
    publishedAt: asInteger(fields.publishedAt, 'publishedAt'),
    ...pickOptional(fields, ['notBefore', 'notAfter', 'announcedAt', 'correctedAt'], asInteger),
    ...pickOptional(fields, ['secret'], asText),
    ...pickOptional(fields, ['embedding'], parseEmbedding),
    ...pickOptional(fields, ['editedFields'], asList(asOneOf(DESCRIPTION_FIELDS))),
    original: parseOriginal(fields.original, 'original'),
    placeholder: parsePlaceholder(fields.placeholder, 'placeholder'),
    description: parseDescription(fields.description, 'description'),
    ...pickOptional(fields, ['items'], asList(parseItem)),
    ...pickOptional(fields, ['video'], parseVideo),
  }
}

function parseStanding(value: unknown, name: string): Standing {
  const record = asRecord(value, name)
  const kind = asOneOf(['published', 'withdrawn', 'disputed'])(record.kind, `${name}.kind`)
  if (kind === 'published') return { kind }
  const facts = { at: asInteger(record.at, `${name}.at`), ...pickOptional(record, ['text'], asText) }
  return kind === 'disputed' ? { kind, ...facts } : { kind, reason: asOneOf(WITHDRAWAL_REASONS)(record.reason, `${name}.reason`), ...facts }
}

function parseEmbedding(value: unknown, name: string): EmbedPolicy {
  const record = asRecord(value, name)
  return {
    hosts: asOneOf(['everyone', 'listed', 'nobody'])(record.hosts, `${name}.hosts`),
    allow: asList(asText)(record.allow, `${name}.allow`),
    deny: asList(asText)(record.deny, `${name}.deny`),
  }
}
