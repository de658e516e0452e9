import type { Media, OriginalKey } from './media.ts'

/** Every stored file that a media is made of: its cover, the pictures of a carousel, a film and its captions; each once. */
export function originalKeysOf({ original, items = [], video }: Media): ReadonlySet<OriginalKey> {
  const ofVideo = video ? [video.key, ...video.tracks.map(({ key }) => key)] : []
  return new Set([original.key, ...items.map((item) => item.original.key), ...ofVideo])
}
