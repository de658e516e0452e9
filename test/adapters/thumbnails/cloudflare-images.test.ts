import { Miniflare } from 'miniflare'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ImagesBinding, imagesThumbnailer } from '../../../server/adapters/thumbnails/cloudflare-images.ts'
import { TooManyPixelsError, UnavailableError } from '../../../server/core/errors.ts'
import { FORMATS } from '../../../server/core/pictures/rendition.ts'
import { opening, planOf, stripOf, thumbnailerContract } from '../../contracts/thumbnailer.ts'
import { originalBytes } from '../../fixtures/media.ts'
import { missingWorkerd } from '../../support/servers/workerd.ts'

// The binding in workerd, behind which miniflare only simulates the service, with a sharp of its own: it obeys sizes and formats, and answers
// a broken picture with 200 and no bytes.
const missing = missingWorkerd()
if (missing) process.stderr.write(`placard: tests on Cloudflare Images are skipped; ${missing}\n`)

let miniflare: Miniflare
let images: ImagesBinding
beforeAll(async () => {
  if (missing) return
  const script = 'export default { fetch: () => new Response() }'
  miniflare = new Miniflare({ modules: true, script, compatibilityDate: '2026-04-20', images: { binding: 'IMAGES' }, cf: false })
  images = (await miniflare.getBindings<{ IMAGES: ImagesBinding }>()).IMAGES
})
afterAll(() => miniflare?.dispose())

const create = () => imagesThumbnailer(images, { maxInputPixels: 50_000_000 })

describe.skipIf(missing !== undefined)('in workerd', () => {
  thumbnailerContract('Cloudflare Images', create, { drawsText: false })

  it.each(FORMATS)('carries the credit inside %s', async (format) => {
    const bytes = await create().render(opening(originalBytes('bridge.jpg')), planOf({ format }))
    expect((await sharp(bytes).metadata()).xmp?.toString()).toContain('Zoë Łęcka')
  })

  it('tells nothing private of the original (I5)', async () => {
    const bytes = await create().render(opening(originalBytes('bridge.jpg')), planOf())
    const { exif, iptc } = await sharp(bytes).metadata()
    expect(exif?.includes('GPS')).toBe(false)
    expect(iptc).toBeUndefined()
  })

  it('refuses more pixels than it may decode (I2)', async () => {
    const render = (maxInputPixels: number) =>
      imagesThumbnailer(images, { maxInputPixels }).render(opening(originalBytes('bridge.jpg')), planOf())
    await expect(render(2000 * 1333)).resolves.toBeInstanceOf(Uint8Array)
    await expect(render(2000 * 1333 - 1)).rejects.toThrow(TooManyPixelsError)
  })

  it('draws no text, and says what to do', async () => {
    const strip = stripOf({ width: 320, height: 290, picture: { width: 320, height: 213 } })
    const render = create().render(opening(originalBytes('bridge.jpg')), planOf({ width: 320, height: 290, strip }))
    await expect(render).rejects.toThrow(UnavailableError)
    await expect(render).rejects.toThrow('placard push')
  })
})
