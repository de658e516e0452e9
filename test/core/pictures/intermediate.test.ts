import { describe, expect, it } from 'vitest'
import type { OriginalFacts, OriginalKey } from '../../../server/core/media.ts'
import { intermediateOf, isEnough } from '../../../server/core/pictures/intermediate.ts'
import { renditionKey, renditionSize, WIDTHS } from '../../../server/core/pictures/rendition.ts'
import { bridge } from '../../fixtures/media.ts'

const key = 'a'.repeat(64) as OriginalKey // in the form of one
const original = (changes: Partial<OriginalFacts>): OriginalFacts => ({
  ...{ key, type: 'image/jpeg', bytes: 1, width: 6000, height: 4000, hasAlpha: false },
  ...changes,
})

describe('intermediateOf', () => {
  it.each([
    [
      { width: 6000, height: 4000 },
      { width: 2048, height: 1365 },
    ],
    [
      { width: 4000, height: 6000 },
      { width: 1365, height: 2048 },
    ],
    [
      { width: 2049, height: 10 },
      { width: 2048, height: 10 },
    ],
  ])('puts %o into 2048 x 2048', (size, expected) => {
    expect(intermediateOf(original(size))).toMatchObject(expected)
  })

  it('has nothing for an original that is no larger', () => {
    expect(intermediateOf(original({ width: 2048, height: 2048 }))).toBeUndefined()
  })

  it('keeps what is see-through', () => {
    expect(intermediateOf(original({}))?.format).toBe('jpg')
    expect(intermediateOf(original({ hasAlpha: true }))?.format).toBe('webp')
  })

  it('is kept under the name of the original, where no rendition of any media is', () => {
    expect(intermediateOf(original({}))?.key).toBe(`i1/${key}.jpg`)
    expect(renditionKey(bridge, { width: 320, format: 'jpg' })).toMatch(/^p\d+\//)
  })
})

describe('isEnough', () => {
  it('serves the widths that stay a quarter below it', () => {
    const served = (size: { width: number; height: number }) => {
      const intermediate = intermediateOf(original(size))
      return WIDTHS.filter((width) => intermediate && isEnough(intermediate, renditionSize(size, width)))
    }
    expect(served({ width: 6000, height: 4000 })).toEqual([150, 320, 480, 640, 960, 1280])
    expect(served({ width: 4000, height: 6000 })).toEqual([150, 320, 480, 640, 960])
  })
})
