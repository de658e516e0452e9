/** What was given, for a sentence about it: as text in quotation marks, cut where it would fill the screen. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
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
