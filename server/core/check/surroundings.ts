import { ancestorsOf, elementsOf, type PageNodes, type Placed, resolveUrl, type Span, textIn, tokensOf } from './page-nodes.ts'

export interface PageLink {
  readonly href: string
  readonly rel: readonly string[]
  readonly text: string
}

/** What stands at a picture, as a reader connects it. */
export interface Surroundings {
  /** `close`: its figure, quotation or card. `after`: only what follows it on the page, which may belong to something else. */
  readonly kind: 'close' | 'after'
  readonly text: string
  readonly links: readonly PageLink[]
  /** Where a click on the picture leads, unless to a file of the picture itself. */
  readonly leadsTo?: string
}

const MAX_ANCESTORS = 50 // a browser nests 512; captions are nearer
const MAX_LINKS = 100
const MAX_CLOSE_TEXT = 4_000
const MAX_ARTICLE_TEXT = 1_500 // more is a text with a picture, not a card
const MAX_AFTER_TEXT = 600

export interface SurroundingsOptions {
  readonly base: string
  /** Whether another picture, not this one, stands at this node. */
  isOther(at: number): boolean
  /** Whether this is a file of the picture itself. */
  isOwnFile(url: string): boolean
}

/** The words and links that belong to what stands at `at`; those around its gallery too, whose pictures share them. */
export function surroundingsOf(nodes: PageNodes, at: number, options: SurroundingsOptions): readonly Surroundings[] {
  const around = ancestorsOf(nodes, at).slice(0, MAX_ANCESTORS)
  const href = around.find(({ element }) => element.name === 'a' && element.attributes.href !== undefined)?.element.attributes.href
  const wrapped = resolveUrl(href, options.base)
  const close = closeSpan(nodes, around, options)
  const gallery = around.findLast(isGallery)
  const own = {
    ...told(nodes, close ?? afterSpan(nodes, { at, from: at }, options), options.base),
    kind: close ? ('close' as const) : ('after' as const),
    ...(wrapped !== undefined && !options.isOwnFile(wrapped) && { leadsTo: wrapped }),
  }
  if (gallery === undefined) return [own]
  return [
    own,
    { kind: 'after', ...told(nodes, afterSpan(nodes, { at: gallery.element.end - 1, from: gallery.element.end }, options), options.base) },
  ]
}

function told(nodes: PageNodes, span: Span, base: string): Pick<Surroundings, 'text' | 'links'> {
  return { text: textIn(nodes, span, MAX_CLOSE_TEXT), links: linksIn(nodes, span, base) }
}

/** Several pictures in one: by its role, or a figure with figures in it. */
function isGallery({ element }: Placed, _: number, around: readonly Placed[]): boolean {
  const isOuter = around.some((inner) => inner.element.name === 'figure' && inner.element !== element)
  return element.attributes.role === 'group' || (element.name === 'figure' && isOuter)
}

/** The nearest figure or quotation with words in it, or an article that is about this picture alone. */
function closeSpan(nodes: PageNodes, around: readonly Placed[], { isOther }: SurroundingsOptions): Span | undefined {
  for (const { at, element } of around) {
    const span = { from: at, to: element.end }
    if (element.name === 'figure' || element.name === 'blockquote') {
      if (textIn(nodes, span, 1) !== '') return span
    } else if (element.name === 'article' || element.name === 'main') {
      const length = textIn(nodes, span, MAX_ARTICLE_TEXT + 1).length
      return length > 0 && length <= MAX_ARTICLE_TEXT && !hasOther(span, isOther) ? span : undefined
    }
  }
  return undefined
}

function hasOther({ from, to }: Span, isOther: (at: number) => boolean): boolean {
  for (let at = from; at < to; at++) if (isOther(at)) return true
  return false
}

/** From here on, as far as a credit may be away; another picture ends it. */
function afterSpan(nodes: PageNodes, { at, from }: { at: number; from: number }, { isOther }: SurroundingsOptions): Span {
  let length = 0
  for (let to = at + 1; to < nodes.length; to++) {
    const node = nodes[to]
    if (isOther(to) || length > MAX_AFTER_TEXT) return { from, to }
    if (node?.kind === 'text') length += node.text.trim().length
  }
  return { from, to: nodes.length }
}

function isInVideo(nodes: PageNodes, at: number): boolean {
  return ancestorsOf(nodes, at).some(({ element }) => element.name === 'video')
}

function linksIn(nodes: PageNodes, span: Span, base: string): readonly PageLink[] {
  return elementsOf(nodes, 'a', span)
    .slice(0, MAX_LINKS)
    .flatMap(({ at, element }) => {
      const href = resolveUrl(element.attributes.href, base)
      // What a film holds is for browsers that cannot play it.
      if (href === undefined || isInVideo(nodes, at)) return []
      return [{ href, rel: tokensOf(element.attributes.rel), text: textIn(nodes, { from: at, to: element.end }) }]
    })
}
