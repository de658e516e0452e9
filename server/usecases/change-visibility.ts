import type { Media, Shortcode, Visibility } from '../core/media.ts'
import type { Deps } from '../ports/deps.ts'

/**
 * The media is public or private from now on, as its owner wants. Its revision stays: neither pixels nor credit have changed.
 *
 * @returns `undefined` if no media has this shortcode; a media that is already so is not written again.
 * @throws  {UnavailableError} if nothing was written.
 */
export async function changeVisibility(
  { catalogue }: Pick<Deps, 'catalogue'>,
  shortcode: Shortcode,
  visibility: Visibility,
): Promise<Media | undefined> {
  const media = await catalogue.findByShortcode(shortcode)
  if (!media || media.visibility === visibility) return media
  const changed: Media = { ...media, visibility }
  await catalogue.save(changed)
  return changed
}
