import { elementsOf, type PageNodes, rawText } from './page-nodes.ts'
import { isWorkType, type StatedThing, schemaName } from './work-facts.ts'

const MAX_OBJECTS = 5_000
const MAX_DEPTH = 30
const MAX_BYTES = 1_000_000

type JsonObject = Readonly<Record<string, unknown>>

export interface JsonLd {
  readonly things: readonly StatedThing[]
  /** Sentences about blocks that no machine can read. */
  readonly problems: readonly string[]
}

/** Every picture and film that the JSON-LD of a page describes, however deep in whatever it says. */
export function jsonLdWorks(nodes: PageNodes): JsonLd {
  const blocks = elementsOf(nodes, 'script').filter(({ element }) => /^application\/ld\+json\b/i.test(element.attributes.type ?? ''))
  const read = blocks.map((block) => parseBlock(rawText(nodes, block)))
  const objects = read.flatMap(({ value }) => objectsIn(value))
  const byId = new Map(objects.flatMap((object) => (typeof object['@id'] === 'string' ? [[object['@id'], object] as const] : [])))
  return {
    things: objects.filter(isWork).map((object) => ({ where: 'json-ld', properties: propertiesOf(object, byId) })),
    problems: read.flatMap(({ problem }) => problem ?? []),
  }
}

function parseBlock(text: string): { value?: unknown; problem?: string } {
  if (text.length > MAX_BYTES) return { problem: 'a block of JSON-LD is longer than machines read' }
  try {
    return { value: JSON.parse(text) }
  } catch {
    // That it is no JSON is all there is to say.
    return { problem: 'a block of JSON-LD is no JSON' }
  }
}

interface Waiting {
  readonly value: unknown
  readonly depth: number
  /** The page of the work that this is a part of. */
  readonly page?: unknown
}

/** Every object inside, in order, without recursion: its depth is the page's choice. A part has the page of its whole, unless its own. */
function objectsIn(value: unknown): readonly JsonObject[] {
  const found: JsonObject[] = []
  const waiting: Waiting[] = [{ value, depth: 0 }]
  while (waiting.length > 0 && found.length < MAX_OBJECTS) {
    const next = waiting.pop()
    if (next === undefined || next.depth > MAX_DEPTH || typeof next.value !== 'object' || next.value === null) continue
    const isList = Array.isArray(next.value)
    const object: JsonObject = { ...(next.page !== undefined && !isList && { url: next.page }), ...next.value }
    if (!isList) found.push(object)
    for (const [name, inner] of Object.entries(object).toReversed()) {
      waiting.push({ value: inner, depth: next.depth + 1, ...(isList ? { page: next.page } : name === 'hasPart' && { page: object.url }) })
    }
  }
  return found
}

function isWork(object: JsonObject): boolean {
  return [object['@type']].flat().some((type) => typeof type === 'string' && isWorkType(type))
}

function propertiesOf(object: JsonObject, byId: ReadonlyMap<string, JsonObject>): ReadonlyMap<string, readonly string[]> {
  const entries = Object.entries(object).map(([name, value]) => [schemaName(name), textsOf(value, byId)] as const)
  return new Map(entries)
}

/** A text itself; of a thing its name, and where it has none its address. */
function textsOf(value: unknown, byId: ReadonlyMap<string, JsonObject>): readonly string[] {
  return [value].flat().flatMap((item) => {
    if (typeof item === 'string') return [item]
    if (typeof item !== 'object' || item === null) return []
    const object = item as JsonObject // neither array nor null: a record
    const known = typeof object['@id'] === 'string' ? byId.get(object['@id']) : undefined
    const names = [object.name, known?.name, object['@value'], object.url, object['@id']]
    return names.filter((name) => typeof name === 'string').slice(0, 1)
  })
}
