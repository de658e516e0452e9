import { afterEach, describe, expect, it } from 'vitest'
import type { Media, MediaId, OriginalKey, Shortcode } from '../../server/core/media.ts'
import type { Catalogue, ImportSource } from '../../server/ports/catalogue.ts'
import {
  bridge,
  cutout,
  film,
  fixtureMedia,
  panorama,
  portrait,
  privateMedia,
  series,
  unknownShortcode,
  withdrawnMedia,
} from '../fixtures/media.ts'
import { save } from '../support/memory/save.ts'

const source: ImportSource = {
  path: '/pictures/Brücke "1"/bridge.jpg',
  mediaId: bridge.id,
  stamp: '36209:1773480413589:-',
  originalKey: bridge.original.key,
}

/** The facts that hold for every `Catalogue`. */
export function catalogueContract(name: string, open: () => Promise<Catalogue>): void {
  describe(`${name} as a catalogue`, () => {
    const opened: Catalogue[] = []

    async function catalogueOf(...media: readonly Media[]): Promise<Catalogue> {
      const catalogue = await open()
      opened.push(catalogue)
      for (const item of media) await save(catalogue, item)
      return catalogue
    }

    afterEach(async () => {
      for (const catalogue of opened.splice(0)) await catalogue.close()
    })

    it.each([...fixtureMedia, series, film].map((media) => [media.shortcode, media] as const))(
      'answers %s exactly as it was saved',
      async (shortcode, media) => {
        const catalogue = await catalogueOf(...fixtureMedia, series, film)
        expect(await catalogue.findByShortcode(shortcode)).toStrictEqual(media)
      },
    )

    it('answers undefined for what it does not have', async () => {
      const catalogue = await catalogueOf(bridge)
      expect(await catalogue.findByShortcode(unknownShortcode)).toBeUndefined()
      expect(await catalogue.listByOriginal('0'.repeat(64) as OriginalKey)).toEqual([])
      expect(await catalogue.findSource('/pictures/other.jpg')).toBeUndefined()
    })

    it('tells neighbouring ids above 2^53 apart', async () => {
      const catalogue = await catalogueOf(bridge, portrait)
      expect(portrait.id - bridge.id).toBe(1n)
      expect((await catalogue.findByShortcode(bridge.shortcode))?.id).toBe(52469179311195136n)
      expect((await catalogue.findByShortcode(portrait.shortcode))?.id).toBe(52469179311195137n)
    })

    it('keeps the greatest id, 2^63 - 1', async () => {
      const last: Media = { ...bridge, id: 9223372036854775807n as MediaId, shortcode: 'H__________' as Shortcode }
      const catalogue = await catalogueOf(last)
      expect(await catalogue.findByShortcode(last.shortcode)).toStrictEqual(last)
    })

    it('keeps times, reasons and optional fields, and adds none', async () => {
      const scheduled: Media = { ...bridge, notBefore: 1, notAfter: 8640000000000000 }
      const withdrawn: Media = { ...portrait, standing: { kind: 'withdrawn', reason: 'other', at: 5, text: 'The sitter asked.' } }
      const catalogue = await catalogueOf(scheduled, withdrawn)
      expect(await catalogue.findByShortcode(bridge.shortcode)).toStrictEqual(scheduled)
      expect(await catalogue.findByShortcode(portrait.shortcode)).toStrictEqual(withdrawn)
    })

    it.each([
      ['markup and quotes', `<script>alert("1")</script> ' -- ; DROP TABLE media`],
      ['direction and emoji', 'مرحبا \u202eabc 👩‍🎨'],
      ['controls', 'a\u0000b\u0001c\r\nd'],
      ['a lone surrogate', 'a\ud800b'],
    ])('keeps text with %s', async (_name, text) => {
      const media: Media = { ...bridge, description: { ...bridge.description, title: [{ lang: 'x-default', text }] } }
      const catalogue = await catalogueOf(media)
      expect((await catalogue.findByShortcode(bridge.shortcode))?.description.title).toEqual([{ lang: 'x-default', text }])
    })

    it('replaces a media by its id', async () => {
      const catalogue = await catalogueOf(bridge, { ...bridge, revision: 2, visibility: 'private' })
      expect(await catalogue.findByShortcode(bridge.shortcode)).toMatchObject({ revision: 2, visibility: 'private' })
      expect(await catalogue.list({ visibility: 'public', limit: 10 })).toEqual([])
    })

    it('answers those of many shortcodes that exist', async () => {
      const catalogue = await catalogueOf(bridge, portrait, panorama)
      const found = await catalogue.findByShortcodes([panorama.shortcode, unknownShortcode, bridge.shortcode])
      expect(found.map(({ shortcode }) => shortcode).sort()).toEqual([bridge.shortcode, panorama.shortcode])
      expect(await catalogue.findByShortcodes([])).toEqual([])
    })

    it('lists media by their current original only, of whatever type, by ascending id', async () => {
      const catalogue = await catalogueOf(series, bridge, { ...portrait, original: cutout.original })
      const idsOf = async (key: OriginalKey) => (await catalogue.listByOriginal(key)).map(({ id }) => id)
      expect(await idsOf(bridge.original.key)).toEqual([bridge.id, series.id])
      expect(await idsOf(cutout.original.key)).toEqual([portrait.id])
      expect(await idsOf(portrait.original.key)).toEqual([])
    })

    it('lists the newest first, of one visibility', async () => {
      const catalogue = await catalogueOf(...fixtureMedia)
      const codes = async (visibility: 'public' | 'private') =>
        (await catalogue.list({ visibility, limit: 200 })).map(({ shortcode }) => shortcode)
      expect(await codes('public')).toEqual([withdrawnMedia, cutout, panorama, portrait, bridge].map(({ shortcode }) => shortcode))
      expect(await codes('private')).toEqual([privateMedia.shortcode])
    })

    it('lists page by page without gap or repeat', async () => {
      const catalogue = await catalogueOf(...fixtureMedia)
      const first = await catalogue.list({ visibility: 'public', limit: 2 })
      const second = await catalogue.list({ visibility: 'public', limit: 2, before: cutout.id })
      const third = await catalogue.list({ visibility: 'public', limit: 2, before: portrait.id })
      const last = await catalogue.list({ visibility: 'public', limit: 2, before: bridge.id })
      expect([first, second, third, last].map((page) => page.map(({ id }) => id))).toEqual([
        [withdrawnMedia.id, cutout.id],
        [panorama.id, portrait.id],
        [bridge.id],
        [],
      ])
    })

    it('saves a media together with its source', async () => {
      const catalogue = await catalogueOf()
      await save(catalogue, bridge, source)
      expect(await catalogue.findSource(source.path)).toStrictEqual(source)
    })

    it('replaces a source by its path, the sidecar included', async () => {
      const catalogue = await catalogueOf(portrait)
      await save(catalogue, bridge, { ...source, sidecarKey: 'a'.repeat(64) })
      expect(await catalogue.findSource(source.path)).toMatchObject({ sidecarKey: 'a'.repeat(64) })
      const changed: ImportSource = { ...source, mediaId: portrait.id, stamp: 'later', originalKey: portrait.original.key }
      await catalogue.saveSource(changed)
      expect(await catalogue.findSource(source.path)).toStrictEqual(changed)
    })

    it('refuses a source without its media, and then keeps neither', async () => {
      const catalogue = await catalogueOf()
      await expect(catalogue.saveSource(source)).rejects.toThrow()
      await expect(save(catalogue, portrait, source)).rejects.toThrow()
      expect(await catalogue.findSource(source.path)).toBeUndefined()
      expect(await catalogue.findByShortcode(portrait.shortcode)).toBeUndefined()
    })

    it('refuses a path with U+0000 rather than cutting it', async () => {
      const catalogue = await catalogueOf(bridge)
      await expect(catalogue.saveSource({ ...source, path: '/pictures/a\0b.jpg' })).rejects.toThrow(RangeError)
      expect(await catalogue.findSource('/pictures/a')).toBeUndefined()
    })

    it('refuses a shortcode that is not the one of the id', async () => {
      const catalogue = await catalogueOf()
      await expect(save(catalogue, { ...bridge, shortcode: portrait.shortcode })).rejects.toThrow(RangeError)
    })

    it('keeps all of 100 saves at once', async () => {
      const catalogue = await catalogueOf(bridge)
      await Promise.all(Array.from({ length: 100 }, (_, index) => catalogue.saveSource({ ...source, path: `/pictures/${index}.jpg` })))
      expect(await catalogue.findSource('/pictures/0.jpg')).toBeDefined()
      expect(await catalogue.findSource('/pictures/99.jpg')).toBeDefined()
    })

    it('is ready', async () => {
      await expect((await catalogueOf()).check()).resolves.toBeUndefined()
    })
  })
}
