import type { CardSource, Told } from './cards.ts'
import type { Consent } from './consent.ts'
import { bare } from './own-field.ts'
import { isDrawable, type Place } from './place.tsx'
import { quietly } from './quietly.ts'

interface Means {
  readonly sourceIn: (lang: string) => CardSource
  readonly consent: Consent
  /** Called with each host whose card stands. */
  readonly onDrawn: (host: HTMLElement) => void
}

/**
 * Gets a place its card once it nears the viewport, or asks whether it may.
 *
 * Draws in a task of its own, so that none is long however many cards there are (50 ms is).
 */
export async function show(place: Place, means: Means): Promise<void> {
  const { sourceIn, consent, onDrawn } = means
  const { code, lang, host } = place
  if (consent.isMissing(host)) {
    consent.wait(place)
    return place.draw(undefined, consent.give)
  }
  const told = await sourceIn(lang).ask(code)
  if (place.code !== code || place.lang !== lang) return
  setTimeout(() =>
    quietly(() => {
      if (isDrawable(host, told)) place.draw(told)
      onDrawn(host)
      tell(host, code, told)
    }),
  )
}

/** The events of embed.ts. */
function tell(host: HTMLElement, code: string, told: Told | undefined): void {
  const status = told?.card.status ?? 'failed'
  const name = status === 'failed' ? 'error' : status === 'live' ? 'ready' : 'gone'
  host.dispatchEvent(new CustomEvent(`placard:${name}`, bare({ bubbles: true, composed: true, detail: { code, status } })))
}
