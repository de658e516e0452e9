import type { CardPicture, TextRun } from '../../wire/card.ts'
import type { Credit } from '../credit/credit.ts'
import { isRestricted } from '../embedding/policy.ts'
import type { MediaLinks } from '../identity/links.ts'
import type { Media, Size } from '../media.ts'
import type { Box } from '../pictures/fit.ts'
import { chooseRendition, SQUARE_WIDTH } from '../pictures/rendition.ts'
import { html, type Markup } from '../text/html.ts'
import { inLanguage } from '../text/in-language.ts'
import type { LabelText } from '../text/label-height.ts'
import { cleanText } from '../text/safe-text.ts'
import { langAttribute, runsMarkup, runsText } from '../text/text-run.ts'
import { cardBox, cardLimit } from './card-box.ts'
import { buildCardPicture, sizesFor } from './card-picture.ts'
import { captionOf } from './card-text.ts'
import { extentOf } from './extent.ts'

/**
 * `full`: fallback, hidden frame and script. `no-script`: the same without the script (`omitscript`).
 * `frame`: the frame alone, visible. `script-only`: fallback and script, no frame. `element`: the element and its script.
 * `fallback`: the blockquote alone, for feeds and mail.
 */
export type SnippetForm = 'full' | 'no-script' | 'frame' | 'script-only' | 'element' | 'fallback'

export interface SnippetRequest {
  readonly media: Media
  readonly credit: Credit
  readonly links: MediaLinks
  /** From the configuration, without a trailing slash (O1). */
  readonly baseUrl: string
  /** `maxwidth` and `maxheight`; absent where nobody named any. */
  readonly box?: Box
  readonly form: SnippetForm
  readonly caption: boolean
  readonly theme?: 'light' | 'dark'
  /** The one script this code shall ever run; the evergreen one if absent. */
  readonly pin?: PinnedScript
  /** The card's picture with these links, where it has been drawn already. */
  readonly drawn?: CardPicture
}

/** A script that never changes, and that a browser refuses if it ever did (W4). */
export interface PinnedScript {
  readonly src: string
  /** `sha384-` and the digest in base64. */
  readonly integrity: string
}

export interface Snippet extends Size {
  /** Well-formed XML on one line. */
  readonly html: string
}

/** Screen readers announce it whole. */
const MAX_FRAME_TITLE = 200
const OPEN_BOX: Box = { width: Number.POSITIVE_INFINITY, height: Number.POSITIVE_INFINITY }

/** The HTML that a publisher pastes or an oEmbed answer carries, and the size of its card. No other function makes embed HTML. */
export function buildSnippet(request: SnippetRequest): Snippet {
  const { form } = request
  const card = draw(request)
  const parts = [
    form === 'element' && element(card),
    form !== 'frame' && form !== 'element' && fallback(card),
    (form === 'full' || form === 'no-script' || form === 'frame') && frame(card),
    (form === 'full' || form === 'script-only' || form === 'element') && script(request),
  ]
  return { html: html`${parts}`.toString(), ...card.size }
}

/** One embed code in each of the forms that a page offers together. */
export interface Snippets {
  readonly full: string
  readonly noScript: string
  readonly frame: string
  readonly scriptOnly: string
  /** With the script of one release for ever; absent where the widget is not built. */
  readonly pinned?: string
}

/** What `buildSnippet` makes of each form; most of them is the same, and is made once. */
export function buildSnippets({ pin, ...request }: Omit<SnippetRequest, 'form'>): Snippets {
  const card = draw({ ...request, form: 'full' })
  const [words, hidden, evergreen] = [fallback(card), frame(card), script(card)]
  return {
    full: html`${words}${hidden}${evergreen}`.toString(),
    noScript: html`${words}${hidden}`.toString(),
    frame: frame({ ...card, form: 'frame' }).toString(),
    scriptOnly: html`${words}${evergreen}`.toString(),
    ...(pin && { pinned: html`${words}${hidden}${script({ ...card, pin })}`.toString() }),
  }
}

function draw(request: SnippetRequest): DrawnRequest {
  const { media, credit, box = OPEN_BOX } = request
  const told = request.caption ? captionOf(media) : undefined
  return { ...request, told, size: cardBox(media.original, box, labelText(credit, told)) }
}

/** What was asked for, and what follows from it once for all parts. */
interface DrawnRequest extends SnippetRequest {
  /** Of the card. */
  readonly size: Size
  /** The caption, if it is told. */
  readonly told: TextRun | undefined
}

function labelText({ title, byline, rights, words }: Credit, caption: TextRun | undefined): LabelText {
  const { copyCredit, embed, original } = words.widget
  const rows = { title: title.text, byline: runsText(byline), rights: runsText(rights), caption: caption?.text ?? '' }
  return { ...rows, actions: [copyCredit, embed, original].join('') }
}

function fallback(request: DrawnRequest): Markup {
  const { credit, links, caption, theme } = request
  const options = html`data-placard-caption="${caption ? 'on' : 'off'}"${theme !== undefined && html` data-placard-theme="${theme}"`}${languageOf(credit)}`
  return html`<blockquote class="placard" cite="${links.permalink}" ${options} about="${links.permalink}">${paragraph(request)}</blockquote>`
}

/** Known by its code alone; all that is in it is for those for whom no script runs, and keeps the card's place until it does. */
function element(request: DrawnRequest): Markup {
  const { media, credit, links, caption, theme } = request
  const { asked, words } = credit
  const language = asked !== undefined && html` lang="${asked}" dir="${words.dir}"`
  const options = html`${theme !== undefined && html` theme="${theme}"`}${language}${!caption && html` caption="off"`}`
  return html`<placard-embed code="${media.shortcode}"${options} about="${links.permalink}">${paragraph(request)}</placard-embed>`
}

/**
 * Complete without style or script, and in one paragraph that carries its own separators: WordPress takes every tag but the
 * links out and glues the rest together, so the picture shares its link with the title (a link around a picture alone would be empty).
 *
 * `about` says of which work title and licence are said: without it, they were said of the page around them (RDFa 1.1, ccREL).
 */
function paragraph(request: DrawnRequest): Markup {
  const { credit, links } = request
  const title = html`<cite property="dcterms:title" dir="auto"${langAttribute(credit.title.lang)}>${credit.title.text}</cite>`
  const work = html`<a href="${links.permalink}">${picture(request)}${title}</a>`
  return html`<p>${work}${details(request)}</p>`
}

/** Where a language was asked for: what the words are in, and what the script asks for in its turn, whatever the page around is in. */
function languageOf({ asked, words }: Credit): Markup | undefined {
  return asked && html` data-placard-lang="${asked}" lang="${asked}" dir="${words.dir}"`
}

/** Everything after the title, in the card's order, how much there is of it first; each part behind its separator. */
function details({ media, credit, told }: DrawnRequest): readonly Markup[] {
  const { byline, rights, words } = credit
  const line = told === undefined ? [] : [{ ...told, text: told.text.replaceAll(/\s+/g, ' ') }]
  const extent = extentOf(media, words)
  const first = extent === undefined ? [] : [{ text: extent, lang: words.lang }]
  return [first, byline, line, rights].filter((runs) => runs.length > 0).map((runs) => html` · ${runsMarkup(runs)}`)
}

/**
 * `undefined` where no rendition fits the box: the words alone remain. So they do in feeds and mail where only some pages may show the picture;
 * elsewhere its plain address shows the credit until the card is drawn.
 */
function picture({ media, links, box = OPEN_BOX, form, size, drawn }: DrawnRequest): Markup | undefined {
  if (form === 'fallback' && isRestricted(media)) return undefined
  const chosen = chooseRendition(media.original, cardLimit(box))
  if (chosen === undefined) return undefined
  const { alt, altLang, srcset, sources } = drawn ?? buildCardPicture(media, links)
  const sizes = sizesFor(size.width)
  // The square crop has no wider candidates of its own shape.
  const hasCandidates = chosen.rendition.width !== SQUARE_WIDTH
  const candidates = hasCandidates && html` srcset="${srcset}" sizes="${sizes}"`
  const better = hasCandidates && sources.map(({ type, srcset }) => html`<source type="${type}" srcset="${srcset}" sizes="${sizes}" />`)
  const pixels = html`width="${chosen.size.width}" height="${chosen.size.height}"`
  const img = html`<img src="${links.thumbnail(chosen.rendition)}"${candidates} ${pixels} alt="${alt}"${langAttribute(altLang)} loading="lazy" decoding="async" />`
  return html`<picture>${better}${img}</picture><br />`
}

/**
 * Hidden beside a fallback, so that one card is shown and not two, and no frame is fetched where no script runs; visible where it stands alone.
 *
 * Its sandbox lets scripts run and links open new pages that are not sandboxed themselves, and nothing else: no origin, so no
 * storage (W15); `allow=""` grants no feature, but a video may fill the screen. Consumers that drop both still get an iframe without border or scroll bars.
 */
function frame({ media, credit, links, caption, form, theme, size }: DrawnRequest): Markup {
  const hidden = form !== 'frame' && HIDDEN
  const address = `${caption ? links.captionedFrame : links.frame}${theme === undefined ? '' : `?theme=${theme}`}`
  const words = [credit.title.text, runsText(credit.byline)].filter((text) => text !== '').join(' · ')
  const pixels = html`width="${size.width}" height="${size.height}" title="${cleanText(words, MAX_FRAME_TITLE)}"`
  const features = media.video === undefined ? NO_FEATURES : PLAYER_FEATURES
  return html`<iframe${hidden} src="${inLanguage(address, credit.asked)}" ${pixels} ${LOOK} ${SANDBOX} ${features} ${REFERRER}></iframe>`
}

const HIDDEN = html` hidden="hidden"`
const LOOK = html`frameborder="0" scrolling="no" loading="lazy"`
const SANDBOX = html`sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"`
const NO_FEATURES = html`allow=""`
const PLAYER_FEATURES = html`allow="fullscreen" allowfullscreen="allowfullscreen"`
const REFERRER = html`referrerpolicy="strict-origin-when-cross-origin"`

function script({ baseUrl, pin }: SnippetRequest): Markup {
  const integrity = pin && html` integrity="${pin.integrity}" crossorigin="anonymous"`
  return html`<script async="async" src="${pin?.src ?? `${baseUrl}/embed.js`}"${integrity} charset="utf-8"></script>`
}
