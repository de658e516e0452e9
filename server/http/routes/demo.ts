import { buildSnippet, type SnippetForm } from '../../core/card/snippet.ts'
import { html, type Markup } from '../../core/text/html.ts'
import type { Deps } from '../../ports/deps.ts'
import { type DemoCollection, getDemoPictures } from '../../usecases/serve/get-demo-pictures.ts'
import type { ShownMedia } from '../../usecases/serve/get-media.ts'
import { forOwnPage } from '../../usecases/serve/grant-addresses.ts'
import type { Answer } from '../app-env.ts'
import { requireAsset } from '../assets.ts'
import { CACHE } from '../headers.ts'
import { demoPage } from '../pages/demo-page.ts'
import { pasted } from '../pages/preview-page.ts'
import { redirect } from '../respond.ts'
import type { SiteContext } from '../site.ts'
import { cachingOf, sendPage } from './pages.ts'

/** Canonical, and far too small an id for any clock to have made: nobody ever has it. */
const UNKNOWN_CODE = 'Unknown'

/** `GET /demo/`: a host page with every kind of embed, each as a publisher would paste it. */
export function handleDemo(deps: Pick<Deps, 'assets' | 'catalogue' | 'clock' | 'config' | 'signer'>, site: SiteContext): Answer {
  const { baseUrl, pageHeaders, generalMining } = site
  return async (c) => {
    const template = await requireAsset(deps.assets, 'demo/index.html')
    const pictures = await ownPictures(deps, await getDemoPictures(deps))
    const { landscape, portrait, panorama, square, others } = pictures
    const shown = [landscape, portrait, panorama, square, ...others].filter((one) => one !== undefined)
    const page = demoPage({ template: new TextDecoder().decode(template), slots: fillDemo(pictures, baseUrl) })
    return sendPage(c, page, { ...pageHeaders.page, ...generalMining }, cachingOf(shown))
  }
}

/** `GET /demo`: the same with its slash, on which the page's own addresses depend. */
export function redirectToDemo({ baseUrl, pageHeaders }: SiteContext): Answer {
  return () => redirect(`${baseUrl}/demo/`, 301, { ...pageHeaders.page, 'Cache-Control': CACHE.permanentRedirect })
}

/** The pictures as our own pages show them. */
async function ownPictures(deps: Pick<Deps, 'clock' | 'config' | 'signer'>, pictures: DemoCollection): Promise<DemoCollection> {
  const own = async (shown: ShownMedia | undefined) => shown && (await forOwnPage(deps, shown))
  const shapes = [pictures.landscape, pictures.portrait, pictures.panorama, pictures.square]
  const [landscape, portrait, panorama, square] = await Promise.all(shapes.map(own))
  return {
    ...pictures,
    others: await Promise.all(pictures.others.map((shown) => forOwnPage(deps, shown))),
    ...(landscape && { landscape }),
    ...(portrait && { portrait }),
    ...(panorama && { panorama }),
    ...(square && { square }),
  }
}

/** What stands in each place of the article; a collection with few pictures shows some of them twice. */
function fillDemo(pictures: DemoCollection, baseUrl: string): Readonly<Record<string, Markup | undefined>> {
  const { landscape, portrait, panorama, square, others, privateCode } = pictures
  const all = [...others, landscape, portrait, square, panorama].filter((shown) => shown !== undefined)
  const [first = landscape, second = first, third = second] = all
  // The frame of a media that nobody may embed stands in no page, so not in this one.
  const framed = [second, ...all].find((shown) => shown?.media.embedding?.hosts !== 'nobody')
  const code = (shown: ShownMedia | undefined) => shown && pasted(snippet(shown, baseUrl, 'full'))
  return {
    landscape: code(landscape ?? first),
    portrait: code(portrait),
    panorama: code(panorama),
    square: code(square),
    element: first && element(first),
    frame: framed && pasted(snippet(framed, baseUrl, 'full').replace('<blockquote ', '<blockquote data-placard-mode="frame" ')),
    fallback: third && pasted(bareQuotation(snippet(third, baseUrl, 'no-script'))),
    unknown: quotation(`${baseUrl}/p/${UNKNOWN_CODE}/`, 'The harbour on an unknown morning'),
    private: privateCode && quotation(`${baseUrl}/p/${privateCode}/`, 'A family on Rope Street'),
  }
}

function snippet({ media, credit, links }: ShownMedia, baseUrl: string, form: SnippetForm): string {
  return buildSnippet({ media, credit, links, baseUrl, form, caption: true }).html
}

/** The blockquote alone; without its class, since the script of the other embeds on this page would draw it as a card. */
function bareQuotation(snippetHtml: string): string {
  return snippetHtml.slice(0, snippetHtml.indexOf('<iframe')).replace(' class="placard"', '')
}

function element({ media, credit, links }: ShownMedia): Markup {
  return html`<placard-embed code="${media.shortcode}"><a href="${links.permalink}">${credit.title.text}</a></placard-embed>`
}

/** A snippet as it might be pasted by hand: an address and a word for it. */
function quotation(permalink: string, text: string): Markup {
  return html`<blockquote class="placard" cite="${permalink}"><p><a href="${permalink}">${text}</a></p></blockquote>`
}
