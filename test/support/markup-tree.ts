import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5'
import { SaxesParser } from 'saxes'

/** An element as both parsers see it; text nodes are strings. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Node[]
}

export type Node = Element | string

/** What a browser makes of the HTML: the tree of the HTML standard's own algorithm, in a `<div>`. */
export function parseHtml(html: string): readonly Node[] {
  return parseFragment(html).childNodes.map(fromParse5)
}

/** What a strict XML 1.0 parser reads inside one root element. Throws where the text is not well formed. */
export function parseXml(xml: string): readonly Node[] {
  return parseXmlDocument(`<root>${xml}</root>`).children
}

/** The root element of a whole XML document. Throws where it is not well formed. */
export function parseXmlDocument(xml: string): Element {
  const top: Node[] = []
  const open: Node[][] = [top]
  const parser = new SaxesParser({ xmlns: false })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const children: Node[] = []
    open.at(-1)?.push({ name, attributes, children })
    open.push(children)
  })
  parser.on('closetag', () => {
    open.pop()
  })
  parser.on('text', (text) => open.at(-1)?.push(text))
  parser.write(xml).close()
  const root = top.find((node) => typeof node !== 'string')
  if (root === undefined) throw new Error('Expected a root element but received none')
  return root
}

/** Every element of the trees, in document order. */
export function elementsIn(nodes: readonly Node[]): readonly Element[] {
  return nodes.flatMap((node) => (typeof node === 'string' ? [] : [node, ...elementsIn(node.children)]))
}

/** The trees' text, as a reader would get it. */
export function textIn(nodes: readonly Node[]): string {
  return nodes.map((node) => (typeof node === 'string' ? node : textIn(node.children))).join('')
}

function fromParse5(node: DefaultTreeAdapterTypes.ChildNode): Node {
  if ('value' in node) return node.value
  if (!('tagName' in node)) throw new Error(`Expected elements and text only but received ${node.nodeName}`)
  return {
    name: node.tagName,
    attributes: Object.fromEntries(node.attrs.map(({ name, value }) => [name, value])),
    children: node.childNodes.map(fromParse5),
  }
}
