import { inflateSync } from 'node:zlib'

/** What is printed, and where its links lead. */
export interface PdfText {
  readonly text: string
  readonly links: readonly string[]
}

/** Reads a PDF as Chromium writes it (Skia): each font with a ToUnicode map, text as hexadecimal glyphs. Not a reader of PDFs at large. */
export function readPdf(pdf: Buffer): PdfText {
  const objects = objectsOf(pdf)
  const maps = new Map([...objects].map(([number, { stream }]) => [number, stream.includes('beginbf') ? unicodeMap(stream) : undefined]))
  const dictionaries = [...objects.values()].map(({ dictionary }) => dictionary)
  const fonts = new Map<string, ReadonlyMap<number, string>>()
  for (const dictionary of dictionaries) {
    for (const [, name = '', number = ''] of dictionary.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const unicode = /\/ToUnicode (\d+) 0 R/.exec(objects.get(number)?.dictionary ?? '')?.[1]
      const map = maps.get(unicode ?? '')
      if (map) fonts.set(name, map)
    }
  }
  const text = [...objects.values()].filter(({ stream }) => /\bBT\b/.test(stream)).map(({ stream }) => drawnText(stream, fonts))
  const links = dictionaries.flatMap((dictionary) => [...dictionary.matchAll(/\/URI \(([^)]*)\)/g)].map(([, url = '']) => url))
  return { text: text.join('\n'), links }
}

interface PdfObject {
  readonly dictionary: string
  readonly stream: string
}

function objectsOf(pdf: Buffer): ReadonlyMap<string, PdfObject> {
  const whole = pdf.toString('latin1')
  const objects = new Map<string, PdfObject>()
  for (const match of whole.matchAll(/(\d+) 0 obj\n?/g)) {
    const start = match.index + match[0].length
    const end = whole.indexOf('endobj', start)
    const body = whole.slice(start, end)
    const [dictionary = '', packed] = body.split(/stream\r?\n/, 2)
    objects.set(match[1] ?? '', { dictionary, stream: packed === undefined ? '' : unpack(dictionary, body.slice(body.indexOf(packed))) })
  }
  return objects
}

function unpack(dictionary: string, stream: string): string {
  const bytes = Buffer.from(stream.slice(0, stream.lastIndexOf('endstream')), 'latin1')
  if (!dictionary.includes('FlateDecode')) return bytes.toString('latin1')
  try {
    return inflateSync(bytes).toString('latin1')
  } catch {
    // Pictures and fonts in other codings hold no text.
    return ''
  }
}

function unicodeMap(cmap: string): ReadonlyMap<number, string> {
  const map = new Map<number, string>()
  const text = (hex: string) => Buffer.from(hex, 'hex').swap16().toString('utf16le')
  for (const [, block = ''] of cmap.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, glyph = '', hex = ''] of block.matchAll(/<([0-9a-f]+)> <([0-9a-f]+)>/gi)) map.set(Number.parseInt(glyph, 16), text(hex))
  }
  for (const [, block = ''] of cmap.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, from = '', to = '', hex = ''] of block.matchAll(/<([0-9a-f]+)> <([0-9a-f]+)> <([0-9a-f]+)>/gi)) {
      const first = Number.parseInt(from, 16)
      const code = Number.parseInt(hex, 16)
      for (let glyph = first; glyph <= Number.parseInt(to, 16); glyph++) map.set(glyph, String.fromCodePoint(code + glyph - first))
    }
  }
  return map
}

/** Runs of one line are joined, lines parted: a line of text has one vertical position. */
function drawnText(stream: string, fonts: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  const words: string[] = []
  let font: ReadonlyMap<number, string> | undefined
  let line = ''
  for (const match of stream.matchAll(/\/(F\d+) \S+ Tf|(?:\S+ ){5}(\S+) Tm|\S+ (\S+) Td|<([0-9a-f]+)>/gi)) {
    const [, name, down, moved, glyphs] = match
    if (name !== undefined) font = fonts.get(name)
    if ((down !== undefined && down !== line) || (moved !== undefined && moved !== '0')) words.push('\n')
    if (down !== undefined) line = down
    if (glyphs !== undefined) words.push((glyphs.match(/.{4}/g) ?? []).map((glyph) => font?.get(Number.parseInt(glyph, 16)) ?? '').join(''))
  }
  return words.join('')
}
