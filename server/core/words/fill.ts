import type { MarkupValue } from '../text/html.ts'

const PLACE = /\{(\w+)\}/

/** The phrase with its values in their places: `{n} others` becomes `5 others`. A place without a value stays as it is. */
export function fill(phrase: string, values: Readonly<Record<string, string | number>>): string {
  return pieces(phrase, values).join('')
}

/** The same for values that are markup; the words between them are still text. */
export function fillMarkup(phrase: string, values: Readonly<Record<string, MarkupValue>>): readonly MarkupValue[] {
  return pieces(phrase, values)
}

/** What stands before and after the one place of a phrase. */
export function around(phrase: string): readonly [before: string, after: string] {
  const [before = '', , after = ''] = phrase.split(PLACE)
  return [before, after]
}

/** A capturing group makes `split` answer words and names of places by turns. */
function pieces<V>(phrase: string, values: Readonly<Record<string, V>>): readonly (V | string)[] {
  return phrase.split(PLACE).map((piece, index) => (index % 2 === 0 ? piece : (namedValue(values, piece) ?? `{${piece}}`)))
}

function namedValue<V>(values: Readonly<Record<string, V>>, name: string): V | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined
}
