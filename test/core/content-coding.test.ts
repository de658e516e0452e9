import { describe, expect, it } from 'vitest'
import { chooseCoding } from '../../server/core/content-coding.ts'

describe('chooseCoding', () => {
  // What browsers and programs send, and the examples of RFC 9110 §12.5.3.
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['deflate', undefined],
    ['compress, gzip', 'gzip'],
    ['compress;q=0.5, gzip;q=1.0', 'gzip'],
    ['gzip;q=1.0, identity; q=0.5, *;q=0', 'gzip'],
    ['*', 'br'],
    ['*;q=0', undefined],
    ['br;q=0, *', 'gzip'],
    ['identity;q=0', undefined],
    ['identity;q=0, br', 'br'],
    ['identity', undefined],
    ['identity, br;q=0.5', undefined],
    ['identity;q=0.5, br;q=0.5', 'br'],
    ['BR', 'br'],
    ['GZip;Q=0.3', 'gzip'],
    ['x-gzip', 'gzip'],
    ['br;q=0.1, gzip', 'gzip'],
    ['br;q=0.000', undefined],
    ['\tbr ; q=0.001 ', 'br'],
    ['br;q=0.12345', 'br'],
    [',,br,,', 'br'],
  ])('of %j is %j', (header, coding) => {
    expect(chooseCoding(header)).toBe(coding)
  })

  it.each(['brotli', 'b r', 'br;q=2', 'br;q=-1', 'br;q=', 'br;level=5', 'br;q=1;q=0', '"br"', 'gzip/br', 'constructor', '__proto__'])(
    'reads nothing out of what is malformed or unknown: %j',
    (header) => {
      expect(chooseCoding(header)).toBeUndefined()
    },
  )

  it('reads 500 characters and not 501', () => {
    expect(chooseCoding('br'.padStart(500, ','))).toBe('br')
    expect(chooseCoding('br'.padStart(501, ','))).toBeUndefined()
  })

  it('chooses only what there is', () => {
    expect(chooseCoding('br, gzip', ['gzip'])).toBe('gzip')
    expect(chooseCoding('br', ['gzip'])).toBeUndefined()
    expect(chooseCoding('br', [])).toBeUndefined()
  })
})
