import { describe, expect, it } from 'vitest'
import { decodeShortcode, encodeShortcode, parseShortcode } from '../../../server/core/identity/shortcode.ts'
import type { MediaId } from '../../../server/core/media.ts'
import { fixtureMedia } from '../../fixtures/media.ts'
import { fc } from '../../support/properties.ts'

/** Vectors that the codes of the 2015 platform follow, the edges of each length, and the largest id. */
const VECTORS: readonly (readonly [string, bigint])[] = [
  ['D', 3n],
  ['BUG', 5382n],
  ['E7', 315n],
  ['BG9It', 18600493n],
  ['fA9uwTtkSN', 558717847597368461n],
  ['os1NQjxtvF', 733194846952938437n],
  ['p-M5EIO8-e', 756098485446234014n],
  ['BAyse6sCorr', 1167190892089084651n],
  ['BSCoDz7Du7k', 1477919811501485796n],
  ['Bcizg1_B3nu', 1667121369441597934n],
  ['B', 1n],
  ['_', 63n],
  ['BA', 64n],
  ['H__________', 9223372036854775807n],
]

const asId = (value: bigint) => value as MediaId
const ids = fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }).map(asId)

describe('a shortcode', () => {
  it.each(VECTORS)('%s is the number %s', (code, number) => {
    expect(encodeShortcode(asId(number))).toBe(code)
    const parsed = parseShortcode(code)
    expect(parsed).toBe(code)
    expect(parsed && decodeShortcode(parsed)).toBe(number)
  })

  it.each(fixtureMedia.map(({ id, shortcode }) => [shortcode, id] as const))('%s of the fixtures is %s', (code, id) => {
    expect(encodeShortcode(id)).toBe(code)
  })

  it('comes back as the same id, through the parser', () => {
    fc.assert(
      fc.property(ids, (id) => {
        const code = parseShortcode(encodeShortcode(id))
        expect(code && decodeShortcode(code)).toBe(id)
      }),
    )
  })

  it('has one spelling per id', () => {
    const text = fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/)
    fc.assert(
      fc.property(text, (spelling) => {
        const code = parseShortcode(spelling)
        if (code !== undefined) expect(encodeShortcode(decodeShortcode(code))).toBe(spelling)
      }),
    )
  })

  it.each([
    ['nothing', ''],
    ['zero', 'A'],
    ['a leading zero', 'AD'],
    ['2^63', 'IAAAAAAAAAA'],
    ['the largest eleven characters', '___________'],
    ['twelve characters', 'BAAAAAAAAAAA'],
    ['padding', 'BUG='],
    ['the other base64 alphabet', 'p+M5EIO8/e'],
    ['white space', ' BUG'],
    ['a line break at the end', 'BUG\n'],
    ['a letter that looks like one of ours', 'ВUG'],
    ['a full-width letter', 'Ｂ'],
    ['a path', 'BUG/embed'],
    ['9,000 characters', 'B'.repeat(9000)],
  ])('is not %s', (_what, text) => {
    expect(parseShortcode(text)).toBeUndefined()
  })

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect([text, undefined]).toContain(parseShortcode(text))
      }),
    )
  })

  it.each([0n, -1n, 2n ** 63n])('is refused to %s', (value) => {
    expect(() => encodeShortcode(asId(value))).toThrow(RangeError)
  })
})
