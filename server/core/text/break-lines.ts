import { lettersIn } from './label-height.ts'

/**
 * Where a line may end: after a space that may break, and around each East Asian character, but not before what closes or stops a sentence
 * (https://www.w3.org/TR/jlreq/, section 3.1.7).
 */
const UNITS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー][、。，．：！？）」』ー]*|(?:[\u00a0\u202f]|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー])+|\s+/gu

/**
 * The text in lines of at most `maxLetters`, as wide as `lettersIn` estimates; for places that no layout engine fills.
 *
 * @param maxLetters  >= 1. A longer word is broken where it must be, between characters and not before their marks.
 * @returns           No line begins or ends with a space; none for a text of nothing else.
 */
export function breakLines(text: string, maxLetters: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const unit of unitsOf(text, maxLetters)) {
    if (line !== '' && lettersIn((line + unit).trimEnd()) > maxLetters) {
      lines.push(line)
      line = ''
    }
    line = line === '' ? unit.trimStart() : line + unit
  }
  return [...lines, line].map((each) => each.trim()).filter((each) => each !== '')
}

/** The text in no more lines than `breakLines` makes of it, the longest of them as short as it can be: a last word seldom stands alone. */
export function balanceLines(text: string, maxLetters: number): readonly string[] {
  const lines = breakLines(text, maxLetters)
  // Not so short that another word would be broken.
  const longest = Math.max(0, ...unitsOf(text, maxLetters).map((unit) => lettersIn(unit.trim())))
  let [tooFew, enough] = [0, maxLetters]
  while (enough - tooFew > 1) {
    const letters = (tooFew + enough) / 2
    if (letters >= longest && breakLines(text, letters).length <= lines.length) enough = letters
    else tooFew = letters
  }
  return breakLines(text, enough)
}

function unitsOf(text: string, maxLetters: number): readonly string[] {
  return (text.match(UNITS) ?? []).flatMap((unit) => (lettersIn(unit) <= maxLetters ? [unit] : (unit.match(/\P{M}\p{M}*/gu) ?? [])))
}
