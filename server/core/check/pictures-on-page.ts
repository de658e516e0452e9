import { ancestorsOf, elementsOf, type PageElement, type PageNodes, type Placed, resolvePicture, resolveUrl, textIn } from './page-nodes.ts'

/** One place in which a page shows a picture. */
export interface PictureUse {
  /** Of its element; of the meta element for `og:image`. */
  readonly at: number
  readonly shownBy: 'img' | 'video' | 'og:image'
  /** The file that a browser without any choice takes, and the one that is read. */
  readonly url: string
  /** Every candidate; the file among them. */
  readonly urls: readonly string[]
  /** `undefined` without the attribute. */
  readonly alt?: string
  /** What the link around it says, which then names it too: an empty alt keeps that from being read twice (WCAG, technique H2). */
  readonly linkText?: string
  /** Whether the element says how large it is, so that nothing moves when it arrives. */
  readonly hasSize: boolean
  /** Furniture of the page: it has no author whom a reader would look for. */
  readonly isDecoration: boolean
}

/** A picture and all the places where the page shows it, in any of its sizes. */
export interface PagePicture {
  readonly url: string
  readonly urls: ReadonlySet<string>
  readonly uses: readonly PictureUse[]
}

const SMALL_PX = 64 // icons, avatars, logos
const MAX_USES = 500 // more than any page that is read by people
const MAX_SRCSET = 20_000
const MAX_CANDIDATES = 100
const FURNITURE: ReadonlySet<string> = new Set(['header', 'footer', 'nav', 'button'])
const CONTENT: ReadonlySet<string> = new Set(['figure', 'article', 'main', 'blockquote'])

/**
 * What a page shows, in order: `img` with its `picture` and candidates, the poster of a `video`, and `og:image`. Pictures that share a
 * candidate are one.
 *
 * @param base  Against which addresses are resolved.
 */
export function picturesOn(nodes: PageNodes, base: string): readonly PagePicture[] {
  const shown = elementsOf(nodes).filter(({ element }) => element.name === 'img' || element.name === 'video' || isOpenGraph(element))
  const alt = metaContent(nodes, 'og:image:alt')
  const openGraph = { base, ...(alt !== undefined && { alt }) }
  const uses = shown.slice(0, MAX_USES).flatMap((placed) => useOf(nodes, placed, openGraph) ?? [])
  const pictures: { url: string; urls: Set<string>; uses: PictureUse[] }[] = []
  for (const use of uses) {
    const known = pictures.find(({ urls }) => use.urls.some((url) => urls.has(url)))
    if (known === undefined) {
      pictures.push({ url: use.url, urls: new Set(use.urls), uses: [use] })
      continue
    }
    known.uses.push(use)
    for (const url of use.urls) known.urls.add(url)
    // What a reader sees is read, before what only machines are told of.
    if (known.uses.every(({ shownBy }, index) => shownBy === 'og:image' || index === known.uses.length - 1)) known.url = use.url
  }
  return pictures
}

interface PageHead {
  readonly base: string
  /** Of `og:image`. */
  readonly alt?: string
}

function useOf(nodes: PageNodes, placed: Placed, head: PageHead): PictureUse | undefined {
  switch (placed.element.name) {
    case 'img':
      return imgUse(nodes, placed, head.base)
    case 'video':
      return videoUse(placed, head.base)
    case 'meta':
      return openGraphUse(placed, head)
    default:
      return undefined
  }
}

function imgUse(nodes: PageNodes, { at, element }: Placed, base: string): PictureUse | undefined {
  const { src, srcset, alt, width, height } = element.attributes
  const around = ancestorsOf(nodes, at)
  const parent = around[0]
  const sources = parent?.element.name === 'picture' ? elementsOf(nodes, 'source', { from: parent.at, to: parent.element.end }) : []
  const named = [src, ...candidatesOf(srcset), ...sources.flatMap((source) => candidatesOf(source.element.attributes.srcset))]
  const urls = named.flatMap((url) => resolvePicture(url, base) ?? [])
  const [url] = urls
  if (url === undefined) return undefined
  return {
    at,
    shownBy: 'img',
    url,
    urls,
    ...(alt !== undefined && { alt }),
    ...linkTextOf(nodes, around),
    hasSize: isPixels(width) && isPixels(height),
    isDecoration: isDecoration(element, around),
  }
}

function linkTextOf(nodes: PageNodes, around: readonly Placed[]): Pick<PictureUse, 'linkText'> {
  const link = around.find(({ element }) => element.name === 'a')
  const linkText = link && textIn(nodes, { from: link.at, to: link.element.end })
  return linkText ? { linkText } : {}
}

function videoUse({ at, element }: Placed, base: string): PictureUse | undefined {
  const { poster, width, height } = element.attributes
  const url = resolvePicture(poster, base)
  const alt = element.attributes['aria-label'] ?? element.attributes.title
  if (url === undefined) return undefined
  const hasSize = isPixels(width) && isPixels(height)
  return { at, shownBy: 'video', url, urls: [url], ...(alt !== undefined && { alt }), hasSize, isDecoration: false }
}

function isOpenGraph({ name, attributes }: PageElement): boolean {
  return name === 'meta' && attributes.property === 'og:image'
}

function openGraphUse({ at, element }: Placed, { base, alt }: PageHead): PictureUse | undefined {
  const url = resolveUrl(element.attributes.content, base)
  if (url === undefined) return undefined
  return { at, shownBy: 'og:image', url, urls: [url], ...(alt !== undefined && { alt }), hasSize: true, isDecoration: false }
}

/** The content of the first meta element with this `property` or `name`. */
export function metaContent(nodes: PageNodes, name: string): string | undefined {
  const isNamed = ({ element: { attributes } }: Placed) => (attributes.property ?? attributes.name)?.toLowerCase() === name
  return elementsOf(nodes, 'meta').find(isNamed)?.element.attributes.content
}

/** The addresses of a `srcset`: a comma ends a candidate where it follows a space or a description (HTML standard, "parsing a srcset attribute"). */
function candidatesOf(srcset = ''): readonly string[] {
  const urls: string[] = []
  let rest = srcset.slice(0, MAX_SRCSET)
  while (urls.length < MAX_CANDIDATES) {
    rest = rest.replace(/^[\s,]+/, '')
    const [url = ''] = /^\S+/.exec(rest) ?? []
    if (url === '') break
    const comma = url.endsWith(',') ? url.length - 1 : rest.indexOf(',', url.length)
    urls.push(url.replace(/,+$/, ''))
    if (comma < 0) break
    rest = rest.slice(comma + 1)
  }
  return urls
}

function isPixels(value: string | undefined): boolean {
  return /^[1-9]\d*$/.test(value?.trim() ?? '')
}

function isDecoration({ attributes }: PageElement, around: readonly Placed[]): boolean {
  const { alt, role, width, height } = attributes
  const isSmall = [width, height].some((side) => isPixels(side) && Number(side) <= SMALL_PX)
  const isHidden = role === 'presentation' || role === 'none' || attributes['aria-hidden'] === 'true' || attributes.hidden !== undefined
  const nearest = around.find(({ element }) => FURNITURE.has(element.name) || CONTENT.has(element.name))
  return isSmall || isHidden || (nearest !== undefined && FURNITURE.has(nearest.element.name) && alt !== undefined)
}
