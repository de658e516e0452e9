import { describe, expect, it } from 'vitest'
import { findPngIim } from '../../server/adapters/inspector/container.ts'
import { parseExif } from '../../server/adapters/inspector/exif.ts'
import { parseIim } from '../../server/adapters/inspector/iim.ts'
import { parseXmp } from '../../server/adapters/inspector/xmp.ts'
import { describeFacts } from '../../server/core/file-metadata/embedded-metadata.ts'
import { big, concat, little } from '../support/hostile/bytes.ts'
import { SLOW_TEXTS } from '../support/hostile/metadata.ts'

const encode = (text: string) => new TextEncoder().encode(text)
const MAX_CPU_MS = 2_000

/** Processor time, which a busy machine does not change much. */
function cpuMsOf(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

const NAMESPACES =
  'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'

function describeXmp(attributes: string, content: string): void {
  const result = parseXmp(encode(`<rdf:RDF ${NAMESPACES}><rdf:Description ${attributes}>${content}</rdf:Description></rdf:RDF>`))
  if ('properties' in result) describeFacts({ xmp: result.properties })
}

describe.each(Object.entries(SLOW_TEXTS))('a text of %s (I7)', (_name, make) => {
  const escaped = (length: number) => make(length).replaceAll('"', '&quot;')

  it('takes no time as an element of XMP, however often it stands there', () => {
    const items = `<rdf:li>${escaped(15_000)}</rdf:li>`.repeat(6)
    const lists = ['dc:title', 'dc:creator', 'dc:subject', 'dc:rights'].map((name) => `<${name}><rdf:Bag>${items}</rdf:Bag></${name}>`)
    expect(cpuMsOf(() => describeXmp('', lists.join('')))).toBeLessThan(MAX_CPU_MS)
  })

  it('takes no time as an attribute of half a megabyte', () => {
    expect(cpuMsOf(() => describeXmp(`photoshop:Credit="${escaped(200_000)}"`, ''))).toBeLessThan(MAX_CPU_MS)
  })

  it('takes no time in a dataset of IIM, nor in a field of Exif', () => {
    const value = encode(make(300_000)).subarray(0, 900_000)
    const dataset = concat(Uint8Array.of(0x1c, 2, 120), big(0x8004, 2), big(value.length, 4), value)
    const fields = concat(little(315, 2), little(2, 2), little(value.length, 4), little(26, 4))
    const block = concat('II*\0', little(8, 4), little(1, 2), fields, little(0, 4), value)
    const read = () => {
      const [iim, exif] = [parseIim(dataset), parseExif(block)]
      describeFacts({ ...(iim && { iim }), ...(exif && { exif }) })
    }
    expect(cpuMsOf(read)).toBeLessThan(MAX_CPU_MS)
  })
})

describe('a block that is nothing but a trap (I7)', () => {
  it.each([
    ['NULs that something follows', `<${'\0'.repeat(999_990)}x`],
    ['NULs alone', '\0'.repeat(1_000_000)],
    ['white space before the first tag', `${' '.repeat(999_990)}<x`],
    ['no tag', 'x'.repeat(1_000_000)],
  ])('is over soon: XMP of %s', (_name, text) => {
    expect(cpuMsOf(() => expect(parseXmp(encode(text))).toHaveProperty('problem'))).toBeLessThan(MAX_CPU_MS)
  })

  it.each([
    ['spaces that something follows', `iptc 1${' '.repeat(2_000_000)}x`],
    ['digits in spaces', `iptc 1${' 1'.repeat(1_000_000)}x`],
    ['spaces before its name', `${' '.repeat(2_000_000)}x`],
    ['a length without end', `iptc ${'1'.repeat(2_000_000)}`],
  ])('is over soon: IIM of a PNG of %s', (_name, text) => {
    const comments = [{ keyword: 'Raw profile type iptc', text }]
    expect(cpuMsOf(() => expect(findPngIim(comments)).toEqual(new Uint8Array()))).toBeLessThan(MAX_CPU_MS)
  })

  it('keeps of a value no more than anybody could show', () => {
    const long = 'a'.repeat(100_000)
    const result = parseXmp(encode(`<rdf:RDF ${NAMESPACES}><rdf:Description photoshop:Credit="${long}"/></rdf:RDF>`))
    const credit = 'properties' in result && result.properties.get('http://ns.adobe.com/photoshop/1.0/Credit')
    expect(credit).toEqual({ kind: 'text', text: 'a'.repeat(20_000) })
    const caption = parseIim(concat(Uint8Array.of(0x1c, 2, 120), big(0x8004, 2), big(long.length, 4), long))?.caption
    expect(caption).toBe('a'.repeat(32_767))
  })
})
