import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Media } from '../../../server/core/media.ts'
import { bridge, film, panorama, series } from '../../fixtures/media.ts'
import { memoryAssets } from '../../support/memory/adapters.ts'
import { BASE, memoryApp } from '../../support/memory/app.ts'
import { decide } from '../../support/memory/decide.ts'
import { type Answering, sharedCache } from '../../support/servers/shared-cache.ts'
import { placesOf } from '../../support/shown-by.ts'

const WITHDRAWN = { standing: { kind: 'withdrawn', reason: 'privacy', at: 1 } } as const satisfies Partial<Media>
const PRIVATE = { visibility: 'private' } as const satisfies Partial<Media>
const PLACES = [bridge, series, film].flatMap((media) => placesOf(media, BASE).map((place) => [place.path, media, place] as const))

const assets = memoryAssets({ 'demo/index.html': readFileSync('public/demo/index.html', 'utf8'), 'embed.json': '{}' })

/** An origin that can be made to fail, two caches one behind the other, and a client of each. */
function world(media: Media) {
  const app = memoryApp({ media: [media, panorama], assets })
  let isFailing: false | 'silent' | 503 = false
  let asked = 0
  const origin: Answering = async (path, headers) => {
    asked++
    if (isFailing === 'silent') throw new Error('Expected an answer but the connection was refused')
    if (isFailing) return new Response(null, { status: isFailing, headers: { 'Cache-Control': 'no-store' } })
    return await app.request(path, { headers: { ...headers } })
  }
  const near = sharedCache(origin, app.clock)
  const far = sharedCache(near, app.clock)
  return {
    near,
    far,
    clock: app.clock,
    decide: (patch: Partial<Media>) => decide(app, media.shortcode, patch),
    fail: (how: typeof isFailing) => {
      isFailing = how
    },
    asked: () => asked,
  }
}

const seen = async (answer: Response) => ({ status: answer.status, body: Buffer.from(await answer.arrayBuffer()).toString('latin1') })

describe.each(PLACES)('%s behind shared caches', (path, media, place) => {
  it.each([0, 1, 30, 59, 60, 61, 3599, 3600, 90_000])('forgets within 60 s what was cached %i s before the withdrawal', async (seconds) => {
    const { near, far, clock, decide } = world(media)
    for (const cache of [near, far]) expect(place.shows(await seen(await cache(path)))).toBe(true)
    clock.advance(seconds * 1000)
    await decide(WITHDRAWN)
    clock.advance(60_000)
    for (const cache of [near, far]) expect(place.shows(await seen(await cache(path)))).toBe(false)
  })

  it('forgets within 60 s of its end what only the clock ends', async () => {
    const { near, far, clock, decide } = world(media)
    const end = clock.now() + 90_000
    await decide({ notAfter: end })
    for (const cache of [near, far]) await cache(path)
    clock.set(end - 1000)
    for (const cache of [near, far]) expect(place.shows(await seen(await cache(path)))).toBe(true)
    clock.set(end + 60_000)
    for (const cache of [near, far]) expect(place.shows(await seen(await cache(path)))).toBe(false)
  })

  it('forgets within 60 s however often it is asked for meanwhile', async () => {
    const { near, far, clock, decide } = world(media)
    for (let second = 0; second < 30; second++) {
      if (second % 3 === 0) await near(path)
      await far(path)
      clock.advance(1000)
    }
    await decide(WITHDRAWN)
    for (let second = 0; second < 60; second++) {
      if (second % 7 === 0) await near(path)
      await far(path)
      clock.advance(1000)
    }
    for (const cache of [near, far]) expect(place.shows(await seen(await cache(path)))).toBe(false)
  })

  it.each([
    ['withdrawn', WITHDRAWN],
    ['private', PRIVATE],
  ])('never shows again what it knows to be %s, though the origin fails', async (_what, patch) => {
    const { near, far, clock, decide, fail } = world(media)
    for (const cache of [far, near]) await cache(path)
    await decide(patch)
    clock.advance(60_000)
    for (const cache of [far, near]) expect(place.shows(await seen(await cache(path)))).toBe(false)
    for (const how of ['silent', 503] as const) {
      fail(how)
      for (const seconds of [1, 9, 10, 60, 3600]) {
        clock.advance(seconds * 1000)
        for (const cache of [far, near]) expect(place.shows(await seen(await cache(path))), `${how} ${seconds}`).toBe(false)
      }
    }
  })
})

describe('while the origin fails', () => {
  const picture = `/t/${bridge.shortcode}/1/640.webp`

  it.each(['silent', 503] as const)('pictures and pages stay for a day, and no longer (%s)', async (how) => {
    const { near, clock, fail } = world(bridge)
    const paths = [picture, `/p/${bridge.shortcode}/embed/`, `/v1/cards?codes=${bridge.shortcode}`]
    for (const path of paths) expect((await near(path)).status).toBe(200)
    fail(how)
    clock.advance((58 + 86_400) * 1000)
    for (const path of paths) expect((await near(path)).status).toBe(200)
    clock.advance(1000)
    for (const path of paths) expect((await near(path)).status).toBeGreaterThanOrEqual(500)
  })

  it('the news is not old news', async () => {
    const { near, clock, fail } = world(bridge)
    expect((await near('/changes.json')).status).toBe(200)
    fail(503)
    clock.advance(60_000)
    expect((await near('/changes.json')).status).toBe(503)
  })
})

it('a cache asks every 58 seconds, and only whether something changed', async () => {
  const { near, clock, asked } = world(bridge)
  const path = `/t/${bridge.shortcode}/1/320.jpg`
  for (let second = 0; second < 174; second++) {
    await near(path)
    clock.advance(1000)
  }
  expect(asked()).toBe(3)
})

it('the log tells of a withdrawal within 60 s', async () => {
  const { far, clock, decide } = world(bridge)
  expect((await seen(await far('/changes.json'))).body).not.toContain('withdrawn')
  await decide(WITHDRAWN)
  clock.advance(60_000)
  expect((await seen(await far('/changes.json'))).body).toContain('"kind":"withdrawn"')
})
