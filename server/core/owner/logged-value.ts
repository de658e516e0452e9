import type { ChangedProperty } from '../change.ts'
import { DESCRIPTION_FIELDS, isSame } from '../changed-fields.ts'
import { isDescriptionField } from '../edit.ts'
import { ConflictError } from '../errors.ts'
import type { CarouselItem, Description, Media } from '../media.ts'
import { FieldError } from '../stored/fields.ts'
import { parseStoredMedia } from '../stored/media.ts'
import { isRecord } from './parse-text.ts'

/** What the log of a media can put back; of `items` the texts. Pictures, films and tracks it cannot: their files are the owner's. */
type Undoable = keyof Description | 'items' | 'visibility' | 'standing' | 'notBefore' | 'notAfter' | 'correctedAt' | 'embedding'

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
  if (property === 'items' && !isItemsLike(value, media.items))
    throw new ConflictError('Expected the same pictures in the log but received others')
  const changed = isDescriptionField(property) ? { description: { ...media.description, [property]: value } } : { [property]: value }
  try {
    // The log holds what a row holds, so it is read as a row is.
    return { ...parseStoredMedia(media.id, { ...media, ...changed }), shortcode: media.shortcode }
  } catch (error) {
    if (!(error instanceof FieldError)) throw error
    throw new ConflictError(`Expected ${property} in the log as this version of Placard writes it: ${error.message}`, { cause: error })
  }
}

/** Whether these are the same pictures in the same order, with whatever texts. */
export function isItemsLike(value: unknown, items: readonly CarouselItem[] = []): boolean {
  return Array.isArray(value) && isSame(value.map(withoutTexts), items.map(withoutTexts))
}

function withoutTexts(item: unknown): unknown {
  return isRecord(item) ? { ...item, altText: undefined, caption: undefined, editedFields: undefined } : item
}
