import type { Credit } from '../../core/credit.ts'
import { html, type Markup } from '../../core/html.ts'
import type { MediaLinks } from '../../core/links.ts'
import type { Media } from '../../core/media.ts'
import { offeredWidths, renditionSize } from '../../core/rendition.ts'
import type { CardPicture, TextRun } from '../../wire/card.ts'
import type { Site } from './layout.ts'

const MAX_OG_TITLE = 80 // characters most consumers show (oembed.md, A17)
const MAX_OG_DESCRIPTION = 250
const OG_IMAGE_WIDTH = 1280 // large enough for every consumer's card, small enough for all of their limits

export interface MediaHead {
  readonly media: Media
  readonly credit: Credit
  readonly links: MediaLinks
  readonly picture: CardPicture
  readonly caption?: TextRun
  readonly site: Site
}

/** Discovery of the oEmbed answer, in both formats: absolute, and first in the head, where every consumer looks (A8). */
export function discoveryTags(links: MediaLinks, title: string): Markup {
  return html`<link rel="alternate" type="application/json+oembed" href="${links.oembedJson}" title="${title}">
<link rel="alternate" type="text/xml+oembed" href="${links.oembedXml}" title="${title}">`
}

/** Open Graph and its neighbours: a consumer that knows no oEmbed still shows picture, title and credit (A17). */
export function openGraphTags({ media, credit, links, picture, caption, site }: MediaHead): Markup {
  const description = describe(credit, caption?.text)
  const width = offeredWidths(media.original).findLast((candidate) => candidate <= OG_IMAGE_WIDTH) ?? OG_IMAGE_WIDTH
  const size = renditionSize(media.original, width)
  const image = links.thumbnail({ width, format: 'jpg' })
  return html`<meta name="description" content="${description}">
<meta property="og:type" content="website">
<meta property="og:title" content="${cutText(credit.title.text, MAX_OG_TITLE)}">
<meta property="og:description" content="${description}">
<meta property="og:url" content="${links.permalink}">
<meta property="og:site_name" content="${site.provider.name}">
<meta property="og:image" content="${image}">
<meta property="og:image:type" content="image/jpeg">
<meta property="og:image:width" content="${size.width}">
<meta property="og:image:height" content="${size.height}">
<meta property="og:image:alt" content="${picture.alt}">
<meta name="twitter:card" content="summary_large_image">
<meta name="twitter:image:alt" content="${picture.alt}">`
}

/** The credit first, then as much of the caption as fits. */
export function describe(credit: Credit, caption: string | undefined): string {
  const said = [credit.byline, credit.rights].map(plain).filter((text) => text !== '')
  const credits = cutText(said.join(' · '), MAX_OG_DESCRIPTION)
  const rest = MAX_OG_DESCRIPTION - [...credits].length - 3
  return caption === undefined || rest < 20 ? credits : `${credits} — ${cutText(caption, rest)}`
}

/** The text, or its first words and an ellipsis: `max` characters at most. */
export function cutText(text: string, max: number): string {
  const characters = [...text.replace(/\s+/g, ' ').trim()]
  if (characters.length <= max) return characters.join('')
  const start = characters.slice(0, max - 1).join('')
  const lastSpace = start.lastIndexOf(' ')
  return `${lastSpace > max / 2 ? start.slice(0, lastSpace) : start}…`
}

function plain(runs: readonly TextRun[]): string {
  return runs.map((run) => run.text).join('')
}
