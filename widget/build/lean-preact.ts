import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const PAGE = fileURLToPath(new URL('../page.ts', import.meta.url))
const SOURCE = fileURLToPath(new URL('../../node_modules/preact/src/', import.meta.url))

/**
 * Conditions in Preact's own source that never hold in the widget. Each becomes `false`, and the minifier drops what could then
 * never run: half of 4.0 kB (brotli), and with them Preact's one HTML sink (W1, W3). What else is changed stands below.
 */
const NEVER = [
  // No HTML: text is text (W12).
  "i == 'dangerouslySetInnerHTML'",
  // No hydration and no suspending: a card is drawn into an empty box.
  'oldVNode._flags & MODE_SUSPENDED',
  'newVNode._flags & MODE_SUSPENDED',
  'excessDomChildren != NULL',
  'excessDomChildren && slice.call(dom.childNodes)',
  "typeof replaceNode == 'function'",
  '!isHydrating && replaceNode',
  'parentDom == document',
  '(isHydrating)',
  'replaceNode && replaceNode._children',
  // No components: jsx-runtime.ts calls functions itself. So no state, context, life cycle or fragments either.
  "typeof newType == 'function'",
  "typeof childVNode.type == 'function' && result !== UNDEFINED",
  "typeof parentVNode.type == 'function'",
  "typeof vnode.type == 'function'",
  "typeof type == 'function' && type.defaultProps != NULL",
  '(isArray(childVNode))',
  '(r = vnode._component) != NULL',
  // No element is drawn in two places, and none has a key: the children of an element keep their order.
  'childVNode.constructor === UNDEFINED && childVNode._depth > 0',
  '(shouldSearch)',
  '(matchingIndex != skewedIndex)',
  'newChildrenLength > oldChildrenLength',
  'newChildrenLength < oldChildrenLength',
  "i == 'key'",
  // No error boundaries: an error ends the drawing, and the fallback is shown again (place.tsx).
  '(vnode = vnode._parent)',
  // No style attributes (W1), no SVG and no MathML, no elements with children or values of their own kind.
  "name == 'style'",
  'namespace == SVG_NAMESPACE',
  "nodeType == 'svg'",
  "nodeType == 'math'",
  "nodeType == 'foreignObject'",
  "nodeType == 'textarea'",
  "nodeType == 'progress'",
  "nodeType == 'option'",
  "newVNode.type == 'template'",
  // No elements whose value a reader changes.
  "i == 'value' && 'defaultValue' in newProps",
  "i == 'checked' && 'defaultChecked' in newProps",
  "i == 'value'",
  "i == 'checked'",
  // No listener in the capture phase.
  "name != (name = name.replace(CAPTURE_REGEX, '$1'))",
  // Nothing to pop over, no bigints and no texts that are objects.
  'checked != UNDEFINED && checked != dom[i]',
  "name == 'popover' && value == true",
  "typeof childVNode == 'bigint'",
  'childVNode.constructor == String',
  // No object as a ref, and none that cleans up.
  "typeof ref._unmount == 'function'",
  // No hooks for developer tools and other libraries.
  'options.vnode != NULL',
  'options.event',
  'options._root',
  'options._diff',
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
  ["name != 'list' &&\n\t\t\tname != 'form' &&", ''],
  ["name != 'download' &&\n\t\t\tname != 'rowSpan' &&\n\t\t\tname != 'colSpan' &&", ''],
  ["name != 'popover'", "name != 'class'"],
  ['normalizedProps = {}', 'normalizedProps = { __proto__: null }'],
  ['!isHydrating', 'true'],
  ['parentDom.firstChild\n\t\t\t\t\t? slice.call(parentDom.childNodes)\n\t\t\t\t\t: NULL', 'NULL'],
  // No customised elements.
  ['newProps.is && newProps', 'undefined'],
  // Only functions are refs, and only names of the platform are events.
  ["typeof ref == 'function'", 'true'],
  ["lowerCaseName in dom || name == 'onFocusOut' || name == 'onFocusIn'", 'true'],
] as const

/** What follows from there being no components. */
const WITHOUT_COMPONENTS = [
  // The root is the box itself, since there are no fragments.
  ['oldVNode || EMPTY_OBJ,', 'oldVNode || { _dom: parentDom, props: EMPTY_OBJ },'],
  ["typeof childVNode.type != 'function'", 'true'],
  // No state, hence no queue; a page may have another `Promise` (W7).
  ["typeof Promise == 'function'\n\t\t? Promise.prototype.then.bind(Promise.resolve())\n\t\t: setTimeout", 'undefined'],
  // Nothing refers to what is left of the class, its queue and its callbacks.
  ['BaseComponent.prototype.setState = ', 'const setState = '],
  ['BaseComponent.prototype.forceUpdate = ', 'const forceUpdate = '],
  ['BaseComponent.prototype.render = Fragment;', ''],
  ['\n\nprocess._rerenderCount = 0;', ''],
  ['commitQueue.some(c => {', 'false && commitQueue.some(c => {'],
] as const

const CHANGES = [
  ...NEVER.map((condition) => [condition, condition.startsWith('(') ? '(false)' : 'false'] as const),
  ...GUARDED,
  ...WITHOUT_COMPONENTS,
]

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
