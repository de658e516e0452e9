import type { Media } from '../media.ts'

/**
 * A carousel as if one of its pictures were all of it: what is built of the cover can be built of any picture, under the same credit.
 *
 * @param item  Counted from 1; the first is the cover.
 * @returns     `undefined` if the media has no such picture, as one that is no carousel has none (I8).
 */
export function pictureAt(media: Media, item: number): Media | undefined {
  const picture = media.items?.[item - 1]
  if (picture === undefined) return undefined
  const { original, placeholder, altText, caption } = picture
  return { ...media, original, placeholder, description: { ...media.description, altText, caption } }
}
