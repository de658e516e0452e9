import type { Lang } from '../../wire/words.ts'

/** The address of the same thing in this language; as it is where no language was asked for. */
export function inLanguage(url: string, lang: Lang | undefined): string {
  return lang === undefined ? url : `${url}${url.includes('?') ? '&' : '?'}lang=${lang}`
}
