/** @jsxImportSource . */
import { render } from 'preact'
import type { Told } from './cards.ts'
import { Card } from './components/card.tsx'
import { Consent } from './components/consent.tsx'
import { Notice } from './components/notice.tsx'
import { releaseBox } from './geometry.ts'
import { page } from './page.ts'
import { readLang, readWish } from './snippets.ts'
import * as text from './text.ts'

/** What a box shows; the attributes of its host say in which look. */
export interface Scene {
  /** Permalink of the media. */
  readonly url: string
  /** `undefined` where the server could not be asked. */
  readonly told: Told | undefined
  /** Set while the reader must allow it to be loaded: then that is the question. */
  readonly allow: (() => void) | undefined
  /** The reader sees the place at this moment. */
  readonly isInView: boolean
}

/** Above this width a picture as wide as the card needs more pixels than the fallback's. */
const MAX_FALLBACK_WIDTH = 800

/**
 * The box shows the scene. Asks the page all it must know before it changes anything: each question after a change would have the page
 * laid out once more.
 *
 * @param clear Takes away what stands in the box; absent where it shall only be changed.
 */
export function drawScene(host: HTMLElement, box: HTMLElement, scene: Scene, clear?: () => void): void {
  const scheme = schemeOf(host, readWish(host, 'theme'))
  const content = contentOf(host, box, scene)
  clear?.()
  box.style.colorScheme = scheme
  render(content, box)
  // Preact may have been made to draw nothing, and says no word (W11).
  if (!box.firstChild) throw new TypeError('Expected a card')
}

function contentOf(host: HTMLElement, box: HTMLElement, { url, told, allow, isInView }: Scene) {
  if (allow) return <Consent {...{ url, allow }} lang={readLang(host)} title={host.querySelector('cite')?.textContent} />
  if (!told) return <Notice card={{ status: 'unknown', code: '', message: text.failed, link: { text: url, href: url } }} />
  const { card, words } = told
  if (card.status !== 'live') return <Notice {...{ card, words }} />
  const img = host.querySelector('img')
  const sizes = sizesFor(host, img?.getAttribute('sizes') ?? card.picture.sizes)
  const caption = readWish(host, 'caption') !== 'off'
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
