import { type CardSource, makeCardSource } from './cards.ts'
import { bare } from './own-field.ts'
import { page } from './page.ts'
import { isDrawable, makePlace, type Place } from './place.tsx'
import type { Process } from './registry.ts'
import { findCode, findSnippets, isElement, LIVE_ATTRIBUTES } from './snippets.ts'
import { makeSheet } from './styles.ts'

export interface Loader {
  /** Finds the snippets in `root` now, and those that come to it later. */
  readonly process: Process
  /** Watches one snippet or element; again only if it names another media now. */
  adopt(host: HTMLElement): void
  /** Draws again with what the attributes of the host say now. */
  refresh(host: Node): void
}

/** While the page is still being parsed more snippets may come, and one request shall ask for all; but no longer than this. */
const MAX_PARSE_WAIT_MS = 1_500

/** Finds the snippets of one server, waits until one nears the viewport, asks once, draws each card when it nears. */
export function startLoader(base: string): Loader {
  const sheet = makeSheet()
  const cards = makeCardSource(base, fetch.bind(globalThis))
  const parsed = whenParsed().catch(ignore)
  const places = new WeakMap<Node, Place>()
  const sizes = new ResizeObserver(each(({ target, contentRect }) => places.get(target)?.resized(contentRect.width)))
  const near = each<IntersectionObserverEntry>(({ isIntersecting, target }) => {
    const place = places.get(target)
    if (!isIntersecting || !place) return
    visible.unobserve(target)
    parsed.then(() => show(place, cards, sizes)).catch(ignore)
  })
  const visible = new IntersectionObserver(near, bare({ rootMargin: '100%' })) // one viewport around the visible part
  const changed = each<MutationRecord>(({ type, target, addedNodes }) => {
    if (type === 'attributes') refresh(target)
    for (const node of addedNodes) if (node instanceof Element) findSnippets(node).forEach(adopt)
  })
  const mutations = new MutationObserver(changed)
  const refresh = (host: Node) => quietly(() => places.get(host)?.redraw())
  const adopt = (host: HTMLElement) =>
    quietly(() => {
      const code = findCode(host, base)
      const place = places.get(host) ?? makePlace(host, base, sheet)
      if (code === undefined || place.code === code || (!place.code && host.shadowRoot)) return
      place.code = code
      places.set(host, place)
      if (isElement(host)) place.open()
      cards.announce(code)
      visible.unobserve(host)
      visible.observe(host)
    })
  const process: Process = (root = document) =>
    quietly(() => {
      mutations.observe(root, bare({ childList: true, subtree: true, attributeFilter: LIVE_ATTRIBUTES }))
      findSnippets(root).forEach(adopt)
    })
  return { process, adopt, refresh }
}

/** Draws the card in a task of its own, so that none is long however many cards there are (50 ms is). */
async function show(place: Place, cards: CardSource, sizes: ResizeObserver): Promise<void> {
  const { code, host } = place
  const card = await cards.ask(code)
  if (!isDrawable(host, card) || place.code !== code) return
  setTimeout(() =>
    quietly(() => {
      place.draw(card)
      sizes.observe(host)
    }),
  )
}

async function whenParsed(): Promise<void> {
  if (page.readyState !== 'loading') return
  await new Promise((resolve) => {
    page.addEventListener('DOMContentLoaded', resolve)
    setTimeout(resolve, MAX_PARSE_WAIT_MS)
  })
}

/** One item that cannot be worked on takes no other with it. */
function each<T>(work: (item: T) => void): (items: T[]) => void {
  return (items) =>
    items.forEach((item) => {
      quietly(() => work(item))
    })
}

const ignore = () => {}

/** A fault of ours must not reach the page's error handlers; the fallback stays, and that is a complete answer (W18). */
function quietly(work: () => void): void {
  try {
    work()
  } catch {}
}
