import type { Credit } from '../../core/credit.ts'
import { html, jsonLdBlock, type Markup } from '../../core/html.ts'
import type { MediaLinks } from '../../core/links.ts'
import type { Media } from '../../core/media.ts'
import type { LiveCard } from '../../wire/card.ts'
import { labelMarkup, pictureMarkup } from './card-markup.ts'
import { discoveryTags, openGraphTags } from './head-tags.ts'
import { commonHead, layout, type Site } from './layout.ts'

/** The embed code of one media in each of its forms. */
export interface Snippets {
  readonly full: string
  readonly noScript: string
  readonly frame: string
  readonly scriptOnly: string
}

interface MediaPage extends Site {
  readonly media: Media
  readonly credit: Credit
  readonly links: MediaLinks
  readonly card: LiveCard
  readonly jsonLd: unknown
  readonly snippets: Snippets
}

/** The media's own page: the picture large, its whole credit, and everything a publisher may copy. */
export function mediaPage(page: MediaPage): Markup {
  const { media, credit, links, card, jsonLd, provider, baseUrl } = page
  const site = { provider, baseUrl }
  const head = html`${discoveryTags(links, credit.title.text)}
<title>${credit.title.text} · ${provider.name}</title>
<link rel="canonical" href="${links.permalink}">
${openGraphTags({ media, credit, links, picture: card.picture, site, ...(card.caption && { caption: card.caption }) })}
${commonHead(baseUrl)}
${jsonLdBlock(jsonLd)}`
  const main = html`${pictureMarkup(card.picture, { eager: true })}${labelMarkup(card, { caption: true })}`
  return layout({ site, head, page: 'media-page', main, copies: true })
}
