/** Looks for snippets in `root`, now and whenever it changes; idempotent. */
export type Process = (root?: Document | ShadowRoot | Element) => void

/** A symbol cannot be clobbered by an element's name or id, and is the same for every copy of the script (W6, W9). */
const KEY = Symbol.for('placard')

type Servers = Record<string, Process>
type Registry = typeof globalThis & { [KEY]?: Servers; placard?: { readonly process: Process } }

/**
 * Starts the widget for this server unless another copy of the script has; `window.placard.process` reaches the widgets of all servers.
 */
export function publish(base: string, start: () => Process): void {
  const page: Registry = globalThis
  page[KEY] ??= {}
  const servers = page[KEY]
  servers[base] ??= start()
  servers[base](document)
  page.placard = {
    process(root = document) {
      for (const each of Object.values(servers)) each(root)
    },
  }
}
