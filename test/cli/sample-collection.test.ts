import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ExifTool } from 'exiftool-vendored'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sharpInspector } from '../../server/adapters/inspector/sharp-inspector.ts'
import { makeSampleCollection, type SampleCollection } from '../../server/cli/sample-collection/make.ts'
import { PUBLIC_PICTURES } from '../../server/cli/sample-collection/pictures.ts'

/** Format, width and height at a quarter of full size. */
const FILES: readonly (readonly [file: string, format: string, width: number, height: number])[] = [
  ['dunes.jpg', 'jpeg', 600, 375],
  ['fields-after-rain.jpg', 'jpeg', 600, 400],
  ['firs-in-fog.jpg', 'jpeg', 400, 600],
  ['ginkgo.png', 'png', 400, 500],
  ['harbour-at-dusk.jpg', 'jpeg', 600, 200],
  ['morning-ridges.jpg', 'jpeg', 600, 400],
  ['sea-and-sun.avif', 'heif', 500, 350],
  ['star-trails.jpg', 'jpeg', 600, 400],
  ['still-life.webp', 'webp', 500, 500],
  ['tide-table.jpg', 'jpeg', 400, 560],
  ['skerry-light.carousel/1-dawn.jpg', 'jpeg', 400, 300],
  ['skerry-light.carousel/2-noon.jpg', 'jpeg', 400, 300],
  ['skerry-light.carousel/3-night.jpg', 'jpeg', 400, 300],
]

type Tags = Readonly<Record<string, unknown>>

let root: string
let samples: SampleCollection
const exiftool = new ExifTool({ taskTimeoutMillis: 20_000 })
const tagsOf = async (path: string): Promise<Tags> => ({ ...(await exiftool.readRaw(path, { readArgs: ['-struct', '-G1', '-n', '-a'] })) })
const pathOf = (file: string) => join(samples.folder, file)

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'placard-samples-'))
  samples = await makeSampleCollection(join(root, 'pictures'), { scale: 0.25 })
})

afterAll(async () => {
  await exiftool.end()
  await rm(root, { recursive: true })
})

describe('the sample collection', () => {
  it('is ten public pictures, a carousel of three and a private one beside them, nothing unfinished', async () => {
    const files = [...FILES.map(([file]) => file), 'skerry-light.carousel', 'skerry-light.carousel.xmp']
    expect((await readdir(samples.folder, { recursive: true })).sort()).toEqual(files.sort())
    expect(samples.privateFolder).toBe(join(root, 'pictures-private'))
    expect(await readdir(samples.privateFolder)).toEqual(['lake-study.jpg'])
    expect(samples.made).toBe(14)
  })

  it.each(FILES)('has %s in %s, %i x %i', async (file, format, width, height) => {
    expect(await sharp(pathOf(file)).metadata()).toMatchObject({ format, width, height, hasAlpha: file === 'ginkgo.png' })
  })

  it('lets the ground of the PNG show through at its corners', async () => {
    const { data } = await sharp(pathOf('ginkgo.png')).raw().toBuffer({ resolveWithObject: true })
    expect(data[3]).toBe(0)
  })

  it.each(FILES)('says of %s who made it, whose it is, on what terms, and what there is to see', async (file) => {
    const tags = await tagsOf(pathOf(file))
    for (const name of ['XMP-dc:Creator', 'XMP-dc:Rights', 'XMP-photoshop:Credit', 'XMP-xmpRights:WebStatement'])
      expect(tags[name], name).toBeTruthy()
    for (const name of ['XMP-dc:Title', 'XMP-dc:Description', 'XMP-iptcCore:AltTextAccessibility']) expect(tags[name], name).toBeTruthy()
    for (const name of ['XMP-photoshop:DateCreated', 'XMP-photoshop:City', 'XMP-photoshop:Country']) expect(tags[name], name).toBeTruthy()
    expect(tags['XMP-dc:Subject']).toContain('placard sample')
    expect(tags['XMP-iptcExt:DigitalSourceType']).toBe('http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation')
    expect(Object.keys(tags).filter((name) => /gps|serial/i.test(name))).toEqual([])
  })

  it('links to nobody who exists: hosts are example.org, example.com, licences and vocabularies', async () => {
    const allTags = await Promise.all(FILES.map(([file]) => tagsOf(pathOf(file))))
    const hosts = JSON.stringify(allTags).matchAll(/https?:\/\/(?:[a-z-]+\.)*?([a-z-]+\.[a-z]+)\//g)
    expect([...new Set([...hosts].map(([, host]) => host))].sort()).toEqual([
      'creativecommons.org',
      'example.com',
      'example.org',
      'iptc.org',
      'rightsstatements.org',
    ])
  })
})

describe('the labels', () => {
  it('name two creators where two made it', async () => {
    expect((await tagsOf(pathOf('tide-table.jpg')))['XMP-dc:Creator']).toEqual(['Tomás Ferreira', 'Ines Albrecht'])
  })

  it('stand in Exif too, as far as its ASCII can say them', async () => {
    const ridges = await tagsOf(pathOf('morning-ridges.jpg'))
    expect(ridges).toMatchObject({ 'IFD0:Artist': 'Mira Halvorsen', 'IFD0:Copyright': '(c) 2026 Mira Halvorsen' })
    const dunes = await tagsOf(pathOf('dunes.jpg'))
    expect(dunes).toMatchObject({ 'XMP-dc:Creator': ['ليلى حداد'], 'IFD0:Copyright': '(c) 2025 Layla Haddad' })
    expect(dunes).not.toHaveProperty('IFD0:Artist')
  })

  it('speak several languages, the default first', async () => {
    const dunes = await tagsOf(pathOf('dunes.jpg'))
    expect(dunes['XMP-dc:Title']).toBe('كثبان عند أول الضوء')
    expect(dunes['XMP-dc:Title-ar']).toBe('كثبان عند أول الضوء')
    expect(dunes['XMP-dc:Title-en']).toBe('Dunes at First Light')
    expect((await tagsOf(pathOf('star-trails.jpg')))['XMP-dc:Title']).toBe('北極星のまわり')
  })

  it('state terms, licensor and data mining where all rights are reserved', async () => {
    expect(await tagsOf(pathOf('harbour-at-dusk.jpg'))).toMatchObject({
      'XMP-xmpRights:WebStatement': 'https://harbour-pictures.example.com/terms',
      'XMP-xmpRights:UsageTerms-de': 'Redaktionelle Nutzung im Web nur durch Einbetten. Jede andere Nutzung braucht eine Lizenz.',
      'XMP-plus:DataMining': 'DMI-PROHIBITED-AIMLTRAINING',
      'XMP-plus:Licensor': [
        { LicensorName: 'Harbour Pictures', LicensorURL: 'https://harbour-pictures.example.com/licence/north-quay-last-ferry' },
      ],
    })
  })

  it('cover the situations that a card has to tell apart', async () => {
    const statements = await Promise.all(FILES.map(async ([file]) => (await tagsOf(pathOf(file)))['XMP-xmpRights:WebStatement']))
    expect([...new Set(statements)].sort()).toEqual([
      'http://rightsstatements.org/vocab/InC/1.0/',
      'https://creativecommons.org/licenses/by-nc-nd/4.0/',
      'https://creativecommons.org/licenses/by-sa/4.0/',
      'https://creativecommons.org/licenses/by/4.0/',
      'https://creativecommons.org/publicdomain/zero/1.0/',
      'https://harbour-pictures.example.com/terms',
      'https://ottilie-brandt.example.org/rights',
    ])
  })
})

describe('the importer', () => {
  const inspector = sharpInspector({ maxInputPixels: 50_000_000, maxOriginalBytes: 25_000_000 })

  it.each(PUBLIC_PICTURES.map(({ file, label }) => [file, label] as const))('reads from %s what its label says', async (file, label) => {
    const { description, notes = [] } = await inspector.inspect(await readFile(pathOf(file)))
    expect(description).toEqual(label)
    expect(notes).toEqual([])
  })
})

describe('a second run', () => {
  it('makes nothing and touches nothing', async () => {
    const before = await Promise.all(FILES.map(async ([file]) => (await stat(pathOf(file))).mtimeMs))
    const again = await makeSampleCollection(samples.folder, { scale: 0.25 })
    expect(again.made).toBe(0)
    expect(await Promise.all(FILES.map(async ([file]) => (await stat(pathOf(file))).mtimeMs))).toEqual(before)
  })

  it('begins nothing once it is stopped', async () => {
    const folder = join(root, 'stopped')
    expect(await makeSampleCollection(folder, { scale: 0.25, signal: AbortSignal.abort() })).toMatchObject({ made: 0 })
    expect((await readdir(folder)).filter((name) => /\.(jpg|png|webp|avif)$/.test(name))).toEqual([])
  })

  it('makes what is missing, byte for byte as it was, and says so', async () => {
    const before = await readFile(pathOf('ginkgo.png'))
    await rm(pathOf('ginkgo.png'))
    const seen: unknown[] = []
    await makeSampleCollection(samples.folder, { scale: 0.25, onProgress: (progress) => seen.push(progress) })
    expect(seen).toEqual([{ done: 1, total: 1, file: 'ginkgo.png' }])
    expect(before.equals(await readFile(pathOf('ginkgo.png')))).toBe(true)
  })
})
