import type { TextRun } from '../wire/card.ts'
import { html, type Markup } from './html.ts'

/** A run that says nothing of its own, such as ` · `: it needs no isolation for direction. */
const SEPARATOR = /^[^\p{L}\p{N}]*$/u

/** The runs as one string, without addresses. */
export function runsText(runs: readonly TextRun[]): string {
  return runs.map(({ text }) => text).join('')
}

/** The runs as HTML: each in its own `<bdi>`, links where there is an address, separators as they are (W13). */
export function runsMarkup(runs: readonly TextRun[]): readonly Markup[] {
  return runs.map(runMarkup)
}

function runMarkup({ text, lang, href, rel }: TextRun): Markup {
  if (href === undefined && SEPARATOR.test(text)) return html`${text}`
  const isolated = lang === undefined ? html`<bdi>${text}</bdi>` : html`<bdi lang="${lang}">${text}</bdi>`
  if (href === undefined) return isolated
  return rel === undefined ? html`<a href="${href}">${isolated}</a>` : html`<a href="${href}" rel="${rel}">${isolated}</a>`
}

/** The groups with `separator` between those that are not empty. */
export function joinRuns(groups: readonly (readonly TextRun[])[], separator: string): readonly TextRun[] {
  return groups.filter((group) => group.length > 0).flatMap((group, index) => (index === 0 ? group : [{ text: separator }, ...group]))
}
