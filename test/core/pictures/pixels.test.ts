import { expect, it } from 'vitest'
import { TooManyPixelsError } from '../../../server/core/errors.ts'
import { requireFewPixels } from '../../../server/core/pictures/pixels.ts'

const at = (width: number, isAvif: boolean) => () => requireFewPixels({ width, height: 1000 }, { maxPixels: 50_000_000, isAvif })

it('lets as many pixels through as the limit says, of AVIF half as many (I2)', () => {
  for (const [width, isAvif] of [
    [49_999, false],
    [50_000, false],
    [24_999, true],
    [25_000, true],
  ] as const)
    expect(at(width, isAvif)).not.toThrow()
})

it('refuses one line more, and says what was expected', () => {
  expect(at(50_010, false)).toThrow(new TooManyPixelsError('Expected at most 50 megapixels but received 50.01 (50010 x 1000)'))
  expect(at(25_010, true)).toThrow(new TooManyPixelsError('Expected AVIF of at most 25 megapixels but received 25.01 (25010 x 1000)'))
})
