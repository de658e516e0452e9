import { html, type Markup } from '../../core/html.ts'
import { runsMarkup } from '../../core/text-run.ts'
import type { LiveCard } from '../../wire/card.ts'
import { pictureMarkup, titleMarkup } from './card-markup.ts'
import { copyAnnouncer, copyField } from './copy-field.ts'
import { commonHead, layout, type Site } from './layout.ts'

interface StartPage extends Site {
  /** One page of the collection, newest first. */
  readonly cards: readonly LiveCard[]
  /** The key of the next page; absent on the last. */
  readonly nextBefore?: string
}

/** So many pictures are likely on the first screen; the others load when they are scrolled to. */
const SOON_PICTURES = 4

/** What this server is, its pictures, and how to embed them. */
export function startPage({ provider, baseUrl, cards, nextBefore }: StartPage): Markup {
  const [first] = cards
  const main = html`<div class="intro">
<h1>Every picture with its label.</h1>
<p>From here <bdi>${provider.name}</bdi> lends pictures to any page. Each one travels with its creator, its licence and its source, and when its rights change, every embed follows.</p>
</div>
${first === undefined ? emptyCollection() : collection(cards, nextBefore, baseUrl)}
${first !== undefined && howToEmbed(first, baseUrl)}
${copyAnnouncer()}`
  return layout({ site: { provider, baseUrl }, head: startHead({ provider, baseUrl }, first), page: 'start-page', main, copies: true })
}

function startHead({ provider, baseUrl }: Site, first: LiveCard | undefined): Markup {
  const description = `Pictures of ${provider.name}, to embed with creator, licence and source.`
  return html`<title>${provider.name}</title>
<meta name="description" content="${description}">
<meta property="og:type" content="website">
<meta property="og:title" content="${provider.name}">
<meta property="og:description" content="${description}">
<meta property="og:url" content="${baseUrl}/">
<meta property="og:site_name" content="${provider.name}">
<meta property="og:image" content="${first?.picture.src ?? `${baseUrl}/static/icon.png`}">
${commonHead(baseUrl)}`
}

function collection(cards: readonly LiveCard[], nextBefore: string | undefined, baseUrl: string): Markup {
  return html`<section aria-labelledby="pictures-title">
<h2 id="pictures-title" class="unseen">Pictures</h2>
<ul class="hang">
${cards.map((card, index) => hungPicture(card, index < SOON_PICTURES))}
</ul>
${nextBefore !== undefined && html`<p class="more"><a rel="next" href="${baseUrl}/?before=${encodeURIComponent(nextBefore)}">Older pictures</a></p>`}
</section>`
}

/** One picture with its label; picture and title are one link, so that a keyboard meets each work once. */
function hungPicture(card: LiveCard, isSoon: boolean): Markup {
  const ratio = card.picture.width / card.picture.height
  const sizes = `(max-width: 40em) 100vw, ${Math.round(ratio * 340)}px`
  return html`<li class="${ratioClasses(ratio)}"><article>
<a class="piece" href="${card.url}">${pictureMarkup(card.picture, { sizes, load: isSoon ? 'soon' : 'lazy' })}<span class="title">${titleMarkup(card.title)}</span></a>
<p class="byline">${runsMarkup(card.byline)}</p>
</article></li>`
}

/** The digits of an aspect ratio (width / height), for which pages.css has classes; beyond 0.4 and 4 a picture hangs as if it were that. */
function ratioClasses(ratio: number): string {
  const hundredths = Math.round(Math.min(4, Math.max(0.4, ratio)) * 100)
  return `ones-${Math.trunc(hundredths / 100)} tenths-${Math.trunc(hundredths / 10) % 10} hundredths-${hundredths % 10}`
}

function howToEmbed(card: LiveCard, baseUrl: string): Markup {
  const request = `curl '${baseUrl}/oembed?url=${encodeURIComponent(card.url)}'`
  return html`<section class="how" aria-labelledby="how-title">
<h2 id="how-title">How to embed a picture</h2>
<p>Three ways, here with ${titleMarkup(card.title)}. Each picture’s own page has its code.</p>
<ol class="ways">
<li><h3>Paste its address</h3><p>In WordPress and other editors that know oEmbed, on a line of its own.</p>
${copyField({ id: 'way-address', label: 'Address', text: card.url, rows: 2 })}</li>
<li><h3>Paste its code</h3><p>On any other page. The code is a complete credit even where no script runs.</p>
${copyField({ id: 'way-code', label: 'Embed code', text: card.embedCode, rows: 8 })}</li>
<li><h3>Ask by oEmbed</h3><p>From a program, with <code>maxwidth</code> and <code>maxheight</code> if you like.</p>
${copyField({ id: 'way-oembed', label: 'Request', text: request, rows: 3 })}</li>
</ol>
<p>See them at work on the <a href="${baseUrl}/demo/">demonstration page</a>.</p>
</section>`
}

function emptyCollection(): Markup {
  return html`<section class="empty" aria-labelledby="empty-title">
<div class="place bare" aria-hidden="true"></div>
<h2 id="empty-title">The walls are still bare.</h2>
<p>Import a folder of pictures, and they hang here with the credit that stands in their files:</p>
<pre tabindex="0"><code>npm run placard -- import ~/Pictures</code></pre>
</section>`
}
