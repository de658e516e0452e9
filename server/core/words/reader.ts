import type { Lang } from '../../wire/words.ts'
import { en } from './en.ts'
import { wordsFor } from './find-words.ts'
import type { Words } from './words.ts'

/** For whom something is said. */
export interface Reader {
  readonly words: Words
  /** The language that was asked for: the owner's texts are told in it too where there are such; absent where nobody asked. */
  readonly asked?: Lang
}

/** A reader of whom nothing is known: English words, and each text in its owner's own language. */
export const ANYONE: Reader = { words: en }

/** @param home The language of this server's own words, for those who asked for none. */
export function readerFor(asked: Lang | undefined, home: Lang): Reader {
  return asked === undefined ? { words: wordsFor(home) } : { words: wordsFor(asked), asked }
}

/** The languages in which the owner's texts are looked for, best first, as `pickText` takes them. */
export function languagesOf({ asked }: Reader): readonly Lang[] {
  return asked === undefined ? [] : [asked]
}
