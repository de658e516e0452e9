import {
  type DefaultTreeAdapterMap,
  type DefaultTreeAdapterTypes,
  defaultTreeAdapter,
  Parser,
  type ParserOptions,
  type Token,
} from 'parse5'
import type { PageElement, PageNodes, PageText } from '../../core/check/page-nodes.ts'
import type { HtmlParser } from '../../ports/html-parser.ts'

type Node = DefaultTreeAdapterTypes.Node

const MAX_NODES = 300_000 // the largest pages of newspapers have 10,000
const MAX_MS = 10_000 // 200,000 nested elements keep the standard's algorithm busy for minutes: each tag looks through all of them
const ROOT = -1

/**
 * Parses with parse5. Content of declarative shadow roots is read as what it becomes; other templates are not shown and not read.
 *
 * @param now  Milliseconds.
 */
export function parse5Parser(now: () => number = () => performance.now()): HtmlParser {
  return {
    parse(html) {
      try {
        const parser = new ImpatientParser({ scriptingEnabled: false, treeAdapter: countingAdapter() }, now)
        parser.tokenizer.write(html, true)
        return flatten(parser.document)
      } catch (error) {
        if (error instanceof TooMuchError) return undefined
        throw error
      }
    },
  }
}

class TooMuchError extends Error {
  override readonly name = 'TooMuchError'
}

/** Gives up on a page that is made to be never done, whether its tags begin something or end what nothing began. */
class ImpatientParser extends Parser<DefaultTreeAdapterMap> {
  private tags = 0
  private readonly now: () => number
  private readonly until: number

  constructor(options: ParserOptions<DefaultTreeAdapterMap>, now: () => number) {
    super(options)
    this.now = now
    this.until = now() + MAX_MS
  }

  override onStartTag(token: Token.TagToken): void {
    this.requireTime()
    super.onStartTag(token)
  }

  override onEndTag(token: Token.TagToken): void {
    this.requireTime()
    super.onEndTag(token)
  }

  private requireTime(): void {
    this.tags += 1
    if (this.tags % 64 === 0 && this.now() > this.until) throw new TooMuchError()
  }
}

/** Gives up on a page of more elements than anybody writes. */
function countingAdapter(): typeof defaultTreeAdapter {
  let count = 0
  return {
    ...defaultTreeAdapter,
    createElement(...element) {
      count += 1
      if (count > MAX_NODES) throw new TooMuchError()
      return defaultTreeAdapter.createElement(...element)
    },
  }
}

/** Without recursion: the tree of a hostile page is as deep as the page is long. */
function flatten(document: Node): PageNodes {
  const nodes: (PageElement | PageText)[] = []
  const open: { children: readonly Node[]; next: number; at: number }[] = [{ children: childrenOf(document), next: 0, at: ROOT }]
  while (open.length > 0) {
    const level = open[open.length - 1]
    const node = level?.children[level.next]
    if (level === undefined) break
    if (node === undefined) {
      close(nodes, level.at)
      open.pop()
      continue
    }
    level.next += 1
    if ('value' in node && node.nodeName === '#text') nodes.push({ kind: 'text', text: node.value, parent: level.at })
    if (!('tagName' in node)) continue
    open.push({ children: childrenOf(node), next: 0, at: nodes.length })
    nodes.push({ kind: 'element', name: node.tagName, attributes: attributesOf(node), parent: level.at, end: nodes.length + 1 })
  }
  return nodes
}

function close(nodes: (PageElement | PageText)[], at: number): void {
  const node = nodes[at]
  if (node?.kind === 'element') nodes[at] = { ...node, end: nodes.length }
}

function childrenOf(node: Node): readonly Node[] {
  if ('content' in node) return 'attrs' in node && node.attrs.some(({ name }) => name === 'shadowrootmode') ? node.content.childNodes : []
  return 'childNodes' in node ? node.childNodes : []
}

/** Null-prototype: a page chooses the names. */
function attributesOf({ attrs }: DefaultTreeAdapterTypes.Element): Readonly<Record<string, string>> {
  const attributes: Record<string, string> = Object.create(null)
  for (const { name, value } of attrs) attributes[name] = value
  return attributes
}
