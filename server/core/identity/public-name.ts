import type { Media, Shortcode } from '../media.ts'
import { encodeShortcode, secretOf } from './shortcode.ts'

type Named = Pick<Media, 'id' | 'announcedAt' | 'secret'>

/**
 * Whether the media's existence is no secret at `now`: it was public once, so its short name was in the world.
 *
 * @param now Unix milliseconds.
 */
export function isAnnounced({ announcedAt }: Pick<Media, 'announcedAt'>, now: number): boolean {
  return announcedAt !== undefined && announcedAt <= now
}

/** The name by which the media is known at `now`: the short one once it is announced, until then the long one, which cannot be guessed. */
export function publicNameOf(media: Named, now: number): Shortcode {
  const short = encodeShortcode(media.id)
  if (isAnnounced(media, now)) return short
  return `${short}${media.secret ?? ''}` as Shortcode // The two parts of a long name, each as the parser wants it.
}

/**
 * Whether `code`, which spells the media's id, is a name of it at `now`. The long name stays one for good; the short one becomes one when the
 * media is announced. A wrong secret names nothing, announced or not, so that an answer never tells how much of a guess was right.
 */
export function isNamedBy(media: Named, code: Shortcode, now: number): boolean {
  const secret = secretOf(code)
  if (secret === undefined) return isAnnounced(media, now)
  return media.secret !== undefined && isSame(secret, media.secret)
}

/** The media after a change of visibility, standing or dates: announced from the first moment at which everyone may see it. */
export function withAnnouncement(media: Media, now: number): Media {
  if (isAnnounced(media, now)) return media
  const { announcedAt: _planned, ...rest } = media
  if (media.visibility !== 'public' || media.standing.kind !== 'published') return rest
  return { ...rest, announcedAt: Math.max(now, media.notBefore ?? now) }
}

/** In a time that does not depend on where the texts differ. */
function isSame(a: string, b: string): boolean {
  let difference = a.length ^ b.length
  for (let at = 0; at < a.length; at++) difference |= a.charCodeAt(at) ^ b.charCodeAt(at)
  return difference === 0
}
