import type { Lang } from '../../wire/words.ts'
import { ar } from './ar.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { ja } from './ja.ts'
import type { Words } from './words.ts'

const BY_LANG: ReadonlyMap<string, Words> = new Map(Object.entries({ en, de, fr, es, ar, ja } satisfies Record<Lang, Words>))

/** Every language that Placard speaks, in the order in which they are offered. */
export const ALL_WORDS: readonly Words[] = [...BY_LANG.values()]

/**
 * The words for a language, by lookup: `de-AT` is served by `de`.
 *
 * @param tag BCP 47, in any case; English for a language that Placard does not speak, and for none.
 * @see   RFC 4647, section 3.4
 */
export function wordsFor(tag: string | undefined): Words {
  const subtags = (tag ?? '').toLowerCase().split('-')
  for (let length = subtags.length; length > 0; length--) {
    const words = BY_LANG.get(subtags.slice(0, length).join('-'))
    if (words !== undefined) return words
  }
  return en
}
