import { describe, expect, it } from 'vitest'
import { getCards } from '../../server/usecases/serve/get-cards.ts'
import { getDemoPictures } from '../../server/usecases/serve/get-demo-pictures.ts'
import { listMedia } from '../../server/usecases/serve/list-media.ts'
import { bridge, cutout, panorama, portrait, privateMedia, withdrawnMedia } from '../fixtures/media.ts'
import { memoryDeps } from '../support/memory/deps.ts'
import { numbered } from '../support/memory/numbered.ts'

describe('listMedia', () => {
  it('goes through everything public and live, newest first, each once', async () => {
    const deps = memoryDeps()
    const seen: string[] = []
    let before: typeof bridge.id | undefined
    for (let pages = 0; pages < 9; pages++) {
      const { shown, nextBefore } = await listMedia(deps, { limit: 2, ...(before !== undefined && { before }) })
      seen.push(...shown.map(({ media }) => media.shortcode))
      if (nextBefore === undefined) break
      before = (await deps.catalogue.findByShortcode(nextBefore))?.id
    }
    expect(seen).toEqual([cutout, panorama, portrait, bridge].map(({ shortcode }) => shortcode))
  })

  it.each([
    [3, true],
    [4, false],
    [5, false],
  ])('names a next page only if there is one: %i of 4 media that may be shown', async (limit, hasNext) => {
    expect('nextBefore' in (await listMedia(memoryDeps(), { limit }))).toBe(hasNext)
  })

  it('names no media that is not announced, not even as the end of a page', async () => {
    const planned = [0, 1, 2].map((place) => {
      const { announcedAt: _, ...media } = numbered(portrait, place)
      return { ...media, notBefore: Date.UTC(2026, 6, 2), announcedAt: Date.UTC(2026, 6, 2) }
    })
    const { shown, nextBefore } = await listMedia(memoryDeps({ media: [bridge, ...planned, panorama, cutout] }), { limit: 2 })
    expect(shown.map(({ media }) => media.id)).toEqual([cutout.id, panorama.id])
    expect(nextBefore).toBe(panorama.shortcode)
  })

  it('is empty for an empty collection', async () => {
    expect(await listMedia(memoryDeps({ media: [] }), { limit: 24 })).toEqual({ shown: [] })
  })
})

describe('getCards', () => {
  it('sorts by code unit, as every language does', async () => {
    const { cards } = await getCards(memoryDeps(), ['_', 'a', 'B', '-', '9', 'a'])
    expect(cards.map(({ code }) => code)).toEqual(['-', '9', 'B', '_', 'a'])
  })

  it('asks the catalogue nothing if no text is a shortcode', async () => {
    const { catalogue } = memoryDeps()
    const deps = memoryDeps({ catalogue: { ...catalogue, findByShortcodes: () => Promise.reject(new Error('asked')) } })
    expect((await getCards(deps, ['AAA'])).cards).toMatchObject([{ status: 'unknown', code: 'AAA' }])
  })
})

describe('getDemoPictures', () => {
  it('chooses a picture for each shape', async () => {
    const { landscape, portrait: tall, panorama: wide, square, others } = await getDemoPictures(memoryDeps())
    expect([landscape, tall, wide, square].map((shown) => shown?.media.shortcode)).toEqual(
      [bridge, portrait, panorama, cutout].map(({ shortcode }) => shortcode),
    )
    expect(others).toEqual([])
  })

  it('names a private picture of the samples that was public once, and none that never was', async () => {
    const sample = { ...privateMedia, description: { ...privateMedia.description, keywords: ['placard sample'] } }
    expect((await getDemoPictures(memoryDeps({ media: [sample] }))).privateCode).toBe(privateMedia.shortcode)
    const { announcedAt: _, ...never } = { ...sample, secret: 'AAAAAAAAAAAAAAAAAAAAAA' }
    expect((await getDemoPictures(memoryDeps({ media: [never] }))).privateCode).toBeUndefined()
    expect((await getDemoPictures(memoryDeps({ media: [privateMedia] }))).privateCode).toBeUndefined()
  })

  it('leaves out what the collection does not have', async () => {
    expect(await getDemoPictures(memoryDeps({ media: [withdrawnMedia] }))).toEqual({ others: [] })
  })
})
