import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exiftool } from 'exiftool-vendored'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { creditFor } from '../../../server/core/credit/credit.ts'
import { addExifRights } from '../../../server/core/file-rights/jpeg-exif.ts'
import { addIim } from '../../../server/core/file-rights/jpeg-iim.ts'
import { buildRights } from '../../../server/core/file-rights/rights-packet.ts'
import type { Description } from '../../../server/core/media.ts'
import { bridge, inDefault, portrait, silent } from '../../fixtures/media.ts'

const PERMALINK = 'https://placard.example/p/C6aHDKgAQA/'
const FORMATS = ['jpeg', 'webp', 'avif'] as const

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'placard-rights-'))
})
afterAll(async () => {
  await exiftool.end()
  await rm(folder, { recursive: true })
})

/** Everything that exiftool reads from a file with the rights of this description, but the facts of its pixels. */
async function readBack(description: Description, format: (typeof FORMATS)[number]): Promise<object> {
  const media = { ...bridge, description }
  const rights = buildRights(media, creditFor(media, PERMALINK), PERMALINK)
  const image = sharp({ create: { width: 16, height: 16, channels: 3, background: '#6b7070' } })
  const bytes = await image.withXmp(rights.xmp).toFormat(format).toBuffer()
  const path = join(folder, `${crypto.randomUUID()}.${format}`)
  await writeFile(path, format === 'jpeg' ? addIim(addExifRights(bytes, rights), rights.iim) : bytes)
  const readArgs = ['-G1', '-n', '-struct', '-XMP:all', '-EXIF:all', '-IPTC:all', '-MakerNotes:all', '-Photoshop:all']
  const { SourceFile: _, ...tags } = await exiftool.readRaw(path, { readArgs })
  return tags
}

/** The same rights in the older form, which JPEG alone can hold; both digests are exiftool's word that XMP and IIM agree. */
function inIim(format: (typeof FORMATS)[number], iptc: Readonly<Record<string, unknown>>): object {
  if (format !== 'jpeg') return {}
  const digest: unknown = expect.stringMatching(/^[0-9a-f]{32}$/)
  return { 'IPTC:CodedCharacterSet': '\u001b%G', 'IPTC:ApplicationRecordVersion': 4, 'Photoshop:IPTCDigest': digest, ...iptc }
}

const HOSTILE_32 = `</rdf:li>"'&amp;<!--]]>?>`

const clean = { errors: [], warnings: [] }

describe.each(FORMATS)('exiftool reads from a %s', (format) => {
  it('every right that was described, and nothing else (I6)', async () => {
    expect(await readBack(bridge.description, format)).toEqual({
      ...clean,
      ...(format === 'jpeg' && { 'IFD0:Artist': 'Zoë Łęcka', 'IFD0:Copyright': '© 2026 Zoë Łęcka' }),
      ...inIim(format, {
        'IPTC:ObjectName': 'The bridge at dusk',
        'IPTC:By-line': 'Zoë Łęcka',
        'IPTC:Credit': 'Placard Pictures',
        'IPTC:Source': 'Zoë Łęcka',
        'IPTC:CopyrightNotice': '© 2026 Zoë Łęcka',
      }),
      'XMP-dc:Creator': ['Zoë Łęcka'],
      'XMP-dc:Rights': '© 2026 Zoë Łęcka',
      'XMP-dc:Source': PERMALINK,
      'XMP-dc:Title': 'The bridge at dusk',
      'XMP-dc:Title-en': 'The bridge at dusk',
      'XMP-dc:Title-de': 'Die Brücke in der Dämmerung',
      'XMP-photoshop:Credit': 'Placard Pictures',
      'XMP-photoshop:Source': 'Zoë Łęcka',
      'XMP-xmpRights:Marked': true,
      'XMP-xmpRights:WebStatement': 'https://creativecommons.org/licenses/by/4.0/',
      'XMP-xmpRights:UsageTerms': 'Credit the photographer next to the picture.',
      'XMP-plus:Licensor': [{ LicensorName: 'Placard Pictures', LicensorURL: 'https://pictures.example/licence/bridge' }],
      'XMP-plus:DataMining': 'DMI-PROHIBITED', // exiftool's raw value leaves the vocabulary's address out.
      'XMP-iptcCore:AltTextAccessibility': 'A red suspension bridge below a low sun',
      'XMP-iptcExt:DigitalSourceType': 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture',
      'XMP-cc:License': 'https://creativecommons.org/licenses/by/4.0/',
      'XMP-cc:AttributionName': 'Zoë Łęcka',
      'XMP-cc:AttributionURL': PERMALINK,
    })
  })

  it('two creators, one of them right to left, and the page as statement of rights', async () => {
    expect(await readBack(portrait.description, format)).toEqual({
      ...clean,
      ...(format === 'jpeg' && { 'IFD0:Artist': ['Ada Ng', 'مريم'], 'IFD0:Copyright': '© Ada Ng, all rights reserved' }),
      ...inIim(format, {
        'IPTC:ObjectName': '"Fish & <chips>"',
        'IPTC:By-line': ['Ada Ng', 'مريم'],
        'IPTC:CopyrightNotice': '© Ada Ng, all rights reserved',
      }),
      'XMP-dc:Creator': ['Ada Ng', 'مريم'],
      'XMP-dc:Rights': '© Ada Ng, all rights reserved',
      'XMP-dc:Source': PERMALINK,
      'XMP-dc:Title': '"Fish & <chips>"',
      'XMP-xmpRights:WebStatement': PERMALINK,
    })
  })

  it('a source and a statement even where the owner says nothing', async () => {
    expect(await readBack(silent, format)).toEqual({ ...clean, 'XMP-dc:Source': PERMALINK, 'XMP-xmpRights:WebStatement': PERMALINK })
  })

  it('hostile text as it was written (W12)', async () => {
    const hostile = `</rdf:li>"'&amp;<!--]]>?>👩🏽‍🚀 عربي`
    const tags = await readBack(
      {
        ...silent,
        title: inDefault(hostile),
        creators: [{ name: hostile }, { name: `b; ${hostile}` }],
        creditLine: `c ${hostile}`,
        source: `s ${hostile}`,
        copyrightNotice: inDefault(`© ${hostile}`),
        usageTerms: inDefault(`First\nsecond\n\n${hostile}`),
        altText: inDefault(hostile),
        licensorName: hostile,
        licenceUrl: 'https://agency.example/?a=1&b=%22<x>',
      },
      format,
    )
    expect(tags).toEqual({
      ...clean,
      ...(format === 'jpeg' && { 'IFD0:Artist': [hostile, `b; ${hostile}`], 'IFD0:Copyright': `© ${hostile}` }),
      // 49 bytes, of which the limits leave 32 or what is whole of them.
      ...inIim(format, {
        'IPTC:ObjectName': hostile,
        'IPTC:By-line': [HOSTILE_32, `b; </rdf:li>"'&amp;<!--]]>?>`],
        'IPTC:Credit': `c </rdf:li>"'&amp;<!--]]>?>`,
        'IPTC:Source': `s </rdf:li>"'&amp;<!--]]>?>`,
        'IPTC:CopyrightNotice': `© ${hostile}`,
      }),
      'XMP-dc:Creator': [hostile, `b; ${hostile}`],
      'XMP-dc:Rights': `© ${hostile}`,
      'XMP-dc:Source': PERMALINK,
      'XMP-dc:Title': hostile,
      'XMP-photoshop:Credit': `c ${hostile}`,
      'XMP-photoshop:Source': `s ${hostile}`,
      'XMP-xmpRights:Marked': true,
      'XMP-xmpRights:WebStatement': 'https://agency.example/?a=1&b=%22%3Cx%3E',
      'XMP-xmpRights:UsageTerms': `First\nsecond\n\n${hostile}`,
      'XMP-plus:Licensor': [{ LicensorName: hostile }],
      'XMP-iptcCore:AltTextAccessibility': hostile,
    })
  })
})

describe('a JPEG with both', () => {
  it('is read by its XMP, since the digest says that the IIM is no newer', async () => {
    const name = 'Ottilie Brandt-Łęcka von und zu Hohenstein'
    const media = { ...bridge, description: { ...silent, creators: [{ name }] } }
    const rights = buildRights(media, creditFor(media, PERMALINK), PERMALINK)
    const image = sharp({ create: { width: 16, height: 16, channels: 3, background: '#6b7070' } })
    const path = join(folder, 'both.jpg')
    await writeFile(path, addIim(await image.withXmp(rights.xmp).jpeg().toBuffer(), rights.iim))
    const tags = await exiftool.readRaw(path, { readArgs: ['-G1', '-use', 'MWG', '-MWG:all', '-CurrentIPTCDigest', '-IPTCDigest'] })
    expect(tags).toMatchObject({ 'MWG:Creator': name })
    const { 'File:CurrentIPTCDigest': current, 'Photoshop:IPTCDigest': digest } = tags as unknown as Record<string, string>
    expect(current).toBe(digest)
  })
})
