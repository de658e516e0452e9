import { heightMessage, isReady, parseFragment } from './messages.ts'

/** Whether this document is a frame page of the server that the script came from. */
export function isFramePage(base: string): boolean {
  return location.href.startsWith(`${base}/p/`) && /\/embed\//.test(location.pathname)
}

/** Reports the height of the frame to the page around it, in the protocol that its fragment names; without one it says nothing. */
export function startFrame(base: string): void {
  const { secret, token } = parseFragment(location.hash)
  if (secret) speakWpEmbed(base, secret)
  if (token) reportHeight((value) => parent.postMessage(heightMessage(value, token), new URL(document.referrer).origin))
}

/**
 * WordPress's own protocol: its page shows the frame only once it speaks, and its origin is not known here, hence `'*'`; the height
 * and addresses of our own pages are all it learns.
 *
 * @see WordPress, wp-includes/js/wp-embed.js
 */
function speakWpEmbed(base: string, secret: string): void {
  const post = (message: string, value: number | string) => parent.postMessage({ message, value, secret }, '*')
  const report = reportHeight((value) => post('height', value))
  addEventListener('message', ({ source, data }) => {
    if (source === parent && isReady(data, secret)) report()
  })
  // In WordPress's sandbox a plain link is dead; only addresses of the frame's own host may be asked for.
  addEventListener('click', (event) => {
    const link = event.target instanceof Element && event.target.closest('a')
    if (!link) return
    event.preventDefault()
    post('link', ownAddress(link, base))
  })
}

/** The address itself if it is one of ours, else the part of the permalink page that holds the same link. */
function ownAddress({ href, rel }: HTMLAnchorElement, base: string): string {
  if (href.startsWith(`${base}/`)) return href
  return location.href.replace(/embed\/.*/, /license/.test(rel) ? '#licence' : '')
}

/**
 * Sends the natural height on `load` and whenever the document's size changes; never 0.
 *
 * Once is not enough: a sandboxed frame may still be 0 x 0 when `load` fires (measured in Chromium in WordPress's sandbox).
 *
 * @returns A function that sends it again.
 */
function reportHeight(send: (value: number) => void): () => void {
  const root = document.documentElement
  const report = () => {
    // For this moment the card is as high as it would be if nobody gave it a height (card.css).
    root.classList.add('natural')
    const height = innerWidth && document.querySelector('main')?.offsetHeight
    root.classList.remove('natural')
    if (height) send(height)
  }
  new ResizeObserver(report).observe(root)
  addEventListener('load', report)
  return report
}
