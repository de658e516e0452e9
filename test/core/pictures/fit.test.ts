import { describe, expect, it } from 'vitest'
import { fitInside } from '../../../server/core/pictures/fit.ts'
import { fc } from '../../support/properties.ts'

const OPEN = Number.POSITIVE_INFINITY
const side = fc.integer({ min: 1, max: 20_000 })
const limit = fc.oneof(side, fc.constant(OPEN))

describe('fitInside', () => {
  it.each([
    ['a landscape by its width', [2000, 1333], [640, OPEN], [640, 427]],
    ['a portrait by its height', [2056, 3088], [500, 750], [499, 750]],
    ['both sides at once', [1000, 500], [500, 250], [500, 250]],
    ['a panorama by its width', [2400, 600], [320, 240], [320, 80]],
    ['nothing larger than it is', [300, 200], [640, 640], [300, 200]],
    ['nothing in an open box', [300, 200], [OPEN, OPEN], [300, 200]],
    ['a hair to one pixel', [10_000, 1], [100, 100], [100, 1]],
    ['anything into one pixel', [4000, 3000], [1, 1], [1, 1]],
    ['into whole pixels of a fractional box', [4000, 3000], [100.9, OPEN], [100, 76]],
  ])('shrinks %s', (_what, [width = 0, height = 0], [maxWidth = 0, maxHeight = 0], [fitWidth, fitHeight]) => {
    expect(fitInside({ width, height }, { width: maxWidth, height: maxHeight })).toEqual({ width: fitWidth, height: fitHeight })
  })

  it('stays inside the box and the picture, in whole pixels', () => {
    fc.assert(
      fc.property(side, side, limit, limit, (width, height, maxWidth, maxHeight) => {
        const fit = fitInside({ width, height }, { width: maxWidth, height: maxHeight })
        expect(Number.isInteger(fit.width) && Number.isInteger(fit.height)).toBe(true)
        expect(fit.width >= 1 && fit.width <= Math.min(width, maxWidth)).toBe(true)
        expect(fit.height >= 1 && fit.height <= Math.min(height, maxHeight)).toBe(true)
      }),
    )
  })

  it('keeps the aspect ratio to within half a pixel', () => {
    fc.assert(
      fc.property(side, side, side, (width, height, maxWidth) => {
        const fit = fitInside({ width, height }, { width: maxWidth, height: OPEN })
        const exact = (height * fit.width) / width
        expect(Math.abs(fit.height - Math.max(1, exact))).toBeLessThanOrEqual(0.5 + 1e-9)
      }),
    )
  })

  it.each([0, -1, 1.5, Number.NaN, OPEN])('refuses a side of %s', (width) => {
    expect(() => fitInside({ width, height: 10 }, { width: 5, height: 5 })).toThrow(RangeError)
    expect(() => fitInside({ width: 10, height: width }, { width: 5, height: 5 })).toThrow('Expected whole pixels >= 1')
  })
})
