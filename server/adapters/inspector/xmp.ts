import { SaxesParser } from 'saxes'
import type { XmpProperties } from '../../core/file-rights/xmp-properties.ts'
import { readRdf, type XmlAttribute, type XmlElement } from './rdf.ts'

const MAX_XMP_BYTES = 1_000_000 // rights metadata takes 2 to 60 KB; the rest is edit history (I7)
const MAX_DEPTH = 40 // the deepest structs of IPTC and PLUS stand at 9
const MAX_ENTRIES = 20_000 // elements and attributes together
const MAX_VALUE_LENGTH = 20_000

/** What a packet says, or why it says nothing. */
export type XmpResult = { readonly properties: XmpProperties } | { readonly problem: string }

/**
 * Reads an XMP packet by namespace URI. It never throws, and takes no more than the limits above.
 *
 * @param bytes  UTF-8, or UTF-16 with a byte order mark; a packet wrapper and padding may stand around it.
 * @see          ISO 16684-1 (XMP), section 7; a document type declaration is refused as it demands (7.2)
 */
export function parseXmp(bytes: Uint8Array): XmpResult {
  if (bytes.length > MAX_XMP_BYTES) return { problem: `${bytes.length} bytes are more than the ${MAX_XMP_BYTES} that are read` }
  try {
    return { properties: readRdf(parseXml(decode(bytes))) }
  } catch (error) {
    // Whatever a hostile packet makes the parser say, the picture is judged without it.
    return { problem: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) }
  }
}

function decode(bytes: Uint8Array): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined
  const text = new TextDecoder(utf16 ?? 'utf-8').decode(bytes)
  const start = text.indexOf('<')
  return start < 0 ? '' : text.slice(start, endOfText(text))
}

/** Behind the padding. By hand: a pattern such as `\0+$` takes minutes for a megabyte of NULs that something follows. */
function endOfText(text: string): number {
  let end = text.length
  while (text.charCodeAt(end - 1) === 0) end -= 1
  return end
}

interface OpenElement extends XmlElement {
  text: string
  readonly children: XmlElement[]
}

function parseXml(text: string): XmlElement {
  const root: OpenElement = { uri: '', local: '', attributes: [], children: [], text: '' }
  const open: OpenElement[] = [root]
  let entries = 0
  const countEntry = () => {
    entries += 1
    if (entries > MAX_ENTRIES) throw new Error(`there are more than ${MAX_ENTRIES} elements and attributes`)
  }
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('doctype', () => {
    throw new Error('a document type declaration is not allowed in XMP')
  })
  // Each attribute as it comes: a single element may hold a whole packet of them.
  parser.on('attribute', countEntry)
  parser.on('opentag', ({ uri, local, attributes }) => {
    const element: OpenElement = { uri, local, attributes: Object.values(attributes).map(cutAttribute), children: [], text: '' }
    countEntry()
    if (open.length > MAX_DEPTH) throw new Error(`elements are nested more than ${MAX_DEPTH} deep`)
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('closetag', () => {
    open.pop()
  })
  // Whatever is read is cut before it is cleaned: normalising a megabyte of marks takes minutes.
  const addText = (piece: string) => {
    const element = open.at(-1)
    if (element && element.text.length < MAX_VALUE_LENGTH) element.text += piece.slice(0, MAX_VALUE_LENGTH)
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.write(text).close()
  return root
}

function cutAttribute({ uri, local, value }: XmlAttribute): XmlAttribute {
  return { uri, local, value: value.slice(0, MAX_VALUE_LENGTH) }
}
