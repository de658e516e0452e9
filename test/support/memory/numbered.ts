import { encodeShortcode } from '../../../server/core/identity/shortcode.ts'
import type { Media, MediaId } from '../../../server/core/media.ts'

/** The media as another one, `place` ids after itself: for collections that are larger than the fixtures. */
export function numbered(media: Media, place: number): Media {
  const id = (media.id + BigInt(place)) as MediaId // Far below 2^63.
  return { ...media, id, shortcode: encodeShortcode(id) }
}
