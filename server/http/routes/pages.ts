import { buildLiveCard } from '../../core/card/card-data.ts'
import { buildSnippets } from '../../core/card/snippet.ts'
import { buildJsonLd } from '../../core/documents/json-ld.ts'
import { frameAncestors, isRestricted, mayFrame } from '../../core/embedding/policy.ts'
import { originOf } from '../../core/embedding/visit.ts'
import { NotFoundError, RestrictedError } from '../../core/errors.ts'
import { decodeShortcode, parseShortcode } from '../../core/identity/shortcode.ts'
import type { Media } from '../../core/media.ts'
import type { Markup } from '../../core/text/html.ts'
import { inLanguage } from '../../core/text/in-language.ts'
import { readerFor } from '../../core/words/reader.ts'
import type { Deps } from '../../ports/deps.ts'
import { getMedia, type ShownMedia } from '../../usecases/serve/get-media.ts'
import { forOwnPage } from '../../usecases/serve/grant-addresses.ts'
import { listMedia } from '../../usecases/serve/list-media.ts'
import type { Answer, AppContext } from '../app-env.ts'
import { CACHE, type HeaderSet, linkHeader } from '../headers.ts'
import { miningHeaders, robotsOf } from '../mining-headers.ts'
import { unreadable, withAncestors } from '../page-headers.ts'
import { framePage } from '../pages/frame-page.ts'
import { mediaPage, type OwnFiles } from '../pages/media-page.ts'
import { startPage } from '../pages/start-page.ts'
import { parseBefore, parseLang, parseTheme } from '../params.ts'
import { redirect, sendText } from '../respond.ts'
import type { SiteContext } from '../site.ts'
import { visitOf } from '../visit.ts'
import { pinFinder } from '../widget-builds.ts'

const MEDIA_PER_PAGE = 24

type PageDeps = Pick<Deps, 'assets' | 'catalogue' | 'clock' | 'config' | 'signer'>

/** `GET /`: what this server is, and its pictures. */
export function handleStart(deps: PageDeps, site: SiteContext): Answer {
  const { baseUrl, provider, pageHeaders } = site
  return async (c) => {
    const before = parseBefore(c.req.queries())
    const lang = parseLang(c.req.queries())
    const reader = readerFor(lang, site.lang)
    const list = await listMedia(deps, {
      limit: MEDIA_PER_PAGE,
      ...(lang !== undefined && { lang }),
      ...(before !== undefined && { before: decodeShortcode(before) }),
    })
    const shown = await Promise.all(list.shown.map((one) => forOwnPage(deps, one)))
    const cards = shown.map(({ media, credit, links }) => buildLiveCard(media, credit, links, baseUrl))
    // For previews elsewhere: the first one that everyone may show.
    const open = shown.findIndex(({ media }) => !isRestricted(media))
    const image = cards[open]?.picture.src
    const { nextBefore } = list
    return sendPage(
      c,
      startPage({
        reader,
        provider,
        baseUrl,
        cards,
        ...(image !== undefined && { image }),
        ...(before !== undefined && { before }),
        ...(nextBefore !== undefined && { nextBefore }),
      }),
      { ...pageHeaders.page, ...site.generalMining },
      cachingOf(shown),
    )
  }
}

/** `GET /p/:code/`: the media's own page. */
export function handleMediaPage(deps: PageDeps, site: SiteContext): Answer {
  const { baseUrl, provider, pageHeaders } = site
  const findPin = pinFinder(deps.assets, baseUrl)
  return async (c) => {
    const shown = await getMedia(deps, parseShortcode(c.req.param('code') ?? ''), parseLang(c.req.queries()))
    const { media, credit, links } = shown
    const card = buildLiveCard(media, credit, links, baseUrl)
    const pin = await findPin()
    const page = mediaPage({
      media,
      credit,
      links,
      provider,
      baseUrl,
      card,
      ...(isRestricted(media) && { own: await ownFiles(deps, shown), isClosed: deps.config.embedCrawlers.length === 0 }),
      jsonLd: buildJsonLd(media, credit, links),
      mining: site.mining(media),
      ...(site.fediverseCreator !== undefined && { fediverseCreator: site.fediverseCreator }),
      snippets: buildSnippets({ media, credit, links, baseUrl, caption: true, drawn: card.picture, ...(pin && { pin }) }),
    })
    const headers = { ...pageHeaders.page, ...miningHeaders(site.mining(media), robotsOf(media)), ...discovery(shown) }
    return sendPage(c, page, headers, cachingOf([shown]))
  }
}

/** `GET /p/:code/embed/` and `.../embed/captioned/`: the card as a frame. */
export function handleFrame(deps: PageDeps, site: SiteContext, { caption }: { readonly caption: boolean }): Answer {
  const { baseUrl, pageHeaders } = site
  return async (c) => {
    const theme = parseTheme(c.req.queries())
    const shown = await getMedia(deps, parseShortcode(c.req.param('code') ?? ''), parseLang(c.req.queries()))
    const { media, credit, links } = shown
    requirePlace(c, media, baseUrl)
    const { card } = await ownFiles(deps, shown)
    const mining = site.mining(media)
    const headers = { ...pageHeaders.frame, ...miningHeaders(mining, ['noindex']) }
    const page = framePage({ reader: credit, card, caption, theme, baseUrl, links, mining })
    if (!isRestricted(media)) return sendPage(c, page, headers)
    const answer = withAncestors(unreadable(headers), frameAncestors(media.embedding, baseUrl))
    return sendPage(c, page, { ...answer, Vary: 'Origin, Referer, Sec-Fetch-Dest' }, CACHE.asker)
  }
}

/** The card and the addresses as our own pages show them. */
export async function ownFiles(deps: PageDeps, shown: ShownMedia): Promise<OwnFiles> {
  const { media, credit, links } = await forOwnPage(deps, shown)
  return { links, card: buildLiveCard(media, credit, links, deps.config.baseUrl) }
}

/** How a page of ours that shows these media may be kept: not for others, if it carries grants, which end. */
export function cachingOf(shown: readonly Pick<ShownMedia, 'media'>[]): string {
  return shown.some(({ media }) => isRestricted(media)) ? CACHE.asker : CACHE.document
}

/** @throws {RestrictedError} if the frame is asked for by a page that may not embed the media. */
function requirePlace(c: AppContext, media: Media, baseUrl: string): void {
  if (!isRestricted(media)) return
  const { origin, referer, fetchDest } = visitOf(c)
  // A frame is asked for without an `Origin`: with one it is a script that wants to read it.
  if (mayFrame(media.embedding, { parent: origin ?? originOf(referer), isWhole: fetchDest === 'document' }, baseUrl)) return
  throw new RestrictedError('The owner of this picture does not let it be shown on the page around this frame.', media)
}

/** The same address with its slash and its language, without what else the request's query said; a frame keeps its look. */
export function redirectToSlash({ baseUrl, pageHeaders }: SiteContext, path: '' | 'embed/' | 'embed/captioned/'): Answer {
  return (c) => {
    const code = parseShortcode(c.req.param('code') ?? '')
    if (code === undefined) throw new NotFoundError('Expected the shortcode of a media')
    const theme = path === '' ? 'auto' : parseTheme(c.req.queries())
    const headers = path === '' ? pageHeaders.page : pageHeaders.frame
    const address = `${baseUrl}/p/${code}/${path}${theme === 'auto' ? '' : `?theme=${theme}`}`
    return redirect(inLanguage(address, parseLang(c.req.queries())), 301, { ...headers, 'Cache-Control': CACHE.permanentRedirect })
  }
}

/** @param caching  By default what everyone gets. */
export function sendPage(c: AppContext, page: Markup, headers: HeaderSet, caching: string = CACHE.document): Response {
  return sendText(c, page.toString(), { ...headers, 'Cache-Control': caching })
}

/** Discovery again as a header, for those who read only headers; never instead of the page's own links. */
function discovery({ media, credit, links }: ShownMedia): HeaderSet {
  const licence = credit.licence === undefined ? [] : [{ href: credit.licence.url, rel: 'license' }]
  if (media.embedding?.hosts === 'nobody') return linkHeader(licence)
  return linkHeader([
    { href: inLanguage(links.oembedJson, credit.asked), rel: 'alternate', type: 'application/json+oembed' },
    { href: inLanguage(links.oembedXml, credit.asked), rel: 'alternate', type: 'text/xml+oembed' },
    ...licence,
  ])
}
