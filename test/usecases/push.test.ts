import { afterEach, describe, expect, it } from 'vitest'
import { httpRemote } from '../../server/adapters/remote/http.ts'
import { NotOwnerError, UnavailableError } from '../../server/core/errors.ts'
import { encodeShortcode } from '../../server/core/identity/shortcode.ts'
import type { Media } from '../../server/core/media.ts'
import { parsePatch } from '../../server/core/owner/media-patch.ts'
import type { Remote } from '../../server/ports/remote.ts'
import { editMedia } from '../../server/usecases/own/edit-media.ts'
import { createOwnerToken } from '../../server/usecases/own/owner-tokens.ts'
import { undoBatch } from '../../server/usecases/own/undo-batch.ts'
import { pullCollection } from '../../server/usecases/transfer/pull-collection.ts'
import { pushCollection } from '../../server/usecases/transfer/push-collection.ts'
import type { TransferStep } from '../../server/usecases/transfer/tally.ts'
import { bridge, film, portrait, privateMedia, series, withdrawnMedia } from '../fixtures/media.ts'
import { memoryOriginals } from '../support/memory/adapters.ts'
import { type MemoryDeps, memoryDeps } from '../support/memory/deps.ts'
import { type NodeServer, startNodeServer } from '../support/servers/node-server.ts'

const MINE = [bridge, series, film, privateMedia, withdrawnMedia]
const servers: NodeServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

/** Another collection, empty unless told otherwise, and the way to it. */
async function openThere(media: readonly Media[] = []) {
  const server = await startNodeServer({ media, originals: memoryOriginals() })
  servers.push(server)
  const token = await createOwnerToken(server.deps, 'mirror')
  return { ...server, token, remote: httpRemote({ origin: server.baseUrl, token, pauseMs: 1 }) }
}

const quietly = { signal: new AbortController().signal, onProgress: () => {} }
const push = (here: MemoryDeps, remote: Remote) => pushCollection(here, { remote, ...quietly })
const pull = (here: MemoryDeps, remote: Remote) => pullCollection(here, { remote, ...quietly })

const rename = (deps: MemoryDeps, media: Media, title: string) =>
  editMedia(deps, [{ media, patch: parsePatch({ title }) }], { actor: 'cli' })
const stored = async (deps: MemoryDeps, { id }: Media) => (await deps.catalogue.findByShortcode(encodeShortcode(id)))!

/** A media without what each side counts by itself. */
const plain = ({ version: _version, ...media }: Media) => media

describe('a push', () => {
  it('brings everything, under the names that it has', async () => {
    const here = memoryDeps({ media: MINE })
    const there = await openThere()
    const report = await push(here, there.remote)
    expect(report).toMatchObject({ counts: { new: 5, changed: 0, unchanged: 0, failed: 0 }, failures: [], stopped: false })
    for (const media of MINE) expect(plain(await stored(there.deps, media))).toStrictEqual(plain(media))
    expect(await there.deps.originals.open(film.video!.key)).toMatchObject({ bytes: film.video!.bytes })
    const oembed = await fetch(`${there.baseUrl}/oembed?url=${there.baseUrl}/p/${bridge.shortcode}/`)
    expect(await oembed.json()).toMatchObject({ title: 'The bridge at dusk', media_id: String(bridge.id) })
  })

  it('brings thumbnails that are made for the other address, so that nothing is rendered there', async () => {
    const here = memoryDeps({ media: [bridge, series] })
    const there = await openThere()
    const { thumbnails } = await push(here, there.remote)
    // 7 widths x 3 formats of each picture, and 3 strips of each media.
    expect(thumbnails).toBe(7 * 3 * (1 + series.items!.length) + 2 * 3)
    for (const path of [
      `/t/${bridge.shortcode}/1/640.webp`,
      `/t/${series.shortcode}/1/2/320.jpg`,
      `/t/${bridge.shortcode}/1/credit/640.jpg`,
    ]) {
      const answer = await fetch(there.baseUrl + path)
      expect(answer.status).toBe(200)
      expect(Buffer.from(await answer.arrayBuffer()).includes(`${there.baseUrl}/p/`)).toBe(true)
    }
    expect(there.deps.renders).toEqual([])
  })

  it('sends nothing that is there already', async () => {
    const here = memoryDeps({ media: [portrait] })
    const { remote } = await openThere()
    expect(await push(here, remote)).toMatchObject({ originals: 1 })
    expect(await push(here, remote)).toMatchObject({ counts: { new: 0, changed: 0, unchanged: 1 }, originals: 0, thumbnails: 0 })
  })

  it('goes on where it was stopped', async () => {
    const here = memoryDeps({ media: [portrait, privateMedia] })
    const there = await openThere()
    const stop = new AbortController()
    const remote: Remote = {
      ...there.remote,
      putOriginal: async (key, bytes) => {
        await there.remote.putOriginal(key, bytes)
        stop.abort()
      },
    }
    const first = await pushCollection(here, { remote, signal: stop.signal, onProgress: () => {} })
    expect(first).toMatchObject({ counts: { new: 0 }, originals: 1, stopped: true })
    const steps: TransferStep[] = []
    const second = await pushCollection(here, { remote: there.remote, signal: quietly.signal, onProgress: (step) => steps.push(step) })
    expect(second).toMatchObject({ counts: { new: 2 }, originals: 1, stopped: false })
    expect(steps.map(({ done, total }) => `${done}/${total}`)).toEqual(['1/2', '2/2'])
  })

  it('brings what has changed here as one batch, which can be undone there', async () => {
    const here = memoryDeps({ media: [portrait] })
    const there = await openThere()
    await push(here, there.remote)
    await rename(here, portrait, 'Chips')
    expect(await push(here, there.remote)).toMatchObject({ counts: { changed: 1 }, originals: 0 })
    expect(await stored(there.deps, portrait)).toMatchObject({ revision: 2, version: 2, description: { title: [{ text: 'Chips' }] } })
    const [newest] = await there.deps.catalogue.listChanges({ mediaId: portrait.id, newestFirst: true, limit: 1 })
    expect(newest).toMatchObject({ actor: 'mirror', batch: expect.stringMatching(/^push-/), properties: [{ property: 'title' }, {}] })
    await undoBatch(there.deps, newest!.batch, { actor: 'cli' })
    expect(await stored(there.deps, portrait)).toMatchObject({ description: { title: portrait.description.title } })
  })

  it('leaves alone what was changed there, until it was pulled', async () => {
    const here = memoryDeps({ media: [portrait] })
    const there = await openThere()
    await push(here, there.remote)
    here.clock.advance(1000)
    there.deps.clock.advance(2000)
    await rename(there.deps, await stored(there.deps, portrait), 'Theirs')
    expect(await push(here, there.remote)).toMatchObject({
      counts: { failed: 1 },
      failures: [{ reason: expect.stringContaining('placard pull') }],
    })
    here.clock.advance(2000)
    expect(await pull(here, there.remote)).toMatchObject({ counts: { changed: 1 } })
    await rename(here, await stored(here, portrait), 'Mine again')
    expect(await push(here, there.remote)).toMatchObject({ counts: { changed: 1 } })
    expect(await stored(there.deps, portrait)).toMatchObject({ description: { title: [{ text: 'Mine again' }] } })
  })

  it('stores thumbnails of an embargoed media under the name it has, and the one it will have', async () => {
    const secret = 'AAAAAAAAAAAAAAAAAAAAAA'
    const notBefore = Date.UTC(2026, 6, 2)
    const embargoed: Media = { ...portrait, secret, notBefore, announcedAt: notBefore }
    const there = await openThere()
    expect(await push(memoryDeps({ media: [embargoed] }), there.remote)).toMatchObject({ thumbnails: 2 * (7 * 3 + 3) })
    expect(await there.deps.thumbnails.find(`p3/${portrait.shortcode}${secret}/1/640.jpg`)).toBeDefined()
    expect(await there.deps.thumbnails.find(`p3/${portrait.shortcode}/1/640.jpg`)).toBeDefined()
  })

  it('fails for one media without its original, and brings the others', async () => {
    const here = memoryDeps({ media: [bridge, portrait] })
    const originals = {
      ...here.originals,
      open: async (key: typeof bridge.original.key) => (key === bridge.original.key ? undefined : here.originals.open(key)),
    }
    const { remote } = await openThere()
    expect(await push({ ...here, originals }, remote)).toMatchObject({
      counts: { new: 1, failed: 1 },
      failures: [{ label: bridge.shortcode, reason: expect.stringContaining('import it again') }],
    })
  })

  it('ends at once where nobody answers, or knows the token', async () => {
    const here = memoryDeps({ media: [portrait] })
    const there = await openThere()
    await expect(push(here, httpRemote({ origin: there.baseUrl, token: `plc_${'x'.repeat(44)}`, pauseMs: 1 }))).rejects.toThrow(
      NotOwnerError,
    )
    await there.close()
    servers.pop()
    await expect(push(here, there.remote)).rejects.toThrow(UnavailableError)
  })

  it('tries again what failed in passing', async () => {
    const here = memoryDeps({ media: [portrait] })
    const there = await openThere()
    let failures = 2
    const put = there.deps.thumbnails.put
    Object.assign(there.deps.thumbnails, {
      put: async (...args: Parameters<typeof put>) => {
        failures -= 1
        if (failures >= 0) throw new UnavailableError('for a moment')
        await put(...args)
      },
    })
    expect(await push(here, there.remote)).toMatchObject({ counts: { new: 1, failed: 0 } })
  })
})

describe('a pull', () => {
  it('brings everything into an empty collection, each original checked', async () => {
    const here = memoryDeps({ media: [], originals: memoryOriginals() })
    const there = await startNodeServer({ media: MINE })
    servers.push(there)
    const remote = httpRemote({ origin: there.baseUrl, token: await createOwnerToken(there.deps, 'mirror'), pauseMs: 1 })
    expect(await pull(here, remote)).toMatchObject({ counts: { new: 5, failed: 0 } })
    for (const media of MINE) expect(plain(await stored(here, media))).toStrictEqual(plain(media))
    expect(await here.originals.open(film.video!.key)).toMatchObject({ bytes: film.video!.bytes })
    expect(await pull(here, remote)).toMatchObject({ counts: { unchanged: 5 }, originals: 0 })
  })

  it('does not believe bytes that are not those of their key', async () => {
    const here = memoryDeps({ media: [], originals: memoryOriginals() })
    const there = await openThere([portrait])
    const remote: Remote = { ...there.remote, getOriginal: async () => ({ bytes: new Uint8Array([1, 2, 3]), size: 3 }) }
    expect(await pull(here, remote)).toMatchObject({ failures: [{ reason: expect.stringContaining('SHA-256') }] })
    expect(await here.catalogue.findByShortcode(portrait.shortcode)).toBeUndefined()
  })

  it('leaves alone what was changed here and is another there', async () => {
    const here = memoryDeps({ media: [portrait] })
    const there = await openThere()
    await push(here, there.remote)
    here.clock.advance(1000)
    await rename(here, portrait, 'Mine')
    await rename(there.deps, await stored(there.deps, portrait), 'Theirs')
    expect(await pull(here, there.remote)).toMatchObject({ counts: { failed: 1 } })
    expect(await stored(here, portrait)).toMatchObject({ description: { title: [{ text: 'Mine' }] } })
  })
})
