import { buildEmbedCode, type EmbedCode } from '../../core/card/embed-code.ts'
import { parseShortcode } from '../../core/identity/shortcode.ts'
import type { Deps } from '../../ports/deps.ts'
import { getMedia, type ShownMedia } from '../../usecases/get-media.ts'
import type { EmbedCodeObject } from '../../wire/embed-code.ts'
import type { Envelope } from '../../wire/media-object.ts'
import type { Answer, AppContext } from '../app-env.ts'
import { miningHeaders } from '../mining-headers.ts'
import { previewPage } from '../pages/preview-page.ts'
import { type CodeChoice, parseCodeChoice } from '../params.ts'
import { CACHE, JSON_HEADERS, sendValidated } from '../respond.ts'
import type { SiteContext } from '../site.ts'
import { findPin } from '../widget-builds.ts'
import { sendPage } from './pages.ts'

type CodeDeps = Pick<Deps, 'assets' | 'catalogue' | 'clock' | 'config'>

interface Chosen extends ShownMedia {
  readonly choice: CodeChoice
  readonly code: EmbedCode
}

/** `GET /v1/media/shortcode/:code/embed-code`: the code that a publisher pastes, in the form, look, language and width that is asked for. */
export function handleEmbedCode(deps: CodeDeps): Answer {
  return async (c) => {
    const { choice, code, links } = await choose(c, deps)
    const { text, width, height } = code
    const answer: Envelope<EmbedCodeObject> = {
      meta: { code: 200 },
      data: { text, width, height, preview: previewOf(links.preview, choice) },
    }
    return sendValidated(c, JSON.stringify(answer), { ...JSON_HEADERS, 'Cache-Control': CACHE.document })
  }
}

/** `GET /p/:code/preview/`: a page that holds just this code. */
export function handlePreview(deps: CodeDeps, { lang, pageHeaders, baseUrl, mining }: SiteContext): Answer {
  return async (c) => {
    const { choice, code, credit, media } = await choose(c, deps)
    const page = previewPage({ code: code.html, title: credit.title.text, lang: choice.lang ?? lang, baseUrl })
    return sendPage(c, page, { ...pageHeaders.preview, ...miningHeaders(mining(media), ['noindex']) })
  }
}

async function choose(c: AppContext, deps: CodeDeps): Promise<Chosen> {
  const choice = parseCodeChoice(c.req.queries())
  const shown = await getMedia(deps, parseShortcode(c.req.param('code') ?? ''), choice.lang)
  const { baseUrl } = deps.config
  const pin = choice.form === 'pinned' ? await findPin(deps.assets, baseUrl) : undefined
  const code = buildEmbedCode({ ...shown, ...choice, baseUrl, ...(pin && { pin }) })
  return { ...shown, choice, code }
}

/** The address of the preview of this choice, in one spelling. */
function previewOf(address: string, { form, theme, caption, lang, box }: CodeChoice): string {
  const width = Number.isFinite(box.width) ? String(box.width) : undefined
  const said = { form, theme, caption: caption ? undefined : 'off', lang, maxwidth: width }
  const query = Object.entries(said).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
  return `${address}?${query.join('&')}`
}
