import type { Size } from '../../core/media.ts'
import { html, jsonLdBlock, type Markup } from '../../core/text/html.ts'
import { inLanguage } from '../../core/text/in-language.ts'
import { exitAttributes, runsMarkup } from '../../core/text/text-run.ts'
import type { Reader } from '../../core/words/reader.ts'
import type { NoticeCard } from '../../wire/card.ts'
import { titleMarkup } from './card-markup.ts'
import { frameDocument } from './frame-page.ts'
import { commonHead, layout, type Site } from './layout.ts'

/** What a page says about why there is no picture. */
export interface NoticeText {
  readonly title: string
  /** One or two sentences for the reader. */
  readonly message: string
  /** What exactly is wrong, in English, for who made the request. */
  readonly detail?: string
}

/** What is left of a media whose existence is no secret. */
export interface Tombstone {
  /** With its credit. */
  readonly notice: NoticeCard
  /** Of the picture that hung here. */
  readonly size: Size
  /** The permalink, where the page is in every language. */
  readonly address: string
  readonly jsonLd?: unknown
}

interface Notice extends Site, NoticeText {
  readonly reader: Reader
  /** The HTTP status of the answer: 401, 404, 410, 500 and the like. */
  readonly status: number
  readonly tombstone?: Tombstone
  /** Whether it stands in a frame, in the place of a card. */
  readonly framed: boolean
}

/** The page that stands where a picture does not: an empty place on the wall, and a label that says why. */
export function noticePage(notice: Notice): Markup {
  return notice.framed ? framedNotice(notice) : wholeNotice(notice)
}

function wholeNotice({ reader, status, title, message, detail, tombstone, provider, baseUrl }: Notice): Markup {
  const name = tombstone?.notice.title?.text
  const head = html`<title>${name !== undefined && `${name} · `}${title} · ${provider.name}</title>
<meta name="robots" content="noindex">
${commonHead(baseUrl)}${tombstone?.jsonLd !== undefined && html`\n${jsonLdBlock(tombstone.jsonLd)}`}`
  const main = html`<article class="notice">
<div class="place ${placeFor(status)}${shapeOf(tombstone?.size)}" aria-hidden="true"></div>
<div class="label">
<h1 class="title">${title}</h1>
<p class="message">${message}</p>
${detail !== undefined && html`<p class="detail" lang="en" dir="ltr">${detail}</p>`}
${
  tombstone &&
  html`<div class="credit">
${creditMarkup(tombstone.notice)}
</div>`
}
<p class="rights">${status} · <a href="${inLanguage(`${baseUrl}/`, reader.asked)}">${reader.words.site.allPictures}</a></p>
</div>
</article>`
  const address = tombstone && { address: tombstone.address }
  return layout({ site: { provider, baseUrl }, reader, head, page: 'notice-page', main, ...address })
}

/** The same words in the box of a card; classes as `widget/styles/notice.css` draws a notice. */
function framedNotice({ reader, title, message, tombstone, baseUrl }: Notice): Markup {
  const { lang, dir } = reader.words
  const label = tombstone
    ? html`<p class="message">${message}</p>
${creditMarkup(tombstone.notice, '_blank')}
${linkMarkup(tombstone.notice)}`
    : html`<p class="title">${title}</p>
<p class="message">${message}</p>`
  const name = tombstone?.notice.title?.text
  const main = html`<article class="card notice" lang="${lang}" dir="${dir}"${name !== undefined && html` aria-label="${name}"`}><div class="label">
${label}
</div></article>`
  return frameDocument({ reader, baseUrl, theme: 'auto', title: name ?? title, main })
}

/** Title, names and rights, as under the picture. */
function creditMarkup({ title, byline = [], rights = [] }: NoticeCard, target?: '_blank'): Markup {
  return html`${title && html`<p class="title">${titleMarkup(title)}</p>`}
${byline.length > 0 && html`<p class="byline">${runsMarkup(byline, target)}</p>`}
${rights.length > 0 && html`<p class="rights">${runsMarkup(rights, target)}</p>`}`
}

function linkMarkup({ link }: NoticeCard): Markup | undefined {
  if (link?.href === undefined) return undefined
  return html`<p class="actions"><a href="${link.href}"${exitAttributes(link.rel, '_blank')}>${link.text}</a></p>`
}

/** How the place looks: turned to the wall, a pale mark where a picture hung, hanging crooked, or bare. */
function placeFor(status: number): 'turned' | 'mark' | 'crooked' | 'bare' {
  if (status === 401 || status === 403) return 'turned'
  if (status === 410) return 'mark'
  return status >= 500 ? 'crooked' : 'bare'
}

/** Roughly the shape of what hung there; exactly would take a style of its own. */
function shapeOf(size: Size | undefined): '' | ' tall' | ' square' | ' long' {
  const ratio = size === undefined ? 1.5 : size.width / size.height
  if (ratio < 0.87) return ' tall'
  if (ratio < 1.2) return ' square'
  return ratio > 2.2 ? ' long' : ''
}
