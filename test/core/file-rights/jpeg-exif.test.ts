import { expect, it } from 'vitest'
import { addExifRights } from '../../../server/core/file-rights/jpeg-exif.ts'

const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xd9)

it('writes one segment behind the start of the image, byte for byte', () => {
  const expected = [
    ...[0xff, 0xd8, 0xff, 0xe1, 0, 0x39], // APP1 of 57 bytes
    ...[0x45, 0x78, 0x69, 0x66, 0, 0], // Exif
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 2], // big-endian TIFF, a directory of two at 8
    ...[0x01, 0x3b, 0, 2, 0, 0, 0, 5, 0, 0, 0, 38], // Artist: 5 bytes of text at 38
    ...[0x82, 0x98, 0, 2, 0, 0, 0, 6, 0, 0, 0, 43], // Copyright: 6 bytes of text at 43
    ...[0, 0, 0, 0], // no other directory
    ...[0x5a, 0x6f, 0xc3, 0xab, 0], // Zoë in UTF-8
    ...[0xc2, 0xa9, 0x20, 0x5a, 0x6f, 0], // © Zo
    ...[0xff, 0xd9],
  ]
  expect([...addExifRights(JPEG, { artist: 'Zoë', copyright: '© Zo' })]).toEqual(expected)
})

it('pads a text that would stand in the entry itself', () => {
  expect([...addExifRights(JPEG, { artist: 'Al' })].slice(-7)).toEqual([0x41, 0x6c, 0, 0, 0, 0xff, 0xd9])
})

it('leaves the bytes alone if there is nothing to add', () => {
  expect(addExifRights(JPEG, {})).toBe(JPEG)
})

it('refuses what is no JPEG', () => {
  expect(() => addExifRights(Uint8Array.of(0x52, 0x49, 0x46, 0x46), { artist: 'Ann' })).toThrow(RangeError)
})
