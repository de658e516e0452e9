import { expect, it } from 'vitest'
import { md5 } from '../../../server/core/file-rights/md5.ts'

const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

// RFC 1321, appendix A.5.
it.each([
  ['', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['a', '0cc175b9c0f1b6a831c399e269772661'],
  ['abc', '900150983cd24fb0d6963f7d28e17f72'],
  ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
  ['abcdefghijklmnopqrstuvwxyz', 'c3fcd3d76192e4007dfb496cca67e13b'],
  ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 'd174ab98d277d9f5a5611c2c9f419d9f'],
  ['1234567890'.repeat(8), '57edf4a22be3c955ac49da2e2107b67a'],
])('digests %j as RFC 1321 does', (text, digest) => {
  expect(hex(md5(new TextEncoder().encode(text)))).toBe(digest)
})

// `head -c N /dev/zero | md5sum`, around the lengths where the padding needs another block.
it.each([
  [55, 'c9ea3314b91c9fd4e38f9432064fd1f2'],
  [56, 'e3c4dd21a9171fd39d208efa09bf7883'],
  [64, '3b5d3c7d207e37dceeedd301e35e2e58'],
])('digests %i zeros', (length, digest) => {
  expect(hex(md5(new Uint8Array(length)))).toBe(digest)
})
