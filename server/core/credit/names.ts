import { remember } from '../remember.ts'
import { pluralOf, separatorsFor } from '../words/formats.ts'
import type { Words } from '../words/words.ts'

/** The people and agencies of a collection are few, and each is compared with every other of its picture. */
const MOST_NAMES = 1000
/** Longer texts are compared too, and are no names. */
const MAX_REMEMBERED = 200

/** Nothing to normalise. */
const ASCII = /^[\0-\x7f]*$/

/**
 * A name as it is compared: compatible letters and case folded, every run of other characters one space.
 *
 * @returns `''` for a text without letters and digits.
 */
export function nameKey(text: string): string {
  return text.length > MAX_REMEMBERED ? foldName(text) : knownKey(text)
}

const knownKey = remember(foldName, MOST_NAMES)

function foldName(text: string): string {
  if (ASCII.test(text))
    return text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim()
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
}

/** Whether `text` names `name` in whole words: `Ann Owner/Agency` names `Ann Owner`, `Alamy` does not name `Al`. */
export function namesIn(text: string, name: string): boolean {
  const key = nameKey(name)
  return key !== '' && ` ${nameKey(text)} `.includes(` ${key} `)
}

/** A file may claim any number of creators; so many are named and the others counted. */
const MAX_NAMED = 20

/** The items to name, and how many more there are. */
export function firstNamed<T>(items: readonly T[]): { readonly named: readonly T[]; readonly others: number } {
  return { named: items.slice(0, MAX_NAMED), others: Math.max(0, items.length - MAX_NAMED) }
}

/** `A`, `A and B`, `A, B and C`; after twenty names `and 5 others`. */
export function listNames(names: readonly string[], words: Words): string {
  const { named, others } = firstNamed(names)
  const listed = others === 0 ? named : [...named, pluralOf(words.credit.others, others, words)]
  const separators = separatorsFor(listed, words)
  return listed.map((name, index) => `${separators[index]}${name}`).join('')
}
