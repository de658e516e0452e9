import { isPanorama } from '../../core/card/card-box.ts'
import { html, type Markup } from '../../core/text/html.ts'
import { exitAttributes, langAttribute, runsMarkup } from '../../core/text/text-run.ts'
import type { Words } from '../../core/words/words.ts'
import type { LiveCard, TextRun } from '../../wire/card.ts'
import { type PictureOptions, pictureMarkup, stageMarkup } from './stage-markup.ts'

interface CardOptions extends PictureOptions {
  /** What the card's own words are in. */
  readonly words: Words
  readonly caption: boolean
  /** Set where the card stands in a frame: its links leave the frame. */
  readonly target?: '_blank'
  readonly actions?: Markup
}

/** The card as the server draws it, in the same elements and classes as the widget's. */
export function cardMarkup(card: LiveCard, options: CardOptions): Markup {
  const { target, words } = options
  const look = isPanorama(card.picture) ? 'card panorama' : 'card'
  const stage = stageMarkup(card, words, { ...options, captions: options.caption })
  const linked = html`<a class="picture" href="${card.url}"${exitAttributes(undefined, target)}>${pictureMarkup(card.picture, options)}</a>`
  return html`<article class="${look}" lang="${words.lang}" dir="${words.dir}" aria-label="${card.title.text}">${stage ?? linked}
<div class="label">${labelMarkup(card, options)}${options.actions && html`<p class="actions">${options.actions}</p>`}</div></article>`
}

/** Title, byline, caption and rights of a card, without the box around them. */
function labelMarkup(card: LiveCard, { caption, target }: Pick<CardOptions, 'caption' | 'target'>): Markup {
  return html`<p class="title">${titleMarkup(card.title)}</p>
<p class="byline">${runsMarkup(card.byline, target)}</p>
${caption && card.caption && html`<p class="caption folded" dir="auto"${langAttribute(card.caption.lang)}>${card.caption.text}</p>`}
<p class="rights">${runsMarkup(card.rights, target)}</p>`
}

/** A title as the name of a work. */
export function titleMarkup(title: TextRun): Markup {
  return html`<cite dir="auto"${langAttribute(title.lang)}>${title.text}</cite>`
}
