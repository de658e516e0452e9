import type { Loader } from './loader.ts'
import { ELEMENT } from './snippets.ts'

/** Defines `<placard-embed code caption theme>` for the first server whose script runs on the page. */
export function defineElement(loader: Loader): void {
  if (customElements.get(ELEMENT)) return
  customElements.define(
    ELEMENT,
    class extends HTMLElement {
      static readonly observedAttributes = ['code', 'caption', 'theme']

      connectedCallback(): void {
        loader.adopt(this)
      }

      attributeChangedCallback(name: string): void {
        if (!this.isConnected) return
        if (name === 'code') loader.adopt(this)
        else loader.refresh(this)
      }
    },
  )
}
