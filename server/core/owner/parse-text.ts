import { MAX } from '../file-metadata/metadata-text.ts'
import type { Creator } from '../media.ts'
import { httpUrl } from '../text/http-url.ts'
import { cleanParagraphs, cleanText } from '../text/safe-text.ts'
import { MAX_TAG_LENGTH } from '../words/language-tag.ts'
import { type Parse, quote, reportUnexpected } from './problems.ts'

/** Texts by BCP 47 tag or `x-default`; `null` takes the text in that language away. */
export type LangPatch = Readonly<Record<string, string | null>>

/** Beyond this a text is refused before it is cleaned: twenty times the longest that is taken. */
const MAX_RAW = 100_000

/** A text on one line, in code points at most `maxLength`; too long a text is refused and never cut, since its owner can shorten it better. */
export function line(maxLength: number): Parse<string> {
  return textParser(cleanText, maxLength)
}

/** Like `line`, with line breaks. */
export function paragraphs(maxLength: number): Parse<string> {
  return textParser(cleanParagraphs, maxLength)
}

function textParser(clean: typeof cleanText, maxLength: number): Parse<string> {
  return (value, field, report) => {
    if (typeof value !== 'string') return reportUnexpected(report, 'text', { field, value })
    const text = value.length > MAX_RAW ? value : clean(value, MAX_RAW)
    if (text === '') return reportUnexpected(report, 'text that can be seen, or null to remove it,', { field, value })
    const { length } = [...text]
    if (length <= maxLength) return text
    report({ field, message: `Expected at most ${maxLength} characters for ${field} but received ${length}` })
  }
}

/** A text (then it is the default), or texts by language. */
export function languages(parseText: Parse<string>): Parse<LangPatch> {
  return (value, field, report) => {
    const texts = typeof value === 'string' ? { 'x-default': value } : value
    if (!isRecord(texts)) return reportUnexpected(report, 'text or texts by language', { field, value })
    const tags = Object.keys(texts)
    if (tags.length > MAX.languages) return reportUnexpected(report, `at most ${MAX.languages} languages`, { field, value: tags.length })
    const fieldOf = (lang: string) => (texts === value ? `${field}.${lang}` : field)
    const entries = tags.flatMap((tag): readonly (readonly [string, string | null])[] => {
      const lang = canonicalLang(tag)
      if (lang === undefined) {
        report({ field, message: `Expected a language tag or x-default in ${field} but received ${quote(tag)}` })
        return []
      }
      const text = texts[tag] === null ? null : parseText(texts[tag], fieldOf(lang), report)
      return text === undefined ? [] : [[lang, text]]
    })
    return Object.fromEntries(entries)
  }
}

/** The tag in its canonical spelling, or `x-default`; `undefined` for what is no BCP 47 tag. */
function canonicalLang(tag: string): string | undefined {
  if (tag.trim().toLowerCase() === 'x-default') return 'x-default'
  try {
    return tag.length <= MAX_TAG_LENGTH ? Intl.getCanonicalLocales(tag.trim())[0] : undefined
  } catch {
    // No BCP 47 tag: the caller says so.
    return undefined
  }
}

/** An address that a page may link to. */
export const webAddress: Parse<string> = (value, field, report) => {
  const url = typeof value === 'string' ? httpUrl(value) : undefined
  return url ?? reportUnexpected(report, 'an http or https address', { field, value })
}

/** One creator or a list: each a name, or a name with an address. */
export const creators: Parse<readonly Creator[]> = (value, field, report) => {
  if (!Array.isArray(value)) return wrap(creator(value, field, report))
  if (value.length > MAX.creators) return reportUnexpected(report, `at most ${MAX.creators} creators`, { field, value: value.length })
  return value.flatMap((item, index) => creator(item, `${field}[${index}]`, report) ?? [])
}

function wrap<T>(item: T | undefined): readonly T[] | undefined {
  return item === undefined ? undefined : [item]
}

const creator: Parse<Creator> = (value, field, report) => {
  const name = line(MAX.name)
  if (typeof value === 'string') return named(name(value, field, report))
  if (!isRecord(value)) return reportUnexpected(report, 'a name or {"name", "url"}', { field, value })
  refuseOthers(value, ['name', 'url'], { field, report })
  const url = value.url === undefined || value.url === null ? undefined : webAddress(value.url, `${field}.url`, report)
  const found = named(name(value.name, `${field}.name`, report))
  return found && { ...found, ...(url !== undefined && { url }) }
}

function named(name: string | undefined): Creator | undefined {
  return name === undefined ? undefined : { name }
}

/** Words in their order, each once. */
export const keywords: Parse<readonly string[]> = (value, field, report) => {
  if (!Array.isArray(value)) return reportUnexpected(report, 'a list of words', { field, value })
  if (value.length > MAX.keywords) return reportUnexpected(report, `at most ${MAX.keywords} keywords`, { field, value: value.length })
  const word = line(MAX.name)
  return [...new Set(value.flatMap((item, index) => word(item, `${field}[${index}]`, report) ?? []))]
}

/** Whether it is a JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Reports every key that is not one of `known`: a misspelt one would otherwise change nothing, silently. */
export function refuseOthers(
  record: Readonly<Record<string, unknown>>,
  known: readonly string[],
  { field, report }: { readonly field: string; readonly report: Parameters<Parse<unknown>>[2] },
): void {
  const where = field === '' ? 'a field of a media' : `a field of ${field}`
  for (const key of Object.keys(record).filter((name) => !known.includes(name)))
    report({ field: field || key, message: `Expected ${where} (${known.join(', ')}) but received ${quote(key)}` })
}
