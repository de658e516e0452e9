import { html, type Markup } from '../../core/html.ts'
import type { LiveCard } from '../../wire/card.ts'
import { pictureMarkup, runsMarkup, titleMarkup } from './card-markup.ts'
import { commonHead, layout, type Site } from './layout.ts'

interface StartPage extends Site {
  /** One page of the collection, newest first. */
  readonly cards: readonly LiveCard[]
  /** The key of the next page; absent on the last. */
  readonly nextBefore?: string
}

/** What this server is, its pictures, and how to embed them. */
export function startPage({ provider, baseUrl, cards, nextBefore }: StartPage): Markup {
  const head = html`<title>${provider.name}</title>
${commonHead(baseUrl)}`
  const main = html`<h1>${provider.name}</h1>
<ul class="hang">${cards.map((card) => html`<li><a href="${card.url}">${pictureMarkup(card.picture, {})}</a><p>${titleMarkup(card.title)}</p><p>${runsMarkup(card.byline)}</p></li>`)}</ul>
${nextBefore !== undefined && html`<p><a rel="next" href="${baseUrl}/?before=${nextBefore}">Older pictures</a></p>`}`
  return layout({ site: { provider, baseUrl }, head, page: 'start-page', main, copies: true })
}
