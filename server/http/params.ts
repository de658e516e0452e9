import { CODE_FORMS, type CodeForm } from '../core/card/embed-code.ts'
import { BadRequestError, FormatNotSupportedError } from '../core/errors.ts'
import { parseShortcode } from '../core/identity/shortcode.ts'
import type { Shortcode } from '../core/media.ts'
import type { Box } from '../core/pictures/fit.ts'
import type { RenditionWidth } from '../core/pictures/rendition.ts'
import { langOfTag, MAX_TAG_LENGTH } from '../core/words/language-tag.ts'
import type { ChangesRequest } from '../usecases/serve/get-changes.ts'
import type { OEmbedRequest } from '../usecases/serve/get-oembed.ts'
import { MAX_CARDS_PER_REQUEST } from '../wire/card.ts'
import type { Lang } from '../wire/words.ts'

/** Every value of every parameter, decoded, as `c.req.queries()` gives them. */
export type Query = Readonly<Record<string, readonly string[]>>

export interface OEmbedQuery {
  readonly request: OEmbedRequest
  readonly format: 'json' | 'xml'
  /** A plain JavaScript name (O5). */
  readonly callback?: string
}

const MAX_URL_LENGTH = 4096 // a permalink with a page's tracking parameters fits; what is longer is an attack (E13)
const MAX_CHANGES = 500
const MAX_SIDE = 10_000 // no rendition and no card is larger, so more would only split the caches (O7)
const CALLBACK = /^[A-Za-z_$][\w$]{0,63}$/ // no dots: a method of a page's object is not a callback (O5)

/**
 * What a consumer asked `/oembed` for. Parameters that are not named here are ignored.
 *
 * @throws {FormatNotSupportedError} for any format but json and xml.
 * @throws {BadRequestError} that names the parameter, what was expected and what came.
 */
export function parseOEmbedQuery(query: Query, { jsonp }: { readonly jsonp: boolean }): OEmbedQuery {
  const format = parseFormat(query)
  const callback = parseCallback(query, { jsonp, format })
  // Consumers send a `lang` of their own, in spellings of their own, to every provider: what is no tag is not meant for us.
  const lang = findLang(query)
  return {
    request: {
      url: parseUrl(query),
      box: { width: parseSide(query, 'maxwidth'), height: parseSide(query, 'maxheight') },
      type: oneOf(query, 'type', ['rich', 'photo', 'video']) ?? 'rich',
      script: !parseFlag(query, 'omitscript'),
      caption: !parseFlag(query, 'hidecaption'),
      ...(lang !== undefined && { lang }),
    },
    format,
    ...(callback !== undefined && { callback }),
  }
}

/** Whether errors of this request are to be XML; says yes only where the format was named rightly. */
export function wantsXml(query: Query): boolean {
  return query.format?.length === 1 && query.format[0] === 'xml'
}

/** The shortcodes a widget asks for, 1 to 50; a code that no media can have is left in, for the answer to say so. */
export function parseCodes(query: Query): readonly string[] {
  const text = single(query, 'codes')
  if (text === undefined || text === '')
    throw new BadRequestError('Expected 1 to 50 shortcodes, joined by commas, for codes but received none')
  const codes = text.split(',')
  if (codes.length > MAX_CARDS_PER_REQUEST) {
    throw new BadRequestError(`Expected at most ${MAX_CARDS_PER_REQUEST} shortcodes for codes but received ${codes.length}`)
  }
  const wrong = codes.find((code) => !/^[\w-]{1,64}$/.test(code))
  if (wrong !== undefined) throw new BadRequestError(`Expected shortcodes of A-Z a-z 0-9 - _ for codes but received ${show(wrong)}`)
  return codes
}

const SIZES = { t: 150, m: 320, l: 640 } as const satisfies Record<string, RenditionWidth>

/** The width behind the platform's `size`; its middle one by default. */
export function parseSize(query: Query): RenditionWidth {
  return SIZES[oneOf(query, 'size', ['t', 'm', 'l']) ?? 'm']
}

/** The look of a frame; by default the reader's own. */
export function parseTheme(query: Query): 'auto' | 'light' | 'dark' {
  return oneOf(query, 'theme', ['auto', 'light', 'dark']) ?? 'auto'
}

/** What a publisher chose of an embed code. */
export interface CodeChoice {
  readonly form: CodeForm
  readonly theme?: 'light' | 'dark'
  readonly caption: boolean
  /** Of words and texts. */
  readonly lang?: Lang
  readonly box: Box
}

/** The embed code that is asked for; by default the one that suits any page. An empty value is as good as none: forms send those. */
export function parseCodeChoice(query: Query): CodeChoice {
  const given = Object.fromEntries(Object.entries(query).filter(([, values]) => values.join('') !== ''))
  const theme = parseTheme(given)
  const lang = parseLang(given)
  return {
    form: oneOf(given, 'form', CODE_FORMS) ?? 'full',
    caption: oneOf(given, 'caption', ['on', 'off']) !== 'off',
    box: { width: parseSide(given, 'maxwidth'), height: Number.POSITIVE_INFINITY },
    ...(theme !== 'auto' && { theme }),
    ...(lang !== undefined && { lang }),
  }
}

/**
 * The language that is asked for, as the nearest that Placard speaks, so that `de` and `de-AT` are one answer; English for all others.
 *
 * @throws {BadRequestError} for anything that is no BCP 47 language tag.
 */
export function parseLang(query: Query): Lang | undefined {
  const tag = single(query, 'lang')
  if (tag === undefined) return undefined
  const lang = langOfTag(tag)
  if (lang === undefined) {
    throw new BadRequestError(`Expected a BCP 47 language tag of at most ${MAX_TAG_LENGTH} characters for lang but received ${show(tag)}`)
  }
  return lang
}

/** The same where a wrong value must not be an error: what is no language tag asks for none. */
export function findLang(query: Query): Lang | undefined {
  const [tag, ...others] = query.lang ?? []
  return tag === undefined || others.length > 0 ? undefined : langOfTag(tag)
}

/** The media after which a list goes on, if the query names one. */
export function parseBefore(query: Query): Shortcode | undefined {
  return parseShortcodeOf(query, 'before')
}

/** The shortcode that a parameter names, whether anybody has it or not. */
export function parseShortcodeOf(query: Query, name: string): Shortcode | undefined {
  const text = single(query, name)
  if (text === undefined) return undefined
  const shortcode = parseShortcode(text)
  if (shortcode === undefined) throw new BadRequestError(`Expected a shortcode for ${name} but received ${show(text)}`)
  return shortcode
}

/** From where on changes are told, and how many; 100 if the query does not say. */
export function parseChanges(query: Query): ChangesRequest {
  const since = single(query, 'since')
  const limit = single(query, 'limit') ?? '100'
  if (!/^[1-9]\d{0,2}$/.test(limit) || Number(limit) > MAX_CHANGES) {
    throw new BadRequestError(`Expected a whole number from 1 to ${MAX_CHANGES} for limit but received ${show(limit)}`)
  }
  return { limit: Number(limit), ...(since !== undefined && { since }) }
}

function parseFormat(query: Query): 'json' | 'xml' {
  const text = single(query, 'format') ?? 'json'
  if (text === 'json' || text === 'xml') return text
  // The value is not repeated: it is the one an attacker expects to see again (O4).
  throw new FormatNotSupportedError('Expected json or xml for format but received something else')
}

function parseCallback(query: Query, { jsonp, format }: { readonly jsonp: boolean; readonly format: 'json' | 'xml' }): string | undefined {
  const name = single(query, 'callback')
  if (name === undefined) return undefined
  // Plain JSON would be a silent syntax error in the page that asks, so we say what is wrong.
  if (!jsonp) throw new BadRequestError('Expected no callback: this server answers JSON to every origin, and no JSONP')
  if (format === 'xml') throw new BadRequestError('Expected no callback beside format=xml')
  if (!CALLBACK.test(name)) throw new BadRequestError('Expected a plain JavaScript name of at most 64 characters for callback')
  return name
}

function parseUrl(query: Query): string {
  const url = single(query, 'url')
  if (url === undefined || url === '') throw new BadRequestError('Expected the address of a media for url but received none')
  if (url.length > MAX_URL_LENGTH) {
    throw new BadRequestError(`Expected at most ${MAX_URL_LENGTH} characters for url but received ${url.length}`)
  }
  return url
}

function parseSide(query: Query, name: 'maxwidth' | 'maxheight'): number {
  const text = single(query, name)
  if (text === undefined) return Number.POSITIVE_INFINITY
  if (!/^\d+$/.test(text) || Number(text) === 0) {
    throw new BadRequestError(`Expected a whole number of pixels >= 1 for ${name} but received ${show(text)}`)
  }
  return Math.min(Number(text), MAX_SIDE)
}

function parseFlag(query: Query, name: string): boolean {
  const value = oneOf(query, name, ['true', 'false', '1', '0'])
  return value === 'true' || value === '1'
}

/** @throws {BadRequestError} for any other value, or several. */
export function oneOf<Value extends string>(query: Query, name: string, values: readonly Value[]): Value | undefined {
  const text = single(query, name)
  if (text === undefined) return undefined
  const value = values.find((candidate) => candidate === text)
  if (value === undefined) throw new BadRequestError(`Expected ${values.join(', ')} for ${name} but received ${show(text)}`)
  return value
}

/** @throws {BadRequestError} if it is there more than once. */
export function single(query: Query, name: string): string | undefined {
  const values = Object.hasOwn(query, name) ? query[name] : undefined
  if (values !== undefined && values.length > 1) throw new BadRequestError(`Expected ${name} once but received it ${values.length} times`)
  return values?.[0]
}

/** Untrusted text as it may stand in a message: quoted, cut, and without any character that means something to HTML. */
function show(text: string): string {
  const cut = text.length > 40 ? `${text.slice(0, 40)}…` : text
  return `"${cut.replace(/[^ !#$%()*+,\-./0-9:;=?@A-Z[\]^_a-z{|}~…]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`
}
