import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

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

/** Builds Preact from its source, without what `NEVER` names. Fails the build if another version spells a condition otherwise. */
export function leanPreact(): Plugin {
  const unseen = new Set<string>(NEVER)
  return {
    name: 'placard-lean-preact',
    apply: 'build',
    enforce: 'pre',
    resolveId: (id) => (id === 'preact' ? `${SOURCE}index.js` : undefined),
    transform(code, id) {
      if (!id.startsWith(SOURCE)) return undefined
      return NEVER.reduce((text, condition) => {
        if (text.includes(condition)) unseen.delete(condition)
        return text.replaceAll(condition, condition.startsWith('(') ? '(false)' : 'false')
      }, code)
    },
    buildEnd(error) {
      if (!error && unseen.size > 0) this.error(`Expected in Preact's source: ${[...unseen].join(', ')}`)
    },
  }
}
