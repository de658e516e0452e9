import { article } from './host-page.ts'

/**
 * A page that does what WordPress does with our html and its messages: sanitised blockquote, frame in its own sandbox with a
 * secret, shown once it speaks, clamped to 200 and 1000, links only to the frame's host (wp-includes/js/wp-embed.js).
 *
 * It keeps the messages that it took in `window.messages`, and the address it was asked for in `window.link`.
 */
export function wordPressPage(frameUrl: string, width: number): string {
  return article(`<blockquote class="wp-embedded-content" data-secret="a1B2c3D4e5"><a href="${frameUrl}">The bridge</a></blockquote>
<iframe class="wp-embedded-content" sandbox="allow-scripts" style="position:absolute;visibility:hidden" data-secret="a1B2c3D4e5" src="${frameUrl}#?secret=a1B2c3D4e5" width="${width}" height="400" frameborder="0"></iframe>
<script>
window.messages = []
addEventListener('message', ({ data, source }) => {
  const frame = document.querySelector('iframe')
  if (!data || source !== frame.contentWindow || data.secret !== frame.dataset.secret || /[^a-zA-Z0-9]/.test(data.secret)) return
  document.querySelector('blockquote').style.display = 'none'
  frame.removeAttribute('style')
  if (data.message === 'height') frame.height = Math.min(1000, Math.max(200, ~~parseInt(data.value, 10)))
  if (data.message === 'link' && new URL(data.value).host === new URL(frame.src).host && document.activeElement === frame) window.link = data.value
  messages.push(data)
})
document.querySelector('iframe').addEventListener('load', ({ target }) => target.contentWindow.postMessage({ message: 'ready', secret: target.dataset.secret }, '*'))
</script>`)
}
