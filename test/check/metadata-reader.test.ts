import { readFileSync, writeFileSync } from 'node:fs'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { metadataReader } from '../../server/adapters/inspector/metadata-reader.ts'
import { type Oracle, openOracle, type PictureFormat, type Tags } from '../support/exiftool.ts'

let exiftool: Oracle
beforeAll(async () => {
  exiftool = await openOracle()
})
afterAll(() => exiftool.end())

/** What is told of a picture that exiftool has written. */
async function readWith(format: PictureFormat, tags: Tags) {
  const file = await metadataReader().read(readFileSync(await exiftool.make(format, tags)))
  if ('problem' in file) throw new Error(file.problem)
  return file
}

describe('what a file tells that it should not', () => {
  it.each<[string, PictureFormat, Tags, readonly string[]]>([
    ['a position in Exif', 'jpeg', { GPSLatitude: 53.5, GPSLatitudeRef: 'N', GPSLongitude: 10, GPSLongitudeRef: 'E' }, ['position']],
    ['a position in Exif', 'tiff', { GPSLatitude: 53.5, GPSLatitudeRef: 'N' }, ['position']],
    ['a position in Exif', 'webp', { GPSLatitude: 53.5, GPSLatitudeRef: 'N' }, ['position']],
    ['a position in Exif', 'png', { GPSLatitude: 53.5, GPSLatitudeRef: 'N' }, ['position']],
    ['a position in XMP', 'avif', { 'XMP-exif:GPSLatitude': 53.5 }, ['position']],
    ['serial numbers', 'jpeg', { 'ExifIFD:SerialNumber': '4711', 'ExifIFD:LensSerialNumber': '12' }, ['serial number']],
    ['a serial number in XMP', 'jpeg', { 'XMP-aux:SerialNumber': '4711' }, ['serial number']],
    ['whose camera it was', 'jpeg', { 'ExifIFD:OwnerName': 'Ada Ng' }, ['owner of the camera']],
    ['how to reach somebody', 'jpeg', { 'XMP-iptcCore:CreatorContactInfo': { CiEmailWork: 'a@example.org' } }, ['contact data']],
    ['who signed what', 'jpeg', { 'XMP-plus:ModelReleaseID': ['M-1'] }, ['release']],
  ])('is %s, of %s', async (_name, format, tags, leaks) => {
    expect((await readWith(format, tags)).leaks).toEqual(leaks)
  })

  it('is not who made it, nor where their page is', async () => {
    const tags = { 'XMP-dc:Creator': ['Zoë Łęcka'], 'XMP-iptcCore:CreatorContactInfo': { CiUrlWork: 'https://zoe.example/' } }
    expect((await readWith('jpeg', { ...tags, 'IFD0:Artist': 'Zoë Łęcka', 'IFD0:Model': 'Box' })).leaks).toEqual([])
  })
})

describe('what a file tells', () => {
  it('comes with where it stands and where the work is', async () => {
    const file = await readWith('jpeg', {
      'XMP-dc:Creator': ['Zoë Łęcka'],
      'XMP-dc:Source': 'https://placard.example/p/A/',
      'IPTC:By-line': 'Zoë Łęcka',
      'IFD0:Artist': 'Zoë Łęcka',
    })
    expect(file).toMatchObject({ kind: 'JPEG', width: 24, height: 16, carriers: ['XMP', 'IPTC-IIM', 'Exif'] })
    expect(file.workUrl).toBe('https://placard.example/p/A/')
    expect(file.description.creators).toEqual([{ name: 'Zoë Łęcka' }])
  })

  it('is nothing where nothing was written', async () => {
    const bytes = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    expect(await metadataReader().read(bytes)).toMatchObject({ kind: 'PNG', carriers: [], leaks: [], notes: [] })
  })

  it.each([
    ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'it is SVG, whose metadata is not read'],
    ['<!doctype html>', 'it is no picture'],
    ['', 'it is no picture'],
    ['\xff\xd8\xff\xe0 broken', 'it cannot be read as JPEG'],
  ])('of %j is a problem in words', async (text, problem) => {
    const file = await metadataReader().read(Uint8Array.from(text, (character) => character.charCodeAt(0)))
    expect('problem' in file && file.problem).toContain(problem)
  })

  it('is judged without the packets that are broken, and says so', async () => {
    const path = await exiftool.make('jpeg', { 'XMP-dc:Creator': ['Zoë'] })
    writeFileSync(path, Buffer.from(readFileSync(path).toString('latin1').replace('<rdf:Seq>', '<rdf:Sxx>'), 'latin1'))
    expect(await metadataReader().read(readFileSync(path))).toMatchObject({
      notes: [expect.stringContaining('the XMP in the file is passed over')],
    })
  })
})
