import type { Frame, Page } from 'playwright-core'
import { inWords, type Remains } from './remains.ts'

/** What is seen of a page: the words and links in it, in shadow roots and in the frames that are shown. */
export async function seenOn(page: Page): Promise<Remains> {
  const frames = await Promise.all(page.frames().map(async (frame) => ((await isShown(frame)) ? frame.evaluate(collect) : undefined)))
  const seen = frames.filter((frame) => frame !== undefined)
  return inWords(
    seen.map(({ text }) => text).join('\n'),
    seen.flatMap(({ links }) => links),
  )
}

async function isShown(frame: Frame): Promise<boolean> {
  if (frame.parentFrame() === null) return true
  const element = await frame.frameElement()
  return element.isVisible()
}

/** Runs in the page. */
function collect(): { text: string; links: readonly string[] } {
  const words: string[] = []
  const links: string[] = []
  const read = (node: Node): void => {
    if (node instanceof Text) words.push(node.data)
    if (node instanceof Element) {
      if (!node.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true })) return
      if (/^(SCRIPT|STYLE|NOSCRIPT|TEMPLATE|IFRAME)$/.test(node.tagName)) return
      if (node instanceof HTMLAnchorElement) links.push(node.href)
      if (!getComputedStyle(node).display.startsWith('inline')) words.push(' ')
    }
    // A shadow root stands in the place of the children.
    const inside = node instanceof Element && node.shadowRoot ? node.shadowRoot : node
    for (const child of inside.childNodes) read(child)
  }
  read(document.body)
  return { text: words.join(''), links }
}
