import { ConflictError } from '../../core/errors.ts'
import type { Media } from '../../core/media.ts'

/** What `edit` throws for a media that is not stored in the version before. */
export function editConflict({ shortcode, version }: Media): ConflictError {
  return new ConflictError(`Expected ${shortcode} in version ${version - 1} but it has been changed meanwhile`)
}
