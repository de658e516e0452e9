import { describe, expect, it } from 'vitest'
import { contentRange, parseRange, requireRange } from '../../server/core/byte-range.ts'

// The representation of RFC 9110 §14.1.2's examples has 10,000 bytes.
const SIZE = 10_000

describe('parseRange (RFC 9110 §14.1.2, §14.2)', () => {
  it.each([
    ['the first 500 bytes', 'bytes=0-499', { start: 0, end: 500 }],
    ['the second 500 bytes', 'bytes=500-999', { start: 500, end: 1000 }],
    ['the final 500 bytes', 'bytes=-500', { start: 9500, end: 10_000 }],
    ['the same, from a first byte', 'bytes=9500-', { start: 9500, end: 10_000 }],
    ['everything', 'bytes=0-', { start: 0, end: 10_000 }],
    ['an end behind the end', 'bytes=9500-99999', { start: 9500, end: 10_000 }],
    ['a suffix longer than all', 'bytes=-20000', { start: 0, end: 10_000 }],
    ['one byte', 'bytes=0-0', { start: 0, end: 1 }],
    ['the unit in capitals, with white space', ' Bytes= 0-0 ', { start: 0, end: 1 }],
    ['a start behind the end', 'bytes=10000-', 'unsatisfiable'],
    ['a start far behind the end', 'bytes=999999999999999-', 'unsatisfiable'],
    ['no bytes from the end', 'bytes=-0', 'unsatisfiable'],
    ['the first and the last byte: several ranges', 'bytes=0-0,-1', undefined],
    ['the middle in three pieces', 'bytes= 0-999, 4500-5499, -1000', undefined],
    ['backwards', 'bytes=500-499', undefined],
    ['another unit', 'items=0-5', undefined],
    ['no numbers', 'bytes=-', undefined],
    ['words', 'bytes=a-b', undefined],
    ['a sign', 'bytes=+1-2', undefined],
    ['a number beyond all files', `bytes=${'9'.repeat(40)}-`, undefined],
    ['nothing', '', undefined],
  ])('%s', (_name, header, range) => {
    expect(parseRange(header, SIZE)).toEqual(range)
  })

  it('has nothing to give of nothing', () => {
    expect(parseRange('bytes=0-', 0)).toBe('unsatisfiable')
    expect(parseRange('bytes=-1', 0)).toBe('unsatisfiable')
  })
})

it('spells Content-Range with the last byte in it', () => {
  expect(contentRange({ start: 42, end: 1234 }, 1234)).toBe('bytes 42-1233/1234')
})

it('says which range leaves the whole', () => {
  expect(() => requireRange({ start: 0, end: 10 }, 10)).not.toThrow()
  expect(() => requireRange({ start: 0, end: 11 }, 10)).toThrow(new RangeError('Expected a range within 10 bytes but received 0 to 11'))
})
