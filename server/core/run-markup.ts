import type { TextRun } from '../wire/card.ts'
import { html, type Markup } from './html.ts'

/** The run as a card draws it: isolated for direction, with its language, as a link where it is one. */
export function runMarkup({ text, lang, href, rel }: TextRun): Markup {
  const isolated = html`<bdi${attribute('lang', lang)}>${text}</bdi>`
  return href === undefined ? isolated : html`<a href="${href}"${attribute('rel', rel)}>${isolated}</a>`
}

/** The runs one after the other; their separators are runs of their own. */
export function runsMarkup(runs: readonly TextRun[]): readonly Markup[] {
  return runs.map(runMarkup)
}

/** The runs as plain text. */
export function runsText(runs: readonly TextRun[]): string {
  return runs.map(({ text }) => text).join('')
}

function attribute(name: 'lang' | 'rel', value: string | undefined): Markup | undefined {
  if (value === undefined) return undefined
  return name === 'lang' ? html` lang="${value}"` : html` rel="${value}"`
}
