import { page, plain } from './page.ts'

/** What a snippet or an element asks for; each is read again whenever it is drawn. */
export interface Wishes {
  readonly caption: boolean
  readonly theme: string | undefined
  readonly frame: boolean
}

/** The name of the custom element. */
export const ELEMENT = 'placard-embed'
/** Attributes of a snippet that may change while its card stands. */
export const LIVE_ATTRIBUTES = ['data-placard-caption', 'data-placard-theme']

const SNIPPET = 'blockquote.placard'

/** Every snippet in `root`, `root` itself and the snippet around it included. */
export function findSnippets(root: Document | ShadowRoot | Element): readonly HTMLElement[] {
  const { closest, querySelectorAll } = plain(root as Element)
  const around = closest?.<HTMLElement>(SNIPPET)
  return [...(around ? [around] : []), ...querySelectorAll<HTMLElement>(SNIPPET)]
}

/** Whether the host is `<placard-embed>`, which has no fallback. */
export function isElement(host: Element): boolean {
  return host.localName === ELEMENT
}

/**
 * The shortcode a snippet of this server names by `cite`, or without it by its last link; an element names it by `code`.
 *
 * @returns `undefined` for snippets of other servers.
 */
export function findCode(host: Element, base: string): string | undefined {
  const { href } = new URL(addressOf(host, base), page.baseURI)
  return href.startsWith(`${base}/p/`) ? /^[\w-]{1,11}(?![^/?#])/.exec(href.slice(base.length + 3))?.[0] : undefined
}

function addressOf(host: Element, base: string): string {
  if (isElement(host)) return `${base}/p/${host.getAttribute('code')}`
  return host.getAttribute('cite') ?? [...host.querySelectorAll('a[href]')].pop()?.getAttribute('href') ?? ''
}

/** What the attributes say now: `data-placard-…` on a snippet, plain names on the element. */
export function readWishes(host: Element): Wishes {
  const read = (name: string) => host.getAttribute(isElement(host) ? name : `data-placard-${name}`)?.toLowerCase()
  return { caption: read('caption') !== 'off', theme: read('theme'), frame: read('mode') === 'frame' }
}

/** The hidden frame of the same media right after the snippet. */
export function findFrame(host: Element, base: string, code: string): HTMLIFrameElement | undefined {
  const next = host.nextElementSibling
  const isOurs = next instanceof HTMLIFrameElement && next.hidden && next.src.startsWith(`${base}/p/${code}/embed/`)
  return isOurs ? next : undefined
}
