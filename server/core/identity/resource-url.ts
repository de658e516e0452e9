import type { Lang } from '../../wire/words.ts'
import type { Shortcode } from '../media.ts'
import { remember } from '../remember.ts'
import { parseUrl } from '../text/parse-url.ts'
import { langOfTag } from '../words/language-tag.ts'
import { parseShortcode } from './shortcode.ts'

const MAX_URL_LENGTH = 2000 // as `httpUrl`; a permalink with tracking parameters has some hundreds of characters (E13)

/** Scheme, authority, path, rest: before `new URL` may repair backslashes, tabs, user information or missing slashes (O6). */
const STRICT_URL = /^https?:\/\/([^\s\\/?#@%]+)(\/[^\s\\?#]*)?([?#].*)?$/i

/** What may follow the base path: the permalink, its frames, its `media/` redirect, or the address of a thumbnail. */
const RESOURCE = /^\/(?:p\/([\w-]+)(?:\/|\/embed\/?|\/embed\/captioned\/?|\/media\/?)?|t\/([\w-]+)\/\d+\/\d+\.(?:jpg|webp|avif))$/

/**
 * The shortcode that a consumer's `url` names, in any spelling of one of our own addresses (E10).
 *
 * @param url     As the query said it, decoded once; one more layer of encoding is taken off.
 * @param baseUrl From the configuration. Its scheme does not matter, its port and path do.
 * @returns       `undefined` for every other address. Nothing is ever fetched, nothing thrown (O6).
 */
export function parseResourceUrl(url: string, baseUrl: string): Shortcode | undefined {
  if (url.length > MAX_URL_LENGTH) return undefined
  const [text = '', authority = '', path = ''] = STRICT_URL.exec(decodeOnce(url)) ?? []
  const base = parseBase(baseUrl)
  if (!isHost(text, authority, base)) return undefined
  const basePath = base.pathname.replace(/\/$/, '')
  if (!path.startsWith(basePath)) return undefined
  const [, permalinkCode, thumbnailCode] = RESOURCE.exec(path.slice(basePath.length)) ?? []
  return parseShortcode(permalinkCode ?? thumbnailCode ?? '')
}

/** The language in which the address shows the media, if it names one: who pastes the German page wants a German card. */
export function langOfUrl(url: string): Lang | undefined {
  const [, tag] = /[?&]lang=([\w-]+)(?:[&#]|$)/.exec(decodeOnce(url)) ?? []
  return tag === undefined ? undefined : langOfTag(tag)
}

/** The address, trimmed, without one more layer of encoding: some clients encode twice, and `https%3A%2F%2F…` is left after one decoding. */
export function decodeOnce(url: string): string {
  const text = url.trim()
  if (!/^https?%3a/i.test(text)) return text
  try {
    return decodeURIComponent(text)
  } catch {
    // A stray `%` is nothing we ever wrote: not our address, and no error of ours.
    return ''
  }
}

const parseBase = remember((baseUrl) => new URL(baseUrl), 1)

/** Same host and port; a port that is its scheme's default equals no port. */
function isHost(text: string, authority: string, base: URL): boolean {
  if (text.startsWith(`${base.origin}/`)) return true
  const url = parseUrl(text)
  if (url === undefined) return false
  // Full-width and other look-alikes map to ASCII by IDNA; only a host that is itself international may be spelt in Unicode.
  const isAscii = /^[\x21-\x7e]*$/.test(authority)
  return (isAscii || base.hostname.includes('xn--')) && url.host === base.host
}
