/** For `sort`: the order that every language's plain comparison of strings agrees on; locales do not. */
export function byCodeUnit(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
