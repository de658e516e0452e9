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

/** `A`, `A and B`, `A, B and C`. */
export function listNames(names: readonly string[]): string {
  return names.map((name, index) => nameSeparator(index, names.length) + name).join('')
}

/** What stands before the name at `index` of a list of `count`. */
export function nameSeparator(index: number, count: number): '' | ', ' | ' and ' {
  if (index === 0) return ''
  return index === count - 1 ? ' and ' : ', '
}
