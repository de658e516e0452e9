import type { TextRun } from '../wire/card.ts'
import { html, type Markup } from './html.ts'

/** The run as a card draws it: isolated for direction, with its language, as a link where it is one; separators stay plain. */
export function runMarkup({ text, lang, href, rel }: TextRun): Markup {
  if (href === undefined && !/[\p{L}\p{N}]/u.test(text)) return html`${text}`
  const isolated = html`<bdi${langAttribute(lang)}>${text}</bdi>`
  if (href === undefined) return isolated
  return html`<a href="${href}"${rel !== undefined && html` rel="${rel}"`}>${isolated}</a>`
}

/** The runs as plain text. */
export function runsText(runs: readonly TextRun[]): string {
  return runs.map(({ text }) => text).join('')
}

/** ` lang="…"` where the language is known. */
export function langAttribute(lang: string | undefined): Markup | undefined {
  return lang === undefined ? undefined : html` lang="${lang}"`
}
