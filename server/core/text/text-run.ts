import type { TextRun } from '../../wire/card.ts'
import { html, type Markup } from './html.ts'

/** A run that says nothing of its own, such as ` · `: it needs no isolation for direction. */
export const SEPARATOR_RUN = /^[^\p{L}\p{N}]*$/u

/** The runs as one string, without addresses. */
export function runsText(runs: readonly TextRun[]): string {
  return runs.map(({ text }) => text).join('')
}

/**
 * The runs as HTML: each in its own `<bdi>`, links where there is an address, separators as they are (W13).
 *
 * @param target  Set where the runs stand in a frame: their links leave it.
 */
export function runsMarkup(runs: readonly TextRun[], target?: '_blank'): readonly Markup[] {
  return runs.map((run) => runMarkup(run, target))
}

function runMarkup({ text, lang, href, rel }: TextRun, target: '_blank' | undefined): Markup {
  if (href === undefined && SEPARATOR_RUN.test(text)) return html`${text}`
  const isolated = html`<bdi${langAttribute(lang)}>${text}</bdi>`
  return href === undefined ? isolated : html`<a href="${href}"${exitAttributes(rel, target)}>${isolated}</a>`
}

/** ` lang="…"` where the language is known. */
export function langAttribute(lang: string | undefined): Markup | undefined {
  return lang === undefined ? undefined : html` lang="${lang}"`
}

/** How a link leaves the place it stands in; a page in a new window never reaches back. */
export function exitAttributes(rel: string | undefined, target: '_blank' | undefined): Markup {
  const words = new Set([...(rel ?? '').split(' '), ...(target === undefined ? [] : ['noopener'])])
  words.delete('')
  return html`${target !== undefined && html` target="${target}"`}${words.size > 0 && html` rel="${[...words].join(' ')}"`}`
}

/** The groups with `separator` between those that are not empty. */
export function joinRuns(groups: readonly (readonly TextRun[])[], separator: string): readonly TextRun[] {
  return groups.filter((group) => group.length > 0).flatMap((group, index) => (index === 0 ? group : [{ text: separator }, ...group]))
}
