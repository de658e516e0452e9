import { describe, expect, it } from 'vitest'
import type { Size } from '../../../server/core/media.ts'
import { chooseRendition, FORMATS, offeredWidths, renditionKey, renditionSize, WIDTHS } from '../../../server/core/pictures/rendition.ts'
import { bridge } from '../../fixtures/media.ts'
import { fc } from '../../support/properties.ts'

const OPEN = Number.POSITIVE_INFINITY
const size = (width: number, height: number): Size => ({ width, height })

describe('the closed set of renditions', () => {
  it('has seven widths and three formats (I8)', () => {
    expect(WIDTHS).toEqual([150, 320, 480, 640, 960, 1280, 1920])
    expect(FORMATS).toEqual(['jpg', 'webp', 'avif'])
  })

  it.each([
    [size(2000, 1333), 640, size(640, 427)],
    [size(2000, 1333), 150, size(150, 150)],
    // WebP cannot be taller than 16,383 pixels.
    [size(2000, 20_000), 1920, size(1638, 16_383)],
    [size(800, 1200), 960, size(800, 1200)],
    [size(100, 60), 150, size(60, 60)],
    [size(100, 60), 320, size(100, 60)],
    [size(2400, 600), 1920, size(1920, 480)],
    [size(20_000, 3), 320, size(320, 1)],
  ] as const)('of a picture of %o in width %i has %o', (picture, width, pixels) => {
    expect(renditionSize(picture, width)).toEqual(pixels)
  })

  it.each([
    [100, [320]],
    [319, [320]],
    [320, [320]],
    [321, [320, 480]],
    [640, [320, 480, 640]],
    [800, [320, 480, 640, 960]],
    [1919, [320, 480, 640, 960, 1280, 1920]],
    [6000, [320, 480, 640, 960, 1280, 1920]],
  ])('offers a picture %i px wide as %o', (width, widths) => {
    expect(offeredWidths(size(width, 500))).toEqual(widths)
  })

  it('is kept under a path that names pipeline, media, revision, width and format', () => {
    expect(renditionKey({ ...bridge, revision: 7 }, { width: 640, format: 'webp' })).toBe('p3/C6aHDKgAQA/7/640.webp')
  })
})

describe('chooseRendition', () => {
  it.each([
    ['the largest in an open box', size(4000, 3000), size(OPEN, OPEN), 1920, size(1920, 1440)],
    ['by the width', size(2000, 1333), size(500, 750), 480, size(480, 320)],
    ['by the height', size(800, 1200), size(OPEN, 750), 480, size(480, 720)],
    ['exactly at a width', size(2000, 1333), size(640, OPEN), 640, size(640, 427)],
    ['one pixel below a width', size(2000, 1333), size(639, OPEN), 480, size(480, 320)],
    ['exactly at a height', size(2000, 1333), size(OPEN, 427), 640, size(640, 427)],
    ['one pixel below a height', size(2000, 1333), size(OPEN, 426), 480, size(480, 320)],
    ['the whole of a small picture', size(400, 400), size(OPEN, OPEN), 480, size(400, 400)],
    ['the crop where the whole is too wide', size(2000, 1333), size(319, OPEN), 150, size(150, 150)],
    ['the crop where the whole is too high', size(800, 1200), size(320, 240), 150, size(150, 150)],
    ['the crop at its own size', size(800, 1200), size(150, 150), 150, size(150, 150)],
    ['the crop of a tiny picture', size(300, 20), size(20, 20), 150, size(20, 20)],
  ])('picks %s', (_what, picture, box, width, pixels) => {
    expect(chooseRendition(picture, box)).toEqual({ rendition: { width, format: 'jpg' }, size: pixels })
  })

  it.each([size(149, OPEN), size(OPEN, 149), size(1, 1)])('finds nothing for %o', (box) => {
    expect(chooseRendition(size(2000, 1333), box)).toBeUndefined()
  })

  it('never leaves the box', () => {
    const side = fc.integer({ min: 1, max: 8000 })
    fc.assert(
      fc.property(side, side, side, side, (width, height, maxWidth, maxHeight) => {
        const chosen = chooseRendition(size(width, height), size(maxWidth, maxHeight))
        if (chosen !== undefined) expect(chosen.size.width <= maxWidth && chosen.size.height <= maxHeight).toBe(true)
      }),
    )
  })
})
