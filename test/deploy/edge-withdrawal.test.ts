import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Media } from '../../server/core/media.ts'
import { bridge, panorama } from '../fixtures/media.ts'
import { decide } from '../support/memory/decide.ts'
import { type NodeServer, startNodeServer } from '../support/servers/node-server.ts'
import { askRaw } from '../support/servers/raw-answer.ts'
import { missingWorkerd, startEdge } from '../support/servers/workerd.ts'
import { placesOf } from '../support/shown-by.ts'

const missing = missingWorkerd() ?? (existsSync('dist/edge/worker.js') ? undefined : 'dist/edge is not built')
if (missing) process.stderr.write(`placard: a withdrawal behind a real edge is not tried; ${missing}\n`)

/** workerd with the edge that we give, in front of Placard; one clock for both. */
interface World {
  readonly baseUrl: string
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
  const folder = mkdtempSync(join(tmpdir(), 'placard-edge-'))
  endings.push(() => rmSync(folder, { recursive: true, force: true }))
  const edge = await startEdge(folder, { PLACARD_EDGE_ORIGIN: placard.baseUrl })
  endings.push(edge.stop)
  return {
    baseUrl: edge.baseUrl,
    placard,
    async pass(seconds) {
      await edge.advance(seconds)
      placard.deps.clock.advance(seconds * 1000)
    },
    decide: (patch) => decide(placard.deps, bridge.shortcode, patch),
  }
}

async function seenOf({ baseUrl }: World, path: string) {
  const { status, bytes } = await askRaw(baseUrl, { path })
  return { status, body: bytes.toString('latin1') }
}

const WITHDRAWN = { standing: { kind: 'withdrawn', reason: 'copyright', at: 1 } } as const satisfies Partial<Media>

describe.skipIf(missing !== undefined)('a withdrawal behind a real edge', () => {
  it('is seen within 60 s at every address, though the edge has all of them', async () => {
    const world = await startWorld()
    // No template of the demonstration page is there.
    const places = placesOf(bridge, world.placard.baseUrl).filter(({ path }) => path !== '/demo/')
    for (const place of places) expect(place.shows(await seenOf(world, place.path)), place.path).toBe(true)
    await world.decide(WITHDRAWN)
    // It does have them: only time makes it ask again.
    for (const place of places.slice(0, 5)) expect(place.shows(await seenOf(world, place.path)), place.path).toBe(true)
    await world.pass(60)
    for (const place of places) expect(place.shows(await seenOf(world, place.path)), place.path).toBe(false)
  })

  it('is never undone by an origin that fails, at none of its addresses; all else stays for a day', async () => {
    const world = await startWorld()
    const [picture, frame, other] = [
      `/t/${bridge.shortcode}/1/640.webp`,
      `/p/${bridge.shortcode}/embed/`,
      `/p/${panorama.shortcode}/embed/`,
    ]
    for (const path of [picture, frame, other]) expect((await seenOf(world, path)).status).toBe(200)
    await world.pass(1)
    await world.decide(WITHDRAWN)
    await world.pass(60)
    expect((await seenOf(world, picture)).status).toBe(410)
    await world.placard.close()
    await world.pass(60)
    expect((await seenOf(world, other)).status).toBe(200)
    for (const path of [picture, frame]) expect((await seenOf(world, path)).status, path).toBe(502)
    await world.pass(86_400)
    expect((await seenOf(world, other)).status).toBe(502)
  })
})
