import type { LangAlt, LangText } from '../media.ts'

/** A text and the language it is in; `lang` is a BCP 47 tag, absent where nobody said. */
export interface PickedText {
  readonly text: string
  readonly lang?: string
}

const DEFAULT = 'x-default'

/**
 * The text for a reader: in the first of the `preferred` languages that there is, else the owner's default.
 *
 * @param preferred BCP 47 tags, best first; `de-AT` is also served by `de` and, last, `de` by `de-CH` (RFC 4647, section 3.4).
 * @returns         `undefined` if there is no text; no `lang` for `x-default`, unless another entry holds the same text.
 */
export function pickText(alt: LangAlt, preferred: readonly string[] = []): PickedText | undefined {
  if (alt.length < 2) return pickOnly(alt[0])
  const given = alt.every(saysSomething) ? alt : alt.filter(saysSomething)
  const chosen = firstOf(preferred, (tag) => findLanguage(given, tag)) ?? given.find(isDefault) ?? given[0]
  if (chosen === undefined) return undefined
  const named = isDefault(chosen) ? given.find(({ text, lang }) => text === chosen.text && lang !== DEFAULT) : chosen
  return { text: chosen.text, ...(named && { lang: named.lang }) }
}

/** The owner's default text, cleaned; `undefined` if nothing is left of it. */
export function pickCleaned(alt: LangAlt, clean: (text: string) => string): PickedText | undefined {
  const picked = pickText(alt)
  const text = clean(picked?.text ?? '')
  return text === '' ? undefined : { ...picked, text }
}

/** Most owners say things once. */
function pickOnly(only: LangText | undefined): PickedText | undefined {
  if (only === undefined || !saysSomething(only)) return undefined
  return only.lang === DEFAULT ? { text: only.text } : { text: only.text, lang: only.lang }
}

function findLanguage(alt: LangAlt, tag: string): LangText | undefined {
  const wanted = tag.toLowerCase()
  const ranges = wanted.split('-').map((_, index, parts) => parts.slice(0, parts.length - index).join('-'))
  const exact = firstOf(ranges, (range) => alt.find(({ lang }) => lang.toLowerCase() === range))
  return exact ?? alt.find(({ lang }) => lang.toLowerCase().startsWith(`${ranges.at(-1)}-`))
}

function firstOf<T>(tags: readonly string[], find: (tag: string) => T | undefined): T | undefined {
  for (const tag of tags) {
    const found = find(tag)
    if (found !== undefined) return found
  }
  return undefined
}

function saysSomething({ text }: LangText): boolean {
  return text.trim() !== ''
}

function isDefault({ lang }: LangText): boolean {
  return lang === DEFAULT || lang.toLowerCase() === DEFAULT
}
