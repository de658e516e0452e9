import { ConflictError } from '../../core/errors.ts'
import type { Media } from '../../core/media.ts'

/** What `edit` throws for a media that is not stored in the version before. */
export function editConflict({ shortcode, version }: Media): ConflictError {
  return new ConflictError(`Expected ${shortcode} in version ${version - 1} but it has been changed meanwhile`)
}

/** What `edit` throws for a work that has become another media since it was looked at. */
export function workConflict({ shortcode }: Media): ConflictError {
  return new ConflictError(`Expected ${shortcode} to be a work of its own but another import has made a media of it meanwhile`)
}
