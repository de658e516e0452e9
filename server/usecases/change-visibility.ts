import { editOf } from '../core/edit.ts'
import type { Media, Shortcode, Visibility } from '../core/media.ts'
import type { Deps } from '../ports/deps.ts'

/**
 * Everyone, those who hold the address, or nobody sees the media from now on, as its owner wants. Its revision stays: neither pixels nor
 * credit have changed.
 *
 * @returns `undefined` if no media has this shortcode; a media that is already so is not written again.
 * @throws  {ConflictError | UnavailableError} if nothing was written.
 */
export async function changeVisibility(
  { catalogue, clock, ids }: Pick<Deps, 'catalogue' | 'clock' | 'ids'>,
  shortcode: Shortcode,
  visibility: Visibility,
): Promise<Media | undefined> {
  const media = await catalogue.findByShortcode(shortcode)
  if (!media) return undefined
  // Who was public from the start has no secret; then the short name is known already, and stays.
  const edited = editOf(media, { ...media, visibility }, { at: clock.now(), actor: 'cli', batch: ids.secret() })
  if (!edited) return media
  await catalogue.edit([edited])
  return edited.media
}
