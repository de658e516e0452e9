import type { LangAlt } from '../media.ts'
import type { LangPatch } from './parse-text.ts'

/** What was with what is wanted, the default first, then the languages in the order in which they came. */
export function patchLanguages(before: LangAlt, patch: LangPatch | null | undefined): LangAlt {
  if (patch === undefined) return before
  if (patch === null) return []
  const texts = new Map<string, string | null>(before.map(({ lang, text }) => [lang, text]))
  for (const [lang, text] of Object.entries(patch)) texts.set(lang, text)
  const after = [...texts].flatMap(([lang, text]) => (text === null ? [] : [{ lang, text }]))
  const isDefault = ({ lang }: { lang: string }) => lang === 'x-default'
  return [...after.filter(isDefault), ...after.filter((entry) => !isDefault(entry))]
}
