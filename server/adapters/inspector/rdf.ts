import type { XmpProperties, XmpValue } from '../../core/file-rights/xmp-properties.ts'

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
const XML = 'http://www.w3.org/XML/1998/namespace'
const XMLNS = 'http://www.w3.org/2000/xmlns/'

export interface XmlAttribute {
  readonly uri: string
  readonly local: string
  readonly value: string
}

export interface XmlElement {
  readonly uri: string
  readonly local: string
  readonly attributes: readonly XmlAttribute[]
  readonly children: readonly XmlElement[]
  /** Character data that stands directly in the element. */
  readonly text: string
}

/**
 * The properties of every description in the first `rdf:RDF` below `root`; of repeated ones the first counts.
 *
 * @throws {Error} if there is no `rdf:RDF`.
 * @see    ISO 16684-1, section 7.4 to 7.9: the subset of RDF/XML that XMP allows
 */
export function readRdf(root: XmlElement): XmpProperties {
  const rdf = findRdf(root)
  if (!rdf) throw new Error('there is no rdf:RDF element')
  const properties = new Map<string, XmpValue>()
  for (const description of rdf.children) addFields(properties, description)
  return properties
}

function findRdf(element: XmlElement): XmlElement | undefined {
  if (isRdf(element, 'RDF')) return element
  for (const child of element.children) {
    const found = findRdf(child)
    if (found) return found
  }
  return undefined
}

/** Property attributes and property elements of a node. */
function addFields(fields: Map<string, XmpValue>, node: XmlElement): void {
  for (const { uri, local, value } of propertyAttributes(node)) addField(fields, uri + local, { kind: 'text', text: value })
  for (const child of node.children) addField(fields, child.uri + child.local, readValue(child))
}

function addField(fields: Map<string, XmpValue>, name: string, value: XmpValue | undefined): void {
  if (value && !fields.has(name)) fields.set(name, value)
}

function readValue(element: XmlElement): XmpValue | undefined {
  const resource = attribute(element, RDF, 'resource')
  if (resource !== undefined) return { kind: 'text', text: resource }
  const parseType = attribute(element, RDF, 'parseType')
  if (parseType === 'Resource') return readStruct(element)
  if (parseType !== undefined) return undefined
  const child = element.children[0]
  if (child) return isArray(child) ? readArray(child) : readStruct(child, element)
  if (propertyAttributes(element).length > 0) return readStruct(element)
  return readText(element)
}

function readText(element: XmlElement): XmpValue {
  const lang = attribute(element, XML, 'lang')
  return { kind: 'text', text: element.text, ...(lang !== undefined && { lang }) }
}

function readArray(array: XmlElement): XmpValue {
  const items = array.children.filter((child) => child.uri === RDF && /^(li|_\d+)$/.test(child.local))
  return { kind: 'list', items: items.flatMap((item) => readValue(item) ?? []) }
}

/** A struct; one with `rdf:value` is that value with qualifiers (7.8), of which only the language matters here. */
function readStruct(node: XmlElement, property = node): XmpValue {
  const fields = new Map<string, XmpValue>()
  addFields(fields, node)
  const value = fields.get(`${RDF}value`)
  if (!value) return { kind: 'struct', fields }
  const lang = attribute(property, XML, 'lang') ?? attribute(node, XML, 'lang')
  return value.kind === 'text' && lang !== undefined && value.lang === undefined ? { ...value, lang } : value
}

function propertyAttributes(element: XmlElement): readonly XmlAttribute[] {
  const isProperty = ({ uri, local }: XmlAttribute) => uri !== '' && uri !== XML && uri !== XMLNS && (uri !== RDF || local === 'value')
  return element.attributes.filter(isProperty)
}

function attribute(element: XmlElement, uri: string, local: string): string | undefined {
  return element.attributes.find((candidate) => candidate.uri === uri && candidate.local === local)?.value
}

function isArray(element: XmlElement): boolean {
  return isRdf(element, 'Alt') || isRdf(element, 'Bag') || isRdf(element, 'Seq')
}

function isRdf(element: XmlElement, local: string): boolean {
  return element.uri === RDF && element.local === local
}
