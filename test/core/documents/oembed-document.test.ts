import { describe, expect, it } from 'vitest'
import { creditFor } from '../../../server/core/credit/credit.ts'
import { buildOEmbedDocument, type OEmbedParts } from '../../../server/core/documents/oembed-document.ts'
import { oembedXml } from '../../../server/core/documents/oembed-xml.ts'
import { linksFor } from '../../../server/core/identity/links.ts'
import type { Media } from '../../../server/core/media.ts'
import type { OEmbedDocument } from '../../../server/wire/oembed.ts'
import { bridge, cutout, fixtureMedia, inDefault, panorama, portrait, silent } from '../../fixtures/media.ts'
import { golden } from '../../support/golden.ts'
import { parseHtml, parseXml, parseXmlDocument, textIn } from '../../support/markup-tree.ts'
import { fc } from '../../support/properties.ts'

const baseUrl = 'https://placard.example'
const OPEN = Number.POSITIVE_INFINITY

function documentOf(media: Media, options: Partial<OEmbedParts> = {}): OEmbedDocument {
  const links = linksFor(baseUrl, media)
  const provider = { name: 'Placard', url: 'https://placard.example/' }
  const credit = creditFor(media, links.permalink)
  const box = { width: OPEN, height: OPEN }
  return buildOEmbedDocument({ media, credit, links, provider, box, type: 'rich', script: true, caption: true, baseUrl, ...options })
}

/** What a consumer gets, key by key. */
const sent = (document: OEmbedDocument): unknown => JSON.parse(JSON.stringify(document))

describe('the document', () => {
  it('of a picture of which everything is said', () => {
    expect(sent(documentOf(bridge))).toEqual(golden('oembed-rich'))
  })

  it('that WordPress gets, with omitscript and hidecaption', () => {
    const options = { box: { width: 500, height: 750 }, script: false, caption: false }
    expect(sent(documentOf(portrait, options))).toEqual(golden('oembed-wordpress'))
  })

  it('of type photo, where one is asked for', () => {
    expect(sent(documentOf(panorama, { type: 'photo', box: { width: 320, height: 240 } }))).toEqual(golden('oembed-photo'))
  })

  it('has the string "1.0" for a version (E1)', () => {
    expect(JSON.stringify(documentOf(bridge))).toContain('"version":"1.0"')
  })

  it('of a picture of which nothing is said has a title and no empty fields', () => {
    const document = documentOf(cutout)
    expect(document).toMatchObject({ title: 'Untitled', credit_text: 'Untitled', alt_text: 'Untitled picture' })
    expect(Object.keys(document)).toEqual(
      'type version title provider_name provider_url cache_age thumbnail_url thumbnail_width thumbnail_height credit_text alt_text media_id status width height html'.split(
        ' ',
      ),
    )
  })

  it('names no licence where the owner only points at terms', () => {
    const media = { ...cutout, description: { ...silent, licenceUrl: 'https://zoe.example/terms' } }
    expect(documentOf(media)).toMatchObject({ license_url: 'https://zoe.example/terms' })
    expect(documentOf(media)).not.toHaveProperty('license')
  })

  it('is rich where no rendition fits the photo that was asked for', () => {
    expect(documentOf(bridge, { type: 'photo', box: { width: 149, height: OPEN } })).toMatchObject({ type: 'rich', width: 149 })
    expect(documentOf(bridge, { type: 'photo', box: { width: 150, height: OPEN } })).toMatchObject({
      type: 'photo',
      width: 150,
      height: 150,
    })
  })

  it('of a photo without limits is the largest rendition, with a handy thumbnail', () => {
    expect(documentOf(bridge, { type: 'photo' })).toMatchObject({
      url: 'https://placard.example/t/C6aHDKgAQA/1/1920.jpg',
      width: 1920,
      height: 1280,
      thumbnail_width: 640,
    })
  })

  it('has all three thumbnail fields or none (clause 18)', () => {
    const fields = ['thumbnail_url', 'thumbnail_width', 'thumbnail_height']
    const keys = (width: number, height: number) =>
      Object.keys(documentOf(portrait, { box: { width, height } })).filter((key) => fields.includes(key))
    expect(keys(150, 150)).toEqual(fields)
    expect(keys(149, 150)).toEqual([])
    expect(keys(150, 149)).toEqual([])
  })

  const limit = fc.oneof(fc.integer({ min: 1, max: 2000 }), fc.constant(OPEN))
  const fixture = fc.constantFrom(...fixtureMedia)

  it('obeys both limits with card, frame, photo and thumbnail (clauses 7, 8, 18, 21; E2, O7)', () => {
    fc.assert(
      fc.property(fixture, limit, limit, fc.constantFrom('rich', 'photo'), (media, width, height, type) => {
        const document = documentOf(media, { box: { width, height }, type })
        for (const side of [document.width, document.thumbnail_width ?? 1])
          expect(Number.isInteger(side) && side >= 1 && side <= width).toBe(true)
        for (const side of [document.height, document.thumbnail_height ?? 1])
          expect(Number.isInteger(side) && side >= 1 && side <= height).toBe(true)
        if (document.type === 'rich') expect(document.html).toContain(`width="${document.width}" height="${document.height}" title=`)
      }),
    )
  })

  it('carries html that is the same tree in HTML and in XML, and flat values (E3, clause 24)', () => {
    fc.assert(
      fc.property(fixture, limit, limit, fc.boolean(), fc.boolean(), (media, width, height, script, caption) => {
        const document = documentOf(media, { box: { width, height }, script, caption })
        for (const value of Object.values(document)) expect(['string', 'number']).toContain(typeof value)
        if (document.type === 'rich') expect(parseXml(document.html)).toEqual(parseHtml(document.html))
      }),
    )
  })
})

describe('the document as XML', () => {
  /** Key and text of each child of the root, as a strict parser reads them. */
  function childrenOf(xml: string): readonly (readonly [string, string])[] {
    const root = parseXmlDocument(xml)
    expect(root.name).toBe('oembed')
    return root.children.filter((node) => typeof node !== 'string').map(({ name, children }) => [name, textIn(children)])
  }

  it('begins as oembed.com writes it', () => {
    expect(oembedXml(documentOf(bridge))).toMatch(
      /^<\?xml version="1\.0" encoding="utf-8" standalone="yes"\?>\n<oembed><type>rich<\/type><version>1\.0<\/version><title>The bridge at dusk<\/title>/,
    )
  })

  it.each(fixtureMedia.map((media) => [media.shortcode, media] as const))('says of %s exactly what the JSON says', (_code, media) => {
    for (const type of ['rich', 'photo'] as const) {
      const document = documentOf(media, { type })
      expect(childrenOf(oembedXml(document))).toEqual(Object.entries(document).map(([key, value]) => [key, String(value)]))
    }
  })

  it('reads back any text, and U+FFFD for what XML forbids (O3)', () => {
    const readable = (text: string) => text.toWellFormed().replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '\ufffd')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const document = { ...documentOf(cutout), title: text }
        expect(childrenOf(oembedXml(document)).find(([key]) => key === 'title')).toEqual(['title', readable(text)])
      }),
      { numRuns: 1000 },
    )
  })

  it('stays one document whatever the owner wrote (O3)', () => {
    const media = { ...bridge, description: { ...silent, title: inDefault(']]></title><!DOCTYPE x [<!ENTITY e "f">]>&e;\0\ud800') } }
    expect(childrenOf(oembedXml(documentOf(media))).find(([key]) => key === 'title')?.[1]).toContain(
      ']]></title><!DOCTYPE x [<!ENTITY e "f">]>&e;',
    )
  })
})
