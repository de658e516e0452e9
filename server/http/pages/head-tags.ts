import type { Credit } from '../../core/credit/credit.ts'
import type { MediaLinks } from '../../core/identity/links.ts'
import { type MiningTerms, miningTerms } from '../../core/licences/data-mining.ts'
import type { Media } from '../../core/media.ts'
import { offeredWidths, renditionSize } from '../../core/pictures/rendition.ts'
import { html, type Markup } from '../../core/text/html.ts'
import { inLanguage } from '../../core/text/in-language.ts'
import { langAttribute, runsText } from '../../core/text/text-run.ts'
import type { CardVideo, LiveCard } from '../../wire/card.ts'
import { alternateLinks, commonHead, type Site } from './layout.ts'
import { miningTags, robotsTag } from './mining-tags.ts'

const MAX_OG_TITLE = 80 // characters most consumers show (E17)
const MAX_OG_DESCRIPTION = 250
const OG_IMAGE_WIDTH = 1280 // large enough for every consumer's card, small enough for all of their limits

interface MediaHead {
  readonly media: Media
  readonly credit: Credit
  readonly links: MediaLinks
  readonly card: LiveCard
  readonly site: Site
  /** No consumer may open its files, so none is told of them; absent where any may. */
  readonly isClosed?: boolean
  /** With the owner's policy; without, if absent. */
  readonly mining?: MiningTerms
  /** The owner's account, `@name@host`. */
  readonly fediverseCreator?: string
}

/** Everything a machine reads about a media in the head of its page, most sought first. */
export function mediaHead(page: MediaHead): Markup {
  const { media, credit, links, site, fediverseCreator, mining = miningTerms(media.description.dataMining) } = page
  const isOffered = media.embedding?.hosts !== 'nobody'
  return html`${isOffered && discoveryTags(links, credit)}
<title>${cutText(credit.title.text, MAX_OG_TITLE)} · ${site.provider.name}</title>
${openGraphTags(page)}
<link rel="canonical" href="${inLanguage(links.permalink, credit.asked)}">
${alternateLinks(links.permalink)}
${credit.licence && credit.licence.kind !== 'terms' && html`<link rel="license" href="${credit.licence.url}">`}
${attributionTags(credit, links)}
${credit.author && html`<meta name="author" content="${credit.author.name}">`}
${fediverseCreator !== undefined && html`<meta name="fediverse:creator" content="${fediverseCreator}">`}
${robotsTag(media.visibility === 'unlisted' ? ['noindex'] : ['max-image-preview:large'], mining)}
${miningTags(mining)}${commonHead(site.baseUrl)}`
}

/** Discovery of the oEmbed answer in both formats: absolute, and first in the head, where every consumer looks; only where there is a good one (E8). */
function discoveryTags({ oembedJson, oembedXml }: MediaLinks, { asked }: Credit): Markup {
  return html`<link rel="alternate" type="application/json+oembed" href="${inLanguage(oembedJson, asked)}">
<link rel="alternate" type="text/xml+oembed" href="${inLanguage(oembedXml, asked)}">`
}

/**
 * What a work under a licence or mark of Creative Commons is called, and whom and what to name and link for it: ccREL, as RDFa about the
 * permalink, whatever language the page is asked in. `cc` and `dcterms` are prefixes that RDFa 1.1 knows.
 */
function attributionTags({ title, author, licence }: Credit, { permalink }: MediaLinks): Markup | undefined {
  if (licence?.kind !== 'licence' && licence?.kind !== 'public-domain') return undefined
  const name =
    author &&
    html`
<meta about="${permalink}" property="cc:attributionName" content="${author.name}">`
  return html`<meta about="${permalink}" property="dcterms:title" content="${title.text}"${langAttribute(title.lang)}>${name}
<link about="${permalink}" rel="cc:attributionURL" href="${permalink}">`
}

/** Open Graph and its neighbours: a consumer that knows no oEmbed still shows picture, title and credit (E17). */
function openGraphTags({ media, credit, links, card, site, isClosed = false }: MediaHead): Markup {
  const title = cutText(credit.title.text, MAX_OG_TITLE)
  const description = describe(credit, card.caption?.text)
  return html`<meta name="description" content="${description}">
<meta property="og:type" content="${card.video === undefined || isClosed ? 'website' : 'video.other'}">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">
<meta property="og:url" content="${links.permalink}">
<meta property="og:site_name" content="${site.provider.name}">
${
  !isClosed &&
  html`${openGraphImage(media, links, card.picture.alt)}${card.video && openGraphVideo(card.video)}
`
}<meta name="twitter:card" content="${isClosed ? 'summary' : 'summary_large_image'}">
<meta name="twitter:title" content="${title}">
<meta name="twitter:description" content="${description}">`
}

/**
 * The bare picture: most consumers crop it to 1.91:1, which would cut through a credit below it, and all of them show title or description, where
 * the credit comes first. The one that shows an image alone asks for `type=photo` or reads a feed.
 */
function openGraphImage(media: Media, links: MediaLinks, alt: string): Markup {
  const width = offeredWidths(media.original).findLast((candidate) => candidate <= OG_IMAGE_WIDTH) ?? OG_IMAGE_WIDTH
  const size = renditionSize(media.original, width)
  const image = links.thumbnail({ width, format: 'jpg' })
  return html`<meta property="og:image" content="${image}">
<meta property="og:image:type" content="image/jpeg">
<meta property="og:image:width" content="${size.width}">
<meta property="og:image:height" content="${size.height}">
<meta property="og:image:alt" content="${alt}">
<meta name="twitter:image" content="${image}">
<meta name="twitter:image:alt" content="${alt}">`
}

/** Played by what knows neither oEmbed nor frames; title and description keep the credit beside it. */
function openGraphVideo({ src, type, width, height }: CardVideo): Markup {
  return html`
<meta property="og:video" content="${src}">
<meta property="og:video:type" content="${type}">
<meta property="og:video:width" content="${width}">
<meta property="og:video:height" content="${height}">`
}

/** The credit first, then as much of the caption as fits. */
function describe(credit: Credit, caption: string | undefined): string {
  const said = [credit.byline, credit.rights].map(runsText).filter((text) => text !== '')
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
