import { describe, expect, it } from 'vitest'
import type { IimFacts } from '../../../server/core/file-metadata/embedded-facts.ts'
import { describeFacts } from '../../../server/core/file-metadata/embedded-metadata.ts'
import { NS, type XmpValue } from '../../../server/core/file-rights/xmp-properties.ts'
import { silent } from '../../fixtures/media.ts'

const text = (value: string): XmpValue => ({ kind: 'text', text: value })
const list = (...items: readonly XmpValue[]): XmpValue => ({ kind: 'list', items })
const struct = (fields: Record<string, string>): XmpValue => ({
  kind: 'struct',
  fields: new Map(Object.entries(fields).map(([name, value]) => [name, text(value)])),
})
const xmp = (properties: Record<string, XmpValue>) => new Map(Object.entries(properties))
const iim = (facts: Partial<IimFacts>): IimFacts => ({ bylines: [], keywords: [], ...facts })
const DEFAULT = (value: string) => [{ lang: 'x-default', text: value }]

describe('describeFacts', () => {
  it('says nothing of a picture that says nothing', () => {
    expect(describeFacts({})).toEqual(silent)
  })

  it('the title is dc:title, then the headline, then IIM', () => {
    const title = { [`${NS.dc}title`]: list(text('Title')) }
    const headline = { [`${NS.photoshop}Headline`]: text('Headline') }
    const other = { iim: iim({ title: 'Object name' }) }
    expect(describeFacts({ xmp: xmp({ ...title, ...headline }), ...other }).title).toEqual(DEFAULT('Title'))
    expect(describeFacts({ xmp: xmp(headline), ...other }).title).toEqual(DEFAULT('Headline'))
    expect(describeFacts(other).title).toEqual(DEFAULT('Object name'))
  })

  it('blank values count as absent', () => {
    const blank = xmp({
      [`${NS.dc}title`]: list(text('  ')),
      [`${NS.photoshop}Credit`]: text(''),
      [`${NS.dc}creator`]: list(text('\u200b')),
    })
    const facts = iim({ title: 'T', credit: 'C', bylines: ['B'] })
    expect(describeFacts({ xmp: blank, iim: facts })).toMatchObject({ title: DEFAULT('T'), creditLine: 'C', creators: [{ name: 'B' }] })
  })

  it('a blank property of the sidecar does not take back what the file says', () => {
    const file = xmp({ [`${NS.photoshop}Credit`]: text('Agency') })
    expect(describeFacts({ xmp: file, sidecar: xmp({ [`${NS.photoshop}Credit`]: text(' ') }) }).creditLine).toBe('Agency')
  })

  it('captions keep their paragraphs, names are one line', () => {
    const facts = xmp({ [`${NS.dc}description`]: list(text('One.\r\n\r\nTwo.')), [`${NS.dc}creator`]: list(text('Zoë\nŁęcka')) })
    expect(describeFacts({ xmp: facts })).toMatchObject({ caption: DEFAULT('One.\n\nTwo.'), creators: [{ name: 'Zoë Łęcka' }] })
  })

  it('names the maker by plus:ImageCreator where dc:creator is missing', () => {
    const facts = xmp({ [`${NS.plus}ImageCreator`]: list(struct({ [`${NS.plus}ImageCreatorName`]: 'Zoë' })) })
    expect(describeFacts({ xmp: facts }).creators).toEqual([{ name: 'Zoë' }])
  })

  it('the licence is the web statement; ccREL where that is none to link', () => {
    const cc = { [`${NS.cc}license`]: text('https://creativecommons.org/licenses/by/4.0/') }
    const statement = (url: string) => ({ [`${NS.xmpRights}WebStatement`]: text(url) })
    expect(describeFacts({ xmp: xmp({ ...cc, ...statement('https://terms.example/') }) }).licenceUrl).toBe('https://terms.example/')
    expect(describeFacts({ xmp: xmp({ ...cc, ...statement('javascript:x') }) }).licenceUrl).toBe(
      'https://creativecommons.org/licenses/by/4.0/',
    )
  })

  it('the source is photoshop:Source, then the supplier, then IIM', () => {
    const supplier = { [`${NS.plus}ImageSupplier`]: list(struct({ [`${NS.plus}ImageSupplierName`]: 'Supplier' })) }
    const facts = iim({ source: 'IIM' })
    expect(describeFacts({ xmp: xmp({ ...supplier, [`${NS.photoshop}Source`]: text('Source') }), iim: facts }).source).toBe('Source')
    expect(describeFacts({ xmp: xmp(supplier), iim: facts }).source).toBe('Supplier')
  })

  it('joins no name of one licensor to the address of another', () => {
    const licensors = list(struct({ [`${NS.plus}LicensorName`]: 'A' }), struct({ [`${NS.plus}LicensorURL`]: 'https://b.example/' }))
    const description = describeFacts({ xmp: xmp({ [`${NS.plus}Licensor`]: licensors }) })
    expect(description.licensorName).toBe('A')
    expect(description).not.toHaveProperty('licensorUrl')
  })

  it.each([
    ['https://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture', 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture'],
    [
      'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
      'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
    ],
    ['http://evil.example/digitalsourcetype/digitalCapture', undefined],
    ['digitalCapture', undefined],
  ])('digital source type %s is %s', (value, expected) => {
    expect(describeFacts({ xmp: xmp({ [`${NS.iptcExt}DigitalSourceType`]: text(value) }) }).digitalSourceType).toBe(expected)
  })

  it.each([
    ['https://ns.useplus.org/ldf/vocab/DMI-ALLOWED', 'http://ns.useplus.org/ldf/vocab/DMI-ALLOWED'],
    ['http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING', 'http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING'],
    ['http://ns.useplus.org/ldf/vocab/X" onload="', undefined],
  ])('data mining %s is %s', (value, expected) => {
    expect(describeFacts({ xmp: xmp({ [`${NS.plus}DataMining`]: text(value) }) }).dataMining).toBe(expected)
  })

  it('the place runs from near to far, each name once', () => {
    const shown = { [`${NS.iptcExt}City`]: 'Bilbao', [`${NS.iptcExt}ProvinceState`]: 'Bizkaia', [`${NS.iptcExt}CountryName`]: 'Spain' }
    const location = { [`${NS.iptcExt}LocationShown`]: list(struct(shown)) }
    expect(describeFacts({ xmp: xmp(location) }).place).toBe('Bilbao, Bizkaia, Spain')
    expect(describeFacts({ xmp: xmp({ ...location, [`${NS.photoshop}City`]: text('Getxo') }) }).place).toBe('Getxo')
    expect(describeFacts({ iim: iim({ sublocation: 'Marina', city: 'Singapore', country: 'Singapore' }) }).place).toBe('Marina, Singapore')
  })

  it('the day of the scan comes last', () => {
    const scan = { [`${NS.xmp}CreateDate`]: text('2020-01-02') }
    expect(describeFacts({ xmp: xmp(scan) }).createdDate).toBe('2020-01-02')
    expect(describeFacts({ xmp: xmp(scan), exif: { dateTimeOriginal: '1932:05:01 00:00:00' } }).createdDate).toBe('1932-05-01T00:00:00')
    expect(describeFacts({ xmp: xmp({ ...scan, [`${NS.photoshop}DateCreated`]: text('1932') }) }).createdDate).toBe('1932')
  })

  it('keywords are bounded, each once', () => {
    const many = list(...Array.from({ length: 1000 }, (_, index) => text(`k${index >> 1}`)))
    const { keywords } = describeFacts({ xmp: xmp({ [`${NS.dc}subject`]: many }) })
    expect(keywords).toHaveLength(200)
    expect(new Set(keywords).size).toBe(200)
  })
})

describe('IIM that had no room for more', () => {
  const name = 'Maximiliane von Hohenzollern-Sigmaringen' // 40 bytes; 2:80 holds 32

  it.each([
    ['at 32 bytes', name.slice(0, 32), name],
    ['before a character', name.slice(0, 29), name],
    ['nowhere near the limit: it is another name', name.slice(0, 11), name.slice(0, 11)],
    ['never: it is whole', name, name],
  ])('was cut %s', (_where, byline, expected) => {
    expect(describeFacts({ iim: iim({ bylines: [byline] }), exif: { artist: name } }).creators).toEqual([{ name: expected }])
  })

  it('a notice at 128 bytes is completed from Exif', () => {
    const notice = `© 2026 ${'x'.repeat(150)}`
    const description = describeFacts({ iim: iim({ copyright: notice.slice(0, 127) }), exif: { copyright: notice } })
    expect(description.copyrightNotice).toEqual(DEFAULT(notice))
  })
})
