import { parseHeight } from './messages.ts'

/**
 * Moves the snippet's hidden frame into the box and shows it, as high as it says it is unless the box is fixed (styles.ts).
 *
 * Its fragment carries a token of 128 bits; a message about its height counts only with that token, from that window, from the
 * server's origin or, where the frame is sandboxed, from none (W14).
 */
export function standFrame(box: HTMLElement, frame: HTMLIFrameElement, base: string): void {
  const token = crypto.getRandomValues(new Uint32Array(4)).join('-')
  frame.src += `#placard=${token}`
  frame.hidden = false
  box.append(frame)
  const listen = ({ source, origin, data }: MessageEvent) => {
    if (!frame.isConnected) removeEventListener('message', listen)
    if (source !== frame.contentWindow || (origin !== 'null' && origin !== new URL(base).origin)) return
    const height = parseHeight(data, token)
    if (height !== undefined) frame.style.blockSize = `${height}px`
  }
  addEventListener('message', listen)
}
