/** @jsxImportSource . */
import { render } from 'preact'
import type { CardData } from '../server/wire/card.ts'
import { showMore } from './components/caption.tsx'
import { Card } from './components/card.tsx'
import { Notice } from './components/notice.tsx'
import { standFrame } from './frame-hold.ts'
import { holdStand, measureStand, releaseBox } from './geometry.ts'
import { bare } from './own-field.ts'
import { page } from './page.ts'
import { findFrame, isElement, readWishes } from './snippets.ts'
import * as text from './text.ts'

/** One snippet or element of the host page, and the card that stands in it once it is drawn. */
export interface Place {
  readonly host: HTMLElement
  /** Set when the host comes to name another media. */
  code: string
  /** Makes the box of the card, in which an element reserves its place; once. */
  open(): void
  /** Draws the card in the space that the host has at this moment. */
  draw(card: CardData | undefined): void
  /** Draws again what stands, after an attribute has changed. */
  redraw(): void
  /** Called for every change of the host's size: another width ends the hold, since the height belonged to the old one. */
  resized(width: number): void
}

/** Above this width a picture as wide as the card needs more pixels than the fallback's. */
const MAX_FALLBACK_WIDTH = 800

/** A place that stands empty; nothing of the host changes before `open` or `draw`. */
export function makePlace(host: HTMLElement, base: string, sheet: CSSStyleSheet): Place {
  const box = page.createElement('div')
  let redraw = (_isInView: boolean) => {}
  let heldWidth = 0
  /** What fails half-way leaves the fallback shown again (W18). */
  const orFallback = (work: () => void) => {
    try {
      work()
    } catch {
      host.shadowRoot?.appendChild(page.createElement('slot'))
      box.remove()
    }
  }
  const place: Place = {
    host,
    code: '',
    open() {
      if (host.shadowRoot) return
      const root = host.attachShadow(bare({ mode: 'open' }))
      root.adoptedStyleSheets = [sheet]
      box.className = 'box'
      root.append(box)
    },
    draw(card) {
      const stand = measureStand(host)
      const frame = findFrame(host, base, place.code)
      orFallback(() => {
        place.open()
        const drawInline = (isInView: boolean) => {
          redraw = (isInView) => drawCard({ host, box, card, isInView, url: `${base}/p/${place.code}/` })
          redraw(isInView)
        }
        if (frame && readWishes(host).frame) standFrame(box, frame, base, () => orFallback(() => drawInline(true)))
        else {
          drawInline(stand !== undefined)
          frame?.remove()
        }
        if (stand) holdStand(host, box, stand)
        showMore(box)
      })
    },
    redraw: () => orFallback(() => redraw(true)),
    resized(width) {
      if (heldWidth && Math.abs(width - heldWidth) > 1) releaseBox(box)
      heldWidth = width
      showMore(box)
    },
  }
  return place
}

/** Whether there is something to draw: a snippet without a card keeps its fallback, an element has none. */
export function isDrawable(host: Element, card: CardData | undefined): boolean {
  return isElement(host) || (!!card && card.status !== 'unknown')
}

interface Drawing {
  readonly host: HTMLElement
  readonly box: HTMLElement
  readonly card: CardData | undefined
  readonly isInView: boolean
  readonly url: string
}

function drawCard({ host, box, card, isInView, url }: Drawing): void {
  const { caption, theme } = readWishes(host)
  box.style.colorScheme = schemeOf(host, theme)
  render(
    card?.status === 'live' ? (
      <Card {...{ card, caption, isInView }} sizes={sizesFor(host, card.picture.sizes)} onGrow={() => releaseBox(box, box.offsetHeight)} />
    ) : (
      <Notice message={card?.message ?? text.failed} url={url} />
    ),
    box,
  )
  // Preact may have been made to draw nothing, and says no word (W11).
  if (!box.firstChild) throw new TypeError('Expected a card')
}

/** The fallback's own value, so that the browser picks the candidate that it has already; more only where that would be too small. */
function sizesFor(host: HTMLElement, sizes: string): string {
  const width = host.offsetWidth
  return width > MAX_FALLBACK_WIDTH ? `${width}px` : (host.querySelector('img')?.getAttribute('sizes') ?? sizes)
}

/** A theme that is named wins; else what the page says of itself; a page that says nothing gets what the reader prefers. */
function schemeOf(host: Element, theme: string | undefined): string {
  if (theme === 'light' || theme === 'dark') return theme
  const { colorScheme } = getComputedStyle(host)
  return colorScheme === 'normal' && !page.querySelector('meta[name=color-scheme]') ? 'light dark' : colorScheme
}
