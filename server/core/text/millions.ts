/** A count in millions to four digits, for people: megapixels, megabytes. */
export function millions(value: number): number {
  return Number((value / 1_000_000).toPrecision(4))
}
