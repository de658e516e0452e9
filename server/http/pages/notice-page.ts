import { html, type Markup } from '../../core/text/html.ts'
import { inLanguage } from '../../core/text/in-language.ts'
import type { Reader } from '../../core/words/reader.ts'
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

interface Notice extends Site, NoticeText {
  readonly reader: Reader
  /** The HTTP status of the answer: 401, 404, 410, 500 and the like. */
  readonly status: number
  /** Whether it stands in a frame, in the place of a card. */
  readonly framed: boolean
}

/** The page that stands where a picture does not: an empty place on the wall, and a label that says why. */
export function noticePage(notice: Notice): Markup {
  return notice.framed ? framedNotice(notice) : wholeNotice(notice)
}

function wholeNotice({ reader, status, title, message, detail, provider, baseUrl }: Notice): Markup {
  const head = html`<title>${title} · ${provider.name}</title>
<meta name="robots" content="noindex">
${commonHead(baseUrl)}`
  const main = html`<article class="notice">
<div class="place ${placeFor(status)}" aria-hidden="true"></div>
<div class="label">
<h1 class="title">${title}</h1>
<p class="message">${message}</p>
${detail !== undefined && html`<p class="detail" lang="en" dir="ltr">${detail}</p>`}
<p class="rights">${status} · <a href="${inLanguage(`${baseUrl}/`, reader.asked)}">${reader.words.site.allPictures}</a></p>
</div>
</article>`
  return layout({ site: { provider, baseUrl }, reader, head, page: 'notice-page', main })
}

/** The same words in the box of a card; classes as `widget/card.css` draws a notice. */
function framedNotice({ reader, title, message, baseUrl }: Notice): Markup {
  const { lang, dir } = reader.words
  const main = html`<article class="card notice" lang="${lang}" dir="${dir}"><div class="label">
<p class="title">${title}</p>
<p class="message">${message}</p>
</div></article>`
  return frameDocument({ reader, baseUrl, theme: 'auto', title, main })
}

/** How the place looks: turned to the wall, a pale mark where a picture hung, hanging crooked, or bare. */
function placeFor(status: number): 'turned' | 'mark' | 'crooked' | 'bare' {
  if (status === 401 || status === 403) return 'turned'
  if (status === 410) return 'mark'
  return status >= 500 ? 'crooked' : 'bare'
}
