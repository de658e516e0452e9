import { describe, expect, it } from 'vitest'
import { creditFor } from '../../../server/core/credit/credit.ts'
import { chooseStrip, creditStrip, STRIP_WIDTHS } from '../../../server/core/credit/credit-strip.ts'
import type { Description, Media } from '../../../server/core/media.ts'
import { FORMATS, WIDTHS } from '../../../server/core/pictures/rendition.ts'
import { readerFor } from '../../../server/core/words/reader.ts'
import { bridge, cutout, inDefault, panorama, portrait, silent } from '../../fixtures/media.ts'

const PERMALINK = 'https://placard.example/p/C6aHDKgAQA/'
const stripOf = (media: Media, width: (typeof STRIP_WIDTHS)[number] = 640, lang: 'en' | 'ar' = 'en') =>
  creditStrip(media, { credit: creditFor(media, PERMALINK, readerFor(lang, 'en')), permalink: PERMALINK, width })
const saying = (said: Partial<Description>): Media => ({ ...bridge, description: { ...silent, ...said } })
const plain = (text: string) => text.replace(/[\u200e\u200f\u2068\u2069]/g, '')

it('makes with the bare renditions 24 of one picture (I8)', () => {
  expect(STRIP_WIDTHS.length + WIDTHS.length * FORMATS.length).toBe(24)
})

describe('a strip', () => {
  it('says title, names, notice, licence and where all of it stands', () => {
    expect(stripOf(bridge).lines.map(({ text, look }) => [look, plain(text)])).toEqual([
      ['title', 'The bridge at dusk'],
      ['credit', 'Zoë Łęcka / Placard Pictures · © 2026 Zoë Łęcka · licensed under CC BY 4.0'],
      ['address', 'placard.example/p/C6aHDKgAQA'],
    ])
  })

  it('says title and address where nothing is known', () => {
    expect(stripOf(cutout).lines.map(({ text }) => plain(text))).toEqual(['Untitled', 'placard.example/p/C6aHDKgAQA'])
  })

  it('keeps each name in an isolate, and its lines in the direction of its words', () => {
    const [, english] = stripOf(portrait).lines
    expect(english?.text.startsWith('\u200e\u2068Ada Ng\u2069')).toBe(true)
    expect(english?.text).toContain('\u2068مريم\u2069')
    const arabic = stripOf(portrait, 640, 'ar')
    expect(arabic.dir).toBe('rtl')
    expect(arabic.lines.every(({ text }) => text.startsWith('\u200f'))).toBe(true)
  })

  it('says that a picture is made by AI', () => {
    const media = saying({
      digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
      creators: [{ name: 'Ann' }],
    })
    expect(stripOf(media).lines.map(({ text }) => plain(text))).toContain('Ann · AI-generated')
  })

  it('ends a credit without end in an ellipsis', () => {
    const creators = Array.from({ length: 300 }, (_, index) => ({ name: `${index}${'x'.repeat(100)}` }))
    const credit = plain(stripOf(saying({ creators })).lines[1]?.text ?? '')
    expect([...credit].length).toBeLessThanOrEqual(501)
    expect(credit.endsWith('…')).toBe(true)
  })

  it.each([
    [bridge, 1280, { width: 1280, height: 853 }, 1280],
    [panorama, 640, { width: 640, height: 160 }, 640],
    [portrait, 1280, { width: 800, height: 1200 }, 800],
    // Never enlarged, and never narrower than a credit can be read.
    [{ ...bridge, original: { ...bridge.original, width: 24, height: 16 } }, 640, { width: 24, height: 16 }, 320],
  ] as const)('stands below the whole picture and never over it: %#', (media, strip, picture, width) => {
    const planned = stripOf(media, strip)
    expect(planned.picture).toEqual(picture)
    expect(planned.width).toBe(width)
    // Three lines and two paddings at least.
    expect(planned.height).toBeGreaterThan(picture.height + 5 * planned.fontPx)
  })

  it('grows with its text', () => {
    const long = stripOf(saying({ creators: [{ name: 'Ann' }], usageTerms: inDefault('Only with permission of the owner. '.repeat(5)) }))
    expect(long.height).toBeGreaterThan(stripOf(saying({ creators: [{ name: 'Ann' }] })).height)
  })
})

describe('the choice of a strip', () => {
  const choose = (width: number, height: number) =>
    chooseStrip(bridge, { credit: creditFor(bridge, PERMALINK), permalink: PERMALINK, box: { width, height } })?.strip

  it.each([
    [479, 10_000, undefined],
    [480, 10_000, 480],
    [639, 10_000, 480],
    [640, 10_000, 640],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 1280],
    [500, 750, 480],
    [2000, 300, undefined],
  ])('in %i x %i is %s', (width, height, strip) => {
    expect(choose(width, height)).toBe(strip)
  })
})
