import { remember } from '../remember.ts'
import { parseUrl } from './parse-url.ts'

/**
 * The address if it is one that a page may link to.
 *
 * @returns `undefined` for anything but an absolute http or https URL without user information, at most 2,000 characters long.
 */
export function httpUrl(text: string): string | undefined {
  const trimmed = text.trim()
  // Before anything is remembered: a file may give a whole book for its address.
  return trimmed === '' || trimmed.length > 2000 ? undefined : find(trimmed)
}

const find = remember(findHttpUrl, 500)

function findHttpUrl(text: string): string | undefined {
  const url = parseUrl(text)
  if (url === undefined) return undefined
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:'
  return isWeb && url.username === '' && url.password === '' ? url.href : undefined
}
