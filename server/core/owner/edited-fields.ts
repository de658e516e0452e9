import { DESCRIPTION_FIELDS, isSame } from '../changed-fields.ts'
import type { Description, Media } from '../media.ts'

type Field = keyof Description

/** The imported description, with what its owner set here in the place of what the file says. */
export function keepEdits(
  imported: Description,
  { description, editedFields = [] }: Pick<Media, 'description' | 'editedFields'>,
): Description {
  return editedFields.reduce((kept, field) => withField(kept, field, description[field]), imported)
}

/** The media with this description; fields that differ count as edited here from now on, also where the owner emptied them. */
export function withDescription(media: Media, description: Description): Media {
  const edited = DESCRIPTION_FIELDS.filter(
    (field) => media.editedFields?.includes(field) || !isSame(media.description[field], description[field]),
  )
  return { ...media, description, ...(edited.length > 0 && { editedFields: edited }) }
}

/** The description with this value, or with none where `undefined` or an empty list says so. */
export function withField<F extends Field>(description: Description, field: F, value: Description[F] | undefined): Description {
  const { [field]: _, ...rest } = description
  // Only optional fields are ever `undefined`, and those may be absent.
  return (value === undefined ? rest : { ...rest, [field]: value }) as Description
}
