import type { ChangedProperty } from '../change.ts'
import { ConflictError } from '../errors.ts'
import { DESCRIPTION_FIELDS, isSame } from '../file-metadata/media-changes.ts'
import type { CarouselItem, Creator, Description, EmbedPolicy, LangAlt, Media, Standing, Visibility } from '../media.ts'
import { withField } from './edited-fields.ts'
import { isLangField } from './media-patch.ts'
import { WITHDRAWAL_REASONS } from './parse-terms.ts'
import { isRecord } from './parse-text.ts'

/** What the log of a media can put back; of `items` the texts. Pictures, films and tracks it cannot: their files are the owner's. */
export type Undoable = keyof Description | 'items' | 'visibility' | 'standing' | 'notBefore' | 'notAfter' | 'correctedAt' | 'embedding'

const UNDOABLE: readonly string[] = [
  ...DESCRIPTION_FIELDS,
  ...['items', 'visibility', 'standing', 'notBefore', 'notAfter', 'correctedAt', 'embedding'],
]

export function isUndoable(property: ChangedProperty): property is Undoable {
  return UNDOABLE.includes(property)
}

/**
 * The media with a property as the log has it.
 *
 * @param value  As `PropertyChange` holds it; `undefined` for nothing.
 * @throws {ConflictError} if it is nothing that this version of Placard would have written.
 */
export function withLogged(media: Media, property: Undoable, value: unknown): Media {
  switch (property) {
    case 'items':
      return { ...media, items: read(value, (list) => isItemsLike(list, media.items), property) }
    case 'visibility':
      return { ...media, visibility: read(value, isVisibility, property) }
    case 'standing':
      return { ...media, standing: read(value, isStanding, property) }
    case 'notBefore':
    case 'notAfter':
    case 'correctedAt': {
      const { [property]: _, ...rest } = media
      return value === undefined ? rest : { ...rest, [property]: read(value, isWhole, property) }
    }
    case 'embedding': {
      const { embedding: _, ...rest } = media
      return value === undefined ? rest : { ...rest, embedding: read(value, isEmbedPolicy, property) }
    }
    default:
      return { ...media, description: withLoggedField(media.description, property, value) }
  }
}

function withLoggedField(description: Description, field: keyof Description, value: unknown): Description {
  if (isLangField(field)) return withField(description, field, read(value, isLangAlt, field))
  if (field === 'creators') return withField(description, field, read(value, isCreators, field))
  if (field === 'keywords') return withField(description, field, read(value, isTexts, field))
  return withField(description, field, value === undefined ? undefined : read(value, isText, field))
}

function read<T>(value: unknown, is: (value: unknown) => value is T, property: string): T {
  if (is(value)) return value
  throw new ConflictError(`Expected ${property} in the log as this version of Placard writes it but received something else`)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value)
}

function isOptional<T>(value: unknown, is: (value: unknown) => value is T): value is T | undefined {
  return value === undefined || is(value)
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText)
}

function isLangAlt(value: unknown): value is LangAlt {
  return Array.isArray(value) && value.every((entry) => isRecord(entry) && isText(entry.lang) && isText(entry.text))
}

function isCreators(value: unknown): value is readonly Creator[] {
  return Array.isArray(value) && value.every((entry) => isRecord(entry) && isText(entry.name) && isOptional(entry.url, isText))
}

/** Whether these are the same pictures in the same order, with whatever texts. */
export function isItemsLike(value: unknown, items: readonly CarouselItem[] = []): value is readonly CarouselItem[] {
  if (!Array.isArray(value) || value.length !== items.length) return false
  return value.every((item: unknown, index) => {
    if (!isRecord(item) || !isLangAlt(item.altText) || !isLangAlt(item.caption)) return false
    const { altText: _alt, caption: _caption, editedFields: _edited, ...picture } = item
    const { altText: _a, caption: _c, editedFields: _e, ...known } = items[index] ?? {}
    return isSame(picture, known)
  })
}

function isVisibility(value: unknown): value is Visibility {
  return value === 'public' || value === 'unlisted' || value === 'private'
}

function isStanding(value: unknown): value is Standing {
  if (!isRecord(value)) return false
  if (value.kind === 'published') return true
  if (!isWhole(value.at) || !isOptional(value.text, isText)) return false
  return value.kind === 'disputed' || (value.kind === 'withdrawn' && WITHDRAWAL_REASONS.some((reason) => reason === value.reason))
}

function isEmbedPolicy(value: unknown): value is EmbedPolicy {
  if (!isRecord(value) || !isTexts(value.allow) || !isTexts(value.deny)) return false
  return value.hosts === 'everyone' || value.hosts === 'listed' || value.hosts === 'nobody'
}
