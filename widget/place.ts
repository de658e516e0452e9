import { render } from 'preact'
import type { Told } from './cards.ts'
import { showMore } from './components/caption.tsx'
import { standFrame } from './frame-hold.ts'
import { holdStand, measureStand, releaseBox } from './geometry.ts'
import { bare } from './own-field.ts'
import { page } from './page.ts'
import { drawScene, type Scene } from './scene.tsx'
import { findFrame, wantsFrame } from './snippets.ts'

/** One snippet or element of the host page, and the card that stands in it once it is drawn. */
export interface Place {
  readonly host: HTMLElement
  /** Set when the host comes to name another media, or another language. */
  code: string
  lang: string
  /** What is drawn, in short; empty as long as nothing is. */
  drawn: string
  /** When the server was last asked, Unix milliseconds; 0 if it was not. */
  at: number
  /** Makes the box of the card, in which an element reserves its place; once. */
  open(): void
  /** Takes away the hidden frame that came with the snippet, unless the page wants it shown: as long as it is there, it costs time in every frame that is drawn. */
  dropFrame(): void
  /** Draws the card in the space that the host has at this moment; or, with `allow`, asks the reader whether it may be loaded. What is too low for a credit stays as it is. */
  draw(told: Told | undefined, allow?: () => void): void
  /** Draws again what stands, after an attribute has changed. */
  redraw(): void
  /** Called once the card is laid out, and for every change of the host's size: another width ends the hold, whose height belonged to the old one. */
  resized(width: number): void
}

/**
 * Room for five lines, in px: the credit where names are long and the place is narrow. A lower place without a picture keeps its own words,
 * which have the credit whole where a card would cut it.
 */
const LEAST_CARD_HEIGHT = 100

/** A place that stands empty; nothing of the host changes before `open` or `draw`. */
export function makePlace(host: HTMLElement, base: string, sheet: CSSStyleSheet): Place {
  const box = page.createElement('div')
  let heldWidth = Number.NaN // no width is far from it
  const frameOf = (code: string) => findFrame([box.firstElementChild, host.nextElementSibling], base, code)
  const open = () => openBox(host, box, sheet)
  const { stand, redraw } = makeStand(host, box, open)
  const place: Place = {
    host,
    code: '',
    lang: '',
    drawn: '',
    at: 0,
    open,
    dropFrame: () => wantsFrame(host) || frameOf(place.code)?.remove(),
    draw(told, allow) {
      const before = measureStand(host)
      if (before && before.height < LEAST_CARD_HEIGHT && !box.parentNode && !host.querySelector('img')) return
      const hadFocus = host.shadowRoot?.activeElement
      orFallback(host, box, () => {
        const frame = !allow && wantsFrame(host) && frameOf(place.code)
        const scene = { url: `${base}/p/${place.code}/`, told, allow, isInView: !!before }
        stand(scene, frame && ((refused) => standFrame(box, frame, base, refused)))
        place.dropFrame()
        if (before) {
          holdStand(host, box, before)
          // Now: the observer comes one frame later, in which the picture would have been seen to shrink.
          showMore(box)
        }
        if (hadFocus) box.querySelector<HTMLElement>('a,video,.strip')?.focus({ preventScroll: true })
      })
    },
    redraw,
    resized(width) {
      if (Math.abs(width - heldWidth) > 1) releaseBox(box)
      heldWidth = width
      showMore(box)
    },
  }
  return place
}

/** What stands in the box of a place: a card, a question or a frame, one after the other. */
function makeStand(host: HTMLElement, box: HTMLElement, open: () => void) {
  /** As an inline card, if one does. */
  let standing: Scene | undefined
  /** Nothing of another card, of the question or of another frame is left over. */
  const clear = () => {
    open()
    render(null, box)
    box.replaceChildren()
  }
  const standInline = (scene: Scene) => {
    standing = scene
    drawScene(host, box, scene, clear)
  }
  return {
    /** @param showFrame  Shows a frame in place of an inline card, which comes if that is refused. */
    stand(scene: Scene, showFrame: ((refused: () => void) => void) | false | undefined) {
      if (!showFrame) return standInline(scene)
      standing = undefined
      clear()
      showFrame(() => orFallback(host, box, () => standInline({ ...scene, isInView: true })))
    },
    redraw: () => orFallback(host, box, () => standing && drawScene(host, box, { ...standing, isInView: true })),
  }
}

/** What fails half-way leaves the fallback shown again (W18). */
function orFallback(host: HTMLElement, box: HTMLElement, work: () => void): void {
  try {
    work()
  } catch {
    host.shadowRoot?.appendChild(page.createElement('slot'))
    box.remove()
  }
}

/** Whether there is something to draw: what shows its fallback keeps it as long as nobody knows more. */
export function isDrawable(host: Element, told: Told | undefined): boolean {
  return !!host.shadowRoot || (!!told && told.card.status !== 'unknown')
}

function openBox(host: HTMLElement, box: HTMLElement, sheet: CSSStyleSheet): void {
  if (host.shadowRoot) return
  const root = host.attachShadow(bare({ mode: 'open' }))
  root.adoptedStyleSheets = [sheet]
  box.className = 'box'
  root.append(box)
}
