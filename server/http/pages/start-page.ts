import { startUpper } from '../../core/credit/rights-line.ts'
import { html, type Markup } from '../../core/text/html.ts'
import { inLanguage } from '../../core/text/in-language.ts'
import { runsMarkup, SEPARATOR_RUN } from '../../core/text/text-run.ts'
import { fill, fillMarkup } from '../../core/words/fill.ts'
import type { Reader } from '../../core/words/reader.ts'
import type { Words } from '../../core/words/words.ts'
import type { CardPicture, LiveCard, TextRun } from '../../wire/card.ts'
import type { Lang } from '../../wire/words.ts'
import { titleMarkup } from './card-markup.ts'
import { copyAnnouncer, copyField } from './copy-field.ts'
import { alternateLinks, commonHead, layout, type Site } from './layout.ts'
import { pictureMarkup } from './stage-markup.ts'

interface StartPage extends Site {
  readonly reader: Reader
  /** One page of the collection, newest first. */
  readonly cards: readonly LiveCard[]
  /** The picture that stands for the collection elsewhere; the icon if absent. */
  readonly image?: string
  /** The key of this page; absent on the first. */
  readonly before?: string
  /** The key of the next page; absent on the last. */
  readonly nextBefore?: string
}

/** So many pictures are likely on the first screen; the others load when they are scrolled to. */
const SOON_PICTURES = 4

/** What this server is, its pictures, and how to embed them. */
export function startPage({ reader, provider, baseUrl, cards, image, before, nextBefore }: StartPage): Markup {
  const [first] = cards
  const { words } = reader
  const site = { provider, baseUrl }
  const address = addressOf(baseUrl, before)
  const main = html`<div class="intro">
<h1>${words.start.headline}</h1>
<p>${fillMarkup(words.start.intro, { provider: html`<bdi>${provider.name}</bdi>` })}</p>
${first !== undefined && html`<p class="onward"><a class="button" href="#how">${words.start.how}</a> <a href="${baseUrl}/demo/">${words.site.demonstration}</a></p>`}
</div>
${first === undefined ? emptyCollection(words) : collection(cards, olderPictures(nextBefore, baseUrl, reader), words)}
${first !== undefined && howToEmbed(first, baseUrl, words)}
${copyAnnouncer(words)}`
  return layout({
    site,
    reader,
    head: startHead({ site, words, asked: reader.asked, address, image }),
    page: 'start-page',
    address,
    main,
    copies: true,
  })
}

/** A page of the collection, whatever language it is in. */
function addressOf(baseUrl: string, before: string | undefined): string {
  return before === undefined ? `${baseUrl}/` : `${baseUrl}/?before=${encodeURIComponent(before)}`
}

interface StartHead {
  readonly site: Site
  readonly words: Words
  readonly asked: Lang | undefined
  readonly address: string
  readonly image: string | undefined
}

function startHead({ site, words, asked, address, image }: StartHead): Markup {
  const { provider, baseUrl } = site
  const description = fill(words.start.description, { provider: provider.name })
  return html`<title>${provider.name}</title>
<meta name="description" content="${description}">
<meta property="og:type" content="website">
<meta property="og:title" content="${provider.name}">
<meta property="og:description" content="${description}">
<meta property="og:url" content="${baseUrl}/">
<meta property="og:site_name" content="${provider.name}">
<meta property="og:image" content="${image ?? `${baseUrl}/static/icon.png`}">
${alternateLinks(address)}
${feedLinks(site, asked)}
${commonHead(baseUrl)}`
}

/** Where feed readers find the newest pictures, in the language of the page. */
function feedLinks({ provider, baseUrl }: Site, asked: Lang | undefined): Markup {
  const link = (type: string, path: string) =>
    html`<link rel="alternate" type="${type}" title="${provider.name}" href="${inLanguage(baseUrl + path, asked)}">`
  return html`${link('application/atom+xml', '/feed.atom')}
${link('application/feed+json', '/feed.json')}`
}

function collection(cards: readonly LiveCard[], older: Markup | undefined, { start }: Words): Markup {
  return html`<section aria-labelledby="pictures-title">
<h2 id="pictures-title" class="unseen">${start.pictures}</h2>
<ul class="hang">
${cards.map((card, index) => hungPicture(card, index < SOON_PICTURES))}
</ul>
${older}
</section>`
}

function olderPictures(before: string | undefined, baseUrl: string, { words, asked }: Reader): Markup | undefined {
  if (before === undefined) return undefined
  const url = inLanguage(addressOf(baseUrl, before), asked)
  return html`<p class="more"><a rel="next" href="${url}">${words.start.older}</a></p>`
}

/** One picture with its label; picture and title are one link, so that a keyboard meets each work once. */
function hungPicture(card: LiveCard, isSoon: boolean): Markup {
  const ratio = card.picture.width / card.picture.height
  const rights = licenceOf(card)
  const usual = `(max-width: 40em) 100vw, ${Math.round(ratio * 340)}px`
  // How wide a row makes it the browser knows best, and may say for what it loads late (HTML standard, `sizes=auto`).
  const sizes = isSoon ? usual : `auto, ${usual}`
  return html`<li class="${ratioClasses(ratio)}"><article>
<a class="piece" href="${card.url}">${pictureMarkup(beside(card), { sizes, load: isSoon ? 'soon' : 'lazy' })}<span class="title">${titleMarkup(card.title)}</span></a>
<p class="byline">${runsMarkup(card.byline)}</p>
${rights.length > 0 && html`<p class="rights">${runsMarkup(rights)}</p>`}
</article></li>`
}

/** Of all that the card says of its rights the licence, or else what comes first. */
function licenceOf({ rights }: LiveCard): readonly TextRun[] {
  const groups = rights.reduce<readonly (readonly TextRun[])[]>(
    ([group = [], ...before], run) => (isSeparator(run) ? [[], group, ...before] : [[...group, run], ...before]),
    [],
  )
  const licence = groups.find((group) => group.some(({ rel }) => rel?.includes('license'))) ?? groups.at(-1) ?? []
  return licence[0]?.href === undefined ? startUpper(licence) : licence
}

function isSeparator({ text, href }: TextRun): boolean {
  return href === undefined && SEPARATOR_RUN.test(text)
}

/** The picture as it stands in one link with its title: where nobody described it, that title is its name, and is said once. */
function beside({ picture, title }: LiveCard): CardPicture {
  return picture.alt === title.text ? { ...picture, alt: '' } : picture
}

/** The digits of an aspect ratio (width / height), for which public/pages/ratios.css has classes; beyond 0.4 and 4 a picture hangs as if it were that. */
function ratioClasses(ratio: number): string {
  const hundredths = Math.round(Math.min(4, Math.max(0.4, ratio)) * 100)
  return `ones-${Math.trunc(hundredths / 100)} tenths-${Math.trunc(hundredths / 10) % 10} hundredths-${hundredths % 10}`
}

function howToEmbed(card: LiveCard, baseUrl: string, words: Words): Markup {
  const { start, work, widget } = words
  const request = `curl '${baseUrl}/oembed?url=${encodeURIComponent(card.url)}'`
  const page = html`<a href="${baseUrl}/demo/">${start.demonstrationPage}</a>`
  const parameters = { maxwidth: html`<code>maxwidth</code>`, maxheight: html`<code>maxheight</code>` }
  return html`<section class="how" id="how" aria-labelledby="how-title">
<h2 id="how-title">${start.how}</h2>
<p>${fillMarkup(start.threeWays, { title: titleMarkup(card.title) })}</p>
<ol class="ways">
<li><h3>${start.pasteAddress}</h3><p>${start.pasteAddressText}</p>
${copyField({ id: 'way-address', label: work.address, text: card.url, rows: 2 }, words)}</li>
<li><h3>${start.pasteCode}</h3><p>${start.pasteCodeText}</p>
${copyField({ id: 'way-code', label: widget.embedCode, text: card.embedCode, rows: 8 }, words)}</li>
<li><h3>${start.ask}</h3><p>${fillMarkup(start.askText, parameters)}</p>
${copyField({ id: 'way-oembed', label: start.request, text: request, rows: 3 }, words)}</li>
</ol>
<p>${fillMarkup(start.seeDemonstration, { page })}</p>
</section>`
}

function emptyCollection({ start }: Words): Markup {
  return html`<section class="empty" aria-labelledby="empty-title">
<div class="place bare" aria-hidden="true"></div>
<h2 id="empty-title">${start.empty}</h2>
<p>${start.emptyText}</p>
<pre tabindex="0" dir="ltr"><code>npm run placard -- import ~/Pictures</code></pre>
</section>`
}
