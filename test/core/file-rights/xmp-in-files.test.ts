import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addAvifXmp } from '../../../server/core/file-rights/avif-xmp.ts'
import { addJpegXmp } from '../../../server/core/file-rights/jpeg-xmp.ts'
import { addWebpXmp } from '../../../server/core/file-rights/webp-xmp.ts'
import { type Oracle, openOracle } from '../../support/exiftool.ts'

const XMP =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
  '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">' +
  '<dc:creator><rdf:Seq><rdf:li>Zoë Łęcka</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>'

let oracle: Oracle
beforeAll(async () => {
  oracle = await openOracle()
})
afterAll(() => oracle.end())

/** A gradient, so that a byte of the picture that moved would show. */
function gradient(channels: 3 | 4) {
  const data = Buffer.from(Uint8Array.from({ length: 45 * 31 * channels }, (_, index) => (index * 7) % 251))
  return sharp(data, { raw: { width: 45, height: 31, channels } })
}

const pixels = async (bytes: Uint8Array) => await sharp(bytes).ensureAlpha().raw().toBuffer()

describe.each([
  ['a JPEG', 'jpg', () => gradient(3).jpeg().toBuffer(), addJpegXmp],
  ['a JPEG with a colour profile', 'jpg', () => gradient(3).withIccProfile('p3').jpeg().toBuffer(), addJpegXmp],
  ['a simple WebP', 'webp', () => gradient(3).webp().toBuffer(), addWebpXmp],
  ['a lossless WebP with transparency', 'webp', () => gradient(4).webp({ lossless: true }).toBuffer(), addWebpXmp],
  ['an extended WebP', 'webp', () => gradient(4).webp().toBuffer(), addWebpXmp],
  ['a WebP with a colour profile', 'webp', () => gradient(3).withIccProfile('p3').webp().toBuffer(), addWebpXmp],
  ['an AVIF', 'avif', () => gradient(3).avif({ effort: 0 }).toBuffer(), addAvifXmp],
  ['an AVIF with transparency', 'avif', () => gradient(4).avif({ effort: 0 }).toBuffer(), addAvifXmp],
] as const)('%s', (name, extension, make, add) => {
  it('is read with its XMP by libvips and by exiftool, and has the same pixels', async () => {
    const bare = await make()
    const bytes = add(bare, XMP)
    expect((await sharp(bytes).metadata()).xmp?.toString()).toContain('Zoë Łęcka')
    expect((await pixels(bytes)).equals(await pixels(bare))).toBe(true)
    const path = join(oracle.folder, `${name.replaceAll(' ', '-')}.${extension}`)
    writeFileSync(path, bytes)
    const tags = await oracle.read(path)
    expect(tags['XMP-dc:Creator']).toEqual(expect.arrayContaining(['Zoë Łęcka']))
    expect([tags['ExifTool:Warning'], tags['ExifTool:Error']]).toEqual([undefined, undefined])
  })
})

it.each([addJpegXmp, addWebpXmp, addAvifXmp])('%o refuses other bytes', (add) => {
  expect(() => add(new TextEncoder().encode('neither of these at all, but long enough'), XMP)).toThrow(Error)
  expect(() => add(new Uint8Array(), XMP)).toThrow(RangeError)
})

it('refuses a packet that no JPEG segment can hold', async () => {
  const jpeg = await gradient(3).jpeg().toBuffer()
  const longest = 'a'.repeat(65_533 - 'http://ns.adobe.com/xap/1.0/\0'.length)
  expect(addJpegXmp(jpeg, longest).length).toBeGreaterThan(65_533)
  expect(() => addJpegXmp(jpeg, `${longest}a`)).toThrow(RangeError)
})
