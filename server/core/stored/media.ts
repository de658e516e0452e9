import { DESCRIPTION_FIELDS } from '../changed-fields.ts'
import { encodeShortcode } from '../identity/shortcode.ts'
import { type EmbedPolicy, type Media, type MediaId, type MediaType, type Standing, type Visibility, WITHDRAWAL_REASONS } from '../media.ts'
import { parseDescription } from './description.ts'
import { asInteger, asList, asOneOf, asRecordOf, asText, pickOptional } from './fields.ts'
import { parseItem, parseOriginal, parsePlaceholder, parseVideo } from './pictures.ts'

const asMediaType = asOneOf<MediaType>(['image', 'carousel', 'video'])
const asVisibility = asOneOf<Visibility>(['public', 'unlisted', 'private'])
const asStanding = asOneOf<Standing['kind']>(['published', 'withdrawn', 'disputed'])
const asReason = asOneOf(WITHDRAWAL_REASONS)
const asHosts = asOneOf<EmbedPolicy['hosts']>(['everyone', 'listed', 'nobody'])
const asTexts = asList(asText)
const asItems = asList(parseItem)
const asEditedFields = asList(asOneOf(DESCRIPTION_FIELDS))

/** What is kept beside the document where that is a row's; whole numbers as number or bigint. */
export type StoredColumns = Readonly<Partial<Record<'revision' | 'version' | 'visibility' | 'publishedAt', unknown>>>

/**
 * A media out of the JSON that it was kept as, whoever kept it.
 *
 * @param fields   All but the id and the shortcode, which follows from it, and but the columns.
 * @param columns  Fields too, where they are not kept apart.
 * @throws         {FieldError} naming the first field that is not as it was written.
 */
export function parseStoredMedia(id: MediaId, fields: Readonly<Record<string, unknown>>, columns: StoredColumns = fields): Media {
  return {
    id,
    shortcode: encodeShortcode(id),
    revision: asInteger(columns.revision, 'revision'),
    version: asInteger(columns.version, 'version'),
    // Documents of the first version have no type: they are images.
    type: asMediaType(fields.type ?? 'image', 'type'),
    visibility: asVisibility(columns.visibility, 'visibility'),
    standing: parseStanding(fields.standing, 'standing'),
    publishedAt: asInteger(columns.publishedAt, 'publishedAt'),
    ...pickOptional(fields, ['notBefore', 'notAfter', 'announcedAt', 'correctedAt'], asInteger),
    ...pickOptional(fields, ['secret'], asText),
    ...pickOptional(fields, ['embedding'], parseEmbedding),
    ...pickOptional(fields, ['editedFields'], asEditedFields),
    original: parseOriginal(fields.original, 'original'),
    placeholder: parsePlaceholder(fields.placeholder, 'placeholder'),
    description: parseDescription(fields.description, 'description'),
    ...pickOptional(fields, ['items'], asItems),
    ...pickOptional(fields, ['video'], parseVideo),
  }
}

const parseStanding = asRecordOf((record): Standing => {
  const kind = asStanding(record.kind, 'kind')
  if (kind === 'published') return { kind }
  const facts = { at: asInteger(record.at, 'at'), ...pickOptional(record, ['text'], asText) }
  return kind === 'disputed' ? { kind, ...facts } : { kind, reason: asReason(record.reason, 'reason'), ...facts }
})

const parseEmbedding = asRecordOf(
  (record): EmbedPolicy => ({
    hosts: asHosts(record.hosts, 'hosts'),
    allow: asTexts(record.allow, 'allow'),
    deny: asTexts(record.deny, 'deny'),
  }),
)
