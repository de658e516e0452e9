/**
 * A name as it is compared: compatible letters and case folded, every run of other characters one space.
 *
 * @returns `''` for a text without letters and digits.
 */
export function nameKey(text: string): string {
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
export function listNames(names: readonly string[]): string {
  const { named, others } = firstNamed(names)
  const listed = others === 0 ? named : [...named, countOthers(others)]
  return listed.map((name, index) => nameSeparator(index, listed.length) + name).join('')
}

/** The end of a list that is too long to be given whole. */
export function countOthers(count: number): string {
  return count === 1 ? '1 other' : `${count} others`
}

/** What stands before the name at `index` of a list of `count`. */
export function nameSeparator(index: number, count: number): '' | ', ' | ' and ' {
  if (index === 0) return ''
  return index === count - 1 ? ' and ' : ', '
}
