import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const PAGE = fileURLToPath(new URL('../page.ts', import.meta.url))
const SOURCE = fileURLToPath(new URL('../../node_modules/preact/src/', import.meta.url))

/**
 * Conditions in Preact's own source that never hold in the widget. Each becomes `false`, and the minifier drops what could then
 * never run: with the rest, 2.7 of 4.0 kB (brotli), and with them Preact's one HTML sink (W1, W3). What else is changed stands below. In all of them
 * a space stands for any white space.
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
  'arguments.length > 2',
  '(isArray(childVNode))',
  // No element is drawn in two places or twice, and none has a key: the children of an element keep their order.
  'childVNode.constructor === UNDEFINED && childVNode._depth > 0',
  'excessDomChildren == NULL && newVNode._original == oldVNode._original',
  'oldVNode._original == NULL',
  '(matchingIndex != skewedIndex)',
  'newChildrenLength > oldChildrenLength',
  'newChildrenLength < oldChildrenLength',
  'oldDom && parentVNode.type && !oldDom.parentNode',
  '(oldDom != NULL && oldDom.nodeType == 8)',
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
  // No listener in the capture phase, and none that comes or goes while its event is on its way.
  "name != (name = name.replace(CAPTURE_REGEX, '$1'))",
  'e[EVENT_DISPATCHED] == NULL',
  'e[EVENT_DISPATCHED] < eventHandler[EVENT_ATTACHED]',
  // Nothing to pop over, no bigints, no functions as children and no texts that are objects.
  'checked != UNDEFINED && checked != dom[i]',
  "name == 'popover' && value == true",
  "typeof childVNode == 'bigint'",
  "typeof childVNode == 'function'",
  'childVNode.constructor == String',
  // A ref is called below.
  'childVNode.ref && oldVNode.ref != childVNode.ref',
  // No hooks for developer tools and other libraries.
  'options.vnode != NULL',
  'options.event',
  'options._root',
  '((tmp = options._diff))',
  '((tmp = options.diffed))',
] as const

/** Where Preact trusts a page more than the widget does. */
const GUARDED = [
  // Elements may be named like the document's methods (W6).
  ['document.createTextNode', 'page.createTextNode'],
  ['document.createElementNS( namespace, nodeType, newProps.is && newProps )', 'page.createElement(nodeType)'],
  // Whatever a page adds to `Object.prototype` would be enumerated as a property (W11).
  ['EMPTY_OBJ = /** @type {any} */ ({})', 'EMPTY_OBJ = { __proto__: null }'],
  // `class` is no property of elements, but becomes one of all objects where a page adds it (W11).
  ["name != 'list' && name != 'form' &&", ''],
  ["name != 'download' && name != 'rowSpan' && name != 'colSpan' &&", ''],
  ["name != 'popover'", "name != 'class'"],
  ['!isHydrating', 'true'],
  // Only names of the platform are events.
  ["lowerCaseName in dom || name == 'onFocusOut' || name == 'onFocusIn'", 'true'],
] as const

/** What follows from there being no components. */
const WITHOUT_COMPONENTS = [
  // The root is the box itself, since there are no fragments.
  ['oldVNode || EMPTY_OBJ,', 'oldVNode || { _dom: parentDom, props: EMPTY_OBJ },'],
  ['createElement(Fragment, NULL, [vnode])', 'createVNode(1, { __proto__: null, children: [vnode] })'],
  ['{ createElement, Fragment }', '{ createVNode, Fragment }'],
  ["typeof childVNode.type != 'function'", 'true'],
  // No state, hence no queue; a page may have another `Promise` (W7).
  ["typeof Promise == 'function' ? Promise.prototype.then.bind(Promise.resolve()) : setTimeout", 'undefined'],
  // Nothing refers to what is left of the class, its queue and its callbacks.
  ['BaseComponent.prototype.setState = ', 'const setState = '],
  ['BaseComponent.prototype.forceUpdate = ', 'const forceUpdate = '],
  ['BaseComponent.prototype.render = Fragment;', ''],
  ['} process._rerenderCount = 0;', '}'],
  ['commitRoot(commitQueue, vnode, refQueue);', ''],
  ['vnode.props.children = NULL;', ''],
  // An element that goes leaves nothing to clean up.
  ['unmount(oldVNode, oldVNode)', 'oldVNode._dom.remove()'],
  // A ref is a function, called whenever its element has been drawn and stands in its parent.
  ['childVNode._flags &= ~(INSERT_VNODE | MATCHED);', 'if (childVNode.ref) childVNode.ref(newDom);'],
] as const

/** What Preact asks, keeps or hands down the tree for nothing: a child is what stood in its place before, or new. */
const WITHOUT_BAGGAGE = [
  [
    'childVNode._index = findMatchingIndex( childVNode, oldChildren, skewedIndex, remainingOldChildren )',
    'childVNode._index = oldChildren[i] && oldChildren[i].type == childVNode.type ? i : -1',
  ],
  ['false ? XHTML_NAMESPACE : namespace,', ''],
  ...['globalContext', 'namespace', 'excessDomChildren', 'commitQueue', 'isHydrating'].map((name) => [` ${name}, `, ' '] as const),
  [' refQueue )', ')'],
  [', namespace)', ')'],
  ['else if (!namespace) namespace = XHTML_NAMESPACE;', ''],
  ['excessDomChildren = NULL;', ''],
  ["i = 'value';", ''],
  ["i = 'checked';", ''],
  ['excessDomChildren = false && newProps.defaultValue != NULL ? NULL : false;', ''],
  ['excessDomChildren ? excessDomChildren[0] : oldVNode', 'oldVNode'],
  [
    'EMPTY_OBJ, parentDom.namespaceURI, false ? [replaceNode] : oldVNode ? NULL : parentDom.firstChild ? slice.call(parentDom.childNodes) : NULL,',
    '',
  ],
  ['false ? replaceNode : oldVNode ? oldVNode._dom : parentDom.firstChild,', ''],
  ['diff( parentDom,', 'diff('],
  ['oldDom = newVNode._dom =', 'newVNode._dom ='],
  ['(firstChildDom == NULL && newDom != NULL)', '(false)'],
  ['newParentVNode._dom = firstChildDom;', ''],
  // What `jsx` makes has no prototype already, and a function is never made an attribute.
  ["for (i in props) { if (i == 'key') key = props[i]; else if (i == 'ref') ref = props[i]; else normalizedProps[i] = props[i]; }", ''],
  ['createVNode(type, normalizedProps, key, ref, NULL)', 'createVNode(type, props, props.ref)'],
  ['(type, props, key, ref, original)', '(type, props, ref)'],
  ['props, key, ref, _children', 'props, ref, _children'],
  ['_depth: 0,', ''],
  ['_component: NULL,', ''],
  ['_original: original == NULL ? ++vnodeId : original,', ''],
  ['original == NULL && false', 'false'],
  ['childVNode._depth = newParentVNode._depth + 1;', ''],
  ['createVNode( NULL, childVNode, NULL, NULL, NULL )', 'createVNode(NULL, childVNode)'],
  // Of the stamps by which Preact knows such listeners, and of the other phase.
  ["let _id = Math.random().toString(8), EVENT_DISPATCHED = '__d' + _id, EVENT_ATTACHED = '__a' + _id;", ''],
  ['value[EVENT_ATTACHED] = eventClock;', ''],
  ['value[EVENT_ATTACHED] = oldValue[EVENT_ATTACHED];', ''],
  ['const eventProxyCapture = createEventProxy(true);', ''],
  ['useCapture ? eventProxyCapture : eventProxy, useCapture', 'eventProxy'],
  ['[name + useCapture]', '[name]'],
  ['[e.type + useCapture]', '[e.type]'],
] as const

const CHANGES = [
  ...NEVER.map((condition) => [condition, condition.startsWith('(') ? '(false)' : 'false'] as const),
  ...GUARDED,
  ...WITHOUT_COMPONENTS,
  ...WITHOUT_BAGGAGE,
].map(([from, to]) => ({ from, to, pattern: new RegExp(from.replaceAll(/[^\w ]/g, '\\$&').replaceAll(' ', '\\s+'), 'g') }))

/** Builds Preact from its source, guarded and without what stands above. Fails the build if another version spells something otherwise. */
export function leanPreact(): Plugin {
  const unseen = new Set<string>(CHANGES.map(({ from }) => from))
  return {
    name: 'placard-lean-preact',
    apply: 'build',
    enforce: 'pre',
    resolveId: (id) => (id === 'preact' ? `${SOURCE}index.js` : undefined),
    transform(code, id) {
      if (!id.startsWith(SOURCE)) return undefined
      const changed = CHANGES.reduce((text, { from, to, pattern }) => {
        if (text.search(pattern) >= 0) unseen.delete(from)
        return text.replaceAll(pattern, () => to)
      }, code)
      return changed.includes('page.') ? `import { page } from ${JSON.stringify(PAGE)}\n${changed}` : changed
    },
    buildEnd(error) {
      if (!error && unseen.size > 0) this.error(`Expected in Preact's source: ${[...unseen].join(', ')}`)
    },
  }
}
