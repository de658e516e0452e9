import type { LangAlt } from '../media.ts'
import { html, type Markup } from '../text/html.ts'
import { pickText } from '../text/lang.ts'
import { cleanParagraphs } from '../text/safe-text.ts'

/** The properties of one namespace; its declaration is written only if there are any. */
export interface XmpGroup {
  /** Starts with a space, since it stands in a tag. */
  readonly declaration: Markup
  readonly properties: readonly (Markup | undefined)[]
}

/**
 * A complete XMP packet with one description of the file it stands in.
 *
 * @see ISO 16684-1, section 7 (packet and serialization)
 */
export function xmpPacket(groups: readonly XmpGroup[]): string {
  const filled = groups.filter(({ properties }) => properties.some((property) => property !== undefined))
  // end="r": there is no padding to write into.
  return html`<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""${filled.map(({ declaration }) => declaration)}>${filled.map(({ properties }) => properties)}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>`.toString()
}

/** A language alternative with `x-default` first, as XMP demands; `undefined` if no text is left. */
export function xmpLangAlt(alt: LangAlt, { maxLength, maxLanguages }: { maxLength: number; maxLanguages: number }): Markup | undefined {
  const standard = cleanParagraphs(pickText(alt)?.text ?? '', maxLength)
  if (standard === '') return undefined
  const others = alt
    .filter(({ lang, text }) => lang !== 'x-default' && text.trim() !== '')
    .slice(0, maxLanguages)
    .map(({ lang, text }) => html`<rdf:li xml:lang="${lang}">${cleanParagraphs(text, maxLength)}</rdf:li>`)
  return html`<rdf:Alt><rdf:li xml:lang="x-default">${standard}</rdf:li>${others}</rdf:Alt>`
}
