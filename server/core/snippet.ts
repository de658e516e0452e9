import type { TextRun } from '../wire/card.ts'
import { cardBox, type LabelLengths } from './card-box.ts'
import { buildCardPicture, sizesFor } from './card-picture.ts'
import type { Credit } from './credit.ts'
import type { Box } from './fit.ts'
import { html, type Markup } from './html.ts'
import { pickText } from './lang.ts'
import type { MediaLinks } from './links.ts'
import type { Media, Size } from './media.ts'
import { chooseRendition } from './rendition.ts'
import { runMarkup, runsText } from './run-markup.ts'

/**
 * `full`: fallback, hidden frame and script. `no-script`: the same without the script (`omitscript`).
 * `frame`: the frame alone, visible. `script-only`: fallback and script, no frame.
 */
export type SnippetForm = 'full' | 'no-script' | 'frame' | 'script-only'

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
}

export interface Snippet extends Size {
  /** Well-formed XML on one line. */
  readonly html: string
}

const OPEN_BOX: Box = { width: Number.POSITIVE_INFINITY, height: Number.POSITIVE_INFINITY }

/** The HTML that a publisher pastes or an oEmbed answer carries, and the size of its card. No other function makes embed HTML. */
export function buildSnippet(request: SnippetRequest): Snippet {
  const { media, credit, box = OPEN_BOX, form } = request
  const size = cardBox(media.original, box, labelLengths(credit, captionOf(request)))
  const parts = {
    full: () => [fallback(request, size), frame(request, size, true), script(request)],
    'no-script': () => [fallback(request, size), frame(request, size, true)],
    frame: () => [frame(request, size, false)],
    'script-only': () => [fallback(request, size), script(request)],
  } satisfies Record<SnippetForm, () => readonly Markup[]>
  return { html: html`${parts[form]()}`.toString(), ...size }
}

function labelLengths(credit: Credit, caption: TextRun | undefined): LabelLengths {
  return {
    title: credit.title.text.length,
    byline: runsText(credit.byline).length,
    rights: runsText(credit.rights).length,
    caption: caption?.text.length ?? 0,
  }
}

function captionOf({ media, caption }: SnippetRequest): TextRun | undefined {
  return caption ? pickText(media.description.caption) : undefined
}

/** Complete without style or script; sanitisers that glue what they leave still get a text with separators. */
function fallback(request: SnippetRequest, size: Size): Markup {
  const { credit, links, theme } = request
  const themed = theme !== undefined && html` data-placard-theme="${theme}"`
  const title = html`<cite dir="auto"${credit.title.lang !== undefined && html` lang="${credit.title.lang}"`}>${credit.title.text}</cite>`
  return html`<blockquote class="placard" cite="${links.permalink}" data-placard-caption="${request.caption ? 'on' : 'off'}"${themed}><p><a href="${links.permalink}">${picture(request, size)}${title}</a>${credits(request)}</p></blockquote>`
}

/** Everything after the title, each part behind its own separator. */
function credits(request: SnippetRequest): readonly Markup[] {
  const caption = captionOf(request)
  const parts = [request.credit.byline, caption === undefined ? [] : [caption], request.credit.rights]
  return parts.filter((runs) => runs.length > 0).map((runs) => html` · ${runs.map(runMarkup)}`)
}

/** `undefined` where no rendition fits the card: the words alone remain. */
function picture({ media, links }: SnippetRequest, size: Size): Markup | undefined {
  const chosen = chooseRendition(media.original, size)
  if (chosen === undefined) return undefined
  const { alt, altLang, srcset, sources } = buildCardPicture(media, links)
  const sizes = sizesFor(chosen.size.width)
  const isCrop = chosen.rendition.width === 150
  const candidates = !isCrop && html` srcset="${srcset}" sizes="${sizes}"`
  const img = html`<img src="${links.thumbnail(chosen.rendition)}"${candidates} width="${chosen.size.width}" height="${chosen.size.height}" alt="${alt}"${altLang !== undefined && html` lang="${altLang}"`} loading="lazy" decoding="async" />`
  const better = sources.map((source) => html`<source type="${source.type}" srcset="${source.srcset}" sizes="${sizes}" />`)
  return html`<picture>${!isCrop && better}${img}</picture><br />`
}

function frame({ credit, links, caption }: SnippetRequest, size: Size, isHidden: boolean): Markup {
  const src = caption ? links.captionedFrame : links.frame
  const title = [credit.title.text, runsText(credit.byline)].filter((text) => text !== '').join(' · ')
  return html`<iframe${isHidden && html` hidden="hidden"`} src="${src}" width="${size.width}" height="${size.height}" title="${title}" frameborder="0" scrolling="no" loading="lazy" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" allow="" referrerpolicy="strict-origin-when-cross-origin"></iframe>`
}

function script({ baseUrl }: SnippetRequest): Markup {
  return html`<script async="async" src="${baseUrl}/embed.js" charset="utf-8"></script>`
}
