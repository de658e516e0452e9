import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const PAGE = fileURLToPath(new URL('./widget/page.ts', import.meta.url))
const SOURCE = fileURLToPath(new URL('./node_modules/preact/src/', import.meta.url))

/**
 * Conditions in Preact's own source that never hold in the widget. Each becomes `false`, and the minifier drops what could then
 * never run: 1.4 of 4.0 kB (brotli), and with them Preact's one HTML sink (W1, W3). Nothing else of Preact is changed.
 */
const NEVER = [
  // No HTML: text is text (W12).
  "i == 'dangerouslySetInnerHTML'",
  // No hydration and no suspending: a card is drawn into an empty box.
  'oldVNode._flags & MODE_SUSPENDED',
  'newVNode._flags & MODE_SUSPENDED',
  'isHydrating || excessDomChildren != NULL',
  'excessDomChildren != NULL',
  "typeof replaceNode == 'function'",
  // No state, class, context or life cycle: components are functions of what they are given.
  'this._vnode',
  'newType.prototype && newType.prototype.render',
  'newType.contextType',
  'c.shouldComponentUpdate != NULL',
  'c.componentWillUpdate != NULL',
  'c.getChildContext != NULL',
  'r.componentWillUnmount',
  "typeof type == 'function' && type.defaultProps != NULL",
  // No error boundaries: an error ends the drawing, and the fallback is shown again (place.tsx).
  '(vnode = vnode._parent)',
  // No style attributes (W1), no SVG and no MathML.
  "name == 'style'",
  'namespace == SVG_NAMESPACE',
  "nodeType == 'svg'",
  "nodeType == 'math'",
  // No hooks for developer tools and other libraries.
  'options.vnode != NULL',
  'options._root',
  'options._diff',
  'options._render',
  'options._commit',
  'options.diffed',
  'options.unmount',
] as const

/** Where Preact trusts a page more than the widget does. */
const GUARDED = [
  // Elements may be named like the document's methods (W6).
  ['document.createTextNode', 'page.createTextNode'],
  ['document.createElementNS', 'page.createElementNS'],
  // Whatever a page adds to `Object.prototype` would be enumerated as a property (W11).
  ['EMPTY_OBJ = /** @type {any} */ ({})', 'EMPTY_OBJ = { __proto__: null }'],
  // `class` is no property of elements, but becomes one of all objects where a page adds it (W11).
  ["name != 'popover'", "name != 'class'"],
  // No state, hence no queue; a page may have another `Promise` (W7).
  ["typeof Promise == 'function'\n\t\t? Promise.prototype.then.bind(Promise.resolve())\n\t\t: setTimeout", 'undefined'],
  ['normalizedProps = {}', 'normalizedProps = { __proto__: null }'],
] as const

const CHANGES = [...NEVER.map((condition) => [condition, condition.startsWith('(') ? '(false)' : 'false'] as const), ...GUARDED]

/** Builds Preact from its source, without what `NEVER` names, and guarded. Fails the build if another version spells something otherwise. */
export function leanPreact(): Plugin {
  const unseen = new Set<string>(CHANGES.map(([text]) => text))
  return {
    name: 'placard-lean-preact',
    apply: 'build',
    enforce: 'pre',
    resolveId: (id) => (id === 'preact' ? `${SOURCE}index.js` : undefined),
    transform(code, id) {
      if (!id.startsWith(SOURCE)) return undefined
      const changed = CHANGES.reduce((text, [from, to]) => {
        if (text.includes(from)) unseen.delete(from)
        return text.replaceAll(from, to)
      }, code)
      return changed.includes('page.') ? `import { page } from ${JSON.stringify(PAGE)}\n${changed}` : changed
    },
    buildEnd(error) {
      if (!error && unseen.size > 0) this.error(`Expected in Preact's source: ${[...unseen].join(', ')}`)
    },
  }
}
