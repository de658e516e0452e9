import type { Loader } from './loader.ts'
import { ELEMENT, LIVE_ATTRIBUTES } from './snippets.ts'

/** Defines `<placard-embed code caption theme lang>` for the first server whose script runs on the page. */
export function defineElement({ adopt }: Loader): void {
  if (customElements.get(ELEMENT)) return
  customElements.define(
    ELEMENT,
    class extends HTMLElement {
      static readonly observedAttributes = LIVE_ATTRIBUTES

      connectedCallback(): void {
        adopt(this)
      }

      attributeChangedCallback(): void {
        if (this.isConnected) adopt(this)
      }
    },
  )
}
