import { createElement, type JSX, type VNode } from 'preact'
import { bare } from './own-field.ts'

export type { JSX }

/**
 * What JSX becomes in the widget: a component is a function that is called at once, an element is Preact's.
 *
 * Preact enumerates properties with `for ... in`, so whatever a host page adds to `Object.prototype` would become an attribute of
 * every element, `dangerouslySetInnerHTML` included (W11, CVE-2026-22028): they have no prototype. A list is the only child of its
 * element, since there are no fragments (build/lean-preact.ts).
 */
export function jsx(type: string | ((props: object) => VNode), props: object): VNode {
  const own = bare(props)
  return typeof type === 'string' ? createElement(type, own) : type(own)
}

export { jsx as jsxs }
