/**
 * The word that was most likely meant: at most two letters off, or begun with what was typed.
 *
 * @returns `undefined` where none is near, or two are equally.
 */
export function nearestWord(typed: string, words: readonly string[]): string | undefined {
  const near = words.map((word) => ({ word, off: lettersOff(typed, word) })).filter(({ word, off }) => off <= Math.min(2, word.length / 2))
  const least = Math.min(...near.map(({ off }) => off))
  const found = near.length > 0 ? near.filter(({ off }) => off === least).map(({ word }) => word) : begunWith(typed, words)
  return found.length === 1 ? found[0] : undefined
}

function begunWith(typed: string, words: readonly string[]): readonly string[] {
  return typed.length < 2 ? [] : words.filter((word) => word.startsWith(typed))
}

/** Letters to be put in, taken out or replaced to make the one of the other (Levenshtein). */
function lettersOff(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1]
    for (const [j, wanted] of [...other].entries()) {
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === wanted ? 0 : 1)))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
