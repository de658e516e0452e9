import { type DefaultTreeAdapterTypes, type ParserError, parse } from 'parse5'

type Parse5Node = DefaultTreeAdapterTypes.Node

/** An element of a parsed document. */
export interface PageElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** All text inside, white space folded. */
  readonly text: string
}

/** A whole page as a browser parses it. */
export interface PageDocument {
  /** Every fault that the HTML standard names for this text; empty where it is valid. */
  readonly faults: readonly string[]
  /** Elements in document order, of this name if one is given. */
  all(name?: string): readonly PageElement[]
  /** The only element of this name whose attributes have these values. Throws where there is none, or more than one. */
  one(name: string, attributes?: Readonly<Record<string, string>>): PageElement
}

/** The document that a browser makes of the text. */
export function parsePage(text: string): PageDocument {
  const faults: string[] = []
  const root = parse(text, {
    sourceCodeLocationInfo: true,
    onParseError: ({ code, startLine }: ParserError) => faults.push(`${code} in line ${startLine}`),
  })
  const elements = elementsOf(root)
  const all = (name?: string) => elements.filter((element) => name === undefined || element.name === name)
  return {
    faults,
    all,
    one(name, attributes = {}) {
      const found = all(name).filter((element) => Object.entries(attributes).every(([key, value]) => element.attributes[key] === value))
      const [only] = found
      if (only === undefined || found.length > 1)
        throw new Error(`Expected one <${name}> ${JSON.stringify(attributes)} but received ${found.length}`)
      return only
    },
  }
}

function elementsOf(node: Parse5Node): readonly PageElement[] {
  const inside = 'childNodes' in node ? node.childNodes.flatMap(elementsOf) : []
  if (!('tagName' in node)) return inside
  const attributes = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]))
  return [{ name: node.tagName, attributes, text: textOf(node).replace(/\s+/g, ' ').trim() }, ...inside]
}

function textOf(node: Parse5Node): string {
  if ('value' in node && node.nodeName === '#text') return node.value
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : ''
}
