import type { Change, PropertyChange } from '../change.ts'
import { DESCRIPTION_FIELDS, isSame } from '../changed-fields.ts'
import { propertyOf } from '../edit.ts'
import { ConflictError } from '../errors.ts'
import type { Media } from '../media.ts'
import { withItemTexts } from './carousel-items.ts'
import { withDescription } from './edited-fields.ts'
import { isItemsLike, isUndoable, withLogged } from './logged-value.ts'

/**
 * The media as it was before this change, with all that has changed since in other properties.
 *
 * What an import had changed counts as edited from now on, or the next import would bring it back.
 *
 * @throws {ConflictError} naming the media and the property: one that has been changed since, a picture, or a media that the change made.
 */
export function undoChange(media: Media, { properties, actor }: Pick<Change, 'properties' | 'actor'>): Media {
  const { shortcode } = media
  if (properties.length === 0) {
    throw new ConflictError(`What an import adds cannot be undone, and it added ${shortcode}. Make it private, or withdraw it.`)
  }
  const undone = properties.reduce(undoProperty, media)
  if (actor !== 'import') return undone
  const { description, items } = media
  const marked = withDescription({ ...undone, description }, undone.description)
  return items ? withItemTexts({ ...marked, items }, undone.items) : marked
}

function undoProperty(media: Media, change: PropertyChange): Media {
  const { property, before, after } = change
  if (property === 'editedFields') return undoEditedFields(media, change)
  if (!isUndoable(property) || (property === 'items' && !isItemsLike(before, media.items))) {
    throw new ConflictError(
      `A change of pictures cannot be undone, and ${property} of ${media.shortcode} changed. Import the former file again.`,
    )
  }
  if (!isSame(propertyOf(media, property), after)) {
    throw new ConflictError(
      `Expected ${property} of ${media.shortcode} as this change left it, but it has been changed since. Nothing was undone.`,
    )
  }
  return withLogged(media, property, before)
}

/** Only what this change marked or unmarked: later changes of other fields keep their marks. */
function undoEditedFields({ editedFields = [], ...media }: Media, { before, after }: PropertyChange): Media {
  const [was, became] = [fieldsIn(before), fieldsIn(after)]
  const fields = DESCRIPTION_FIELDS.filter((field) => {
    const isTouched = was.includes(field) !== became.includes(field)
    return isTouched ? was.includes(field) : editedFields.includes(field)
  })
  return { ...media, ...(fields.length > 0 && { editedFields: fields }) }
}

function fieldsIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
