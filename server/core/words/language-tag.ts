import type { Lang } from '../../wire/words.ts'
import { wordsFor } from './find-words.ts'

/** What RFC 5646, section 4.4.1, tells programs to allow for. */
export const MAX_TAG_LENGTH = 35
const TAG = /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/

/**
 * The language that Placard speaks to those who ask for this one, so that `de` and `de-AT` are one answer; English for all others.
 *
 * @returns `undefined` for what is no BCP 47 language tag.
 */
export function langOfTag(tag: string): Lang | undefined {
  return tag.length <= MAX_TAG_LENGTH && TAG.test(tag) ? wordsFor(tag).lang : undefined
}
