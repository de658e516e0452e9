import { isPanorama } from '../../core/card-box.ts'
import { html, type Markup } from '../../core/html.ts'
import { exitAttributes, langAttribute, runsMarkup } from '../../core/text-run.ts'
import type { Words } from '../../core/words/words.ts'
import type { CardPicture, LiveCard, TextRun } from '../../wire/card.ts'

interface PictureOptions {
  /** Value of `sizes`; the card's own by default. */
  readonly sizes?: string
  /** `first`: what a reader came to see. `soon`: most likely on the first screen. By default it loads when it is scrolled to. */
  readonly load?: 'first' | 'soon' | 'lazy'
  /** The id of a longer description on the page. */
  readonly describedBy?: string
}

interface CardOptions extends PictureOptions {
  /** What the card's own words are in. */
  readonly words: Words
  readonly caption: boolean
  /** Set where the card stands in a frame: its links leave the frame. */
  readonly target?: '_blank'
  readonly actions?: Markup
}

const LOADING = { first: html` fetchpriority="high"`, soon: undefined, lazy: html` loading="lazy"` } as const

/** The card as the server draws it, in the same elements and classes as the widget's. */
export function cardMarkup(card: LiveCard, options: CardOptions): Markup {
  const { target, words } = options
  const look = isPanorama(card.picture) ? 'card panorama' : 'card'
  return html`<article class="${look}" lang="${words.lang}" dir="${words.dir}"><a class="picture" href="${card.url}"${exitAttributes(undefined, target)}>${pictureMarkup(card.picture, options)}</a>
<div class="label">${labelMarkup(card, options)}${options.actions && html`<p class="actions">${options.actions}</p>`}</div></article>`
}

/** Title, byline, caption and rights of a card, without the box around them. */
function labelMarkup(card: LiveCard, { caption, target }: Pick<CardOptions, 'caption' | 'target'>): Markup {
  return html`<p class="title">${titleMarkup(card.title)}</p>
<p class="byline">${runsMarkup(card.byline, target)}</p>
${caption && card.caption && html`<p class="caption" dir="auto"${langAttribute(card.caption.lang)}>${card.caption.text}</p>`}
<p class="rights">${runsMarkup(card.rights, target)}</p>`
}

/** A title as the name of a work. */
export function titleMarkup(title: TextRun): Markup {
  return html`<cite dir="auto"${langAttribute(title.lang)}>${title.text}</cite>`
}

/** A `<picture>` with all candidates and its true size, so that nothing moves when it arrives. */
export function pictureMarkup(picture: CardPicture, { sizes = picture.sizes, load = 'lazy', describedBy }: PictureOptions): Markup {
  return html`<picture>${picture.sources.map((source) => html`<source type="${source.type}" srcset="${source.srcset}" sizes="${sizes}">`)}<img src="${picture.src}" srcset="${picture.srcset}" sizes="${sizes}" width="${picture.width}" height="${picture.height}" alt="${picture.alt}"${langAttribute(picture.altLang)}${describedBy !== undefined && html` aria-describedby="${describedBy}"`}${LOADING[load]} decoding="async"></picture>`
}
