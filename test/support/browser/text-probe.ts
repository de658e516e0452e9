import type { Frame, Page } from 'playwright-core'

/** One piece of text as a reader has it before them. */
export interface SeenText {
  readonly text: string
  /** The element around it, by tag and class. */
  readonly where: string
  /** Text on what is behind it, as WCAG 2 counts. */
  readonly contrast: number
  /** The underline of the link it stands in on what is behind it; absent without a link or a line. */
  readonly underline?: number
  /** Parts of it that something cuts off and that no scrolling in one direction shows, in CSS pixels. */
  readonly cut: number
  /** The first words of another text that stands on top of it. */
  readonly under?: string
}

/** Every visible text of a document, shadow roots included, measured from what the browser has computed. */
export function seenTexts(page: Page | Frame): Promise<readonly SeenText[]> {
  return page.evaluate(probe)
}

/** What is wrong with them, as a list that a test expects to be empty. */
export async function textFaults(page: Page | Frame): Promise<readonly string[]> {
  const texts = await seenTexts(page)
  return texts.flatMap(({ text, where, contrast, underline = 21, cut, under }) => {
    const name = `${where} "${text.slice(0, 40)}"`
    return [
      ...(contrast < 4.5 ? [`${name} has a contrast of ${contrast.toFixed(2)}`] : []),
      ...(underline < 3 ? [`${name} has an underline of ${underline.toFixed(2)}`] : []),
      ...(cut > 2 ? [`${name} is cut by ${Math.round(cut)} px`] : []),
      ...(under !== undefined ? [`${name} stands under "${under}"`] : []),
    ]
  })
}

/** Runs in the page; everything it needs is inside it. */
function probe(): SeenText[] {
  type Rgba = readonly [number, number, number, number]
  interface Found {
    readonly element: Element
    readonly text: string
    readonly rects: readonly DOMRect[]
  }
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
  if (!canvas) throw new Error('Expected a canvas')
  const rgba = (colour: string): Rgba => {
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = colour
    canvas.fillRect(0, 0, 1, 1)
    const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data
    return [red, green, blue, alpha / 255]
  }
  const over = ([r, g, b, a]: Rgba, [R, G, B]: Rgba): Rgba => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1]
  const luminance = (colour: Rgba) => {
    const [r = 0, g = 0, b = 0] = colour.slice(0, 3).map((value) => {
      const part = value / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (one: Rgba, other: Rgba) => {
    const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
    return (light + 0.05) / (dark + 0.05)
  }
  const parentOf = (element: Element): Element | null => {
    if (element.assignedSlot) return element.assignedSlot
    return element.parentElement ?? (element.getRootNode() instanceof ShadowRoot ? (element.getRootNode() as ShadowRoot).host : null)
  }
  const around = (element: Element): Element[] => {
    const list: Element[] = []
    for (let each: Element | null = element; each; each = parentOf(each)) list.push(each)
    return list
  }
  const system = document.createElement('i')
  system.style.color = 'Canvas'
  document.documentElement.append(system)
  const sheet = rgba(getComputedStyle(system).color)
  system.remove()
  const behind = (element: Element) =>
    around(element)
      .map((each) => rgba(getComputedStyle(each).backgroundColor))
      .reverse()
      .reduce((ground, colour) => over(colour, ground), sheet)

  const found: Found[] = []
  const walk = (root: Node) => {
    for (const node of root.childNodes) {
      if (node instanceof Element) {
        if (node.shadowRoot) walk(node.shadowRoot)
        else if (!['SCRIPT', 'STYLE', 'TEXTAREA', 'NOSCRIPT'].includes(node.tagName)) walk(node)
      } else if (node instanceof Text && /\S/.test(node.data)) {
        const element = node.parentElement ?? (node.parentNode instanceof ShadowRoot ? node.parentNode.host : null)
        if (!element?.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true })) continue
        if (element.closest('.unseen,.skip')) continue
        const range = document.createRange()
        range.selectNodeContents(node)
        const rects = [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0)
        if (rects.length > 0) found.push({ element, text: node.data.trim(), rects })
      }
    }
  }
  walk(document.body)

  /** What one ancestor hides of a line of text. Folded text is folded on purpose; a scroller of one direction shows its all. */
  const cutBy = (box: Element, rect: DOMRect): number => {
    const { overflowX, overflowY } = getComputedStyle(box)
    if (box.classList.contains('folded') || (overflowX === 'visible' && overflowY === 'visible')) return 0
    const { left, right, top, bottom } = box.getBoundingClientRect()
    const isClipped = (overflow: string) => overflow === 'hidden' || overflow === 'clip' || box.matches('.label')
    const across = isClipped(overflowX) ? Math.max(0, left - rect.left, rect.right - right) : 0
    // The box of a font's glyphs is higher than the line they stand in; a third of it is air.
    const along = isClipped(overflowY) ? Math.max(0, top - rect.top - rect.height / 3, rect.bottom - rect.height / 3 - bottom) : 0
    return Math.max(across, along)
  }
  /** Ancestors that an absolutely positioned box has left are not among those that clip it. */
  const clippersOf = (element: Element): Element[] => {
    let hasLeft = false
    return around(element).filter((box) => {
      const { position } = getComputedStyle(box)
      const isAround = !hasLeft || position !== 'static'
      if (isAround) hasLeft = position === 'absolute' || position === 'fixed'
      return isAround
    })
  }
  const cutOf = ({ element, rects }: Found) => {
    const boxes = clippersOf(element)
    const folded = boxes.some((box) => box.classList.contains('folded'))
    return folded ? 0 : Math.max(...rects.map((rect) => Math.max(...boxes.map((box) => cutBy(box, rect)))))
  }
  const blockOf = (element: Element) => around(element).find((each) => !getComputedStyle(each).display.startsWith('inline')) ?? element
  const coverOf = (one: Found): string | undefined => {
    const block = blockOf(one.element)
    const isFolded = (each: Found) => around(each.element).some((box) => box.matches('.folds,.folded'))
    if (isFolded(one)) return undefined
    const cover = found.find((other) => {
      if (other === one || blockOf(other.element) === block || isFolded(other)) return false
      if (around(other.element).some((box) => box.matches('.panel')) || around(one.element).some((box) => box.matches('.panel')))
        return false
      return one.rects.some((a) =>
        other.rects.some((b) => {
          const across = Math.min(a.right, b.right) - Math.max(a.left, b.left)
          const along = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
          return across > 2 && along > Math.min(a.height, b.height) / 2.5
        }),
      )
    })
    return cover?.text.slice(0, 40)
  }
  const underlineOf = (element: Element): number | undefined => {
    const link = element.closest('a')
    if (!link) return undefined
    const { textDecorationLine, textDecorationColor } = getComputedStyle(link)
    if (textDecorationLine !== 'underline') return undefined
    const ground = behind(element)
    return contrast(over(rgba(textDecorationColor), ground), ground)
  }
  return found.map((each) => {
    const { element, text } = each
    const ground = behind(element)
    const under = coverOf(each)
    const underline = underlineOf(element)
    return {
      text,
      where: `${element.closest('[class]')?.className ?? ''} ${element.localName}`,
      contrast: contrast(over(rgba(getComputedStyle(element).color), ground), ground),
      ...(underline !== undefined && { underline }),
      cut: cutOf(each),
      ...(under !== undefined && { under }),
    }
  })
}
