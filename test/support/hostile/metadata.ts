import { deflateSync } from 'node:zlib'
import { type Bytes, big, concat, insert, jpegSegment, little, pngChunk, riffChunk } from './bytes.ts'
import type { Random } from './random.ts'
import type { Seed } from './seeds.ts'

const NAMESPACES =
  'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" ' +
  'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" ' +
  'xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"'
const packet = (attributes: string, content: string) =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ${NAMESPACES}><rdf:Description rdf:about="" ${attributes}>${content}</rdf:Description></rdf:RDF></x:xmpmeta>`
const list = (property: string, kind: 'Alt' | 'Bag' | 'Seq', items: readonly string[]) =>
  `<${property}><rdf:${kind}>${items.map((item) => `<rdf:li>${item}</rdf:li>`).join('')}</rdf:${kind}></${property}>`
const nest = (depth: number, open: string, close: string, middle = 'x') => open.repeat(depth) + middle + close.repeat(depth)

/** Texts that make careless programs slow: long, invisible, stacked, half a pattern. */
export const SLOW_TEXTS: Readonly<Record<string, (length: number) => string>> = {
  letters: (length) => 'a'.repeat(length),
  spaces: (length) => `${' '.repeat(length)}x`,
  'line feeds': (length) => `${'\n \n'.repeat(length / 3)}x`,
  quotes: (length) => `${'"'.repeat(length)};`,
  'quotes and semicolons': (length) => `"${';"'.repeat(length / 2)}`,
  'variation selectors': (length) => `م${'\ufe0f'.repeat(length)}`,
  joiners: (length) => `क्${'\u200d'.repeat(length)}`,
  'emoji joined': (length) => '👩\u200d'.repeat(length / 3),
  'marks of two classes': (length) => `a${'\u0301\u0323'.repeat(length / 2)}`,
  'marks of one class': (length) => `a${'\u0301'.repeat(length)}`,
  jamo: (length) => '\u1100\u1161\u11a8'.repeat(length / 3),
  'right to left': (length) => '\u202e\u2066'.repeat(length / 2),
  tags: (length) => '\u{e0041}'.repeat(length / 2),
  addresses: (length) => 'http://a.example, '.repeat(length / 18),
  'one address': (length) => `https://a.example/${'%'.repeat(length)}`,
  'half a date': (length) => `2026-01-01T00:00:00.${'0'.repeat(length)}x`,
}

type MakeXmp = (random: Random) => string | Uint8Array

/** Packets that are too large, too deep, too many, half, or XML where XMP allows none. */
const XMP_KINDS: Readonly<Record<string, MakeXmp>> = {
  'nothing but NUL behind it': () => `<${'\0'.repeat(999_990)}x`,
  'a megabyte before its first tag': () => `${' '.repeat(900_000)}<x`,
  'no tag at all': () => 'x'.repeat(900_000),
  'more than a megabyte': () => packet('', 'x'.repeat(1_200_000)),
  'elements 100,000 deep': () => packet('', nest(100_000, '<a>', '</a>')),
  'elements 39 deep, 5,000 times': () => packet('', nest(30, '<dc:title>', '</dc:title>').repeat(900)),
  'lists in lists': () => packet('', `<dc:title>${nest(12, '<rdf:Alt><rdf:li>', '</rdf:li></rdf:Alt>')}</dc:title>`),
  'structs in structs': () => packet('', nest(18, '<dc:title rdf:parseType="Resource"><rdf:value>', '</rdf:value></dc:title>')),
  '19,000 attributes': () => packet(Array.from({ length: 19_000 }, (_, n) => `dc:a${n}="1"`).join(' '), ''),
  '30,000 attributes': () => packet(Array.from({ length: 30_000 }, (_, n) => `dc:a${n}="1"`).join(' '), ''),
  '5,000 namespaces': () => packet(Array.from({ length: 5_000 }, (_, n) => `xmlns:n${n}="urn:${n}" n${n}:a="1"`).join(' '), ''),
  '19,000 keywords': () => packet('', list('dc:subject', 'Bag', new Array(19_000).fill('k'))),
  '19,000 creators of one name': () => packet('', list('dc:creator', 'Seq', new Array(19_000).fill('Jane Doe'))),
  '15,000 languages': () =>
    packet(
      '',
      `<dc:title><rdf:Alt>${Array.from({ length: 15_000 }, (_, n) => `<rdf:li xml:lang="x-${n}">t</rdf:li>`).join('')}</rdf:Alt></dc:title>`,
    ),
  'a language of 900,000 letters': () =>
    packet('', `<dc:title><rdf:Alt><rdf:li xml:lang="${'a-'.repeat(450_000)}">t</rdf:li></rdf:Alt></dc:title>`),
  'an entity of its own': () => `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${packet('', '<dc:title>&b;</dc:title>')}`,
  'a foreign entity': () => packet('', '<dc:title>&lol;&#0;&#x110000;</dc:title>'),
  'a file as an entity': () => `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${packet('', '<dc:title>&a;</dc:title>')}`,
  '180,000 references': () => packet('', `<dc:title>${'&lt;'.repeat(180_000)}</dc:title>`),
  'a comment of 900,000 dashes': () => packet('', `<!--${'- '.repeat(450_000)}-->`),
  'instructions without end': () => packet('', '<?a '.repeat(200_000)),
  'CDATA without end': () => packet('', `<dc:title><![CDATA[${'x'.repeat(300_000)}`),
  'names of prototypes': () =>
    `<x:xmpmeta xmlns:x="adobe:ns:meta/" xmlns="__proto__"><rdf:RDF ${NAMESPACES}><rdf:Description constructor="x" dc:__proto__="y"><__proto__><toString/></__proto__></rdf:Description></rdf:RDF></x:xmpmeta>`,
  'half a UTF-16': () =>
    concat(
      '\xff\xfe',
      Uint8Array.from({ length: 99_999 }, (_, n) => (n % 2 === 0 ? 60 : 0)),
    ),
  'bytes of no encoding': (random) => concat('<x:xmpmeta xmlns:x="adobe:ns:meta/">', random.bytes(20_000)),
  'random brackets': (random) =>
    Array.from({ length: 3_000 }, () => random.pick(['<', '>', '/', '"', '=', '&', ';', 'rdf:li', 'x', ' ', '<rdf:Seq>'])).join(''),
  'a half of itself': (random) => packet('dc:source="x"', list('dc:creator', 'Seq', ['Jane Doe', 'John'])).slice(0, 100 + random.int(600)),
  'slow texts in elements': (random) => {
    const [text, tag] = [
      slowText(random, 20_000),
      random.pick(['dc:title', 'dc:creator', 'dc:subject', 'photoshop:Credit', 'xmpRights:UsageTerms', 'dc:rights']),
    ]
    return packet('', list(tag, 'Bag', new Array(1 + random.int(10)).fill(text)))
  },
  'slow texts in attributes': (random) =>
    packet(
      `${random.pick(['photoshop:Credit', 'photoshop:Headline', 'photoshop:DateCreated', 'xmpRights:WebStatement', 'plus:DataMining'])}="${slowText(random, 300_000)}"`,
      '',
    ),
  'slow addresses': (random) =>
    packet(
      '',
      `<Iptc4xmpCore:CreatorContactInfo rdf:parseType="Resource"><Iptc4xmpCore:CiUrlWork>${slowText(random, 20_000)}</Iptc4xmpCore:CiUrlWork></Iptc4xmpCore:CreatorContactInfo>`,
    ),
}

function slowText(random: Random, length: number): string {
  return random.pick(Object.values(SLOW_TEXTS))(length).replaceAll('"', '&quot;')
}

const iimDataset = (record: number, dataset: number, length: Uint8Array, value: string | Uint8Array) =>
  concat(Uint8Array.of(0x1c, record, dataset), length, value)
const resource = (id: number, size: number, data: Uint8Array) => concat('8BIM', big(id, 2), '\0\0', big(size, 4), data)

/** Blocks of IPTC-IIM with lengths that lie, sets that repeat, and resources that lead nowhere. */
const IIM_KINDS: Readonly<Record<string, (random: Random) => Uint8Array>> = {
  'a length beyond its end': () => iimDataset(2, 80, big(0x7fff, 2), 'Jane'),
  'an extended length of 4 GB': () => iimDataset(2, 80, concat(big(0x8004, 2), big(0xffffffff, 4)), 'Jane'),
  'an extended length of 32,767 bytes': () => iimDataset(2, 80, big(0xffff, 2), 'Jane'),
  'lengths of nothing, 60,000 times': () => concat(...new Array(12_000).fill(iimDataset(2, 25, big(0, 2), ''))),
  '2,100 by-lines': () => concat(...new Array(2_100).fill(iimDataset(2, 80, big(20, 2), 'x'.repeat(20)))),
  'a declared UTF-8 that is none': () => concat(iimDataset(1, 90, big(3, 2), '\x1b%G'), iimDataset(2, 120, big(4, 2), '\xff\xfe\xc3\x28')),
  'a slow caption': (random) => {
    const text = new TextEncoder().encode(random.pick(Object.values(SLOW_TEXTS))(15_000)).subarray(0, 60_000)
    return iimDataset(2, random.pick([5, 25, 80, 105, 116, 120]), concat(big(0x8004, 2), big(text.length, 4)), text)
  },
  'resources of size zero': () => concat('Photoshop 3.0\0', ...new Array(4_000).fill(resource(1, 0, new Uint8Array()))),
  'a resource of 4 GB': () => concat('Photoshop 3.0\0', resource(0x0404, 0xffffffff, iimDataset(2, 80, big(4, 2), 'Jane'))),
  'a resource whose size turns back': () => concat('Photoshop 3.0\0', resource(1, 0xfffffff0, new Uint8Array(40))),
  'random resources': (random) => concat('Photoshop 3.0\0', resource(0x0404, 200, random.bytes(200))),
}

const field = (tag: number, type: number, count: number, value: number) =>
  concat(little(tag, 2), little(type, 2), little(count, 4), little(value, 4))
const directory = (fields: readonly Uint8Array[], next = 0) =>
  concat('II*\0', little(8, 4), little(fields.length, 2), ...fields, little(next, 4))
const GPS_POINTER = 34_853
const EXIF_POINTER = 34_665

/** Blocks of Exif whose directories lead in circles, lie over each other, or hold more than there is. */
const EXIF_KINDS: Readonly<Record<string, (random: Random) => Uint8Array>> = {
  'a directory that is its own next': () => directory([field(315, 2, 4, 0x656e614a)], 8),
  'a directory that is its own photo directory': () => directory([field(EXIF_POINTER, 4, 1, 8), field(GPS_POINTER, 4, 1, 8)]),
  '5,000 directories in a ring': () =>
    concat(
      'II*\0',
      little(8, 4),
      ...Array.from({ length: 5_000 }, (_, n) =>
        concat(little(1, 2), field(315, 2, 4, 0x656e614a), little(n === 4_999 ? 8 : 26 + n * 18, 4)),
      ),
    ),
  '4 GB of text': () => directory([field(315, 2, 0xffffffff, 8), field(270, 2, 0xfffffff0, 0xffffff00)]),
  'texts at the end of the numbers': () => directory([field(315, 2, 20, 0xfffffffe), field(33_432, 129, 20, 0xffffffff)]),
  '5,000 arrays that overlap': () => directory(Array.from({ length: 5_000 }, (_, n) => field(n, 5, 7_000, 8))),
  'fields of no type': () => directory([field(315, 0, 9, 8), field(315, 255, 9, 8), field(EXIF_POINTER, 2, 1, 8), field(274, 3, 1, 99)]),
  'more fields than bytes': () => concat('II*\0', little(8, 4), little(65_535, 2), field(315, 2, 4, 0x656e614a)),
  'a slow artist': (random) => {
    const text = new TextEncoder().encode(random.pick(Object.values(SLOW_TEXTS))(10_000)).subarray(0, 50_000)
    return concat(directory([field(random.pick([315, 33_432, 270]), 2, text.length, 26)]), text)
  },
  'random fields': (random) => directory(Array.from({ length: 40 }, () => concat(random.bytes(12)))),
}

/** A sound picture with hostile metadata in it, or beside it. */
export function withMetadata({ format, bytes, name }: Seed, random: Random): { name: string; bytes: Bytes; sidecar?: Uint8Array } {
  const [kind, make] = random.pick([...kindsOf('XMP', XMP_KINDS), ...kindsOf('IIM', IIM_KINDS), ...kindsOf('Exif', EXIF_KINDS)])
  const block = concat(make(random))
  const named = { name: `${name} with ${kind}` }
  if (kind.startsWith('XMP') && random.int(2) === 0) return { ...named, bytes, sidecar: block }
  if (format === 'jpeg') return { ...named, bytes: insert(bytes, 2, jpegBlock(kind, block)) }
  if (format === 'png') return { ...named, bytes: insert(bytes, 33, pngBlock(kind, block)) }
  if (format === 'webp') return { ...named, bytes: concat(bytes, riffChunk(kind.startsWith('XMP') ? 'XMP ' : 'EXIF', block)) }
  if (format === 'gif')
    return { ...named, bytes: insert(bytes, bytes.length - 1, concat('!\xff\x0bXMP DataXMP', block, new Uint8Array(258))) }
  return { ...named, bytes, sidecar: block }
}

function kindsOf<Make>(what: string, kinds: Readonly<Record<string, Make>>): readonly (readonly [string, Make])[] {
  return Object.entries(kinds).map(([name, make]) => [`${what}: ${name}`, make] as const)
}

function jpegBlock(kind: string, block: Bytes): Bytes {
  if (kind.startsWith('XMP')) return jpegSegment(0xe1, concat('http://ns.adobe.com/xap/1.0/\0', block))
  return kind.startsWith('IIM') ? jpegSegment(0xed, block) : jpegSegment(0xe1, concat('Exif\0\0', block))
}

function pngBlock(kind: string, block: Bytes): Bytes {
  if (kind.startsWith('XMP')) return pngChunk('iTXt', concat('XML:com.adobe.xmp\0\0\0\0\0', block))
  if (kind.startsWith('Exif')) return pngChunk('eXIf', block)
  return pngChunk(
    'zTXt',
    concat('Raw profile type iptc\0\0', deflateSync(`\niptc\n${String(block.length).padStart(8)}\n${Buffer.from(block).toString('hex')}`)),
  )
}
