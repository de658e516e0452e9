/** What was given, for a sentence about it: as text in quotation marks, cut where it would fill the screen. */
export function quote(text: string): string {
  // Who mixes settings up may have a password in it, and a log is read by many (L7).
  const told = text.replace(/\/\/[^/]*@/, '//…@')
  return JSON.stringify(told.length > 60 ? `${told.slice(0, 60)}…` : told)
}

/**
 * A setting that is a whole number.
 *
 * @param problems  Receives a sentence if it is none, or outside the range; the result is then the least of it.
 */
export function parseWhole(name: string, text: string, range: { readonly min: number; readonly max: number }, problems: string[]): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (value >= range.min && value <= range.max) return value
  problems.push(`Expected a whole number from ${range.min} to ${range.max} for ${name} but received ${quote(text)}`)
  return range.min
}
