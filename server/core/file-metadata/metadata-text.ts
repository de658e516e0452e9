import { type XmpValue, xmpItems, xmpTexts } from '../file-rights/xmp-properties.ts'
import type { LangAlt, LangText } from '../media.ts'
import { cleanParagraphs, cleanText } from '../text/safe-text.ts'

/** Code points of each kind of text, and numbers of entries: room for every honest owner, none for a flood (I7). */
export const MAX = {
  title: 300,
  caption: 5_000,
  altText: 2_000,
  name: 200,
  notice: 1_000,
  terms: 5_000,
  creators: 50,
  keywords: 200,
  languages: 50,
} as const

/** Room of the IIM datasets in bytes (IIM 4.2); writers cut what is longer, also inside a character. */
const IIM_BYTES = { byline: 32, credit: 32, source: 32, notice: 128, caption: 2_000 } as const

type TextShape = 'line' | 'paragraphs'

/**
 * The text in each language, cleaned, the default first; of a repeated language the first counts.
 * A language that is no BCP 47 tag, and text outside a language array, is the default.
 */
export function readLangAlt(value: XmpValue | undefined, maxLength: number, shape: TextShape = 'line'): LangAlt {
  const clean = shape === 'line' ? cleanText : cleanParagraphs
  const byLang = new Map<string, LangText>()
  for (const item of xmpItems(value).slice(0, MAX.languages)) {
    const text = item.kind === 'text' ? clean(item.text, maxLength) : ''
    const lang = parseLang((item.kind === 'text' && item.lang) || 'x-default')
    if (text !== '' && !byLang.has(lang)) byLang.set(lang, { lang, text })
  }
  const entries = [...byLang.values()]
  const isDefault = ({ lang }: LangText) => lang === 'x-default'
  return [...entries.filter(isDefault), ...entries.filter((entry) => !isDefault(entry))]
}

/** A text of which no language is known; empty for an empty text. With `maxLength` it is cleaned first, keeping its paragraphs. */
export function inDefault(text: string, maxLength?: number): LangAlt {
  const clean = maxLength === undefined ? text : cleanParagraphs(text, maxLength)
  return clean === '' ? [] : [{ lang: 'x-default', text: clean }]
}

/** The first of the texts that says anything. */
export function firstLang(candidates: readonly (() => LangAlt)[]): LangAlt {
  for (const candidate of candidates) {
    const found = candidate()
    if (found.length > 0) return found
  }
  return []
}

/** Cleaned texts in their order, each once, without empty ones. */
export function readTexts(texts: readonly string[], maxLength: number, maxCount: number): readonly string[] {
  const clean = texts.slice(0, maxCount * 2).map((text) => cleanText(text, maxLength))
  return [...new Set(clean)].filter((text) => text !== '').slice(0, maxCount)
}

/** The first text of a value that is not blank, trimmed and otherwise raw. */
export function firstText(value: XmpValue | undefined): string | undefined {
  return xmpTexts(value)
    .map((text) => text.trim())
    .find((text) => text !== '')
}

/**
 * The IIM value, or where its dataset had no room for more, the longer text of another source that goes on from it.
 *
 * @returns The first of `others` that says anything if there is no IIM value; `''` if there is nothing at all.
 */
export function keptWhole(dataset: keyof typeof IIM_BYTES, iim: string | undefined, ...others: readonly string[]): string {
  const value = iim?.trim() ?? ''
  if (value === '') return others.find((other) => other.trim() !== '') ?? ''
  // A writer that cuts between characters leaves up to three bytes of the room unused.
  const mayBeCut = utf8Length(value) >= IIM_BYTES[dataset] - 3
  return (mayBeCut && others.find((other) => other.startsWith(value))) || value
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length
}

function parseLang(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag.trim())[0] ?? 'x-default'
  } catch {
    // No BCP 47 tag: nobody can be served by it.
    return 'x-default'
  }
}
