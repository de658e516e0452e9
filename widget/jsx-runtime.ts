import { type ComponentType, createElement, Fragment, type JSX, type VNode } from 'preact'

export { Fragment, type JSX }

const { setPrototypeOf } = Object

/**
 * What JSX becomes in the widget: an element whose properties have no prototype.
 *
 * Preact enumerates properties with `for ... in`, so whatever a host page adds to `Object.prototype` would become an attribute of
 * every element, `dangerouslySetInnerHTML` included (W11, CVE-2026-22028).
 */
export function jsx(type: string | ComponentType<object>, props: object): VNode {
  return createElement(type as string, setPrototypeOf(props, null))
}

export { jsx as jsxs }
