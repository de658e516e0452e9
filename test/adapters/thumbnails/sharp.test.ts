import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { sharpThumbnailer } from '../../../server/adapters/thumbnails/picture/runner.ts'
import { TooManyPixelsError, UnsupportedMediaError } from '../../../server/core/errors.ts'
import { FORMATS } from '../../../server/core/pictures/rendition.ts'
import { opening, planOf, thumbnailerContract } from '../../contracts/thumbnailer.ts'
import { originalBytes } from '../../fixtures/media.ts'
import { PIXEL_BOMBS } from '../../support/hostile/bombs.ts'

const create = () => sharpThumbnailer({ maxInputPixels: 50_000_000, timeoutMs: 30_000 })

thumbnailerContract('sharpThumbnailer', create)

/** Red, green, blue and, where there is one, alpha of one pixel. */
async function pixelAt(picture: Uint8Array, left: number, top: number): Promise<readonly number[]> {
  return [...(await sharp(picture).extract({ left, top, width: 1, height: 1 }).raw().toBuffer())]
}

/** A picture whose left half is red and whose right half is blue. */
function twoHalves(width: number, height: number) {
  const half = { width: width / 2, height, channels: 3, background: '#0000ff' } as const
  return sharp({ create: { width, height, channels: 3, background: '#ff0000' } }).composite([
    { input: { create: half }, left: width / 2, top: 0 },
  ])
}

function expectColour(received: readonly number[], expected: readonly number[]): void {
  for (const [index, value] of expected.entries())
    expect(Math.abs((received[index] ?? -99) - value), `${received} near ${expected}`).toBeLessThan(16)
}

const bridgeJpg = originalBytes('bridge.jpg')

describe('sharpThumbnailer', () => {
  it.each(FORMATS)('turns a picture upright before it measures it: %s', async (format) => {
    // Orientation 6: shown upright, the left of the stored pixels is at the top.
    const stored = await twoHalves(400, 200).withMetadata({ orientation: 6 }).jpeg().toBuffer()
    const thumbnail = await create().render(opening(stored), planOf({ width: 100, height: 200, format }))
    expectColour(await pixelAt(thumbnail, 50, 20), [255, 0, 0])
    expectColour(await pixelAt(thumbnail, 50, 180), [0, 0, 255])
    expect((await sharp(thumbnail).metadata()).orientation ?? 1).toBe(1)
  })

  it.each(FORMATS)('converts a wide gamut to sRGB and drops the profile: %s', async (format) => {
    // Display P3 (200, 100, 50) is about sRGB (213, 97, 37): CSS Color 4, by hand.
    const wide = await sharp({ create: { width: 64, height: 64, channels: 3, background: { r: 213, g: 97, b: 37 } } })
      .withIccProfile('p3')
      .png()
      .toBuffer()
    expectColour(await storedPixel(wide), [200, 100, 50])
    const thumbnail = await create().render(opening(wide), planOf({ width: 64, height: 64, format }))
    expectColour(await pixelAt(thumbnail, 32, 32), [213, 97, 37])
    expect((await sharp(thumbnail).metadata()).icc).toBeUndefined()
  })

  it.each([
    ['CMYK', () => twoHalves(200, 100).toColourspace('cmyk').jpeg().toBuffer()],
    ['grey', () => twoHalves(200, 100).greyscale().jpeg().toBuffer()],
    ['16 bits', () => twoHalves(200, 100).toColourspace('rgb16').png().toBuffer()],
    ['TIFF', () => twoHalves(200, 100).tiff({ compression: 'lzw' }).toBuffer()],
    ['GIF', () => twoHalves(200, 100).gif().toBuffer()],
    ['WebP', () => twoHalves(200, 100).webp().toBuffer()],
    ['AVIF', () => twoHalves(200, 100).avif({ effort: 0 }).toBuffer()],
  ])('takes %s', async (_name, make) => {
    const original = await make()
    for (const format of FORMATS) {
      const thumbnail = await create().render(opening(original), planOf({ width: 100, height: 50, format }))
      expect(await sharp(thumbnail).metadata()).toMatchObject({ width: 100, height: 50, depth: 'uchar' })
    }
  })

  it('lays a cut-out on white in JPEG and keeps it see-through in WebP and AVIF', async () => {
    const corner = async (format: 'jpg' | 'webp' | 'avif') => {
      const plan = planOf({ width: 320, height: 320, format })
      return pixelAt(await create().render(opening(originalBytes('cutout.png')), plan), 2, 2)
    }
    expect(await corner('jpg')).toEqual([255, 255, 255])
    expect((await corner('webp'))[3]).toBe(0)
    expect((await corner('avif'))[3]).toBe(0)
  })

  it('crops to what draws attention, not to the middle', async () => {
    const spot = { create: { width: 180, height: 180, channels: 3, background: '#ff2010' } } as const
    const scene = await sharp({ create: { width: 1200, height: 200, channels: 3, background: '#707070' } })
      .composite([{ input: spot, left: 1000, top: 10 }])
      .png()
      .toBuffer()
    const square = await create().render(opening(scene), planOf({ width: 150, height: 150, fit: 'crop' }))
    expectColour(await pixelAt(square, 75, 75), [255, 32, 16])
  })

  it('never enlarges: a plan beyond the original fails', async () => {
    await expect(create().render(opening(originalBytes('small.jpg')), planOf({ width: 301, height: 200 }))).rejects.toThrow(
      'Expected an original of at least 301 x 200 but received 300 x 200',
    )
  })

  it.each([
    ['webp', 16_384],
    ['avif', 16_384],
  ] as const)('calls a plan for %s of %i pixels impossible, and not the original broken', async (format, height) => {
    const rendering = create().render(opening(originalBytes('small.jpg')), planOf({ height, format }))
    await expect(rendering).rejects.toThrow('Expected sides of at most 16383 pixels')
    await expect(create().render(opening(originalBytes('small.jpg')), planOf({ height: 16_383, format }))).rejects.toThrow(
      'at least 320 x 16383',
    )
  })

  it('refuses a packet that JPEG could not hold, rather than drop the credit (I6)', async () => {
    const rights = { xmp: 'x'.repeat(65_001) }
    await expect(create().render(opening(originalBytes('small.jpg')), planOf({ rights }))).rejects.toThrow(RangeError)
  })

  it('takes as many pixels as its limit, and one more not (I2)', async () => {
    const limited = (maxInputPixels: number) => sharpThumbnailer({ maxInputPixels, timeoutMs: 30_000 })
    const plan = planOf({ width: 150, height: 100 })
    await expect(limited(300 * 200).render(opening(originalBytes('small.jpg')), plan)).resolves.toBeInstanceOf(Uint8Array)
    await expect(limited(300 * 200 - 1).render(opening(originalBytes('small.jpg')), plan)).rejects.toThrow(TooManyPixelsError)
  })

  it('refuses a bomb before it decodes it (I2)', async () => {
    const bomb = Buffer.from(originalBytes('small.jpg'))
    // The frame header (SOF0 or SOF2): marker, length, precision, height, width.
    const frame = Math.max(bomb.indexOf('\xff\xc0', 0, 'latin1'), bomb.indexOf('\xff\xc2', 0, 'latin1'))
    bomb.writeUInt16BE(16_000, frame + 5)
    bomb.writeUInt16BE(16_000, frame + 7)
    await expect(create().render(opening(bomb), planOf())).rejects.toThrow('16000 x 16000')
  })

  // What is pushed is inspected by nobody before.
  it.each(PIXEL_BOMBS.filter(([name]) => /1,376,276|30,000 scans/.test(name)))('refuses a %s (I2)', async (_name, make) => {
    await expect(create().render(opening(await make()), planOf({ width: 150, height: 3 }))).rejects.toThrow(TooManyPixelsError)
  })

  it.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"><rect width="400" height="400"/></svg>'],
    ['PDF', '%PDF-1.4\n%%EOF'],
    ['MVG', 'push graphic-context\nviewbox 0 0 640 480\npop graphic-context'],
    ['HEIC', '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
    ['PPM', 'P3 400 400 255'],
    ['HTML', '<!doctype html><script>alert(1)</script>'],
  ])('refuses %s by its loader, whatever its name (I1)', async (_name, text) => {
    await expect(create().render(opening(Buffer.from(text, 'latin1')), planOf())).rejects.toThrow(UnsupportedMediaError)
  })

  it('carries nothing over that was appended to the original (I5)', async () => {
    const polyglot = Buffer.concat([bridgeJpg, Buffer.from('PK\x03\x04<script>alert(1)</script>%PDF-1.4')])
    for (const format of FORMATS) {
      const thumbnail = await create().render(opening(polyglot), planOf({ format }))
      const text = Buffer.from(thumbnail).toString('latin1')
      expect(['<script>', 'PK\x03\x04', '%PDF'].filter((marker) => text.includes(marker))).toEqual([])
    }
  })

  it.each([
    ['server', /\.(keepMetadata|keepExif|withExifMerge|withMetadata)\(/],
    ['server/adapters/thumbnails', /\.(keep\w+|withExif\w*|withMetadata)\(/],
  ])('copies no metadata by any call in %s (I6)', (folder, banned) => {
    const root = resolve(import.meta.dirname, '../../..', folder)
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
    expect(files.length).toBeGreaterThan(2)
    expect(files.filter((file) => banned.test(readFileSync(join(root, file), 'utf8')))).toEqual([])
  })
})

/** The stored values of the first pixel, its profile not applied. */
async function storedPixel(png: Uint8Array): Promise<readonly number[]> {
  return [...(await sharp(png, { ignoreIcc: true }).extract({ left: 0, top: 0, width: 1, height: 1 }).raw().toBuffer())]
}
