import { makeCardSources, now } from './cards.ts'
import { makeConsent } from './consent.ts'
import { watchLooks } from './look.ts'
import { bare } from './own-field.ts'
import { page } from './page.ts'
import { makePlace, type Place } from './place.ts'
import { each, ignore, quietly } from './quietly.ts'
import type { Process } from './registry.ts'
import { show } from './show.ts'
import { findCode, findSnippets, isElement, LIVE_ATTRIBUTES, readLang } from './snippets.ts'
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
  const announce = ({ host, code, lang }: Place) => consent.isMissing(host) || sourceIn(lang).announce(code)
  // First all are announced, so that the first request asks for all.
  const visible = watchLooks(places, [announce, soon])
  const watch = (place: Place) => {
    makeRoom(place)
    announce(place)
    visible.unobserve(place.host)
    visible.observe(place.host)
  }
  const adopt = (host: HTMLElement) =>
    quietly(() => {
      const code = findCode(host, base)
      const lang = readLang(host)
      const place = places.get(host) ?? makePlace(host, base, sheet)
      if (code === undefined || (!place.code && host.shadowRoot)) return
      if (place.code === code && place.lang === lang) return place.redraw()
      rename(place, code, lang)
      places.set(host, place)
      watch(place)
    })
  const observe = watchChanges(places, adopt)
  const process: Process = (root = document) =>
    quietly(() => {
      observe(root)
      findSnippets(root).forEach(adopt)
    })
  return { process, adopt }
}

/** An element that holds a picture keeps its place by that until the card is there. */
function makeRoom(place: Place): void {
  if (isElement(place.host) && !place.host.querySelector('img')) place.open()
  place.dropFrame()
}

/** The place is one of another media, or language, of which nothing is known. */
function rename(place: Place, code: string, lang: string): void {
  place.code = code
  place.lang = lang
  place.drawn = ''
  place.at = 0
}

/** Adopts the hosts that come to a root that is observed, and those whose attributes change: frameworks give the element of one media to another. */
function watchChanges(places: WeakMap<Node, Place>, adopt: (host: HTMLElement) => void): (root: Node) => void {
  const mutations = new MutationObserver((records) => {
    // Each once, though a parser adds a snippet in a dozen parts.
    const hosts = new Set<HTMLElement>()
    const take = (host: HTMLElement) => hosts.add(host)
    each<MutationRecord>(({ type, target, addedNodes }) => {
      if (type === 'attributes' && places.has(target)) take(target as HTMLElement) // only hosts are in `places`
      for (const node of addedNodes) if (node instanceof Element) findSnippets(node).forEach(take)
    })(records)
    quietly(() => hosts.forEach(adopt))
  })
  const attributeFilter = ['cite', ...LIVE_ATTRIBUTES.map((name) => `data-placard-${name}`)]
  return (root) => mutations.observe(root, bare({ childList: true, subtree: true, attributeFilter }))
}

async function whenParsed(): Promise<void> {
  if (page.readyState !== 'loading') return
  await new Promise((resolve) => {
    page.addEventListener('DOMContentLoaded', resolve)
    setTimeout(resolve, MAX_PARSE_WAIT_MS)
  })
}
