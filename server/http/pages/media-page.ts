import type { Snippets } from '../../core/card/snippet.ts'
import type { Credit } from '../../core/credit/credit.ts'
import type { MediaLinks } from '../../core/identity/links.ts'
import type { MiningTerms } from '../../core/licences/data-mining.ts'
import type { LangAlt, Media } from '../../core/media.ts'
import { offeredWidths } from '../../core/pictures/rendition.ts'
import { html, jsonLdBlock, type Markup } from '../../core/text/html.ts'
import { inLanguage } from '../../core/text/in-language.ts'
import type { PickedText } from '../../core/text/lang.ts'
import { langAttribute, runsMarkup } from '../../core/text/text-run.ts'
import type { Words } from '../../core/words/words.ts'
import type { CardPicture, LiveCard } from '../../wire/card.ts'
import { cardMarkup, titleMarkup } from './card-markup.ts'
import { copyAnnouncer, copyField } from './copy-field.ts'
import { embedChooser, hostPolicies, policyNote } from './embed-chooser.ts'
import { factsMarkup } from './facts.ts'
import { mediaHead } from './head-tags.ts'
import { layout, type Site } from './layout.ts'
import { pictureMarkup, stageMarkup } from './stage-markup.ts'
import { textsOf } from './texts.ts'

const POSTER_WIDTH = 1280 // a poster has no candidates, and most screens are not wider

/** Addresses that only our own pages may load, and the card that is drawn with them. */
export interface OwnFiles {
  readonly links: MediaLinks
  readonly card: LiveCard
}

interface MediaPage extends Site {
  readonly media: Media
  readonly credit: Credit
  readonly links: MediaLinks
  readonly card: LiveCard
  /** What the page itself shows, where its plain addresses do not open; machines are told the plain ones, which last. */
  readonly own?: OwnFiles
  /** Whether the plain addresses open for nobody, so that no consumer is told of them. */
  readonly isClosed?: boolean
  /** schema.org ImageObject (`core/documents/json-ld.ts`). */
  readonly jsonLd: unknown
  readonly snippets: Snippets
  readonly mining?: MiningTerms
  /** The owner's account, `@name@host`. */
  readonly fediverseCreator?: string
}

/** The media's own page: the picture large, its whole credit, and everything a publisher may copy. */
export function mediaPage(page: MediaPage): Markup {
  const { media, credit, links, provider, baseUrl } = page
  const { card } = page.own ?? page
  const site = { provider, baseUrl }
  const { words } = credit
  const wall = wallOptions(media, (page.own ?? page).links)
  const head = html`${mediaHead({ ...page, site })}
${jsonLdBlock(page.jsonLd)}`
  const main = html`<article class="work">
<div class="wall">${stageMarkup(card, words, { ...wall, captions: true }) ?? pictureMarkup(card.picture, wall)}</div>
<div class="beside">
<div class="label">
<h1 class="title">${titleMarkup(card.title)}</h1>
<p class="byline">${runsMarkup(card.byline)}</p>
<p class="rights">${runsMarkup(card.rights)}</p>
<p class="use-it"><a class="button" href="#use">${words.widget.usePicture}</a></p>
</div>
<div class="prose">
${textSection(media.description.caption, words)}
${textSection(media.description.extendedDescription, words, 'description')}
<section aria-labelledby="facts-title">
<h2 id="facts-title">${words.work.creditAndRights}</h2>
${factsMarkup(media, credit, links.permalink)}
</section>
</div>
</div>
${useSection(page)}
</article>
${copyAnnouncer(words)}`
  return layout({ site, reader: credit, head, page: 'media-page', address: links.permalink, main, copies: true })
}

/** As wide as the wall, at most as high as `.wall img` in public/pages/media-page.css lets it be, and never more than its pixels. */
function wallOptions({ original, description }: Media, links: MediaLinks) {
  const sizes = ({ width, height }: CardPicture) => `min(100vw, ${((78 * width) / height).toFixed(1)}vh, ${width}px)`
  const width = offeredWidths(original).findLast((candidate) => candidate <= POSTER_WIDTH) ?? POSTER_WIDTH
  const poster = links.thumbnail({ width, format: 'jpg' })
  return {
    load: 'first' as const,
    sizes,
    poster,
    ...(textsOf(description.extendedDescription).length > 0 && { describedBy: 'description' }),
  }
}

/** The text in the reader's language, or the owner's; its translations wait in a disclosure. */
function textSection(alt: LangAlt, { work }: Words, id?: 'description'): Markup | undefined {
  const [first, ...others] = textsOf(alt)
  if (first === undefined) return undefined
  return html`<section>
${id !== undefined && html`<h2>${work.whatItShows}</h2>`}
<div${id !== undefined && html` id="${id}"`}>${paragraph(first)}</div>
${others.length > 0 && html`<details><summary>${work.otherLanguages}</summary>${others.map(paragraph)}</details>`}
</section>`
}

function paragraph({ text, lang }: PickedText): Markup {
  return html`<p class="text" dir="auto"${langAttribute(lang)}>${text}</p>`
}

function useSection(page: MediaPage): Markup {
  const { media, credit, snippets, links, baseUrl } = page
  const { card } = page.own ?? page
  const { words, asked } = credit
  const { work, widget } = words
  const field = (id: string, label: string, { text, hint, rows }: { text: string; hint?: string; rows?: number }) =>
    copyField({ id, label, text, ...(hint !== undefined && { hint }), ...(rows !== undefined && { rows }) }, words)
  const chooser = { media, reader: credit, baseUrl, canPin: snippets.pinned !== undefined }
  return html`<section class="use" id="use" aria-labelledby="use-title">
<h2 id="use-title">${widget.usePicture}</h2>
<div class="columns">
<div class="preview"><p class="hint">${work.asOnPage}</p><div class="box">${cardMarkup(card, { words, caption: true, sizes: '(min-width: 52em) 21em, 100vw' })}</div></div>
<div>
${policyNote(media, words)}
${field('address', work.address, { hint: work.addressHint, text: inLanguage(links.permalink, asked), rows: 1 })}
${field('embed-full', widget.embedCode, { hint: work.embedHint, text: snippets.full })}
${embedChooser(chooser)}
<details><summary>${work.otherForms}</summary>
${field('embed-script', work.scriptOnly, { hint: work.scriptOnlyHint, text: snippets.scriptOnly })}
${snippets.pinned !== undefined && field('embed-pinned', work.pinned, { hint: work.pinnedHint, text: snippets.pinned })}
${field('embed-no-script', work.withoutScript, { hint: work.withoutScriptHint, text: snippets.noScript })}
${field('embed-frame', work.frame, { hint: work.frameHint, text: snippets.frame })}
</details>
${hostPolicies(chooser)}
<details><summary>${work.copyTheCredit}</summary>
${field('credit-text', work.creditAsText, { text: card.creditText, rows: 3 })}
${field('credit-html', work.creditAsHtml, { text: card.creditHtml })}
</details>
</div>
</div>
</section>`
}
