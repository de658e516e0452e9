import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sharpInspector } from '../../../server/adapters/inspector/sharp-inspector.ts'
import { descriptionByXmp, type Oracle, openOracle, type PictureFormat, type Tags } from '../../support/exiftool.ts'

const inspector = sharpInspector({ maxInputPixels: 50_000_000, maxOriginalBytes: 25_000_000 })
let oracle: Oracle

beforeAll(async () => {
  oracle = await openOracle()
})
afterAll(() => oracle.end())

async function describeMade(format: PictureFormat, tags: Tags, args?: readonly string[]) {
  const path = await oracle.make(format, tags, args)
  const { description } = await inspector.inspect(await readFile(path))
  return { description, read: await oracle.read(path) }
}

const EVERYTHING: Tags = {
  'XMP-dc:Title': 'Brücke & "Fluß" <b>am</b> Morgen',
  'XMP-dc:Title-de-AT': 'Die Brücke',
  'XMP-dc:Title-ja': '朝の橋',
  'XMP-dc:Title-ar': 'جسر في الصباح',
  'XMP-dc:Description': 'A bridge’s cables; 5 < 6 && "7" > 6.',
  'XMP-iptcCore:AltTextAccessibility': 'Cables before a sky',
  'XMP-iptcCore:AltTextAccessibility-fr': 'Des câbles devant le ciel',
  'XMP-iptcCore:ExtDescrAccessibility': 'A long description.',
  'XMP-dc:Creator': ['Zoë Łęcka', 'O’Brien; Partner', 'مريم'],
  'XMP-iptcCore:CreatorContactInfo': { CiUrlWork: 'https://zoe.example/', CiEmailWork: 'zoe@zoe.example', CiTelWork: '123' },
  'XMP-photoshop:Credit': 'Zoë Łęcka/Agency',
  'XMP-dc:Rights': '© 2026 Zoë Łęcka',
  'XMP-dc:Rights-de': '© 2026 Zoë Łęcka, alle Rechte vorbehalten',
  'XMP-photoshop:Source': 'Agency',
  'XMP-xmpRights:WebStatement': 'http://creativecommons.org/licenses/by-sa/4.0/',
  'XMP-xmpRights:UsageTerms': 'Credit me.',
  'XMP-plus:Licensor': [{ LicensorName: 'Agency & Söhne', LicensorURL: 'https://agency.example/licence/1?a=1&b=2' }],
  'XMP-plus:DataMining': 'DMI-PROHIBITED',
  'XMP-iptcExt:DigitalSourceType': 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture',
  'XMP-dc:Subject': ['bridge', 'Fluß', 'R&D'],
  'XMP-photoshop:DateCreated': '2026-03-01T18:05:00+01:00',
  'XMP-iptcCore:Location': 'Pier 3',
  'XMP-photoshop:City': 'Århus',
  'XMP-photoshop:State': 'Midtjylland',
  'XMP-photoshop:Country': 'Danmark',
  'XMP-exif:GPSLatitude': 56.1,
}

describe('every XMP field in every format', () => {
  it.each(['jpeg', 'png', 'webp', 'avif', 'tiff', 'gif'] as const)('%s says what exiftool reads', async (format) => {
    const { description, read } = await describeMade(format, EVERYTHING, ['-n'])
    expect(read['XMP-dc:Title']).toBe(EVERYTHING['XMP-dc:Title'])
    expect(description).toEqual(descriptionByXmp(read))
  })

  it('a single creator has the address of their contact data, and nothing else of it', async () => {
    const { description } = await describeMade('jpeg', { ...EVERYTHING, 'XMP-dc:Creator': ['Zoë Łęcka'] }, ['-n'])
    expect(description.creators).toEqual([{ name: 'Zoë Łęcka', url: 'https://zoe.example/' }])
    expect(JSON.stringify(description)).not.toMatch(/zoe@|123|56\.1/)
  })

  it('the compact spelling with property attributes says the same', async () => {
    const { description, read } = await describeMade('jpeg', EVERYTHING, ['-n', '-api', 'Compact=Shorthand,NoPadding,OneDesc'])
    expect(description).toEqual(descriptionByXmp(read))
  })
})

const IIM: Tags = {
  'IPTC:ObjectName': 'Brücke',
  'IPTC:Caption-Abstract': 'Über dem Fluß',
  'IPTC:By-line': ['Zoë Müller', 'Jürgen Groß'],
  'IPTC:Credit': 'Zoë/Agentur',
  'IPTC:Source': 'Agentur Söhne',
  'IPTC:CopyrightNotice': '© 2026 Zoë Müller',
  'IPTC:Keywords': ['Brücke', 'Fluß'],
  'IPTC:Sub-location': 'Molo 3',
  'IPTC:City': 'Köln',
  'IPTC:Province-State': 'NRW',
  'IPTC:Country-PrimaryLocationName': 'Österreich',
  'IPTC:DateCreated': '2026:03:01',
  'IPTC:TimeCreated': '18:05:00+01:00',
}

// By hand from `IIM`, whatever the encoding.
const IIM_DESCRIPTION = {
  title: [{ lang: 'x-default', text: 'Brücke' }],
  caption: [{ lang: 'x-default', text: 'Über dem Fluß' }],
  altText: [],
  extendedDescription: [],
  creators: [{ name: 'Zoë Müller' }, { name: 'Jürgen Groß' }],
  creditLine: 'Zoë/Agentur',
  copyrightNotice: [{ lang: 'x-default', text: '© 2026 Zoë Müller' }],
  source: 'Agentur Söhne',
  usageTerms: [],
  keywords: ['Brücke', 'Fluß'],
  createdDate: '2026-03-01T18:05:00+01:00',
  place: 'Molo 3, Köln, NRW, Österreich',
}

describe('IPTC-IIM without XMP', () => {
  it.each(['jpeg', 'tiff', 'png'] as const)('declared UTF-8 in %s', async (format) => {
    const { description, read } = await describeMade(format, { 'IPTC:CodedCharacterSet': 'UTF8', ...IIM })
    expect(read['IPTC:By-line']).toEqual(['Zoë Müller', 'Jürgen Groß'])
    expect(description).toEqual(IIM_DESCRIPTION)
  })

  it('Latin-1 that declares nothing', async () => {
    const { description, read } = await describeMade('jpeg', IIM, ['-charset', 'iptc=Latin'])
    expect(read).not.toHaveProperty('IPTC:CodedCharacterSet')
    expect(description).toEqual(IIM_DESCRIPTION)
  })

  it('UTF-8 that declares nothing', async () => {
    const { description, read } = await describeMade('jpeg', IIM, ['-charset', 'iptc=UTF8'])
    expect(read).not.toHaveProperty('IPTC:CodedCharacterSet')
    expect(description).toEqual(IIM_DESCRIPTION)
  })

  it('the headline is the title where there is no object name', async () => {
    const { description } = await describeMade('jpeg', { 'IPTC:Headline': 'Brücke gesperrt' })
    expect(description.title).toEqual([{ lang: 'x-default', text: 'Brücke gesperrt' }])
  })
})

describe('Exif without anything else', () => {
  const EXIF: Tags = {
    'IFD0:Artist': ['Zoë Łęcka', 'Jürgen; Groß', '"Quote" Smith'],
    'IFD0:Copyright': '© 2026 Zoë',
    'IFD0:ImageDescription': 'Über dem Fluß',
    'ExifIFD:DateTimeOriginal': '2026:03:01 18:05:00',
    'ExifIFD:OffsetTimeOriginal': '+01:00',
    'GPS:GPSLatitude': 50.1,
    'GPS:GPSLatitudeRef': 'N',
    'ExifIFD:SerialNumber': 'SN-4711',
  }

  it.each(['jpeg', 'png', 'webp', 'avif', 'tiff'] as const)('%s', async (format) => {
    const { description } = await describeMade(format, EXIF)
    expect(description).toEqual({
      title: [],
      caption: [{ lang: 'x-default', text: 'Über dem Fluß' }],
      altText: [],
      extendedDescription: [],
      creators: [{ name: 'Zoë Łęcka' }, { name: 'Jürgen; Groß' }, { name: '"Quote" Smith' }],
      copyrightNotice: [{ lang: 'x-default', text: '© 2026 Zoë' }],
      usageTerms: [],
      keywords: [],
      createdDate: '2026-03-01T18:05:00+01:00',
    })
  })

  it('photographer and editor both have their notice', async () => {
    const { description, read } = await describeMade('jpeg', { 'IFD0:Copyright': '© Zoë\n© Editor' })
    expect(read['IFD0:Copyright']).toBe('© Zoë\n© Editor')
    expect(description.copyrightNotice).toEqual([{ lang: 'x-default', text: '© Zoë; © Editor' }])
  })

  it('a caption that the camera wrote by itself is none', async () => {
    const { description } = await describeMade('jpeg', { 'IFD0:ImageDescription': 'OLYMPUS DIGITAL CAMERA' })
    expect(description.caption).toEqual([])
  })
})

describe('precedence', () => {
  const name = 'Zoë Łęcka-Österreicher von und zu Söhnlein' // 32 bytes end inside no character

  it('XMP counts over IIM that was cut at 32 bytes', async () => {
    const { description, read } = await describeMade('jpeg', {
      'IPTC:CodedCharacterSet': 'UTF8',
      'IPTC:By-line': [name],
      'XMP-dc:Creator': [name],
    })
    expect(read['IPTC:By-line']).not.toEqual([name])
    expect(description.creators).toEqual([{ name }])
  })

  it('Exif completes IIM that was cut, also inside a character', async () => {
    const long = `${'ö'.repeat(15)}x${'ö'.repeat(8)}` // byte 32 is the first half of an ö
    const path = await oracle.make('jpeg', { 'IPTC:CodedCharacterSet': 'UTF8', 'IPTC:By-line': [long], 'IFD0:Artist': long })
    expect((await inspector.inspect(await readFile(path))).description.creators).toEqual([{ name: long }])
  })

  it('XMP counts over a truly different IIM, IIM over Exif', async () => {
    const { description } = await describeMade('jpeg', {
      'XMP-dc:Creator': ['By XMP'],
      'IPTC:By-line': ['By IIM'],
      'IFD0:Artist': 'By Exif',
      'IPTC:CopyrightNotice': '© IIM',
      'IFD0:Copyright': '© Exif',
    })
    expect(description.creators).toEqual([{ name: 'By XMP' }])
    expect(description.copyrightNotice).toEqual([{ lang: 'x-default', text: '© IIM' }])
  })

  it('a sidecar counts over the file, property by property', async () => {
    const path = await oracle.make('jpeg', { 'XMP-dc:Title': 'Old', 'XMP-photoshop:Credit': 'Kept' })
    const sidecar = `${path}.xmp`
    await oracle.write(sidecar, { 'XMP-dc:Title': 'New' })
    const { description } = await inspector.inspect(await readFile(path), await readFile(sidecar))
    expect(description.title).toEqual([{ lang: 'x-default', text: 'New' }])
    expect(description.creditLine).toBe('Kept')
  })
})

const photos = '../shared/photos'

describe.skipIf(!existsSync(`${photos}/README.md`))('the real photographs', () => {
  const rows = existsSync(`${photos}/README.md`)
    ? [...readFileSync(`${photos}/README.md`, 'utf8').matchAll(/^\| (\S+\.jpg) \| (\d+) x (\d+) \| (.+?) \| (.+?) \|$/gm)]
    : []

  it('there are eleven', () => {
    expect(rows).toHaveLength(11)
  })

  it.each(rows.map(([, file, width, height, author, licence]) => ({ file, width, height, author, licence })))(
    '$file is by $author under $licence',
    async ({ file, width, height, author, licence }) => {
      const path = `${photos}/${file}`
      const { description, ...facts } = await inspector.inspect(await readFile(path))
      expect(facts).toMatchObject({ width: Number(width), height: Number(height), type: 'image/jpeg', hasAlpha: false, notes: [] })
      expect(description).toEqual(descriptionByXmp(await oracle.read(path)))
      expect(description.creators).toEqual([{ name: author }])
      expect(description.licenceUrl).toContain(
        licence?.startsWith('CC0') ? '/publicdomain/zero/1.0/' : `/${licence?.slice(3).toLowerCase().replace(' ', '/')}/`,
      )
    },
  )
})
