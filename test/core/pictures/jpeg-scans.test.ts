import { describe, expect, it } from 'vitest'
import { TooManyPixelsError } from '../../../server/core/errors.ts'
import { requireFewScans } from '../../../server/core/pictures/jpeg-scans.ts'
import { originalBytes } from '../../fixtures/media.ts'
import { concat, jpegSegment, repeat } from '../../support/hostile/bytes.ts'

const scan = concat(jpegSegment(0xda, new Uint8Array(6)), '\x12\x34\xff\0\x56\xff\xd0\x78')
const jpegOf = (scans: number, more: string | Uint8Array = '') => concat('\xff\xd8', more, repeat(scan, scans), '\xff\xd9')

describe('requireFewScans (I2)', () => {
  it('takes 100 scans and refuses 101', () => {
    expect(() => requireFewScans(jpegOf(100))).not.toThrow()
    expect(() => requireFewScans(jpegOf(101))).toThrow(TooManyPixelsError)
  })

  it.each([
    ['within a segment', jpegOf(1, jpegSegment(0xe1, repeat(scan, 200)))],
    ['behind the end of the picture', concat(jpegOf(1), jpegOf(500))],
    ['in what is no JPEG', repeat(scan, 200)],
  ])('counts none %s', (_name, bytes) => {
    expect(() => requireFewScans(bytes)).not.toThrow()
  })

  it.each([
    ['bytes of no segment', '\0\0\0'],
    ['fill bytes', repeat('\xff', 1_000)],
    ['a segment of no length', '\xff\xe5\0\0'],
  ])('counts behind %s, as decoders do', (_name, more) => {
    expect(() => requireFewScans(jpegOf(101, more))).toThrow(TooManyPixelsError)
  })

  it('takes photographs and halves of them', () => {
    const bridge = originalBytes('bridge.jpg')
    for (let end = 0; end < bridge.length; end += 997) expect(() => requireFewScans(bridge.subarray(0, end))).not.toThrow()
  })
})
