import { describe, expect, it } from 'vitest'
import { chooseDemoPictures } from '../../../server/core/card/demo-pictures.ts'
import type { Media } from '../../../server/core/media.ts'
import { bridge, cutout, panorama, portrait } from '../../fixtures/media.ts'

function sized(width: number, height: number): Media {
  return { ...bridge, original: { ...bridge.original, width, height } }
}

describe('chooseDemoPictures', () => {
  it('finds a picture for each shape', () => {
    expect(chooseDemoPictures([bridge, portrait, panorama, cutout])).toEqual({ landscape: bridge, portrait, panorama, square: cutout })
  })

  it('leaves out a shape that no picture has', () => {
    expect(chooseDemoPictures([bridge])).toEqual({ landscape: bridge })
    expect(chooseDemoPictures([])).toEqual({})
  })

  it.each([
    ['square', 879, 1000, 'portrait'],
    ['square', 880, 1000, 'square'],
    ['landscape', 1199, 1000, 'square'],
    ['landscape', 1200, 1000, 'landscape'],
    ['panorama', 1899, 1000, 'landscape'],
    ['panorama', 1900, 1000, 'panorama'],
    ['portrait', 400, 1000, 'portrait'],
  ])('draws the border of %s: %i x %i is a %s', (_border, width, height, shape) => {
    expect(Object.keys(chooseDemoPictures([sized(width, height)]))).toEqual([shape])
  })

  it.each([
    [399, 1000],
    [8000, 1000],
  ])('has no place for a strip of %i x %i', (width, height) => {
    expect(chooseDemoPictures([sized(width, height)])).toEqual({})
  })

  it('takes the one that suits the shape best, and the earlier among equals', () => {
    const best = sized(1500, 1000)
    expect(chooseDemoPictures([sized(1700, 1000), best, sized(3000, 2000)]).landscape).toBe(best)
  })
})
