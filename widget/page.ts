/** Bound and read where its type defines it, which no page reaches by naming an element. */
const read = (node: Node, key: PropertyKey) => {
  const value = Reflect.get(Object.getPrototypeOf(node), key, node)
  return typeof value === 'function' ? value.bind(node) : value
}

/**
 * The node as its type makes it: `<img name=createElement>` hides a member of the document, `<input name=closest>` one of its form (W6).
 */
export function plain<T extends Node>(node: T): T {
  return new Proxy<T>(node, { get: read })
}

/** What `document` is on a page that has named no element like one of its members (W6). */
export const page = plain(document)
