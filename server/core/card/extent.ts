import type { Media } from '../media.ts'
import { en } from '../words/en.ts'
import { fill } from '../words/fill.ts'
import { pluralOf } from '../words/formats.ts'
import type { Words } from '../words/words.ts'

/** How much there is of a media that is more than one picture, in words: `3 pictures`, `Video, 0:42`; `undefined` for a single picture. */
export function extentOf({ items, video }: Pick<Media, 'items' | 'video'>, words: Words = en): string | undefined {
  const { pictures, videoOf } = words.credit
  if (video !== undefined) return fill(videoOf, { time: clockTime(video.durationMs) })
  return items === undefined ? undefined : pluralOf(pictures, items.length, words)
}

/** A length as players show it, rounded up to whole seconds: `0:42`, `1:02:03`. */
export function clockTime(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

/** A length as ISO 8601 and schema.org write it: `PT42S`, `PT1H2M3S`; rounded up to whole seconds. */
export function isoDuration(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000))
  const parts = [`${Math.floor(seconds / 3600)}H`, `${Math.floor(seconds / 60) % 60}M`, `${seconds % 60}S`]
  return `PT${parts.filter((part) => !/^0\D/.test(part)).join('')}`
}
