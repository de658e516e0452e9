import type { Media, OriginalKey } from '../core/media.ts'

/** The keys of all files that a media is made of: pictures, film, captions; each once. */
export function originalKeysOf({ original, items = [], video }: Media): readonly OriginalKey[] {
  const pictures = items.map((item) => item.original.key)
  const film = video === undefined ? [] : [video.key, ...video.tracks.map(({ key }) => key)]
  return [...new Set([original.key, ...pictures, ...film])]
}
