import { describe, expect, it } from 'vitest'
import type { Rendition } from '../../server/core/pictures/rendition.ts'
import type { ThumbnailConditions } from '../../server/usecases/serve/get-thumbnail.ts'
import { getThumbnail } from '../../server/usecases/serve/get-thumbnail.ts'
import { bridge, panorama } from '../fixtures/media.ts'
import { memoryDeps } from '../support/memory/deps.ts'

const rendition: Rendition = { width: 320, format: 'jpg' }
const request = { shortcode: bridge.shortcode, revision: 1, rendition }

describe('getThumbnail', () => {
  it('plans exact pixels, the credit and an id of its own', async () => {
    const deps = memoryDeps()
    await getThumbnail(deps, request, {})
    await getThumbnail(deps, { ...request, rendition: { width: 150, format: 'webp' } }, {})
    expect(deps.renders).toMatchObject([
      {
        width: 320,
        height: 213,
        fit: 'whole',
        format: 'jpg',
        id: `p3/${bridge.shortcode}/1/320.jpg`,
        rights: { artist: expect.stringContaining('Zo') },
      },
      { width: 150, height: 150, fit: 'crop', format: 'webp', id: `p3/${bridge.shortcode}/1/150.webp` },
    ])
    expect(deps.renders[0]?.rights.xmp).toContain('Zoë Łęcka')
    expect(deps.renders[0]?.rights.xmp).toContain('https://creativecommons.org/licenses/by/4.0/')
  })

  it('gives the signal to store and thumbnailer, and reads it only when something must be rendered', async () => {
    const { signal } = new AbortController()
    const signals: (AbortSignal | undefined)[] = []
    let reads = 0
    const inner = memoryDeps()
    const deps = memoryDeps({
      originals: {
        ...inner.originals,
        open: (key, given) => {
          signals.push(given)
          return inner.originals.open(key, given)
        },
      },
      thumbnailer: {
        render: (open, plan, given) => {
          signals.push(given)
          return inner.thumbnailer.render(open, plan, given)
        },
      },
    })
    const conditions: ThumbnailConditions = {
      get signal() {
        reads++
        return signal
      },
    }
    await getThumbnail(deps, request, conditions)
    await deps.settled()
    expect(signals).toEqual([signal, signal])
    await getThumbnail(deps, request, conditions)
    expect(reads).toBe(1)
  })

  it('opens no original for what is cached, described, not modified or moved', async () => {
    const deps = memoryDeps()
    const first = await getThumbnail(deps, request, {})
    await deps.settled()
    if (first.kind !== 'rendered') throw new Error(`Expected rendered but received ${first.kind}`)
    const closed = memoryDeps({
      thumbnails: deps.thumbnails,
      originals: { ...deps.originals, open: () => Promise.reject(new Error('opened')) },
    })
    const kindOf = async (revision: number, conditions: ThumbnailConditions) =>
      (await getThumbnail(closed, { ...request, revision }, conditions)).kind
    expect(await kindOf(1, {})).toBe('rendered')
    expect(await kindOf(1, { headOnly: true })).toBe('described')
    expect(await kindOf(1, { ifNoneMatch: first.etag })).toBe('not-modified')
    expect(await kindOf(2, {})).toBe('moved')
  })

  it('has a validator for each media, revision and rendition', async () => {
    const deps = memoryDeps({ media: [bridge, { ...panorama, revision: 2 }] })
    const etagOf = async (shortcode: typeof bridge.shortcode, revision: number, asked: Rendition) => {
      const answer = await getThumbnail(deps, { shortcode, revision, rendition: asked }, { headOnly: true })
      return answer.kind === 'moved' ? undefined : answer.etag
    }
    const etags = [
      await etagOf(bridge.shortcode, 1, rendition),
      await etagOf(bridge.shortcode, 1, { width: 320, format: 'webp' }),
      await etagOf(bridge.shortcode, 1, { width: 480, format: 'jpg' }),
      await etagOf(panorama.shortcode, 2, rendition),
    ]
    expect(new Set(etags).size).toBe(4)
    expect(etags.every((etag) => etag?.startsWith('W/"'))).toBe(true)
  })

  it('opens the original for the work, and not for the reader who began it and may leave', async () => {
    const inner = memoryDeps()
    const work = new AbortController()
    const given: (AbortSignal | undefined)[] = []
    const deps = memoryDeps({
      originals: {
        ...inner.originals,
        open: (key, signal) => {
          given.push(signal)
          return inner.originals.open(key, signal)
        },
      },
      thumbnailer: { render: async (open, plan) => inner.thumbnailer.render(() => open(work.signal), plan) },
    })
    await getThumbnail(deps, request, { signal: new AbortController().signal })
    expect(given).toEqual([work.signal])
  })

  it('lets an AVIF be improved that is asked for again, under the same key and validator', async () => {
    const inner = memoryDeps()
    const ids: string[] = []
    const improved = new Uint8Array([7])
    const deps = memoryDeps({
      thumbnailer: {
        render: inner.thumbnailer.render,
        improve: (id, improvement) => {
          ids.push(id)
          void improvement().keep(improved)
        },
      },
    })
    const ask = (format: Rendition['format']) => getThumbnail(deps, { ...request, rendition: { width: 320, format } }, {})
    const [first] = [await ask('avif'), await ask('jpg'), await ask('jpg'), await deps.settled()]
    expect(ids).toEqual([])
    await ask('avif')
    expect(ids).toEqual([`p3/${bridge.shortcode}/1/320.avif`])
    const third = await ask('avif')
    expect(third).toMatchObject({ kind: 'rendered', bytes: improved })
    expect('etag' in third && 'etag' in first && third.etag === first.etag).toBe(true)
  })
})
