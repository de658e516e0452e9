import sharp from 'sharp'
import { rgbaToThumbHash, thumbHashToRGBA } from 'thumbhash'
import { describe, expect, it } from 'vitest'
import { sharpInspector } from '../../../server/adapters/inspector/sharp-inspector.ts'
import { BrokenMediaError, TooManyPixelsError, UnsupportedMediaError } from '../../../server/core/errors.ts'
import { originalBytes } from '../../fixtures/media.ts'
import { seededRandom } from '../../support/hostile/random.ts'

const inspector = sharpInspector({ maxInputPixels: 1_000_000, maxOriginalBytes: 2_000_000 })
const formats = ['jpeg', 'png', 'webp', 'avif', 'tiff', 'gif'] as const
const plain = (width: number, height: number, background: string | { r: number; g: number; b: number; alpha: number } = '#c84020') =>
  sharp({ create: { width, height, channels: 4, background } })

describe('sharpInspector', () => {
  it.each(formats)('recognises %s by its content', async (format) => {
    const inspection = await inspector.inspect(await plain(90, 60).toFormat(format, { lossless: true, quality: 100 }).toBuffer())
    expect(inspection).toMatchObject({ type: `image/${format}`, width: 90, height: 60, notes: [] })
    expect(inspection.placeholder.colour).toMatch(/^#c[789][34].[12].$/)
  })

  it('gives the size after orientation is applied', async () => {
    const turned = await plain(90, 60).jpeg().withMetadata({ orientation: 6 }).toBuffer()
    expect(await inspector.inspect(turned)).toMatchObject({ width: 60, height: 90 })
  })

  it.each([
    [
      'grey',
      sharp({ create: { width: 40, height: 30, channels: 3, background: '#808080' } })
        .greyscale()
        .png(),
      '#808080',
    ],
    ['16 bits', plain(40, 30, '#808080').toColourspace('rgb16').png(), '#808080'],
    ['one pixel', plain(1, 1, '#808080').png(), '#808080'],
    ['a line', plain(900, 1, '#808080').png(), '#808080'],
  ])('makes a placeholder of %s', async (_name, image, colour) => {
    expect((await inspector.inspect(await image.toBuffer())).placeholder.colour).toBe(colour)
  })

  it('the placeholder is a ThumbHash of the picture', async () => {
    const { thumbHash } = (await inspector.inspect(originalBytes('small.jpg'))).placeholder
    const { data, info } = await sharp(originalBytes('small.jpg'))
      .resize(100, 100, { fit: 'inside' })
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    const wanted = thumbHashToRGBA(rgbaToThumbHash(info.width, info.height, data)).rgba
    const got = thumbHashToRGBA(Buffer.from(thumbHash, 'base64')).rgba
    expect(got.length).toBe(wanted.length)
    expect(got.every((value, index) => Math.abs(value - (wanted[index] ?? 0)) <= 24)).toBe(true)
  })

  it('transparent pixels have no part in the average colour', async () => {
    const red = await plain(20, 20, '#ff0000').png().toBuffer()
    const cutout = await plain(100, 100, { r: 0, g: 255, b: 0, alpha: 0 })
      .composite([{ input: red }])
      .png()
      .toBuffer()
    expect(await inspector.inspect(cutout)).toMatchObject({
      hasAlpha: true,
      placeholder: { colour: expect.stringMatching(/^#f[ef]0[0-3]00$/) },
    })
  })

  it('shows the first frame of an animation, and says so', async () => {
    const frames = Buffer.concat([Buffer.alloc(20 * 20 * 3, 0x20), Buffer.alloc(20 * 20 * 3, 0xe0)])
    const animation = sharp(frames, { raw: { width: 20, height: 40, channels: 3, pageHeight: 20 } })
    for (const bytes of [await animation.clone().gif().toBuffer(), await animation.clone().webp({ lossless: true }).toBuffer()]) {
      const inspection = await inspector.inspect(bytes)
      expect(inspection).toMatchObject({ width: 20, height: 20, notes: ['only the first of 2 frames or pages is shown'] })
      expect(inspection.placeholder.colour).toBe('#202020')
    }
  })
})

describe('limits (I2)', () => {
  it('takes exactly as many pixels as allowed, and refuses one row more with both numbers', async () => {
    expect(await inspector.inspect(await plain(1000, 1000).png().toBuffer())).toMatchObject({ width: 1000, height: 1000 })
    const over = inspector.inspect(await plain(1000, 1001).png().toBuffer())
    await expect(over).rejects.toThrow(new TooManyPixelsError('Expected at most 1 megapixels but received 1.001 (1000 x 1001)'))
  })

  it('takes sides of 65,535 pixels, and refuses one more, whose lines would fill the memory', async () => {
    expect(await inspector.inspect(await plain(65_535, 3).png().toBuffer())).toMatchObject({ width: 65_535, height: 3 })
    const over = inspector.inspect(await plain(3, 65_536).png().toBuffer())
    await expect(over).rejects.toThrow(new TooManyPixelsError('Expected sides of at most 65535 pixels but received 3 x 65536'))
  })

  it('refuses a file with one byte too many', async () => {
    await expect(inspector.inspect(new Uint8Array(2_000_001))).rejects.toBeInstanceOf(TooManyPixelsError)
  })
})

describe('broken pictures', () => {
  it.each(formats)('%s that ends in the middle', async (format) => {
    const raw = { width: 300, height: 200, channels: 3 } as const
    const noise = await sharp(seededRandom(1).bytes(raw.width * raw.height * raw.channels), { raw })
      .toFormat(format)
      .toBuffer()
    await expect(inspector.inspect(noise.subarray(0, noise.length / 2))).rejects.toBeInstanceOf(BrokenMediaError)
    await expect(inspector.inspect(noise.subarray(0, 40))).rejects.toBeInstanceOf(BrokenMediaError)
  })

  it('an empty file', async () => {
    await expect(inspector.inspect(new Uint8Array())).rejects.toThrow(new BrokenMediaError('Expected a picture but the file is empty'))
  })
})

describe('kinds that are not imported, whatever their name says (I1)', () => {
  const box = (...brands: readonly string[]) => `\0\0\0${String.fromCharCode(8 + 4 * brands.length)}ftyp${brands.join('')}`
  // II*, one directory with the DNG version.
  const dng = 'II*\0\x08\0\0\0\x01\0\x12\xc6\x01\0\x04\0\0\0\x01\x04\0\0\0\0\0\0'
  // MM*, NewSubfileType 1: the small preview that Nikon and Sony put first.
  const nef = 'MM\0*\0\0\0\x08\0\x01\0\xfe\0\x04\0\0\0\x01\0\0\0\x01\0\0\0\0'

  it.each([
    ['HEIC', box('heic', '\0\0\0\0', 'mif1', 'heic'), /HEIC: export it as JPEG/],
    ['SVG', '<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="http://www.w3.org/2000/svg"/>', /SVG: export it as PNG/],
    ['PDF', '%PDF-1.7\n', /PDF/],
    ['Photoshop', '8BPS\0\x01', /Photoshop/],
    ['CR2', 'II*\0\x10\0\0\0CR\x02\0', /CR2/],
    ['CR3', box('crx ', '\0\0\0\x01', 'crx ', 'isom'), /CR3/],
    ['DNG', dng, /camera raw/],
    ['NEF', nef, /camera raw/],
    ['JPEG XL', '\xff\x0a\xfa', /JPEG XL/],
    ['a film', box('isom', '\0\0\0\0', 'mp42'), /film/],
    ['a text', 'hello', /none of them/],
    ['MVG', 'push graphic-context\nviewbox 0 0 640 480', /none of them/],
  ])('%s', async (_name, start, reason) => {
    const refused = inspector.inspect(Buffer.from(start, 'latin1'))
    await expect(refused).rejects.toBeInstanceOf(UnsupportedMediaError)
    await expect(refused).rejects.toThrow(reason)
  })

  it('AVIF is told from HEIC by its brands', async () => {
    await expect(inspector.inspect(Buffer.from(box('mif1', '\0\0\0\0', 'avif', 'mif1'), 'latin1'))).rejects.toBeInstanceOf(BrokenMediaError)
  })
})

describe('metadata that cannot be read', () => {
  it('leaves the picture standing, with a note', async () => {
    const bytes = await plain(20, 20).jpeg().toBuffer()
    const { description, notes } = await inspector.inspect(bytes, new TextEncoder().encode('<!DOCTYPE a><a/>'))
    expect(description.title).toEqual([])
    expect(notes).toEqual([expect.stringMatching(/^the XMP sidecar is passed over: a document type/)])
  })
})
