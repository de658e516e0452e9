import { html, type Markup } from '../../core/text/html.ts'
import { langAttribute } from '../../core/text/text-run.ts'
import { fill } from '../../core/words/fill.ts'
import { pluralOf } from '../../core/words/formats.ts'
import type { Words } from '../../core/words/words.ts'
import type { CardItem, CardPicture, CardVideo, LiveCard } from '../../wire/card.ts'

export interface PictureOptions {
  /** Value of `sizes`, if it is not the picture's own. */
  readonly sizes?: string | ((picture: CardPicture) => string)
  /** `first`: what a reader came to see. `soon`: most likely on the first screen. By default it loads when it is scrolled to. */
  readonly load?: 'first' | 'soon' | 'lazy'
  /** The id of a longer description on the page. */
  readonly describedBy?: string
}

const LOADING = { first: html` fetchpriority="high"`, soon: undefined, lazy: html` loading="lazy"` } as const

/** A `<picture>` with all candidates and its true size, so that nothing moves when it arrives. */
export function pictureMarkup(picture: CardPicture, options: PictureOptions): Markup {
  const { load = 'lazy', describedBy } = options
  const sizes = typeof options.sizes === 'function' ? options.sizes(picture) : (options.sizes ?? picture.sizes)
  return html`<picture>${picture.sources.map((source) => html`<source type="${source.type}" srcset="${source.srcset}" sizes="${sizes}">`)}<img src="${picture.src}" srcset="${picture.srcset}" sizes="${sizes}" width="${picture.width}" height="${picture.height}" alt="${picture.alt}"${langAttribute(picture.altLang)}${describedBy !== undefined && html` aria-describedby="${describedBy}"`}${LOADING[load]} decoding="async"></picture>`
}

interface StageOptions extends PictureOptions {
  /** Whether pictures of a carousel show what is said of each. */
  readonly captions: boolean
  /** Of a video, where it should be larger than the card's own. */
  readonly poster?: string
}

/** What a carousel or a video shows in place of a single picture; `undefined` for a single picture. Works without script. */
export function stageMarkup(card: LiveCard, words: Words, options: StageOptions): Markup | undefined {
  if (card.video !== undefined) return playerMarkup(card.video, card.picture, options)
  return card.items === undefined ? undefined : stripMarkup(card.items, words, options)
}

/**
 * The pictures side by side, to be scrolled one by one, each with its number. The scroller takes the focus, so that arrow keys move it (WCAG
 * 2.1.1); nothing moves by itself.
 */
function stripMarkup(items: readonly CardItem[], words: Words, options: StageOptions): Markup {
  const label = pluralOf(words.credit.pictures, items.length, words)
  const slides = items.map((item, index) => slideMarkup(item, { n: index + 1, total: items.length }, { ...options, words }))
  return html`<div class="picture strip" role="group" aria-label="${label}" tabindex="0">${slides}</div>`
}

function slideMarkup(
  item: CardItem,
  place: { readonly n: number; readonly total: number },
  { words, captions, load = 'lazy', describedBy, ...options }: StageOptions & { readonly words: Words },
): Markup {
  const isFirst = place.n === 1
  const picture = pictureMarkup(item, {
    ...options,
    load: isFirst ? load : 'lazy',
    ...(isFirst && describedBy !== undefined && { describedBy }),
  })
  const caption = captions ? item.caption : undefined
  return html`<figure class="slide" aria-label="${fill(words.widget.pictureOf, place)}">${picture}<figcaption><span class="counter">${fill(words.widget.counter, place)}</span>${caption && html` <span dir="auto"${langAttribute(caption.lang)}>${caption.text}</span>`}</figcaption></figure>`
}

/** Loads nothing but its poster before it is played. Captions are fetched with CORS, as a frame of opaque origin must. */
function playerMarkup(video: CardVideo, picture: CardPicture, { describedBy, poster = picture.src }: StageOptions): Markup {
  const tracks = video.tracks.map(
    ({ src, srclang, kind, label }) => html`<track src="${src}" srclang="${srclang}" kind="${kind}" label="${label}">`,
  )
  const pixels = html`width="${video.width}" height="${video.height}"`
  return html`<video class="picture" controls preload="none" playsinline crossorigin="anonymous" poster="${poster}" ${pixels} aria-label="${picture.alt}"${langAttribute(picture.altLang)}${describedBy !== undefined && html` aria-describedby="${describedBy}"`}><source src="${video.src}" type="${video.type}">${tracks}<a href="${video.src}">${picture.alt}</a></video>`
}
