import type { Place } from './place.ts'
import { readWish } from './snippets.ts'

/** Whether anything may be loaded. One click is for all pictures of this server, and is forgotten with the page. */
export interface Consent {
  /** Whether the reader must click first. */
  isMissing(host: Element): boolean
  /** The place is shown as soon as a reader has clicked anywhere. */
  wait(place: Place): void
  readonly give: () => void
}

/** @param ofScript What the script says for all that say nothing themselves. */
export function makeConsent(ofScript: string | null | undefined, show: (place: Place) => void): Consent {
  const waiting = new Set<Place>()
  let isGiven = false
  return {
    isMissing: (host) => !isGiven && (readWish(host, 'consent') ?? ofScript) === 'click',
    wait: (place) => waiting.add(place),
    give() {
      isGiven = true
      waiting.forEach((place) => {
        place.drawn = ''
        show(place)
      })
      waiting.clear()
    },
  }
}
