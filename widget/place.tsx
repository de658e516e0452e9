/** @jsxImportSource . */
import { render } from 'preact'
import type { Told } from './cards.ts'
import { showMore } from './components/caption.tsx'
import { Card } from './components/card.tsx'
import { Consent } from './components/consent.tsx'
import { Notice } from './components/notice.tsx'
import { standFrame } from './frame-hold.ts'
import { holdStand, measureStand, releaseBox } from './geometry.ts'
import { bare } from './own-field.ts'
import { page } from './page.ts'
import { findFrame, readWishes } from './snippets.ts'
import * as text from './text.ts'

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
  /** Draws the card in the space that the host has at this moment; or, with `allow`, asks the reader whether it may be loaded. */
  draw(told: Told | undefined, allow?: () => void): void
  /** Draws again what stands, after an attribute has changed. */
  redraw(): void
  /** Called once the card is laid out, and for every change of the host's size: another width ends the hold, whose height belonged to the old one. */
  resized(width: number): void
}

/** Above this width a picture as wide as the card needs more pixels than the fallback's. */
const MAX_FALLBACK_WIDTH = 800

/** A place that stands empty; nothing of the host changes before `open` or `draw`. */
export function makePlace(host: HTMLElement, base: string, sheet: CSSStyleSheet): Place {
  const box = page.createElement('div')
  let redraw = (_isInView: boolean, _clear?: () => void) => {}
  let heldWidth = Number.NaN // no width is far from it
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
    lang: '',
    drawn: '',
    at: 0,
    open() {
      if (host.shadowRoot) return
      const root = host.attachShadow(bare({ mode: 'open' }))
      root.adoptedStyleSheets = [sheet]
      box.className = 'box'
      root.append(box)
    },
    draw(told, allow) {
      const stand = measureStand(host)
      const hadFocus = host.shadowRoot?.activeElement
      const frame = findFrame([box.firstElementChild, host.nextElementSibling], base, place.code)
      orFallback(() => {
        // Nothing of another card, of the question or of another frame is left over.
        const clear = () => {
          place.open()
          render(null, box)
          box.replaceChildren()
        }
        const drawInline = (isInView: boolean) => {
          redraw = (isInView, clear) => drawCard({ host, box, told, allow, isInView, clear, url: `${base}/p/${place.code}/` })
          redraw(isInView, clear)
        }
        if (frame && !allow && readWishes(host).frame) {
          clear()
          standFrame(box, frame, base, () => orFallback(() => drawInline(true)))
        } else {
          drawInline(stand !== undefined)
          if (!allow) frame?.remove()
        }
        if (stand) {
          holdStand(host, box, stand)
          // Now: the observer comes one frame later, in which the picture would have been seen to shrink.
          showMore(box)
        }
        if (hadFocus) box.querySelector<HTMLElement>('a,video,.strip')?.focus({ preventScroll: true })
      })
    },
    redraw: () => orFallback(() => redraw(true)),
    resized(width) {
      if (Math.abs(width - heldWidth) > 1) releaseBox(box)
      heldWidth = width
      showMore(box)
    },
  }
  return place
}

/** Whether there is something to draw: what shows its fallback keeps it as long as nobody knows more. */
export function isDrawable(host: Element, told: Told | undefined): boolean {
  return !!host.shadowRoot || (!!told && told.card.status !== 'unknown')
}

interface Drawing {
  readonly host: HTMLElement
  readonly box: HTMLElement
  readonly told: Told | undefined
  readonly allow: (() => void) | undefined
  readonly isInView: boolean
  /** Takes away what stands in the box; absent where it shall only be changed. */
  readonly clear: (() => void) | undefined
  readonly url: string
}

/** Asks the page all it must know before it changes anything: each question after a change would have the page laid out once more. */
function drawCard(drawing: Drawing): void {
  const { host, box, clear } = drawing
  const scheme = schemeOf(host, readWishes(host).theme)
  const content = contentOf(drawing)
  clear?.()
  box.style.colorScheme = scheme
  render(content, box)
  // Preact may have been made to draw nothing, and says no word (W11).
  if (!box.firstChild) throw new TypeError('Expected a card')
}

function contentOf({ host, box, told, allow, isInView, url }: Drawing) {
  const { caption, lang } = readWishes(host)
  if (allow) return <Consent {...{ lang, url, allow }} title={host.querySelector('cite')?.textContent} />
  if (!told) return <Notice card={{ status: 'unknown', code: '', message: text.failed, link: { text: url, href: url } }} />
  const { card, words } = told
  if (card.status !== 'live') return <Notice {...{ card, words }} />
  const img = host.querySelector('img')
  const sizes = sizesFor(host, img?.getAttribute('sizes') ?? card.picture.sizes)
  return <Card {...{ card, words, caption, isInView, sizes }} seen={img?.currentSrc} onGrow={() => releaseBox(box, box.offsetHeight)} />
}

/** The fallback's own value, so that the browser picks the candidate that it has already; more only where that would be too small. */
function sizesFor(host: HTMLElement, sizes: string): string {
  const width = host.offsetWidth
  return width > MAX_FALLBACK_WIDTH ? `${width}px` : sizes
}

/** A theme that is named wins; else what the page says of itself; a page that says nothing gets what the reader prefers. */
function schemeOf(host: Element, theme: string | undefined): string {
  if (theme === 'light' || theme === 'dark') return theme
  const { colorScheme } = getComputedStyle(host)
  return colorScheme === 'normal' && !page.querySelector('meta[name=color-scheme]') ? 'light dark' : colorScheme
}
