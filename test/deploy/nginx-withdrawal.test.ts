import { afterEach, describe, expect, it } from 'vitest'
import type { Media } from '../../server/core/media.ts'
import { bridge, panorama } from '../fixtures/media.ts'
import { decide } from '../support/memory/decide.ts'
import { canMoveTime, movedTime } from '../support/servers/moved-time.ts'
import { hasNginx, type Nginx, nginxInFrontOf } from '../support/servers/nginx.ts'
import { type NodeServer, startNodeServer } from '../support/servers/node-server.ts'
import { askRaw } from '../support/servers/raw-answer.ts'
import { placesOf } from '../support/shown-by.ts'

/** Waiting for a minute is for those who wait anyway. */
const canWait = process.env.CI !== undefined || process.env.SLOW_TESTS !== undefined
const canRun = hasNginx && (canMoveTime || canWait)
if (!canRun) {
  process.stderr.write(
    'placard: a withdrawal behind a real nginx is not tried; that needs the packages nginx-light and faketime, or SLOW_TESTS=1 and a minute\n',
  )
}

/** nginx, with the configuration that we give, in front of Placard; one clock for both. */
interface World {
  readonly nginx: Nginx
  readonly placard: NodeServer
  pass(seconds: number): Promise<void>
  decide(patch: Partial<Media>): Promise<void>
}

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

async function startWorld(): Promise<World> {
  const placard = await startNodeServer({ media: [bridge, panorama] })
  endings.push(() => placard.close())
  const nginx = await nginxInFrontOf(Number(new URL(placard.baseUrl).port))
  endings.push(() => nginx.stop())
  const time = movedTime()
  endings.push(time.remove)
  await nginx.start(canMoveTime ? time.env : {})
  return {
    nginx,
    placard,
    async pass(seconds) {
      if (canMoveTime) time.advance(seconds)
      else await new Promise((done) => setTimeout(done, seconds * 1000))
      placard.deps.clock.advance(seconds * 1000)
    },
    decide: (patch) => decide(placard.deps, bridge.shortcode, patch),
  }
}

async function seenOf({ baseUrl }: Nginx, path: string) {
  const { status, headers, bytes } = await askRaw(baseUrl, { path })
  return { status, cache: headers['x-cache'], body: bytes.toString('latin1') }
}

const WITHDRAWN = { standing: { kind: 'withdrawn', reason: 'copyright', at: 1 } } as const satisfies Partial<Media>

describe.skipIf(!canRun)('a withdrawal behind a real nginx', () => {
  it('is seen within 60 s at every address, though nginx has all of them', async () => {
    const { nginx, placard, pass, decide } = await startWorld()
    // No template of the demonstration page is there.
    const places = placesOf(bridge, placard.baseUrl).filter(({ path }) => path !== '/demo/')
    for (const { path } of places) await seenOf(nginx, path)
    for (const place of places) {
      const seen = await seenOf(nginx, place.path)
      expect(place.shows(seen), place.path).toBe(true)
      expect(seen.cache, place.path).toBe('HIT')
    }

    await decide(WITHDRAWN)
    // It does have them: only time makes it ask again.
    for (const place of places.slice(0, 5)) expect(place.shows(await seenOf(nginx, place.path)), place.path).toBe(true)
    await pass(60)
    for (const place of places) {
      const seen = await seenOf(nginx, place.path)
      expect(place.shows(seen), place.path).toBe(false)
      expect(['EXPIRED', 'MISS'], place.path).toContain(seen.cache)
    }
  })

  it('is never undone by an origin that fails, nor is a picture made private', async () => {
    const { nginx, placard, pass, decide } = await startWorld()
    const [picture, frame, other] = [
      `/t/${bridge.shortcode}/1/640.webp`,
      `/p/${bridge.shortcode}/embed/`,
      `/p/${panorama.shortcode}/embed/`,
    ]
    for (const path of [picture, frame, other]) expect((await seenOf(nginx, path)).status).toBe(200)
    await pass(1)
    await decide(WITHDRAWN)
    await pass(60)
    expect((await seenOf(nginx, picture)).status).toBe(410)
    await decide({ visibility: 'private' })
    expect((await seenOf(nginx, frame)).status).toBe(401)
    await placard.close()
    await pass(11)
    expect(await seenOf(nginx, other)).toMatchObject({ status: 200, cache: 'STALE' })
    for (const path of [picture, frame]) expect((await seenOf(nginx, path)).status, path).toBe(502)
  })
})
