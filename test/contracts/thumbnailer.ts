import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { CreditStrip } from '../../server/core/credit/credit-strip.ts'
import { BrokenMediaError, UnsupportedMediaError } from '../../server/core/errors.ts'
import type { OriginalFacts, OriginalKey } from '../../server/core/media.ts'
import { FORMATS, type RenditionFormat } from '../../server/core/pictures/rendition.ts'
import type { Original } from '../../server/ports/originals.ts'
import type { RenderPlan, Thumbnailer } from '../../server/ports/thumbnailer.ts'
import { originalBytes } from '../fixtures/media.ts'
import { streamOf } from '../support/memory/adapters.ts'

const XMP =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
  '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" ' +
  'xmpRights:WebStatement="https://creativecommons.org/licenses/by/4.0/">' +
  '<dc:creator><rdf:Seq><rdf:li>Zoë Łęcka</rdf:li></rdf:Seq></dc:creator>' +
  '<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© 2026 Zoë Łęcka</rdf:li></rdf:Alt></dc:rights>' +
  '</rdf:Description></rdf:RDF></x:xmpmeta>'

let originals = 0

/** Facts of an original that is no other: so small that nothing stands in for it. Any fact can be changed. */
export function originalOf(changes: Partial<OriginalFacts> = {}): OriginalFacts {
  originals += 1
  const key = originals.toString(16).padStart(64, '0') as OriginalKey // In the form of one.
  return { key, type: 'image/jpeg', bytes: 1, width: 1200, height: 800, hasAlpha: false, ...changes }
}

/** A plan for a whole JPEG of 320 x 213 from `bridge.jpg`; any field can be changed. Each is of another original. */
export function planOf(changes: Partial<RenderPlan> = {}): RenderPlan {
  const rights = { xmp: XMP, artist: 'Zoë Łęcka', copyright: '© 2026 Zoë Łęcka' }
  return { width: 320, height: 213, fit: 'whole', format: 'jpg', rights, id: 'test', original: originalOf(), ...changes }
}

/** A strip of two lines for `planOf`; its sizes are those of the plan. */
export function stripOf(sizes: Pick<CreditStrip, 'width' | 'height' | 'picture'> & Partial<CreditStrip>): CreditStrip {
  const lines = [
    { text: 'The bridge <at> dusk &', look: 'title' },
    { text: 'Zoë Łęcka · مريم · 田中', look: 'credit' },
  ] as const
  return { padding: 13, fontPx: 13, dir: 'ltr', lines, ...sizes }
}

/** What `render` calls to get at the bytes. */
export function opening(bytes: Uint8Array): () => Promise<Original> {
  return async () => ({ body: streamOf(bytes), bytes: bytes.length })
}

const DECODED: Readonly<Record<RenditionFormat, string>> = { jpg: 'jpeg', webp: 'webp', avif: 'heif' }

/**
 * The facts that hold for every `Thumbnailer`.
 *
 * @param options.drawsText  Whether it can stand a picture above its credit.
 */
export function thumbnailerContract(name: string, create: () => Thumbnailer, { drawsText = true } = {}): void {
  describe(`${name} as a thumbnailer`, () => {
    if (drawsText) stripFacts(create)

    it.each(FORMATS)('renders %s in exactly the planned pixels', async (format) => {
      const bytes = await create().render(opening(originalBytes('bridge.jpg')), planOf({ format }))
      const { width, height, format: decoded } = await sharp(bytes).metadata()
      expect([width, height, decoded]).toEqual([320, 213, DECODED[format]])
    })

    it('crops to the planned square', async () => {
      const plan = planOf({ width: 150, height: 150, fit: 'crop' })
      const { width, height } = await sharp(await create().render(opening(originalBytes('panorama.jpg')), plan)).metadata()
      expect([width, height]).toEqual([150, 150])
    })

    it('says that a picture is broken', async () => {
      const broken = originalBytes('bridge.jpg').subarray(0, 15_000)
      await expect(create().render(opening(broken), planOf())).rejects.toThrow(BrokenMediaError)
    })

    it('says that bytes are no picture', async () => {
      await expect(create().render(opening(new TextEncoder().encode('hello')), planOf())).rejects.toThrow(UnsupportedMediaError)
      await expect(create().render(opening(new Uint8Array()), planOf())).rejects.toThrow(UnsupportedMediaError)
    })

    it('passes on why the original cannot be opened, and works again', async () => {
      const thumbnailer = create()
      const reason = new Error('gone')
      await expect(thumbnailer.render(() => Promise.reject(reason), planOf())).rejects.toBe(reason)
      await expect(thumbnailer.render(opening(originalBytes('small.jpg')), planOf({ width: 300, height: 200 }))).resolves.toBeInstanceOf(
        Uint8Array,
      )
    })

    it('opens nothing for a reader who has gone', async () => {
      let opened = 0
      const open = () => {
        opened += 1
        return opening(originalBytes('small.jpg'))()
      }
      await expect(create().render(open, planOf(), AbortSignal.abort(new Error('left')))).rejects.toThrow('left')
      expect(opened).toBe(0)
    })
  })
}

function stripFacts(create: () => Thumbnailer): void {
  it('stands a picture above its credit, in exactly the planned pixels', async () => {
    const strip = stripOf({ width: 320, height: 290, picture: { width: 320, height: 213 } })
    const bytes = await create().render(opening(originalBytes('bridge.jpg')), planOf({ width: 320, height: 290, strip }))
    const { width, height } = await sharp(bytes).metadata()
    expect([width, height]).toEqual([320, 290])
  })

  it('keeps a credit in its place, however much larger its letters are than planned', async () => {
    const lines = [{ text: 'wide letters '.repeat(30), look: 'credit' as const }]
    const strip = stripOf({ width: 320, height: 253, picture: { width: 320, height: 213 }, lines })
    const bytes = await create().render(opening(originalBytes('bridge.jpg')), planOf({ width: 320, height: 253, strip }))
    const edge = await sharp(bytes).extract({ left: 0, top: 244, width: 320, height: 9 }).greyscale().raw().toBuffer()
    expect(Math.min(...edge)).toBeGreaterThan(200)
  })
}
