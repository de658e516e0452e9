import type { Media } from '../media.ts'
import { fill } from '../words/fill.ts'
import type { Words } from '../words/words.ts'
import { isRestricted } from './policy.ts'

/** Where a media may be embedded, for whoever is about to; `undefined` if everywhere. Denied hosts are the owner's own business. */
export function policyInWords(
  media: Pick<Media, 'embedding'>,
  { dir, embedding: words }: Pick<Words, 'dir' | 'embedding'>,
): string | undefined {
  const { embedding } = media
  if (embedding === undefined || !isRestricted(media)) return undefined
  if (embedding.hosts === 'everyone') return words.notEverywhere
  if (embedding.hosts === 'nobody' || embedding.allow.length === 0) return words.nobody
  const hosts = embedding.allow.join(', ')
  // Hosts are Latin: between Arabic words their order and their dots need an isolate (U+2066, U+2069).
  return fill(words.listed, { hosts: dir === 'rtl' ? `\u2066${hosts}\u2069` : hosts })
}
