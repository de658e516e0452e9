import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Description, LangAlt, Media } from '../../server/core/media.ts'
import { FORMATS } from '../../server/core/pictures/rendition.ts'
import { bridge, cutout, film, panorama, portrait, series } from '../fixtures/media.ts'
import { placardOn } from '../support/cli-session.ts'
import { type Oracle, openOracle, type Tags } from '../support/exiftool.ts'
import { memoryApp } from '../support/memory/app.ts'

const MEDIA = [bridge, portrait, panorama, cutout, series, film]
const WIDTHS = [150, 320, 640] as const

let oracle: Oracle
beforeAll(async () => {
  oracle = await openOracle()
})
afterAll(() => oracle.end())

/** Every picture that is asked for: six works in three sizes and three formats, a carousel's second picture, and each with its credit below. */
const PATHS = MEDIA.flatMap(({ shortcode }) => [
  ...WIDTHS.flatMap((width) => FORMATS.map((format) => `/t/${shortcode}/1/${width}.${format}`)),
  `/t/${shortcode}/1/credit/480.jpg`,
]).concat(FORMATS.map((format) => `/t/${series.shortcode}/1/2/320.${format}`))

/** What a credit is made of, as the catalogue has it: one text of each, the default where there is one. */
function creditOf({ title, creators, creditLine, copyrightNotice, source, licenceUrl, usageTerms }: Description) {
  return {
    title: textOf(title),
    creators: creators.map(({ name }) => name),
    creditLine,
    copyrightNotice: textOf(copyrightNotice),
    source,
    licenceUrl,
    usageTerms: textOf(usageTerms),
  }
}

function textOf(alt: LangAlt): string | undefined {
  return alt[0]?.text
}

/** The same as exiftool reads it in the XMP of a file. */
function creditInXmp(tags: Tags) {
  return {
    title: tags['XMP-dc:Title'],
    creators: [tags['XMP-dc:Creator'] ?? []].flat(),
    creditLine: tags['XMP-photoshop:Credit'],
    copyrightNotice: tags['XMP-dc:Rights'],
    source: tags['XMP-photoshop:Source'],
    licenceUrl: tags['XMP-xmpRights:WebStatement'],
    usageTerms: tags['XMP-xmpRights:UsageTerms'],
  }
}

/** And in the older forms, which JPEG alone has. */
function creditInIim(tags: Tags) {
  return {
    title: tags['IPTC:ObjectName'],
    creators: [tags['IPTC:By-line'] ?? []].flat(),
    artists: [tags['IFD0:Artist'] ?? []].flat(),
    creditLine: tags['IPTC:Credit'],
    copyrightNotice: tags['IPTC:CopyrightNotice'],
    exifCopyright: tags['IFD0:Copyright'],
    source: tags['IPTC:Source'],
  }
}

const collection = memoryApp({ media: MEDIA })
const placard = placardOn(collection)

/** The picture's bytes, wherever its first address leads now, as exiftool reads them. */
async function readPicture(path: string): Promise<Tags> {
  let response = await collection.request(path)
  if (response.status === 302)
    response = await collection.request(new URL(response.headers.get('Location') ?? '', 'https://x.example').pathname)
  expect({ path, status: response.status }).toEqual({ path, status: 200 })
  const file = join(oracle.folder, path.slice(1).replaceAll('/', '-'))
  await writeFile(file, new Uint8Array(await response.arrayBuffer()))
  return await oracle.read(file)
}

async function mediaAt(path: string): Promise<Media> {
  const known = MEDIA.find(({ shortcode }) => path.startsWith(`/t/${shortcode}/`)) ?? bridge
  return (await collection.catalogue.findByShortcode(known.shortcode)) ?? known
}

async function expectAgreement(): Promise<void> {
  for (const path of PATHS) {
    const [tags, { description }] = [await readPicture(path), await mediaAt(path)]
    const credit = creditOf(description)
    expect({ path, ...creditInXmp(tags) }).toEqual({ path, ...credit })
    if (!path.endsWith('.jpg')) continue
    const { title, creators, creditLine, copyrightNotice, source } = credit
    expect({ path, ...creditInIim(tags) }).toEqual({
      path,
      ...{ title, creators, artists: creators, creditLine, copyrightNotice, exifCopyright: copyrightNotice, source },
    })
  }
}

describe('exiftool agrees with the catalogue on every thumbnail', () => {
  it('after a bulk edit, although all of them had been made and cached before', async () => {
    for (const path of PATHS) expect((await collection.request(path)).status).toBe(200)
    const { out } = await placard([
      ...['set', '--where', 'status=live', '--title', 'One <b>title</b> & "all"', '--creator', 'Ann Ng', '--creator', 'مريم'],
      ...['--credit-line', 'Łęcka/Agency', '--copyright', '© 2026 Łęcka', '--source', 'Agency', '--terms', 'Ask first.'],
      ...['--licence', 'https://creativecommons.org/licenses/by-sa/4.0/'],
    ])
    expect(out).toContain(`${MEDIA.length} pictures changed`)
    const tags = await readPicture(`/t/${film.shortcode}/1/320.jpg`)
    expect(creditInXmp(tags)).toEqual({
      title: 'One <b>title</b> & "all"',
      creators: ['Ann Ng', 'مريم'],
      creditLine: 'Łęcka/Agency',
      copyrightNotice: '© 2026 Łęcka',
      source: 'Agency',
      licenceUrl: 'https://creativecommons.org/licenses/by-sa/4.0/',
      usageTerms: 'Ask first.',
    })
    await expectAgreement()
  })

  it('after a table with other words for each, and fields taken away', async () => {
    const rows = MEDIA.map(({ shortcode }, index) => `${shortcode},Title ${index},Maker ${index},,"'=Line ${index}"`)
    await placard(['set', '--from', '-'], ['code,title,creators,usageTerms,creditLine', ...rows].join('\n'))
    expect(creditInXmp(await readPicture(`/t/${cutout.shortcode}/1/640.webp`))).toMatchObject({
      title: 'Title 3',
      creators: ['Maker 3'],
      creditLine: '=Line 3',
      usageTerms: undefined,
    })
    await expectAgreement()
  })

  it('after an undo', async () => {
    await placard(['undo'])
    expect(creditInXmp(await readPicture(`/t/${cutout.shortcode}/1/640.webp`))).toMatchObject({
      creators: ['Ann Ng', 'مريم'],
      usageTerms: 'Ask first.',
    })
    await expectAgreement()
  })
})
