import { page, plain } from './page.ts'

/** Where a snippet stood before its card was drawn. Only what stands in the viewport or above it is measured. */
export interface Stand {
  readonly top: number
  readonly width: number
  readonly height: number
  readonly next: Element | undefined
  readonly nextTop: number
}

/** More than this is no collapsed margin but a page that moves for reasons of its own. */
const MAX_MARGIN_SHIFT = 120

/** @returns `undefined` for what is not rendered, or stands wholly below the viewport and may take its natural height there. */
export function measureStand(host: HTMLElement): Stand | undefined {
  const { top, width } = host.getBoundingClientRect()
  if (host.offsetHeight === 0 || top >= innerHeight) return undefined
  const next = findNext(host)
  return { top, width, height: host.offsetHeight, next, nextTop: next ? topOf(next) : 0 }
}

/**
 * Gives the box exactly the height the snippet had, and puts the snippet and what follows back to where they stood.
 *
 * The fallback's paragraphs may have had margins that collapsed through the snippet's own; in a shadow root they are gone. What a
 * margin has moved is measured and given back as a margin, since no arithmetic on margins survives floats, grids and clearance.
 */
export function holdStand(host: HTMLElement, box: HTMLElement, stand: Stand): void {
  box.classList.add('fixed')
  box.style.blockSize = `${stand.height}px`
  if (Math.abs(host.getBoundingClientRect().width - stand.width) > 0.1) keepWidth(host, box, stand.width)
  giveBack(host, 'marginTop', () => stand.top - topOf(host))
  giveBack(host, 'marginBottom', () => (stand.next ? stand.nextTop - topOf(stand.next) : 0))
}

/** The box takes the natural height of its card, which is at least `leastPx`. */
export function releaseBox(box: HTMLElement, leastPx = 0): void {
  box.classList.remove('fixed')
  box.style.blockSize = ''
  if (box.firstElementChild instanceof HTMLElement) box.firstElementChild.style.minBlockSize = `${leastPx}px`
}

/** Without its padding, or in a float, a flex row or a table cell that is as wide as its contents, the host would get narrower. */
function keepWidth(host: HTMLElement, box: HTMLElement, widthPx: number): void {
  host.style.minInlineSize = `min(${widthPx}px,100%)`
  box.style.containIntrinsicInlineSize = `${widthPx}px`
}

/** Twice and once more: the first pixels of a margin may vanish in that of a neighbour. */
function giveBack(host: HTMLElement, side: 'marginTop' | 'marginBottom', measure: () => number): void {
  for (let round = 0; round < 3; round++) {
    const shift = measure()
    if (Math.abs(shift) < 0.1 || Math.abs(shift) > MAX_MARGIN_SHIFT) return
    host.style[side] = `${Number.parseFloat(getComputedStyle(host)[side]) + shift}px`
  }
}

function topOf(element: Element): number {
  return plain(element).getBoundingClientRect().top
}

/** The first element after the host, at whatever depth, that is rendered. */
function findNext(host: Element): Element | undefined {
  for (let around: Node | null = host; around && around !== page.body; around = parentOf(around)) {
    for (let next = nextOf(around); next; next = nextOf(next)) {
      if (plain(next).getClientRects().length > 0) return next
    }
  }
  return undefined
}

/** @returns Nothing for what is no element. */
function nextOf(node: Node): Element | null {
  return plain(node as Element).nextElementSibling
}

function parentOf(node: Node): Node | null {
  const { parentNode } = plain(node)
  return parentNode instanceof ShadowRoot ? parentNode.host : parentNode
}
