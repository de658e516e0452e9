/** What a terminal obeys instead of showing it (L7): controls but the line feed, and what turns the direction of text. */
const OBEYED = /(?!\n)\p{Cc}|\p{Bidi_C}/gu

/** Whether something in the text would be obeyed where it is shown. */
export function hasObeyed(text: string): boolean {
  return text.search(OBEYED) !== -1
}

/** The text with whatever would be obeyed spelled out, as `\u001b`; its line feeds stay. */
export function spellObeyed(text: string): string {
  return text.replace(OBEYED, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
