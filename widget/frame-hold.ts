import { parseHeight } from './messages.ts'

/**
 * Moves the snippet's hidden frame into the box, where it is shown (styles.ts), as high as it says it is unless the box is fixed; there, it is
 * loaded again.
 *
 * Its fragment carries a token of 128 bits; a message about its height counts only with that token, from that window, from the
 * server's origin or, where the frame is sandboxed, from none (W14).
 *
 * @param refused  Called, the frame being gone again, where the page's policy does not allow frames of this server (W2).
 */
export function standFrame(box: HTMLElement, frame: HTMLIFrameElement, base: string, refused: () => void): void {
  const token = crypto.getRandomValues(new Uint32Array(4)).join('-')
  frame.src = frame.src.replace(/#.*|$/, `#placard=${token}`)
  box.append(frame)
  const home = new URL(base).origin
  // Of a frame a violation names the origin only; one that is only reported has blocked nothing.
  const watch = ({ effectiveDirective, blockedURI, disposition }: SecurityPolicyViolationEvent) => {
    if (effectiveDirective !== 'frame-src' || blockedURI !== home || disposition !== 'enforce') return
    stop()
    if (!frame.isConnected) return
    frame.remove()
    refused()
  }
  const listen = ({ source, origin, data }: MessageEvent) => {
    if (!frame.isConnected) stop()
    if (source !== frame.contentWindow || (origin !== 'null' && origin !== home)) return
    const height = parseHeight(data, token)
    if (height !== undefined) frame.style.blockSize = `${height}px`
  }
  const stop = () => {
    removeEventListener('message', listen)
    removeEventListener('securitypolicyviolation', watch)
  }
  addEventListener('message', listen)
  addEventListener('securitypolicyviolation', watch)
}
