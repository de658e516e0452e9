import { expect, it } from 'vitest'
import { creditFor } from '../../../server/core/credit/credit.ts'
import { buildRights } from '../../../server/core/file-rights/rights-packet.ts'
import type { Description } from '../../../server/core/media.ts'
import { bridge, inDefault, silent } from '../../fixtures/media.ts'

const PERMALINK = 'https://placard.example/p/C6aHDKgAQA/'

function rightsOf(said: Partial<Description>) {
  const media = { ...bridge, description: { ...silent, ...said } }
  return buildRights(media, creditFor(media, PERMALINK), PERMALINK)
}

const bytesOf = (text: string) => new TextEncoder().encode(text).length

it('writes a compact packet where little is known, byte for byte', () => {
  expect(rightsOf({ creators: [{ name: 'Ann & Co' }] })).toEqual({
    xmp:
      '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">' +
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""' +
      ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/">' +
      '<dc:creator><rdf:Seq><rdf:li>Ann &amp; Co</rdf:li></rdf:Seq></dc:creator>' +
      '<dc:source>https://placard.example/p/C6aHDKgAQA/</dc:source>' +
      '<xmpRights:WebStatement>https://placard.example/p/C6aHDKgAQA/</xmpRights:WebStatement>' +
      '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>',
    artist: 'Ann & Co',
    iim: Uint8Array.from([...[28, 1, 90, 0, 3, 27, 37, 71, 28, 2, 0, 0, 2, 0, 4], ...[28, 2, 80, 0, 8, 65, 110, 110, 32, 38, 32, 67, 111]]),
  })
})

it('takes at most 1 KB for a name, a notice and a title, and about 2 KB for everything', () => {
  const little = { title: inDefault('Bridge'), creators: [{ name: 'Ann Owner' }], copyrightNotice: inDefault('© 2026 Ann Owner') }
  expect(bytesOf(rightsOf(little).xmp)).toBeLessThanOrEqual(1024)
  expect(bytesOf(rightsOf(bridge.description).xmp)).toBeLessThanOrEqual(2300)
})

it('stays far below the 64 KB of a JPEG segment whatever a file claims', () => {
  const worst = '"'.repeat(100_000)
  const alt = Array.from({ length: 50 }, (_, index) => ({ lang: `x-${index}`, text: worst }))
  const url = `https://agency.example/?${'&'.repeat(1970)}`
  const { xmp, artist, copyright } = rightsOf({
    ...{ title: alt, copyrightNotice: alt, usageTerms: alt, altText: alt, licensorName: worst, licenceUrl: url, licensorUrl: url },
    ...{ creators: Array.from({ length: 500 }, (_, index) => ({ name: `${index}${worst}` })), creditLine: worst, source: worst },
  })
  expect(bytesOf(xmp)).toBeLessThan(45_000)
  expect([artist?.length, copyright?.length]).toEqual([500, 500])
})

it.each([
  ['a licence', 'https://creativecommons.org/licenses/by/4.0/', 'True'],
  ['terms', 'https://agency.example/terms', 'True'],
  ['a statement of copyright', 'http://rightsstatements.org/vocab/InC-NC/1.0/', 'True'],
  ['CC0', 'https://creativecommons.org/publicdomain/zero/1.0/', 'False'],
  ['the public domain mark', 'https://creativecommons.org/publicdomain/mark/1.0/', 'False'],
  ['a statement that nobody knows', 'http://rightsstatements.org/vocab/NKC/1.0/', undefined],
])('marks the rights under %s', (_, licenceUrl, marked) => {
  expect(/<xmpRights:Marked>(.*)<\/xmpRights:Marked>/.exec(rightsOf({ licenceUrl }).xmp)?.[1]).toBe(marked)
})

it('speaks the vocabulary of Creative Commons of their licences only', () => {
  expect(rightsOf({ licenceUrl: 'https://creativecommons.org/publicdomain/zero/1.0/' }).xmp).toContain('<cc:license ')
  expect(rightsOf({ licenceUrl: 'https://agency.example/terms' }).xmp).not.toContain('cc:')
  expect(rightsOf({ licenceUrl: 'http://rightsstatements.org/vocab/InC/1.0/' }).xmp).not.toContain('cc:')
})

it('passes on known vocabulary only', () => {
  const unknown = {
    dataMining: 'https://evil.example/DMI-PROHIBITED',
    digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/new',
  }
  expect(rightsOf(unknown).xmp).toBe(rightsOf({}).xmp)
  expect(rightsOf({ dataMining: 'https://ns.useplus.org/ldf/vocab/DMI-ALLOWED' }).xmp).toContain(
    '>http://ns.useplus.org/ldf/vocab/DMI-ALLOWED<',
  )
  expect(rightsOf({ digitalSourceType: 'https://cv.iptc.org/newscodes/digitalsourcetype/print' }).xmp).toContain(
    '>http://cv.iptc.org/newscodes/digitalsourcetype/print<',
  )
})

it('never passes on captions, keywords or places (I6)', () => {
  const { xmp } = rightsOf({
    caption: inDefault('At home'),
    extendedDescription: inDefault('x'),
    keywords: ['secret'],
    place: 'Northbank',
    createdDate: '2026-03-01',
  })
  expect(xmp).toBe(rightsOf({}).xmp)
})
