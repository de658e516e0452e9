import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { STRIP_WIDTHS } from '../../../server/core/credit/credit-strip.ts'
import type { Media } from '../../../server/core/media.ts'
import { FORMATS, WIDTHS } from '../../../server/core/pictures/rendition.ts'
import { bridge, inDefault, portrait, silent } from '../../fixtures/media.ts'
import { type Oracle, openOracle, type Tags } from '../../support/exiftool.ts'
import { memoryApp } from '../../support/memory/app.ts'
import { save } from '../../support/memory/save.ts'

let exiftool: Oracle
beforeAll(async () => {
  exiftool = await openOracle()
})
afterAll(() => exiftool.end())

const FILES = [
  ...WIDTHS.flatMap((width) => FORMATS.map((format) => `${width}.${format}`)),
  ...STRIP_WIDTHS.map((width) => `credit/${width}.jpg`),
]
const HOSTILE = `</rdf:li>"'&amp;<!--]]>?>👩🏽‍🚀 عربي`

/** What exiftool reads from every file that this server makes of the media. */
async function readAll(request: (path: string) => Promise<Response>, media: Media): Promise<readonly (readonly [string, Tags])[]> {
  const read: [string, Tags][] = []
  for (const file of FILES) {
    const response = await request(`/t/${media.shortcode}/${media.revision}/${file}`)
    expect([file, response.status]).toEqual([file, 200])
    const path = join(exiftool.folder, file.replace('/', '-'))
    writeFileSync(path, new Uint8Array(await response.arrayBuffer()))
    read.push([file, await exiftool.read(path)])
  }
  return read
}

describe('every file of a media, as exiftool reads it', () => {
  it('is one of 24', () => {
    expect(FILES).toHaveLength(24)
  })

  it('says what the catalogue says, before and after a correction (issue: credit in the bytes)', async () => {
    const { request, catalogue, settled } = memoryApp()
    for (const [, tags] of await readAll(request, bridge)) expect(tags).toMatchObject({ 'XMP-dc:Creator': ['Zoë Łęcka'] })
    await settled()
    const description = {
      ...bridge.description,
      creators: [{ name: 'Ottilie Brandt' }],
      creditLine: 'Harbour',
      licenceUrl: 'https://owner.example/terms',
    }
    const corrected: Media = { ...bridge, revision: 2, description }
    await save(catalogue, corrected)
    for (const [file, tags] of await readAll(request, corrected)) {
      expect([file, tags]).toMatchObject([
        file,
        {
          'XMP-dc:Creator': ['Ottilie Brandt'],
          'XMP-photoshop:Credit': 'Harbour',
          'XMP-dc:Rights': '© 2026 Zoë Łęcka',
          'XMP-xmpRights:WebStatement': 'https://owner.example/terms',
          'XMP-plus:DataMining': 'DMI-PROHIBITED',
          ...(file.endsWith('.jpg') && { 'IPTC:By-line': 'Ottilie Brandt', 'IPTC:Credit': 'Harbour', 'IFD0:Artist': 'Ottilie Brandt' }),
        },
      ])
    }
  })

  it('keeps hostile names as they are, or what is whole of them, and makes no reader complain (W12)', async () => {
    const media: Media = {
      ...portrait,
      description: { ...silent, title: inDefault(HOSTILE), creators: [{ name: HOSTILE }], copyrightNotice: inDefault(HOSTILE) },
    }
    const { request } = memoryApp({ media: [media] })
    for (const [file, tags] of await readAll(request, media)) {
      expect(Object.keys(tags).filter((name) => /Warning|Error/.test(name))).toEqual([])
      expect([file, tags]).toMatchObject([
        file,
        {
          'XMP-dc:Creator': [HOSTILE],
          'XMP-dc:Rights': HOSTILE,
          ...(file.endsWith('.jpg') && {
            'IPTC:By-line': `</rdf:li>"'&amp;<!--]]>?>`,
            'IPTC:CopyrightNotice': HOSTILE,
            'IFD0:Artist': HOSTILE,
          }),
        },
      ])
    }
  })
})
