import { LEGACY_SNIPPET, legacyPermalink } from './legacy.ts'
import { page, plain } from './page.ts'

/** What a snippet or an element may ask for; each is read again whenever it is needed. */
type Wish = 'caption' | 'theme' | 'lang' | 'consent' | 'mode'

/** The name of the custom element. */
export const ELEMENT = 'placard-embed'
/** Attributes that may change while the card stands: plain names on the element, `data-placard-…` on a snippet. */
export const LIVE_ATTRIBUTES = ['code', 'caption', 'theme', 'lang']

let snippet = 'blockquote.placard'

/** From now on blockquotes of the 2015 platform's form are snippets too. */
export function acceptLegacy(): void {
  snippet += `,${LEGACY_SNIPPET}`
}

/** Every snippet in `root`, `root` itself and the snippet around it included. */
export function findSnippets(root: Document | ShadowRoot | Element): readonly HTMLElement[] {
  const { closest, querySelectorAll } = plain(root as Element)
  const around = closest?.<HTMLElement>(snippet)
  return [...(around ? [around] : []), ...querySelectorAll<HTMLElement>(snippet)]
}

/** Whether the host is `<placard-embed>`, whose fallback may be no more than a link, or nothing. */
export function isElement(host: Element): boolean {
  return host.localName === ELEMENT
}

/**
 * The shortcode a snippet of this server names by `cite`, or without it by its last link that does; an element names it by `code`.
 *
 * @returns `undefined` for snippets of other servers.
 */
export function findCode(host: Element, base: string): string | undefined {
  const address = isElement(host) ? `${base}/p/${host.getAttribute('code')}` : (host.getAttribute('cite') ?? legacyPermalink(host))
  if (address !== null) return codeAt(address, base)
  let code: string | undefined
  for (const { href } of host.querySelectorAll<HTMLAnchorElement>('a[href]')) code = codeAt(href, base) ?? code
  return code
}

function codeAt(address: string, base: string): string | undefined {
  const { href } = new URL(address, page.baseURI)
  return href.startsWith(`${base}/p/`) ? /^[\w-]{1,33}(?![^/?#])/.exec(href.slice(base.length + 3))?.[0] : undefined
}

/** What the attribute says now, in lower case: `data-placard-…`, or the plain name on the element. */
export function readWish(host: Element, wish: Wish): string | undefined {
  return (host.getAttribute(`data-placard-${wish}`) ?? (isElement(host) ? host.getAttribute(wish) : undefined))?.toLowerCase()
}

/** BCP 47, in lower case: what the host asks for, else what the page says it is in; `''` where it says nothing. */
export function readLang(host: Element): string {
  const lang = readWish(host, 'lang') ?? (host.closest('[lang]') ?? page.documentElement).getAttribute('lang')?.toLowerCase() ?? ''
  // The server refuses what is no language tag.
  return /^[a-z]{1,8}(-[a-z\d]{1,8}){0,3}$/.test(lang) ? lang : ''
}

/** Whether the page wants the frame shown, and no inline card. */
export function wantsFrame(host: Element): boolean {
  return readWish(host, 'mode') === 'frame'
}

/** The hidden frame of that media: where our style shows it, in its box, or right after its snippet. */
export function findFrame(places: readonly (Element | null)[], base: string, code: string): HTMLIFrameElement | undefined {
  for (const each of places) {
    if (each instanceof HTMLIFrameElement && each.hidden && each.src.startsWith(`${base}/p/${code}/embed/`)) return each
  }
  return undefined
}
