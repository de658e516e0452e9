import { describe, expect, it } from 'vitest'
import { cardBox } from '../../../server/core/card/card-box.ts'
import type { Size } from '../../../server/core/media.ts'
import type { Box } from '../../../server/core/pictures/fit.ts'
import { fc } from '../../support/properties.ts'

const OPEN = Number.POSITIVE_INFINITY
const size = (width: number, height: number): Size => ({ width, height })

/** One line each in a card of 240 px. */
const SHORT = { title: 'A lamp', byline: 'Photo: Ann Owner', rights: 'CC BY 4.0', caption: '' }
const landscape = size(3000, 2000)
const portrait = size(2000, 3000)
const square = size(1000, 1000)
const panorama = size(4000, 1000)

describe('cardBox', () => {
  // Label of SHORT: 22 padding + 22.1 title + 20.1 byline + 24 foot + 2 gaps of 3 = 94.2, so 95; below 520 px the rights
  // have a row of their own: 22 + 22.1 + 20.1 + 17.9 + 24 + 3 gaps = 115.1, so 116.
  // A low card has less padding, no gaps and a smaller title: 13 + 19.5 + 20.1 + 24, so 77; and 95. The border takes 2.
  it.each<[string, Size, Box, Size]>([
    ['a landscape in an open box', landscape, size(OPEN, OPEN), size(640, 2 + 425 + 95)],
    ['a landscape in 500x750 (WordPress)', landscape, size(500, 750), size(500, 2 + 332 + 116)],
    ['a landscape 320 wide', landscape, size(320, OPEN), size(320, 2 + 212 + 116)],
    ['a landscape 240 high: a row', landscape, size(OPEN, 240), size(640, 240)],
    ['a landscape in 320x240: a row', landscape, size(320, 240), size(320, 240)],
    ['a landscape in 200x150', landscape, size(200, 150), size(200, 150)],
    ['a landscape in 1x1', landscape, size(1, 1), size(1, 1)],
    ['a square in an open box', square, size(OPEN, OPEN), size(640, 2 + 638 + 95)],
    ['a panorama in an open box: low, and still a column', panorama, size(OPEN, OPEN), size(640, 2 + 160 + 77)],
    ['a panorama in 500x750', panorama, size(500, 750), size(500, 2 + 125 + 95)],
    ['a panorama 240 high', panorama, size(OPEN, 240), size(640, 2 + 160 + 77)],
    ['a portrait in an open box: narrower, not taller', portrait, size(OPEN, OPEN), size(456, 2 + 681 + 116)],
    ['a portrait in 500x750', portrait, size(500, 750), size(423, 2 + 632 + 116)],
    ['a portrait as high as a card may be', portrait, size(1200, 5000), size(604, 2 + 903 + 95)],
    ['a portrait 240 high: a row', portrait, size(OPEN, 240), size(480, 240)],
    ['a portrait 300 high: a row', portrait, size(OPEN, 300), size(480, 259)],
    ['a narrow and high box', landscape, size(200, 900), size(200, 2 + 132 + 116)],
    ['a small picture, which keeps its size', size(400, 300), size(OPEN, OPEN), size(402, 2 + 300 + 116)],
    ['a tiny picture, whose label stays readable', size(40, 30), size(OPEN, OPEN), size(320, 260)],
    ['a box with room to spare', landscape, size(1200, 1000), size(1200, 2 + 799 + 95)],
    ['a very wide box that asks for more than there is', landscape, size(5000, 5000), size(1200, 2 + 799 + 95)],
    ['a fraction of a pixel', landscape, size(320.9, 240.9), size(320, 240)],
  ])('sizes %s', (_what, picture, box, card) => {
    expect(cardBox(picture, box, SHORT)).toEqual(card)
  })

  it('makes a longer text take its height from the picture, not from the box', () => {
    const long = { ...SHORT, caption: 'A sentence about the lamp. '.repeat(20) }
    expect(cardBox(landscape, size(OPEN, OPEN), long).height).toBe(2 + 425 + 95 + 63)
    expect(cardBox(portrait, size(500, 750), long)).toEqual(size(381, 750))
  })

  it('keeps a panorama high enough for its caption, where the box allows', () => {
    const captioned = { ...SHORT, caption: 'At dawn.' }
    expect(cardBox(panorama, size(320, OPEN), captioned)).toEqual(size(320, 260))
    expect(cardBox(panorama, size(320, 240), captioned)).toEqual(size(320, 2 + 80 + 95))
  })

  it('never draws a wide card that its style sheet would turn into a row', () => {
    expect(cardBox(size(1900, 1000), size(1000, 560), SHORT)).toEqual(size(859, 2 + 451 + 95))
    expect(cardBox(size(2200, 1000), size(1000, 560), SHORT)).toEqual(size(859, 2 + 390 + 95))
    expect(cardBox(size(2201, 1000), size(1000, 560), SHORT)).toEqual(size(1000, 2 + 453 + 95))
  })

  const side = fc.integer({ min: 1, max: 20_000 })
  const limit = fc.oneof(fc.integer({ min: 1, max: 1500 }), fc.double({ min: 1, max: 1500, noNaN: true }), fc.constant(OPEN))
  const text = fc.string({ unit: fc.constantFrom('a', 'W', ' ', '\n', '漢', 'é'), maxLength: 400 })
  const label = fc.record({ title: text, byline: text, rights: text, caption: text })

  it('stays inside both limits, in whole pixels, and below 1200 x 1000 (E2, E7)', () => {
    fc.assert(
      fc.property(side, side, limit, limit, label, (width, height, maxWidth, maxHeight, words) => {
        const card = cardBox(size(width, height), size(maxWidth, maxHeight), words)
        expect(Number.isInteger(card.width) && Number.isInteger(card.height)).toBe(true)
        expect(card.width >= 1 && card.width <= Math.min(maxWidth, 1200)).toBe(true)
        expect(card.height >= 1 && card.height <= Math.min(maxHeight, 1000)).toBe(true)
        if (maxWidth === OPEN) expect(card.width).toBeLessThanOrEqual(640)
        if (maxHeight === OPEN) expect(card.height).toBeLessThanOrEqual(800)
      }),
      { numRuns: 2000 },
    )
  })

  it('is the same whenever it is asked', () => {
    fc.assert(
      fc.property(side, side, limit, limit, label, (width, height, maxWidth, maxHeight, words) => {
        const ask = () => cardBox(size(width, height), size(maxWidth, maxHeight), words)
        expect(ask()).toEqual(ask())
      }),
    )
  })
})
