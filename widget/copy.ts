import { page } from './page.ts'

/** Text for the clipboard, and the same with links where it is pasted into something that knows them. */
export interface Copyable {
  readonly text: string
  readonly html?: string
}

/**
 * Puts the text on the clipboard in the best way that the page allows.
 *
 * @param button Has the focus, and gets it back; a field stands beside it for a moment on pages that refuse the Clipboard API.
 * @returns      Whether it is there; never rejects.
 */
export async function copy({ text, html }: Copyable, button: Element): Promise<boolean> {
  const kinds = { 'text/plain': text, ...(html !== undefined && { 'text/html': html }) }
  try {
    await navigator.clipboard.write([new ClipboardItem(kinds)])
    return true
  } catch {
    return copyBySelection(text, button)
  }
}

function copyBySelection(text: string, button: Element): boolean {
  const field = page.createElement('textarea')
  field.className = 'unseen'
  field.value = text
  button.after(field)
  field.select()
  // Deprecated, and the only way on pages without a secure context.
  const isCopied = page.execCommand('copy')
  field.remove()
  if (button instanceof HTMLElement) button.focus({ preventScroll: true })
  return isCopied
}
