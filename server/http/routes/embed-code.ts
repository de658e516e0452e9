import { buildEmbedCode, type EmbedCode } from '../../core/card/embed-code.ts'
import { isRestricted } from '../../core/embedding/policy.ts'
import { policyInWords } from '../../core/embedding/policy-in-words.ts'
import { parseShortcode } from '../../core/identity/shortcode.ts'
import type { Markup } from '../../core/text/html.ts'
import type { Deps } from '../../ports/deps.ts'
import { getMedia, type ShownMedia } from '../../usecases/serve/get-media.ts'
import type { EmbedCodeObject } from '../../wire/embed-code.ts'
import type { Envelope } from '../../wire/media-object.ts'
import type { Answer, AppContext } from '../app-env.ts'
import { CACHE, JSON_HEADERS } from '../headers.ts'
import { miningHeaders } from '../mining-headers.ts'
import { framePage } from '../pages/frame-page.ts'
import { previewPage } from '../pages/preview-page.ts'
import { type CodeChoice, parseCodeChoice } from '../params.ts'
import { sendText } from '../respond.ts'
import type { SiteContext } from '../site.ts'
import { pinFinder } from '../widget-builds.ts'
import { cachingOf, ownFiles, sendPage } from './pages.ts'

type CodeDeps = Pick<Deps, 'assets' | 'catalogue' | 'clock' | 'config' | 'signer'>

interface Chosen extends ShownMedia {
  readonly choice: CodeChoice
  readonly code: EmbedCode
}

/** `GET /v1/media/shortcode/:code/embed-code`: the code that a publisher pastes, in the form, look, language and width that is asked for. */
export function handleEmbedCode(deps: CodeDeps): Answer {
  const choose = chooserOf(deps)
  return async (c) => {
    const { choice, code, links, media, credit } = await choose(c)
    const { text, width, height } = code
    const note = policyInWords(media, credit.words)
    const answer: Envelope<EmbedCodeObject> = {
      meta: { code: 200 },
      data: { text, ...(note !== undefined && { note }), width, height, preview: previewOf(links.preview, choice) },
    }
    return sendText(c, JSON.stringify(answer), { ...JSON_HEADERS, 'Cache-Control': CACHE.document })
  }
}

/** `GET /p/:code/preview/`: a page that holds just this code. */
export function handlePreview(deps: CodeDeps, { lang, pageHeaders, baseUrl, mining }: SiteContext): Answer {
  const choose = chooserOf(deps)
  return async (c) => {
    const chosen = await choose(c)
    const { choice, code, credit, media } = chosen
    const page = isRestricted(media)
      ? await drawnPreview(deps, chosen)
      : previewPage({ code: code.html, title: credit.title.text, lang: choice.lang ?? lang, baseUrl })
    return sendPage(c, page, { ...pageHeaders.preview, ...miningHeaders(mining(media), ['noindex']) }, cachingOf([chosen]))
  }
}

/** The card as its frame is. The preview stands in a sandbox, so its script would ask as a page of no origin, and get no picture. */
async function drawnPreview(deps: CodeDeps, { choice, credit, links, ...shown }: Chosen): Promise<Markup> {
  const { card } = await ownFiles(deps, { ...shown, credit, links })
  const { caption, theme = 'auto' } = choice
  return framePage({ reader: credit, card, caption, theme, baseUrl: deps.config.baseUrl, links })
}

function chooserOf(deps: CodeDeps): (c: AppContext) => Promise<Chosen> {
  const { baseUrl } = deps.config
  const findPin = pinFinder(deps.assets, baseUrl)
  return async (c) => {
    const choice = parseCodeChoice(c.req.queries())
    const shown = await getMedia(deps, parseShortcode(c.req.param('code') ?? ''), choice.lang)
    const pin = choice.form === 'pinned' ? await findPin() : undefined
    const code = buildEmbedCode({ ...shown, ...choice, baseUrl, ...(pin && { pin }) })
    return { ...shown, choice, code }
  }
}

/** The address of the preview of this choice, in one spelling. */
function previewOf(address: string, { form, theme, caption, lang, box }: CodeChoice): string {
  const width = Number.isFinite(box.width) ? String(box.width) : undefined
  const said = { form, theme, caption: caption ? undefined : 'off', lang, maxwidth: width }
  const query = Object.entries(said).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
  return `${address}?${query.join('&')}`
}
