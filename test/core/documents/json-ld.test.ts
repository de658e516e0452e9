import { expect, it } from 'vitest'
import { creditFor } from '../../../server/core/credit/credit.ts'
import { buildJsonLd } from '../../../server/core/documents/json-ld.ts'
import { linksFor } from '../../../server/core/identity/links.ts'
import type { Media } from '../../../server/core/media.ts'
import { bridge, inDefault, portrait, silent } from '../../fixtures/media.ts'

function imageObjectOf(media: Media) {
  const links = linksFor('https://placard.example', media)
  return buildJsonLd(media, creditFor(media, links.permalink), links)
}

// https://developers.google.com/search/docs/appearance/structured-data/image-license-metadata
it('says everything that an image search shows with a licensable picture', () => {
  expect(imageObjectOf({ ...bridge, notAfter: Date.UTC(2027, 0, 2) })).toEqual({
    '@context': 'https://schema.org',
    '@type': 'ImageObject',
    contentUrl: 'https://placard.example/t/C6aHDKgAQA/1/1920.jpg',
    url: 'https://placard.example/p/C6aHDKgAQA/',
    embedUrl: 'https://placard.example/p/C6aHDKgAQA/embed/captioned/',
    thumbnailUrl: 'https://placard.example/t/C6aHDKgAQA/1/320.jpg',
    width: 1920,
    height: 1280,
    encodingFormat: 'image/jpeg',
    name: 'The bridge at dusk',
    caption: 'A suspension bridge over calm water, seen from the north bank.',
    license: 'https://creativecommons.org/licenses/by/4.0/',
    acquireLicensePage: 'https://pictures.example/licence/bridge',
    creditText: 'Placard Pictures',
    creator: { '@type': 'Person', name: 'Zoë Łęcka', url: 'https://zoe.example/' },
    copyrightNotice: '© 2026 Zoë Łęcka',
    digitalSourceType: 'https://schema.org/DigitalCaptureDigitalSource',
    dateCreated: '2026-03-01T18:05:00+01:00',
    datePublished: '2026-03-14T09:26:53.589Z',
    expires: '2027-01-02T00:00:00.000Z',
    keywords: ['bridge', 'dusk'],
    inLanguage: 'en',
  })
})

it('names every creator of several, and the widest thumbnail of a smaller picture', () => {
  expect(imageObjectOf(portrait)).toMatchObject({
    contentUrl: 'https://placard.example/t/C6aHDKgAQB/1/960.jpg',
    width: 800,
    height: 1200,
    creditText: 'Ada Ng and مريم',
    creator: [
      { '@type': 'Person', name: 'Ada Ng' },
      { '@type': 'Person', name: 'مريم' },
    ],
  })
})

it('leaves out what nobody said', () => {
  const said = imageObjectOf({ ...bridge, description: silent })
  expect(Object.keys(said).toSorted()).toEqual([
    '@context',
    '@type',
    'contentUrl',
    'datePublished',
    'embedUrl',
    'encodingFormat',
    'height',
    'inLanguage',
    'name',
    'thumbnailUrl',
    'url',
    'width',
  ])
})

it.each([
  ['computationalCapture', 'MultiFrameComputationalCaptureDigitalSource'],
  ['humanEdits', 'MinorHumanEditsDigitalSource'],
  ['digitalCreation', 'DigitalArtDigitalSource'],
  ['trainedAlgorithmicMedia', 'TrainedAlgorithmicMediaDigitalSource'],
  ['compositeWithTrainedAlgorithmicMedia', 'CompositeWithTrainedAlgorithmicMediaDigitalSource'],
])('translates the source type %s for schema.org', (code, member) => {
  const digitalSourceType = `http://cv.iptc.org/newscodes/digitalsourcetype/${code}`
  expect(imageObjectOf({ ...bridge, description: { ...silent, digitalSourceType } })).toMatchObject({
    digitalSourceType: `https://schema.org/${member}`,
  })
})

it('passes on no address that a page may not link to, and no hidden character (W12, W13)', () => {
  const description = {
    ...silent,
    licenceUrl: 'javascript:1',
    licensorUrl: 'data:,',
    creators: [{ name: 'A\u202enn', url: 'ftp://x' }],
    keywords: ['\u2066a', '\u200b'],
  }
  const said = imageObjectOf({ ...bridge, description: { ...description, caption: inDefault('\u202eline\nbreak') } })
  expect(said).toMatchObject({ creator: { '@type': 'Person', name: 'Ann' }, keywords: ['a'], caption: 'line\nbreak' })
  expect(said).not.toHaveProperty('license')
  expect(said).not.toHaveProperty('acquireLicensePage')
})
