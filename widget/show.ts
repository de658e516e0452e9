import type { CardSource, Told } from './cards.ts'
import type { Consent } from './consent.ts'
import { bare } from './own-field.ts'
import { isDrawable, type Place } from './place.ts'
import { quietly } from './quietly.ts'

interface Means {
  readonly sourceIn: (lang: string) => CardSource
  readonly consent: Consent
  /** Called with each host whose card stands. */
  readonly onDrawn: (host: HTMLElement) => void
}

/**
 * Gets a place its card, or asks whether it may; where one stands, another one only if the server now says something else.
 *
 * Draws in a task of its own, so that none is long however many cards there are (50 ms is).
 */
export async function show(place: Place, means: Means): Promise<void> {
  const { sourceIn, consent, onDrawn } = means
  const { code, lang, host } = place
  if (consent.isMissing(host)) {
    if (!place.drawn) place.draw(undefined, consent.give)
    place.drawn = 'question'
    return consent.wait(place)
  }
  const told = await sourceIn(lang).ask(code)
  if (place.code !== code || place.lang !== lang) return
  if (told) place.at = told.at
  // What cannot be had changes nothing that stands.
  const drawn = told ? inShort(told) : place.drawn || 'failed'
  if (drawn === place.drawn || isInUse(place, drawn)) return
  place.drawn = drawn
  setTimeout(() =>
    quietly(() => {
      if (isDrawable(host, told)) place.draw(told)
      onDrawn(host)
      tell(host, code, told)
    }),
  )
}

/** Another text for whatever a reader sees; the day of a correction is not in the revision. */
function inShort({ card }: Told): string {
  const { status, title, byline = [], rights = [] } = card
  const own = status === 'live' ? card.revision : card.message
  return [status, own, ...[title, ...byline, ...rights].map((run) => run?.text)].join()
}

/** A correction waits as long as the reader is at work in the card, or watches its film; a withdrawal does not. */
function isInUse({ drawn, host }: Place, next: string): boolean {
  return !!host.shadowRoot?.activeElement && drawn.startsWith('live') && next.startsWith('live')
}

/** The events of embed.ts. */
function tell(host: HTMLElement, code: string, told: Told | undefined): void {
  const status = told?.card.status ?? 'failed'
  const name = status === 'failed' ? 'error' : status === 'live' ? 'ready' : 'gone'
  host.dispatchEvent(new CustomEvent(`placard:${name}`, bare({ bubbles: true, composed: true, detail: { code, status } })))
}
