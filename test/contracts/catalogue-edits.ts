import { afterEach, describe, expect, it } from 'vitest'
import type { NewChange } from '../../server/core/change.ts'
import { ConflictError } from '../../server/core/errors.ts'
import type { Media, MediaId } from '../../server/core/media.ts'
import type { Catalogue, Edit } from '../../server/ports/catalogue.ts'
import { bridge, cutout, panorama, portrait, series } from '../fixtures/media.ts'

function editTo(media: Media, change: Partial<NewChange> = {}): Edit {
  const { id: mediaId, revision, version } = media
  return { media, change: { mediaId, at: 1000, actor: 'cli', batch: 'first', revision, version, properties: [], ...change } }
}

const renamed = (media: Media, version = 2): Media => ({
  ...media,
  version,
  description: { ...media.description, title: [{ lang: 'x-default', text: 'Renamed' }] },
})

/** The facts that hold for the edits, the log and the schedule of every `Catalogue`. */
export function catalogueEditsContract(name: string, open: () => Promise<Catalogue>): void {
  describe(`${name} as a catalogue that is edited`, () => {
    const opened: Catalogue[] = []

    async function catalogueOf(...media: readonly Media[]): Promise<Catalogue> {
      const catalogue = await open()
      opened.push(catalogue)
      await catalogue.edit(media.map((item) => editTo(item)))
      return catalogue
    }

    afterEach(async () => {
      for (const catalogue of opened.splice(0)) await catalogue.close()
    })

    it('keeps every property of a media', async () => {
      const whole: Media = {
        ...bridge,
        visibility: 'unlisted',
        standing: { kind: 'disputed', at: 4, text: 'Who made it?' },
        notBefore: 1,
        notAfter: 8640000000000000,
        announcedAt: 2,
        secret: 'AAAAAAAAAAAAAAAAAAAAAA',
        correctedAt: 3,
        embedding: { hosts: 'listed', allow: ['*.news.example'], deny: ['bad.example:8080'] },
        editedFields: ['title', 'creators'],
      }
      expect(await (await catalogueOf(whole)).findByShortcode(bridge.shortcode)).toStrictEqual(whole)
      const edited: Media = { ...series, items: series.items?.map((item) => ({ ...item, editedFields: ['altText'] as const })) ?? [] }
      expect(await (await catalogueOf(edited)).findByShortcode(series.shortcode)).toStrictEqual(edited)
    })

    it('finds a media by a long name too', async () => {
      const catalogue = await catalogueOf(bridge)
      const long = `${bridge.shortcode}AAAAAAAAAAAAAAAAAAAAAA` as typeof bridge.shortcode
      expect((await catalogue.findByShortcode(long))?.id).toBe(bridge.id)
      expect(await catalogue.findByShortcodes([long])).toHaveLength(1)
    })

    it('writes all edits or none', async () => {
      const catalogue = await catalogueOf(bridge, portrait)
      const stale = editTo(renamed(portrait, 3), { batch: 'second' })
      await expect(catalogue.edit([editTo(renamed(bridge), { batch: 'second' }), stale])).rejects.toThrow(ConflictError)
      expect(await catalogue.findByShortcode(bridge.shortcode)).toStrictEqual(bridge)
      expect(await catalogue.listChanges({ batch: 'second', limit: 10 })).toEqual([])
    })

    it('refuses a new media that is there already', async () => {
      await expect((await catalogueOf(bridge)).edit([editTo(bridge)])).rejects.toThrow(ConflictError)
    })

    it('lets one of two edits of the same version win', async () => {
      const catalogue = await catalogueOf(bridge)
      const results = await Promise.allSettled([catalogue.edit([editTo(renamed(bridge))]), catalogue.edit([editTo(renamed(bridge))])])
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    })

    describe('as two imports at a time edit it', () => {
      const path = '/pictures/bridge.jpg'
      const workOf = (media: Media, seen: Edit['seen'] = { bySource: undefined, byOriginal: [] }): Edit => ({
        ...editTo(media),
        source: { path, mediaId: media.id, stamp: '1', originalKey: media.original.key },
        ...(seen && { seen }),
      })
      const twin: Media = { ...portrait, original: bridge.original }

      it('refuses a second media of the path', async () => {
        const catalogue = await catalogueOf()
        await catalogue.edit([workOf(bridge)])
        await expect(catalogue.edit([workOf(portrait)])).rejects.toThrow(ConflictError)
        expect(await catalogue.findByShortcode(portrait.shortcode)).toBeUndefined()
        expect((await catalogue.findSource(path))?.mediaId).toBe(bridge.id)
        expect(await catalogue.listChanges({ mediaId: portrait.id, limit: 10 })).toEqual([])
      })

      it('refuses a second media of the same original at another path, with all that would be written with it', async () => {
        const catalogue = await catalogueOf(bridge)
        const copy = workOf(twin)
        const elsewhere = { ...copy, source: { ...copy.source!, path: '/pictures/copy.jpg' } }
        await expect(catalogue.edit([editTo(panorama), elsewhere])).rejects.toThrow(ConflictError)
        expect((await catalogue.list({ limit: 10 })).map(({ id }) => id)).toEqual([bridge.id])
        expect(await catalogue.findSource('/pictures/copy.jpg')).toBeUndefined()
      })

      it('takes a new media beside those that were seen', async () => {
        const catalogue = await catalogueOf(bridge)
        await catalogue.saveSource(workOf(bridge).source!)
        await catalogue.edit([workOf(twin, { bySource: bridge.id, byOriginal: [bridge.id] })])
        expect((await catalogue.findSource(path))?.mediaId).toBe(portrait.id)
        expect((await catalogue.listByOriginal(bridge.original.key)).map(({ id }) => id)).toEqual([bridge.id, portrait.id])
      })

      it('lets one of two win that come at once', async () => {
        const catalogue = await catalogueOf()
        const results = await Promise.allSettled([catalogue.edit([workOf(bridge)]), catalogue.edit([workOf(twin)])])
        expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
        expect(await catalogue.list({ limit: 10 })).toHaveLength(1)
      })
    })

    it('logs each edit as it was told, in order', async () => {
      const catalogue = await catalogueOf(bridge)
      const properties = [{ property: 'title', before: [], after: [{ lang: 'de', text: 'Brücke "1"' }] }, { property: 'place' }] as const
      await catalogue.edit([editTo(renamed(bridge), { at: 2000, actor: 'desk', batch: 'second', revision: 7, properties })])
      const log = await catalogue.listChanges({ mediaId: bridge.id, limit: 10 })
      expect(log).toMatchObject([
        { mediaId: bridge.id, at: 1000, batch: 'first', version: 1 },
        { mediaId: bridge.id, at: 2000, actor: 'desk', batch: 'second', revision: 7, version: 2 },
      ])
      expect(log[1]?.properties).toStrictEqual(properties)
      expect(log[1]!.sequence).toBeGreaterThan(log[0]!.sequence)
    })

    it('lists the log by media, batch, time and place, either way', async () => {
      const catalogue = await catalogueOf(bridge, portrait)
      await catalogue.edit([editTo(renamed(bridge), { at: 2000, batch: 'second' })])
      await catalogue.edit([editTo(renamed(bridge, 3), { at: 3000, batch: 'third' })])
      const batches = async (query: object) => (await catalogue.listChanges({ limit: 10, ...query })).map(({ batch }) => batch)
      const [, , third] = await catalogue.listChanges({ mediaId: bridge.id, limit: 10 })
      expect(await batches({})).toEqual(['first', 'first', 'second', 'third'])
      expect(await batches({ mediaId: portrait.id })).toEqual(['first'])
      expect(await batches({ batch: 'second' })).toEqual(['second'])
      expect(await batches({ since: 1999 })).toEqual(['second', 'third'])
      expect(await batches({ since: 2000 })).toEqual(['third'])
      expect(await batches({ newestFirst: true, limit: 2 })).toEqual(['third', 'second'])
      expect(await batches({ newestFirst: true, after: third!.sequence })).toEqual(['second', 'first', 'first'])
      expect(await batches({ after: third!.sequence })).toEqual([])
    })

    it('lists the log of several media at once', async () => {
      const catalogue = await catalogueOf(bridge, portrait, panorama)
      const log = await catalogue.listChanges({ mediaIds: [panorama.id, bridge.id], newestFirst: true, limit: 10 })
      expect(log.map(({ mediaId }) => mediaId)).toEqual([panorama.id, bridge.id])
      expect(await catalogue.listChanges({ mediaIds: [], limit: 10 })).toEqual([])
    })

    it('lists what the clock alone changes, up to a moment', async () => {
      const catalogue = await catalogueOf({ ...bridge, notBefore: 500, notAfter: 1000 }, { ...portrait, notAfter: 1000 }, panorama)
      const momentsUntil = async (to: number, from = 0, limit = 10) =>
        (await catalogue.listScheduled({ after: { at: from }, to, limit })).map(({ at, date, media }) => [at, date, media.id])
      expect(await momentsUntil(499)).toEqual([])
      expect(await momentsUntil(500)).toEqual([[500, 'notBefore', bridge.id]])
      expect(await momentsUntil(1000, 500)).toEqual([
        [1000, 'notAfter', bridge.id],
        [1000, 'notAfter', portrait.id],
      ])
      expect(await momentsUntil(1000, 0, 2)).toEqual([
        [500, 'notBefore', bridge.id],
        [1000, 'notAfter', bridge.id],
      ])
    })

    it('lists many media of one moment page by page', async () => {
      const catalogue = await catalogueOf(...[bridge, portrait, panorama].map((media) => ({ ...media, notBefore: 500 })))
      const page = async (mediaId?: MediaId) =>
        (await catalogue.listScheduled({ after: { at: 500, ...(mediaId && { mediaId }) }, to: 500, limit: 1 })).map(({ media }) => media.id)
      expect([await page(), await page(1n as MediaId), await page(bridge.id), await page(portrait.id), await page(panorama.id)]).toEqual([
        [],
        [bridge.id],
        [portrait.id],
        [panorama.id],
        [],
      ])
    })

    it('lists what may be shown at a moment, and where its pages begin', async () => {
      const dates = { ...portrait, notBefore: 500, notAfter: 1000 }
      const withdrawn: Media = { ...cutout, standing: { kind: 'withdrawn', reason: 'other', at: 1 } }
      const catalogue = await catalogueOf(bridge, dates, panorama, withdrawn, { ...series, visibility: 'unlisted' })
      const live = (liveAt: number) => ({ visibility: 'public', liveAt }) as const
      const idsAt = async (liveAt: number) => (await catalogue.list({ ...live(liveAt), limit: 10 })).map(({ id }) => id)
      expect(await idsAt(499)).toEqual([panorama.id, bridge.id])
      expect(await idsAt(500)).toEqual([panorama.id, portrait.id, bridge.id])
      expect(await idsAt(1000)).toEqual([panorama.id, bridge.id])
      const startsAt = (liveAt: number, size: number) => catalogue.listPageStarts({ ...live(liveAt), size })
      expect(await startsAt(500, 1)).toEqual([bridge.id, portrait.id, panorama.id])
      expect(await startsAt(500, 2)).toEqual([bridge.id, panorama.id])
      expect(await startsAt(499, 2)).toEqual([bridge.id])
    })

    it('lists the media of which something is said about mining', async () => {
      const catalogue = await catalogueOf(bridge, portrait, panorama)
      const found = await catalogue.list({ visibility: 'public', speaksOfMining: true, limit: 10 })
      expect(found.map(({ id }) => id)).toEqual([bridge.id])
    })

    it('lists the oldest first from an id on', async () => {
      const catalogue = await catalogueOf(bridge, portrait, panorama)
      expect((await catalogue.list({ after: bridge.id, limit: 10 })).map(({ id }) => id)).toEqual([portrait.id, panorama.id])
      expect((await catalogue.list({ after: 0n as MediaId, limit: 2 })).map(({ id }) => id)).toEqual([bridge.id, portrait.id])
    })

    it('lists all visibilities for the owner', async () => {
      const catalogue = await catalogueOf(bridge, { ...portrait, visibility: 'private' }, { ...panorama, visibility: 'unlisted' })
      expect((await catalogue.list({ limit: 10 })).map(({ id }) => id)).toEqual([panorama.id, portrait.id, bridge.id])
      expect((await catalogue.list({ visibility: 'unlisted', limit: 10 })).map(({ id }) => id)).toEqual([panorama.id])
    })
  })
}
