import type { TextRun } from '../../wire/card.ts'
import { html, type Markup } from './html.ts'

/** A run that says nothing of its own, such as ` · `: it needs no isolation for direction. */
export const SEPARATOR_RUN = /^[^\p{L}\p{N}]*$/u

/** The runs as one string, without addresses. */
export function runsText(runs: readonly TextRun[]): string {
  let text = ''
  for (const run of runs) text += run.text
  return text
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
export function exitAttributes(rel: string | undefined, target: '_blank' | undefined): Markup | undefined {
  if (target === undefined) return rel === undefined ? undefined : html` rel="${rel}"`
  return html` target="${target}" rel="${withNoopener(rel)}"`
}

function withNoopener(rel: string | undefined): string {
  if (rel === undefined) return 'noopener'
  return rel.split(' ').includes('noopener') ? rel : `${rel} noopener`
}

/** The groups with `separator` between those that are not empty. */
export function joinRuns(groups: readonly (readonly TextRun[])[], separator: string): readonly TextRun[] {
  const joined: TextRun[] = []
  for (const group of groups) {
    if (group.length > 0 && joined.length > 0) joined.push({ text: separator })
    for (const run of group) joined.push(run)
  }
  return joined
}
