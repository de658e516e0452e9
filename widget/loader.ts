import { makeCardSources, now } from './cards.ts'
import { makeConsent } from './consent.ts'
import { watchLooks } from './look.ts'
import { bare } from './own-field.ts'
import { page } from './page.ts'
import { makePlace, type Place } from './place.tsx'
import { each, ignore, quietly } from './quietly.ts'
import type { Process } from './registry.ts'
import { show } from './show.ts'
import { findCode, findSnippets, isElement, LIVE_ATTRIBUTES, readWishes } from './snippets.ts'
import { makeSheet } from './styles.ts'

export interface Loader {
  /** Finds the snippets in `root` now, and those that come to it later. */
  readonly process: Process
  /** Watches one snippet or element from now on, and does what its attributes say now: another media, another look. */
  adopt(host: HTMLElement): void
}

/** While the page is still being parsed more snippets may come, and one request shall ask for all; but no longer than this. */
const MAX_PARSE_WAIT_MS = 1_500

/**
 * Finds the snippets of one server, waits until one nears the viewport, asks once, draws each card when it nears; asks again when cards
 * are looked at that were told more than a minute ago.
 *
 * @param ofScript What the script says of consent for all that say nothing themselves (consent.ts).
 */
export function startLoader(base: string, ofScript: string | null | undefined): Loader {
  const sheet = makeSheet()
  const parsed = whenParsed().catch(ignore)
  const places = new WeakMap<Node, Place>()
  const sizes = new ResizeObserver(each(({ target, contentRect }) => places.get(target)?.resized(contentRect.width)))
  const sourceIn = makeCardSources(base, fetch.bind(globalThis))
  const soon = (place: Place) => {
    place.at = now()
    parsed.then(() => show(place, { sourceIn, consent, onDrawn: (host) => sizes.observe(host) })).catch(ignore)
  }
  const consent = makeConsent(ofScript, soon)
  const announce = ({ host, code, lang }: Place) => {
    if (!consent.isMissing(host)) sourceIn(lang).announce(code)
  }
  // First all are announced, so that the first request asks for all.
  const visible = watchLooks(places, [announce, soon])
  const watch = (place: Place) => {
    const { host, open } = place
    // An element that holds a picture keeps its place by that until the card is there.
    if (isElement(host) && !host.querySelector('img')) open()
    announce(place)
    visible.unobserve(host)
    visible.observe(host)
  }
  const adopt = (host: HTMLElement) =>
    quietly(() => {
      const code = findCode(host, base)
      const { lang } = readWishes(host)
      const place = places.get(host) ?? makePlace(host, base, sheet)
      const isOthers = !place.code && host.shadowRoot
      if (code === undefined || isOthers) return
      if (place.code === code && place.lang === lang) return place.redraw()
      place.code = code
      place.lang = lang
      place.drawn = ''
      place.at = 0
      places.set(host, place)
      watch(place)
    })
  const changed = each<MutationRecord>(({ type, target, addedNodes }) => {
    if (type === 'attributes' && places.has(target)) adopt(target as HTMLElement) // only hosts are in `places`
    for (const node of addedNodes) if (node instanceof Element) findSnippets(node).forEach(adopt)
  })
  const mutations = new MutationObserver(changed)
  // Frameworks give the element of one media to another.
  const attributeFilter = ['cite', ...LIVE_ATTRIBUTES.map((name) => `data-placard-${name}`)]
  const process: Process = (root = document) =>
    quietly(() => {
      mutations.observe(root, bare({ childList: true, subtree: true, attributeFilter }))
      findSnippets(root).forEach(adopt)
    })
  return { process, adopt }
}

async function whenParsed(): Promise<void> {
  if (page.readyState !== 'loading') return
  await new Promise((resolve) => {
    page.addEventListener('DOMContentLoaded', resolve)
    setTimeout(resolve, MAX_PARSE_WAIT_MS)
  })
}
