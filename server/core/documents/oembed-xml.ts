import type { OEmbedDocument } from '../../wire/oembed.ts'
import { escapeMarkup } from '../text/html.ts'

/** The document as oEmbed's XML: root `oembed`, one child element per key, values as escaped character data (clause 14). */
export function oembedXml(document: OEmbedDocument): string {
  const children = Object.entries(document).map(([key, value]) => `<${key}>${characterData(String(value))}</${key}>`)
  return `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>${children.join('')}</oembed>\n`
}

/** XML parsers turn a bare carriage return into a line feed; as a reference it stays what it is. */
function characterData(value: string): string {
  return escapeMarkup(value).replaceAll('\r', '&#13;')
}
