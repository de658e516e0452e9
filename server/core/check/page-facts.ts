import { jsonLdWorks } from './json-ld-works.ts'
import { parseLinkHeader } from './link-header.ts'
import { type LicenceStatement, licenceStatements, markedUpWorks } from './marked-up-works.ts'
import { isIndexed, type MiningWord, miningInHeaders, miningInPage } from './mining-signals.ts'
import { elementsOf, type PageNodes, resolveUrl, textIn, tokensOf } from './page-nodes.ts'
import { metaContent, type PagePicture, picturesOn } from './pictures-on-page.ts'
import { type WorkFacts, workFactsOf } from './work-facts.ts'

/** What a page says of its pictures and of itself. */
export interface PageFacts {
  readonly url: string
  readonly nodes: PageNodes
  /** Against which its addresses are resolved. */
  readonly base: string
  readonly title?: string
  /** Pictures that carry content, in order. */
  readonly pictures: readonly PagePicture[]
  readonly decorations: number
  readonly works: readonly WorkFacts[]
  readonly statements: readonly LicenceStatement[]
  /** Licences in the `Link` header of the page. */
  readonly headerLicences: readonly string[]
  /** Title and description as Open Graph has them. */
  readonly openGraphText: string
  readonly mining: MiningWord
  readonly isIndexed: boolean
  /** Pages that it shows inside. */
  readonly frames: readonly string[]
  /** What cannot be read, as sentences. */
  readonly notes: readonly string[]
}

export interface FoundPage {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly nodes: PageNodes
}

/** Everything that rules ask of a page. */
export function readPage({ url, headers, nodes }: FoundPage): PageFacts {
  const base = resolveUrl(elementsOf(nodes, 'base').find(({ element }) => element.attributes.href)?.element.attributes.href, url) ?? url
  const resolve = (text: string | undefined) => resolveUrl(text, base)
  const jsonLd = jsonLdWorks(nodes)
  const pictures = picturesOn(nodes, base)
  const shown = pictures.filter(({ uses }) => uses.some(({ isDecoration }) => !isDecoration))
  const title = titleOf(nodes)
  return {
    url,
    nodes,
    base,
    ...(title !== undefined && { title }),
    pictures: shown,
    decorations: pictures.length - shown.length,
    works: [...jsonLd.things, ...markedUpWorks(nodes)].map((thing) => workFactsOf(thing, resolve)),
    statements: licenceStatements(nodes, resolve),
    headerLicences: parseLinkHeader(headers.link, url)
      .filter(({ rel }) => rel.includes('license'))
      .map(({ href }) => href),
    openGraphText: ['og:title', 'og:description'].map((name) => metaContent(nodes, name) ?? '').join(' · '),
    mining: miningInHeaders(headers) ?? miningInPage(nodes),
    isIndexed: isIndexed(nodes, headers),
    frames: framesOf(nodes, resolve),
    notes: jsonLd.problems,
  }
}

function titleOf(nodes: PageNodes): string | undefined {
  const found = elementsOf(nodes, 'title')[0]
  const text = found && textIn(nodes, { from: found.at + 1, to: found.element.end })
  return text || undefined
}

/** Frames that a reader sees; the hidden one of a snippet is shown only where the rest of it is not. */
function framesOf(nodes: PageNodes, resolve: (text: string | undefined) => string | undefined): readonly string[] {
  const seen = elementsOf(nodes, 'iframe').filter(({ element }) => element.attributes.hidden === undefined)
  const urls = seen.flatMap(({ element }) => resolve(element.attributes.src) ?? [])
  return [...new Set(urls)].filter((url) => url.startsWith('http'))
}

/** Whether a link is a licence by its own word. */
export function isLicenceLink(rel: readonly string[]): boolean {
  return rel.some((token) => tokensOf(token).some((name) => name === 'license' || name === 'cc:license'))
}
