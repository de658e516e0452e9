import { describe, expect, it } from 'vitest'
import { isPartOf, PART_BYTES, partsOf } from '../../server/core/original-parts.ts'

describe('partsOf', () => {
  it.each([
    [0, [{ start: 0, end: 0 }]],
    [PART_BYTES - 1, [{ start: 0, end: 8_388_607 }]],
    [PART_BYTES, [{ start: 0, end: 8_388_608 }]],
    [
      PART_BYTES + 1,
      [
        { start: 0, end: 8_388_608 },
        { start: 8_388_608, end: 8_388_609 },
      ],
    ],
  ])('makes of %i bytes parts of 8 MiB, and a shorter last one', (bytes, parts) => {
    expect(partsOf(bytes)).toEqual(parts)
  })
})

describe('isPartOf', () => {
  const bytes = 20_000_000

  it('knows every part', () => {
    const parts = [
      { start: 0, end: 8_388_608 },
      { start: 8_388_608, end: 16_777_216 },
      { start: 16_777_216, end: 20_000_000 },
    ]
    expect(parts.map((part) => isPartOf(bytes, part))).toEqual([true, true, true])
  })

  it.each([
    ['that begins between two', bytes, { start: 1, end: 8_388_609 }],
    ['that is too short', bytes, { start: 0, end: 8_388_607 }],
    ['that is too long', bytes, { start: 0, end: 8_388_609 }],
    ['that goes on behind the end', bytes, { start: 16_777_216, end: 25_165_824 }],
    ['behind the end', 8_388_608, { start: 8_388_608, end: 8_388_608 }],
    ['of nothing', 0, { start: 0, end: 0 }],
  ])('refuses one %s', (_, size, range) => {
    expect(isPartOf(size, range)).toBe(false)
  })
})
