import { isRecent } from './cards.ts'
import { bare } from './own-field.ts'
import { page } from './page.ts'
import type { Place } from './place.tsx'
import { each, quietly } from './quietly.ts'

/**
 * Watches which places are within one viewport of the visible part.
 *
 * @param ask  Called with all that are near and were never asked for, or not for a minute, whenever the reader looks: one has come near,
 *             the page is scrolled, or is shown again.
 * @returns    What observes the hosts.
 */
export function watchLooks(places: WeakMap<Node, Place>, ask: (due: readonly Place[]) => void): IntersectionObserver {
  const near = new Set<Place>()
  const moved = each<IntersectionObserverEntry>(({ isIntersecting, target }) => {
    const place = places.get(target)
    if (place) near[isIntersecting ? 'add' : 'delete'](place)
  })
  const look = () => quietly(() => ask(page.hidden ? [] : [...near].filter(({ at }) => !isRecent(at))))
  for (const type of ['visibilitychange', 'pageshow', 'scroll']) addEventListener(type, look, true)
  return new IntersectionObserver(
    (entries) => {
      moved(entries)
      look()
    },
    bare({ rootMargin: '100%' }),
  )
}
