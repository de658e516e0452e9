import type { Credit } from '../../core/credit.ts'
import { html, jsonLdBlock, type Markup } from '../../core/html.ts'
import type { PickedText } from '../../core/lang.ts'
import type { MediaLinks } from '../../core/links.ts'
import type { LangAlt, Media } from '../../core/media.ts'
import { langAttribute, runsMarkup } from '../../core/text-run.ts'
import type { CardPicture, LiveCard } from '../../wire/card.ts'
import { cardMarkup, pictureMarkup, titleMarkup } from './card-markup.ts'
import { copyAnnouncer, copyField } from './copy-field.ts'
import { factsMarkup } from './facts.ts'
import { mediaHead } from './head-tags.ts'
import { layout, type Site } from './layout.ts'
import { textsOf } from './texts.ts'

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
  /** schema.org ImageObject (`core/json-ld.ts`). */
  readonly jsonLd: unknown
  readonly snippets: Snippets
}

/** The media's own page: the picture large, its whole credit, and everything a publisher may copy. */
export function mediaPage(page: MediaPage): Markup {
  const { media, credit, links, card, provider, baseUrl } = page
  const site = { provider, baseUrl }
  const head = html`${mediaHead({ media, credit, links, card, site })}
${jsonLdBlock(page.jsonLd)}`
  const main = html`<article class="work">
<div class="wall">${pictureMarkup(card.picture, wallPicture(card.picture, media.description.extendedDescription))}</div>
<div class="beside">
<div class="label">
<h1 class="title">${titleMarkup(card.title)}</h1>
<p class="byline">${runsMarkup(card.byline)}</p>
<p class="rights">${runsMarkup(card.rights)}</p>
</div>
<div class="prose">
${textSection(media.description.caption, undefined)}
${textSection(media.description.extendedDescription, 'description')}
<section aria-labelledby="facts-title">
<h2 id="facts-title">Credit and rights</h2>
${factsMarkup(media, credit, links.permalink)}
</section>
</div>
</div>
${useSection(page)}
</article>
${copyAnnouncer()}`
  return layout({ site, head, page: 'media-page', main, copies: true })
}

/** As wide as the wall, at most as high as `.wall img` in pages.css lets it be, and never more than its pixels. */
function wallPicture({ width, height }: CardPicture, extendedDescription: LangAlt) {
  const sizes = `min(100vw, ${((78 * width) / height).toFixed(1)}vh, ${width}px)`
  return { load: 'first' as const, sizes, ...(textsOf(extendedDescription).length > 0 && { describedBy: 'description' }) }
}

/** The text in the owner's default language; its translations wait in a disclosure. */
function textSection(alt: LangAlt, id: 'description' | undefined): Markup | undefined {
  const [first, ...others] = textsOf(alt)
  if (first === undefined) return undefined
  return html`<section>
${id !== undefined && html`<h2>What the picture shows</h2>`}
<div${id !== undefined && html` id="${id}"`}>${paragraph(first)}</div>
${others.length > 0 && html`<details><summary>In other languages</summary>${others.map(paragraph)}</details>`}
</section>`
}

function paragraph({ text, lang }: PickedText): Markup {
  return html`<p class="text" dir="auto"${langAttribute(lang)}>${text}</p>`
}

function useSection({ card, snippets, links }: MediaPage): Markup {
  return html`<section class="use" aria-labelledby="use-title">
<h2 id="use-title">Use this picture</h2>
<div class="columns">
<div class="preview"><p class="hint">As it looks on a page:</p><div class="box">${cardMarkup(card, { caption: true, sizes: '(min-width: 52em) 21em, 100vw' })}</div></div>
<div>
${copyField({ id: 'address', label: 'Address', hint: 'Paste it on a line of its own in WordPress and other editors that know oEmbed.', text: links.permalink, rows: 1 })}
${copyField({ id: 'embed-full', label: 'Embed code', hint: 'For any page. Complete without script; with it, the card keeps up with the rights.', text: snippets.full })}
<details><summary>Other forms of the embed code</summary>
${copyField({ id: 'embed-script', label: 'Script only', hint: 'The picture and its credit as plain HTML, which the script turns into the card.', text: snippets.scriptOnly })}
${copyField({ id: 'embed-no-script', label: 'Without script', hint: 'For newsletters, feeds and editors that remove scripts.', text: snippets.noScript })}
${copyField({ id: 'embed-frame', label: 'Frame', hint: 'For pages that allow frames only.', text: snippets.frame })}
</details>
<details><summary>Copy the credit</summary>
${copyField({ id: 'credit-text', label: 'Credit as plain text', text: card.creditText, rows: 3 })}
${copyField({ id: 'credit-html', label: 'Credit as HTML', text: card.creditHtml })}
</details>
</div>
</div>
</section>`
}
