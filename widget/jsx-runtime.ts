import { type ComponentType, createElement, Fragment, type JSX, type VNode } from 'preact'

import { bare } from './own-field.ts'

export { Fragment, type JSX }

/**
 * What JSX becomes in the widget: an element whose properties have no prototype.
 *
 * Preact enumerates properties with `for ... in`, so whatever a host page adds to `Object.prototype` would become an attribute of
 * every element, `dangerouslySetInnerHTML` included (W11, CVE-2026-22028).
 */
export function jsx(type: string | ComponentType<object>, props: object): VNode {
  return createElement(type as string, bare(props))
}

export { jsx as jsxs }
