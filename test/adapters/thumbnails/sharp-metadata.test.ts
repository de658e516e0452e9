import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sharpThumbnailer } from '../../../server/adapters/thumbnails/picture/runner.ts'
import { FORMATS, type RenditionFormat } from '../../../server/core/pictures/rendition.ts'
import type { EmbeddedRights } from '../../../server/ports/thumbnailer.ts'
import { opening, planOf } from '../../contracts/thumbnailer.ts'
import { originalBytes } from '../../fixtures/media.ts'
import { type Oracle, openOracle, type Tags } from '../../support/exiftool.ts'

let exiftool: Oracle
let tagged: Uint8Array

beforeAll(async () => {
  exiftool = await openOracle()
  const path = join(exiftool.folder, 'tagged.jpg')
  writeFileSync(path, originalBytes('bridge.jpg'))
  // bridge.jpg brings a thumbnail, serial numbers and an owner already.
  const secrets = { 'ExifIFD:MakerNoteUnknownText': 'SECRET-MAKER', 'EXIF:UserComment': 'SECRET-COMMENT', 'IPTC:City': 'SECRET-CITY' }
  await exiftool.write(path, { ...secrets, 'EXIF:GPSLatitude': 52.5, 'EXIF:GPSLatitudeRef': 'N', 'XMP-aux:OwnerName': 'SECRET-OWNER' })
  tagged = readFileSync(path)
})

afterAll(() => exiftool.end())

async function tagsOf(format: RenditionFormat, rights: EmbeddedRights = planOf().rights): Promise<Tags> {
  const thumbnail = await sharpThumbnailer({ maxInputPixels: 50_000_000, timeoutMs: 30_000 }).render(
    opening(tagged),
    planOf({ format, rights }),
  )
  const path = join(exiftool.folder, `thumbnail.${format}`)
  writeFileSync(path, thumbnail)
  return exiftool.read(path)
}

const PRIVATE = /gps|serial|owner|maker|thumbnail|comment|city|lens|iptc|photoshop/i

describe('metadata of a thumbnail, as exiftool reads it', () => {
  it('has a source that carries what must not leave', async () => {
    const path = join(exiftool.folder, 'tagged.jpg')
    const names = Object.keys(await exiftool.read(path)).join(' ')
    for (const name of ['GPSLatitude', 'SerialNumber', 'OwnerName', 'MakerNote', 'ThumbnailImage', 'UserComment', 'City'])
      expect(names).toContain(name)
  })

  it.each(FORMATS)('names creator, copyright and web statement in %s (I6)', async (format) => {
    expect(await tagsOf(format)).toMatchObject({
      'XMP-dc:Creator': ['Zoë Łęcka'],
      'XMP-dc:Rights': '© 2026 Zoë Łęcka',
      'XMP-xmpRights:WebStatement': 'https://creativecommons.org/licenses/by/4.0/',
    })
  })

  it.each(FORMATS)('has no coordinates, serial numbers, owner, maker note or thumbnail in %s (I6)', async (format) => {
    const tags = await tagsOf(format)
    const names = Object.keys(tags).filter((name) => /^(IFD|Exif|GPS|XMP|IPTC|Photoshop|ICC|Maker)/i.test(name))
    expect(names.filter((name) => PRIVATE.test(name))).toEqual([])
    const bytes = readFileSync(join(exiftool.folder, `thumbnail.${format}`)).toString('latin1')
    expect(bytes).not.toMatch(/SECRET|SN-12345|LENS-678|Private Person/)
  })

  it('says Artist and Copyright in Exif too, in JPEG, and no other Exif tag', async () => {
    const tags = await tagsOf('jpg')
    const exif = Object.entries(tags).filter(([name]) => /^(IFD\d|ExifIFD|GPS|InteropIFD|MakerNotes):/.test(name))
    expect(Object.fromEntries(exif)).toEqual({ 'IFD0:Artist': 'Zoë Łęcka', 'IFD0:Copyright': '© 2026 Zoë Łęcka' })
  })

  it.each([
    ['a parenthesis', 'Jane Doe (Agency)'],
    ['one letter', 'J'],
    ['even and odd lengths', 'Jo'],
    ['Arabic and emoji', 'مريم 👩‍🎨'],
    ['500 characters', 'é'.repeat(500)],
  ])('keeps an Artist with %s whole', async (_name, artist) => {
    const tags = await tagsOf('jpg', { xmp: planOf().rights.xmp, artist, copyright: `© ${artist}` })
    expect(tags).toMatchObject({ 'IFD0:Artist': artist, 'IFD0:Copyright': `© ${artist}` })
  })

  it('has no Exif where nothing is known, and is whole all the same', async () => {
    const tags = await tagsOf('jpg', { xmp: planOf().rights.xmp })
    expect(Object.keys(tags).filter((name) => name.startsWith('IFD0'))).toEqual([])
    expect(await exiftoolWarning()).toBeUndefined()
  })

  it.each(FORMATS)('makes no reader complain about %s', async (format) => {
    const tags = await tagsOf(format)
    expect(Object.keys(tags).filter((name) => /Warning|Error/.test(name))).toEqual([])
    const path = join(exiftool.folder, `thumbnail.${format}`)
    await expect(sharp(path, { failOn: 'warning' }).stats()).resolves.toBeDefined()
  })

  async function exiftoolWarning(): Promise<unknown> {
    return (await exiftool.read(join(exiftool.folder, 'thumbnail.jpg')))['ExifTool:Warning']
  }
})
