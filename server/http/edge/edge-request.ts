import { parseMediaId } from '../../core/identity/id.ts'
import { decodeOnce } from '../../core/identity/resource-url.ts'
import { decodeShortcode, encodeShortcode, parseShortcode } from '../../core/identity/shortcode.ts'
import type { HeaderSet } from '../headers.ts'

/** One request on its way through the edge. */
export interface Passage {
  readonly request: Request
  readonly path: string
  /** Path and query, as they are asked of the origin. */
  readonly target: string
  /** Of the media that it is about. */
  readonly codes: readonly string[]
}

/** All that Placard's public answers depend on, and what says which part is wanted. Nothing that names a reader, or that they are the owner. */
const PASSED = [
  'accept',
  'accept-language',
  'access-control-request-headers',
  'access-control-request-method',
  'if-range',
  'origin',
  'range',
  'referer',
  'sec-fetch-dest',
  'sec-fetch-mode',
  'sec-fetch-site',
  'user-agent',
] as const

/** By which an edge knows that a request has passed one already. */
export const VIA = '1.1 placard-edge'

/**
 * The headers for the origin.
 *
 * Without a coding: what comes packed would be unpacked by the platform and packed anew, to other bytes. A host and forwarded addresses stay
 * behind: the origin's own configuration says what its addresses are (O1).
 */
export function originHeaders(asked: Headers, ifNoneMatch?: string): HeaderSet {
  const passed = PASSED.flatMap((name) => {
    const value = asked.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  return {
    ...Object.fromEntries(passed),
    'accept-encoding': 'identity',
    via: VIA,
    ...(ifNoneMatch !== undefined && { 'if-none-match': ifNoneMatch }),
  }
}

/** The request, with what is read out of its address. */
export function passageOf(request: Request): Passage {
  const { pathname: path, search, searchParams } = new URL(request.url)
  return { request, path, target: path + search, codes: codesIn(path, searchParams) }
}

/** Whether this is for the owner's programs: they ask the origin itself, and no token ever comes this way. */
export function isOwners(path: string): boolean {
  return /^\/v1\/owner(\/|$)/.test(canonical(path))
}

/** Films come in parts, as they are asked for, and are too large to be kept. */
export function isFilm(path: string): boolean {
  return /^\/v\/[^/]+\/[^/]+\/video\.mp4$/.test(path)
}

/**
 * The shortcodes of the media that an address is about, however it is spelled, each in its short form: a media may have a long name besides. None of
 * a list, whatever stands in its query: nobody is to make it look like the address of a media that is still shown.
 */
function codesIn(path: string, query: URLSearchParams): readonly string[] {
  return namesIn(decoded(path), query).map(shortForm)
}

function namesIn(path: string, query: URLSearchParams): readonly string[] {
  const [, name] = /^\/(?:p|t|v|v1\/media\/shortcode)\/([\w-]{1,40})(?:\/|$)/.exec(path) ?? []
  if (name !== undefined) return [name]
  if (path === '/oembed') return /\/(?:p|t|v)\/([\w-]{1,40})(?:[/?#]|$)/.exec(decodeOnce(query.get('url') ?? ''))?.slice(1) ?? []
  if (path === '/v1/cards') return (query.get('codes') ?? '').split(',').filter((one) => /^[\w-]{1,40}$/.test(one))
  const id = parseMediaId(/^\/v1\/media\/(\d+)$/.exec(path)?.[1] ?? '')
  return id === undefined ? [] : [encodeShortcode(id)]
}

/** What is no shortcode stays as it is; nobody ever hears anything of it. */
function shortForm(name: string): string {
  const code = parseShortcode(name)
  return code === undefined ? name : encodeShortcode(decodeShortcode(code))
}

function canonical(path: string): string {
  return decoded(path).toLowerCase()
}

/** A router may decode what we compare. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path // Malformed, so no router finds anything there.
  }
}
