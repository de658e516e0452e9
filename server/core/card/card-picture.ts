import type { CardPicture } from '../../wire/card.ts'
import type { MediaLinks } from '../identity/links.ts'
import type { Media } from '../media.ts'
import { offeredWidths, type RenditionWidth, renditionSize } from '../pictures/rendition.ts'
import { altTextOf } from './card-text.ts'

/** Agents that know no `srcset` (mail, feeds) get the largest candidate up to a card's own width. */
const PLAIN_WIDTH = 640

/**
 * The picture of a card with all its candidates: WebP for those that know it, JPEG for the rest.
 *
 * @param item  Which picture of a carousel `media` stands for (`pictureAt`), counted from 1.
 */
export function buildCardPicture(media: Media, links: MediaLinks, item = 1): CardPicture {
  const widths = offeredWidths(media.original)
  // The descriptors name true widths: no rendition is wider than its picture.
  const descriptors = widths.map((width) => `${renditionSize(media.original, width).width}w`)
  const srcset = (format: 'jpg' | 'webp') =>
    widths.map((width, at) => `${links.thumbnail({ width, format }, item)} ${descriptors[at]}`).join(', ')
  const alt = altTextOf(media)
  return {
    src: links.thumbnail({ width: largest(widths.filter((width) => width <= PLAIN_WIDTH)), format: 'jpg' }, item),
    srcset: srcset('jpg'),
    sources: [{ type: 'image/webp', srcset: srcset('webp') }],
    sizes: sizesFor(PLAIN_WIDTH),
    ...renditionSize(media.original, largest(widths)),
    alt: alt.text,
    ...(alt.lang !== undefined && { altLang: alt.lang }),
    colour: media.placeholder.colour,
  }
}

/** Value of `sizes` for a picture that is as wide as the viewport, and at most `widthPx`. */
export function sizesFor(widthPx: number): string {
  return `(max-width: ${widthPx}px) 100vw, ${widthPx}px`
}

/** 320 is always offered, so there is one. */
function largest(widths: readonly RenditionWidth[]): RenditionWidth {
  return widths.at(-1) ?? 320
}
