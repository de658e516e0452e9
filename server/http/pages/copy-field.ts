import { html, type Markup } from '../../core/text/html.ts'
import type { Words } from '../../core/words/words.ts'

interface CopyField {
  /** Unique on its page. */
  readonly id: string
  readonly label: string
  /** One sentence: when to take this form. */
  readonly hint?: string
  readonly text: string
  readonly rows?: number
}

/** Text to copy in a read-only field; the button appears only where `copy.js` runs, and without it the field still selects and copies. */
export function copyField({ id, label, hint, text, rows = 4 }: CopyField, { site }: Words): Markup {
  const described = hint === undefined ? undefined : html` aria-describedby="${id}-hint"`
  return html`<div class="copyable">
<label for="${id}">${label}</label>
${hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`}
<textarea id="${id}" rows="${rows}" readonly spellcheck="false" autocomplete="off" dir="auto"${described}>${text}</textarea>
<button type="button" data-copy="${id}" hidden aria-label="${site.copy}: ${label}">${site.copy}</button>
</div>`
}

/** Where `copy.js` says aloud what it did; once per page. */
export function copyAnnouncer({ site }: Words): Markup {
  return html`<p class="unseen" id="copied" role="status" aria-live="polite" data-copied="${site.copied}" data-selected="${site.selected}"></p>`
}
