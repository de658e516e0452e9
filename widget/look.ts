import { isRecent } from './cards.ts'
import { bare } from './own-field.ts'
import { page } from './page.ts'
import type { Place } from './place.ts'
import { each, quietly } from './quietly.ts'

/**
 * Watches which places are within one viewport of the visible part.
 *
 * @param asking  Each is called with all that are near and were never asked for, or not for a minute, whenever the reader looks: one has come
 *                near, the page is scrolled, or is shown again.
 * @returns       What observes the hosts.
 */
export function watchLooks(places: WeakMap<Node, Place>, asking: readonly ((place: Place) => void)[]): IntersectionObserver {
  const near = new Set<Place>()
  const moved = each<IntersectionObserverEntry>(({ isIntersecting, target }) => {
    const place = places.get(target)
    if (place) near[isIntersecting ? 'add' : 'delete'](place)
  })
  const look = () =>
    quietly(() => {
      if (page.hidden) return
      for (const ask of asking) for (const place of near) if (!isRecent(place.at)) ask(place)
    })
  for (const type of ['visibilitychange', 'pageshow', 'scroll']) addEventListener(type, look, true)
  return new IntersectionObserver(
    (entries) => {
      moved(entries)
      look()
    },
    bare({ rootMargin: '100%' }),
  )
}
