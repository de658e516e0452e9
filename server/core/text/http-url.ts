/**
 * The address if it is one that a page may link to.
 *
 * @returns `undefined` for anything but an absolute http or https URL without user information, at most 2,000 characters long.
 */
export function httpUrl(text: string): string | undefined {
  const trimmed = text.trim()
  if (trimmed.length > 2000 || !URL.canParse(trimmed)) return undefined
  const url = new URL(trimmed)
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:'
  return isWeb && url.username === '' && url.password === '' ? url.href : undefined
}
