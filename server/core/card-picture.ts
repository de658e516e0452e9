import type { CardPicture } from '../wire/card.ts'
import { pickText } from './lang.ts'
import type { MediaLinks } from './links.ts'
import type { LangText, Media } from './media.ts'
import { offeredWidths, type RenditionFormat, renditionSize } from './rendition.ts'

/** Agents that know no `srcset` (mail, feeds) get the candidate nearest to a card's own width. */
const PLAIN_WIDTH = 640

/** The picture of a card with all its candidates: WebP for those that know it, JPEG for the rest. */
export function buildCardPicture(media: Media, links: MediaLinks): CardPicture {
  const { original, placeholder } = media
  const widths = offeredWidths(original)
  const alt = altTextOf(media)
  return {
    src: links.thumbnail({ width: widths.findLast((width) => width <= PLAIN_WIDTH) ?? 320, format: 'jpg' }),
    srcset: srcsetOf(media, links, 'jpg'),
    sources: [{ type: 'image/webp', srcset: srcsetOf(media, links, 'webp') }],
    sizes: sizesFor(PLAIN_WIDTH),
    ...renditionSize(original, widths.at(-1) ?? 320),
    alt: alt.text,
    ...(alt.lang === undefined ? {} : { altLang: alt.lang }),
    colour: placeholder.colour,
  }
}

/** Value of `sizes` for a picture that is as wide as the viewport, and at most `widthPx`. */
export function sizesFor(widthPx: number): string {
  return `(max-width: ${widthPx}px) 100vw, ${widthPx}px`
}

/** What the picture shows, for those who do not see it: alt text, else caption, else title; never empty. */
export function altTextOf({ description }: Pick<Media, 'description'>): Partial<LangText> & { readonly text: string } {
  const { altText, caption, title } = description
  return pickText(altText) ?? pickText(caption) ?? pickText(title) ?? { text: 'Untitled picture', lang: 'en' }
}

/** The descriptors name true widths: a picture smaller than a candidate is not enlarged. */
function srcsetOf(media: Media, links: MediaLinks, format: RenditionFormat): string {
  const candidates = offeredWidths(media.original).map((width) => {
    return `${links.thumbnail({ width, format })} ${renditionSize(media.original, width).width}w`
  })
  return candidates.join(', ')
}
