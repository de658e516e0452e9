import { fillSlots, html, type Markup } from '../../core/text/html.ts'

interface DemoPage {
  /** `public/demo/index.html`, a file of this project. */
  readonly template: string
  /** What stands in each slot; `undefined` where the collection has no such picture. */
  readonly slots: Readonly<Record<string, Markup | undefined>>
}

/** The demonstration host page, with an embed in each place where the article names one. */
export function demoPage({ template, slots }: DemoPage): Markup {
  return fillSlots(template, (slot) => slots[slot] ?? html`<p class="no-picture">This collection has no picture for this place yet.</p>`)
}
