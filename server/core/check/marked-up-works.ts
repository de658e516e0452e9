import { elementsOf, type PageNodes, type Placed, textIn, tokensOf } from './page-nodes.ts'
import { isWorkType, type StatedThing, schemaName } from './work-facts.ts'

/** Microdata and RDFa say the same with other attributes. */
interface Dialect {
  readonly where: 'microdata' | 'rdfa'
  readonly type: 'itemtype' | 'typeof'
  readonly property: 'itemprop' | 'property'
}

/** Each is read by itself, and they may lie one in the other. */
const MAX_THINGS = 200
/** A thing is described where it stands, not by the rest of the page. */
const MAX_NODES = 2_000
const MAX_VALUES = 50
const MAX_STATEMENTS = 1_000

const DIALECTS: readonly Dialect[] = [
  { where: 'microdata', type: 'itemtype', property: 'itemprop' },
  { where: 'rdfa', type: 'typeof', property: 'property' },
]

/** Every picture and film that a page describes by attributes of its elements, in the words of schema.org. */
export function markedUpWorks(nodes: PageNodes): readonly StatedThing[] {
  return DIALECTS.flatMap((dialect) => {
    const scopes = elementsOf(nodes).filter(({ element }) => typesOf(element.attributes[dialect.type]).some(isWorkType))
    return scopes.slice(0, MAX_THINGS).map((scope) => ({ where: dialect.where, properties: propertiesIn(nodes, scope, dialect) }))
  })
}

function endOf({ at, element }: Placed): number {
  return Math.min(element.end, at + MAX_NODES)
}

function typesOf(value: string | undefined): readonly string[] {
  return (value ?? '').split(/\s+/)
}

function propertiesIn(nodes: PageNodes, scope: Placed, dialect: Dialect): ReadonlyMap<string, readonly string[]> {
  const properties = new Map<string, string[]>()
  for (let at = scope.at + 1; at < endOf(scope); at++) {
    const element = nodes[at]
    if (element?.kind !== 'element') continue
    const names = tokens(element.attributes[dialect.property])
    const isThing = element.attributes[dialect.type] !== undefined
    for (const name of names) {
      const values = properties.get(name) ?? []
      if (values.length < MAX_VALUES) properties.set(name, [...values, statedValue(nodes, { at, element }, dialect)])
    }
    // What is said of another thing inside is not said of this one.
    if (isThing) at = element.end - 1
  }
  return properties
}

function tokens(value: string | undefined): readonly string[] {
  return typesOf(value)
    .filter((name) => name !== '')
    .map(schemaName)
}

function statedValue(nodes: PageNodes, placed: Placed, dialect: Dialect): string {
  const { attributes, name } = placed.element
  if (attributes[dialect.type] !== undefined) return nameOf(nodes, placed, dialect)
  const address = name === 'meta' ? undefined : (attributes.href ?? attributes.src ?? attributes.resource)
  return attributes.content ?? address ?? textIn(nodes, { from: placed.at, to: endOf(placed) })
}

/** What a thing inside is called: by its own property, else by its words. */
function nameOf(nodes: PageNodes, thing: Placed, dialect: Dialect): string {
  const inside = elementsOf(nodes, undefined, { from: thing.at + 1, to: endOf(thing) })
  const named = inside.find((placed) => tokens(placed.element.attributes[dialect.property]).includes('name'))
  if (named === undefined) return textIn(nodes, { from: thing.at, to: endOf(thing) })
  return named.element.attributes.content ?? textIn(nodes, { from: named.at, to: endOf(named) })
}

/** What ccREL says of a work: its licence, and whom to name. */
export interface LicenceStatement {
  readonly kind: 'licence' | 'creator' | 'source'
  /** The address of which it is said; `undefined` for the page itself. */
  readonly subject?: string
  readonly value: string
}

const NAMES: ReadonlySet<string> = new Set(['cc:attributionname', 'dc:creator', 'dcterms:creator'])

/**
 * `rel="license"` and its companions, each with what it is said of.
 *
 * @see https://www.w3.org/submissions/ccREL/
 */
export function licenceStatements(
  nodes: PageNodes,
  resolve: (text: string | undefined) => string | undefined,
): readonly LicenceStatement[] {
  const speaking = elementsOf(nodes).filter(
    ({ element: { attributes } }) => attributes.rel !== undefined || attributes.property !== undefined,
  )
  return speaking.slice(0, MAX_STATEMENTS).flatMap(({ at, element }) => {
    const { rel, property, content } = element.attributes
    const href = resolve(element.attributes.href)
    const said = subjectOf(nodes, at)
    const subject = said === undefined ? {} : { subject: resolve(said) ?? said }
    const links = tokensOf(rel)
    const isLicence = href !== undefined && (links.includes('license') || links.includes('cc:license'))
    const isName = tokensOf(property).some((name) => NAMES.has(name))
    return [
      ...(isLicence ? [{ kind: 'licence' as const, ...subject, value: href }] : []),
      ...(href !== undefined && links.includes('cc:attributionurl') ? [{ kind: 'source' as const, ...subject, value: href }] : []),
      ...(isName
        ? [{ kind: 'creator' as const, ...subject, value: content ?? textIn(nodes, { from: at, to: endOf({ at, element }) }) }]
        : []),
    ]
  })
}

function subjectOf(nodes: PageNodes, at: number): string | undefined {
  for (let index = at; index >= 0; ) {
    const node = nodes[index]
    if (node?.kind !== 'element') return undefined
    const about = node.attributes.about ?? (index === at ? undefined : node.attributes.resource)
    if (about !== undefined) return about
    index = node.parent
  }
  return undefined
}
