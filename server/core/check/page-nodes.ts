import { parseUrl } from '../text/parse-url.ts'

/** An element of a page. */
export interface PageElement {
  readonly kind: 'element'
  /** In lower case. */
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** Index of the element around it; -1 at the top. */
  readonly parent: number
  /** Index behind its last descendant. */
  readonly end: number
}

export interface PageText {
  readonly kind: 'text'
  readonly text: string
  readonly parent: number
}

/** A page in document order: flat, so that neither depth nor recursion is a danger, and what follows something is what comes after it. */
export type PageNodes = readonly (PageElement | PageText)[]

/** An element and where it stands. */
export interface Placed {
  readonly at: number
  readonly element: PageElement
}

/** From where to where, the end not included. */
export interface Span {
  readonly from: number
  readonly to: number
}

const MAX_TEXT = 20_000
const RAW_PER_FOLDED = 4 // white space that is folded; more of it is somebody's trick

/** Elements of which nobody reads the text. */
const SILENT: ReadonlySet<string> = new Set(['script', 'style', 'template', 'noscript', 'textarea', 'title', 'head', 'svg', 'iframe'])
/** Elements that begin on a line of their own, so that their text does not touch the text before. */
const BLOCK =
  /^(?:address|article|aside|blockquote|br|cite|dd|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li|main|ol|p|section|td|th|tr|ul)$/

/** Every element of this name, in order; every element without one. */
export function elementsOf(nodes: PageNodes, name?: string, span: Span = { from: 0, to: nodes.length }): readonly Placed[] {
  const found: Placed[] = []
  for (let at = span.from; at < span.to; at++) {
    const node = nodes[at]
    if (node?.kind === 'element' && (name === undefined || node.name === name)) found.push({ at, element: node })
  }
  return found
}

/** What a reader reads there, white space folded; of a long text the beginning. */
export function textIn(nodes: PageNodes, { from, to }: Span, maxLength = MAX_TEXT): string {
  const words: string[] = []
  let left = maxLength * RAW_PER_FOLDED
  for (let at = from; at < to && left > 0; at++) {
    const node = nodes[at]
    if (node?.kind === 'text') {
      words.push(node.text.slice(0, left))
      left -= node.text.length
    }
    if (node?.kind === 'element' && SILENT.has(node.name)) at = Math.max(at, node.end - 1)
    else if (node?.kind === 'element' && BLOCK.test(node.name)) words.push(' ')
  }
  return words.join('').replace(/\s+/g, ' ').trim().slice(0, maxLength)
}

/** All text of an element, as it stands: what a `<script>` of data holds. */
export function rawText(nodes: PageNodes, { at, element }: Placed): string {
  return nodes
    .slice(at + 1, element.end)
    .map((node) => (node.kind === 'text' ? node.text : ''))
    .join('')
}

/** The elements around a node, the innermost first. */
export function ancestorsOf(nodes: PageNodes, at: number): readonly Placed[] {
  const found: Placed[] = []
  for (let parent = nodes[at]?.parent ?? -1; parent >= 0; ) {
    const node = nodes[parent]
    if (node?.kind !== 'element') break
    found.push({ at: parent, element: node })
    parent = node.parent
  }
  return found
}

/** The values of a list of tokens, such as `rel`, in lower case. */
export function tokensOf(value: string | undefined): readonly string[] {
  return (value ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((token) => token !== '')
}

/** The address that an attribute names, if it is one of the web, or of a file where the page itself is a file; no fragment. */
export function resolveUrl(href: string | undefined, base: string): string | undefined {
  const text = href?.trim() ?? ''
  const url = text === '' || text.length > 2000 ? undefined : parseUrl(text, base)
  if (url === undefined) return undefined
  url.hash = ''
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:'
  return isWeb || (url.protocol === 'file:' && base.startsWith('file:')) ? url.href : undefined
}

const MIN_DATA_URL = 2_000 // below are placeholders, which something else takes the place of

/** Of the file of a picture: like `resolveUrl`, or the picture itself, as pages in a single file have it. */
export function resolvePicture(href: string | undefined, base: string): string | undefined {
  const text = href?.trim() ?? ''
  if (text.length >= MIN_DATA_URL && /^data:image\/[\w.+-]+;base64,/i.test(text)) return text
  return resolveUrl(text, base)
}
