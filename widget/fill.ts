/** The phrase with its numbers: `Picture {n} of {total}` becomes `Picture 2 of 5`. */
export function fill(phrase: string, n: number, total: number): string {
  return phrase.replace('{n}', `${n}`).replace('{total}', `${total}`)
}
