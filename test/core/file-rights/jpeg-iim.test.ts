import { describe, expect, it } from 'vitest'
import { addIim, cutToBytes, iimOf } from '../../../server/core/file-rights/jpeg-iim.ts'
import { fc } from '../../support/properties.ts'

const ASCII = (text: string) => [...text].map((character) => character.charCodeAt(0))

describe('the datasets', () => {
  it('begin with UTF-8 and the version of the record, byte for byte', () => {
    expect([...iimOf({ creators: ['Zoë'], copyrightNotice: '©' })!]).toEqual([
      ...[0x1c, 1, 90, 0, 3, 0x1b, 0x25, 0x47],
      ...[0x1c, 2, 0, 0, 2, 0, 4],
      ...[0x1c, 2, 80, 0, 4, 0x5a, 0x6f, 0xc3, 0xab],
      ...[0x1c, 2, 116, 0, 2, 0xc2, 0xa9],
    ])
  })

  it('are none where nothing is known', () => {
    expect(iimOf({ creators: [] })).toBeUndefined()
    expect(iimOf({ creators: [''], title: '' })).toBeUndefined()
  })

  it('hold twenty creators, and not one more', () => {
    const bylines = (count: number) => [...iimOf({ creators: Array.from({ length: count }, () => 'x') })!].filter((byte) => byte === 80)
    expect([19, 20, 21].map((count) => bylines(count).length)).toEqual([19, 20, 20])
  })
})

describe('a text', () => {
  it.each([
    ['stays whole at its limit', 'x'.repeat(32), 'x'.repeat(32)],
    ['is cut one above', 'x'.repeat(33), 'x'.repeat(32)],
    ['is never cut within a letter', `${'x'.repeat(31)}é`, 'x'.repeat(31)],
    ['counts bytes and not letters', 'é'.repeat(20), 'é'.repeat(16)],
    ['keeps a letter and its accent together', `${'x'.repeat(31)}e\u0301`, 'x'.repeat(31)],
    ['keeps a family together', `${'x'.repeat(20)}👩‍👩‍👧`, 'x'.repeat(20)],
    ['never splits a pair of surrogates', '😀'.repeat(9), '😀'.repeat(8)],
    ['does not end in a space', `${'x'.repeat(30)} yyy`, `${'x'.repeat(30)} y`],
    ['loses a space at its end', `${'x'.repeat(31)} yyy`, 'x'.repeat(31)],
    ['is empty where not even its first character fits', `e${'\u0301'.repeat(40)}`, ''],
  ])('%s', (_name, text, cut) => {
    expect(cutToBytes(text, 32)).toBe(cut)
  })
})

describe('any text', () => {
  it('becomes a beginning of itself that fits, in whole letters', () => {
    const letters = fc.array(fc.constantFrom('a', 'é', 'e\u0301', '漢', '😀', '👩🏽‍🚀', 'مَ', ' ', '\u200d', '🇩🇪'), { maxLength: 40 })
    fc.assert(
      fc.property(letters, fc.integer({ min: 0, max: 64 }), (parts, maxBytes) => {
        const text = parts.join('')
        const cut = cutToBytes(text, maxBytes)
        expect(text.startsWith(cut)).toBe(true)
        expect(new TextEncoder().encode(cut).length).toBeLessThanOrEqual(maxBytes)
        expect(cut.isWellFormed()).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a JPEG', () => {
  const start = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xe1, 0, 3, 9]
  const rest = [0xff, 0xdb, 0, 2, 0xff, 0xd9]

  it('gets one segment behind its application segments, byte for byte', () => {
    expect([...addIim(Uint8Array.from([...start, ...rest]), Uint8Array.of(0x61, 0x62, 0x63))]).toEqual([
      ...start,
      ...[0xff, 0xed, 0, 60, ...ASCII('Photoshop 3.0'), 0],
      ...[...ASCII('8BIM'), 0x04, 0x04, 0, 0, 0, 0, 0, 3, 0x61, 0x62, 0x63, 0],
      ...[...ASCII('8BIM'), 0x04, 0x25, 0, 0, 0, 0, 0, 16],
      // MD5 of `abc` (RFC 1321, appendix A.5).
      ...[0x90, 0x01, 0x50, 0x98, 0x3c, 0xd2, 0x4f, 0xb0, 0xd6, 0x96, 0x3f, 0x7d, 0x28, 0xe1, 0x7f, 0x72],
      ...rest,
    ])
  })

  it('stays as it is if there is nothing to add', () => {
    const jpeg = Uint8Array.from([...start, ...rest])
    expect(addIim(jpeg, undefined)).toBe(jpeg)
  })

  it('is needed', () => {
    expect(() => addIim(Uint8Array.of(0x52, 0x49), undefined)).toThrow(RangeError)
  })

  it('has room for as much as a segment, in whole pairs of bytes', () => {
    const jpeg = Uint8Array.from([...start, ...rest])
    // 65,533 bytes without the name, two resources' heads and the digest leave 65,479.
    expect(addIim(jpeg, new Uint8Array(65_478)).length).toBe(jpeg.length + 4 + 65_532)
    expect(() => addIim(jpeg, new Uint8Array(65_479))).toThrow(RangeError)
  })
})
