import { html, type Markup } from '../../core/html.ts'
import { frameDocument } from './frame-page.ts'
import { commonHead, layout, type Site } from './layout.ts'

interface Notice extends Site {
  /** The HTTP status of the answer: 401, 404, 410, 500 and the like. */
  readonly status: number
  readonly title: string
  /** One or two sentences for the reader. */
  readonly message: string
  /** Whether it stands in a frame, in the place of a card. */
  readonly framed: boolean
}

/** The page that stands where a picture does not: an empty place on the wall, and a label that says why. */
export function noticePage(notice: Notice): Markup {
  const { baseUrl, provider, title, framed } = notice
  if (framed)
    return frameDocument({ baseUrl, theme: 'auto', title, main: html`<article class="card notice" lang="en">${label(notice)}</article>` })
  const head = html`<title>${title} · ${provider.name}</title>
<meta name="robots" content="noindex">
${commonHead(baseUrl)}`
  const main = html`<article class="notice"><div class="empty-place" aria-hidden="true"></div>${label(notice)}</article>`
  return layout({ site: { provider, baseUrl }, head, page: 'notice-page', main })
}

function label({ status, title, message, baseUrl, framed }: Notice): Markup {
  return html`<div class="label">
<h1 class="title">${title}</h1>
<p class="message">${message}</p>
<p class="rights">${status}${!framed && html` · <a href="${baseUrl}/">See all pictures</a>`}</p>
</div>`
}
