import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { httpRemote } from '../../server/adapters/remote/http.ts'
import type { Media, OriginalKey } from '../../server/core/media.ts'
import type { Remote } from '../../server/ports/remote.ts'
import { createOwnerToken } from '../../server/usecases/own/owner-tokens.ts'
import { pullCollection } from '../../server/usecases/transfer/pull-collection.ts'
import { pushCollection } from '../../server/usecases/transfer/push-collection.ts'
import { film, fixtureOriginals } from '../fixtures/media.ts'
import { memoryOriginals } from '../support/memory/adapters.ts'
import { memoryDeps, testConfig } from '../support/memory/deps.ts'
import { type NodeServer, startNodeServer } from '../support/servers/node-server.ts'

/** More than two parts of 8 MiB, and a hash that nobody else has. */
const BYTES = Uint8Array.from({ length: 17_000_000 }, (_, index) => (index * 7 + (index >> 15)) % 251)
const KEY = createHash('sha256').update(BYTES).digest('hex') as OriginalKey
const LARGE: Media = { ...film, video: { ...film.video!, key: KEY, bytes: BYTES.length } }
const originals = () => memoryOriginals([...fixtureOriginals(), BYTES])

let there: NodeServer
let remote: Remote
beforeEach(async () => {
  there = await startNodeServer({ media: [], originals: memoryOriginals() })
  remote = httpRemote({ origin: there.baseUrl, token: await createOwnerToken(there.deps, 'mirror'), pauseMs: 1 })
})
afterEach(() => there.close())

const quietly = { signal: new AbortController().signal, onProgress: () => {} }
const bytesOf = async (store: { open: typeof there.deps.originals.open }) =>
  Buffer.from(await new Response((await store.open(KEY))?.body).arrayBuffer())

/** The way there, and what was sent over it. */
function counted(inner: Remote) {
  const starts: number[] = []
  const counting: Remote = {
    ...inner,
    putOriginalPart: async (part, size, bytes) => {
      starts.push(part.range.start)
      await inner.putOriginalPart(part, size, bytes)
    },
  }
  return { remote: counting, starts }
}

describe('an original of several parts', () => {
  it('is pushed in parts, and pulled in parts', async () => {
    const here = memoryDeps({ media: [LARGE], originals: originals() })
    const sent = counted(remote)
    expect(await pushCollection(here, { remote: sent.remote, ...quietly })).toMatchObject({ counts: { new: 1, failed: 0 } })
    expect(sent.starts).toEqual([0, 8_388_608, 16_777_216])
    expect((await bytesOf(there.deps.originals)).equals(BYTES)).toBe(true)
    const third = memoryDeps({ media: [], originals: memoryOriginals() })
    expect(await pullCollection(third, { remote, ...quietly })).toMatchObject({ counts: { new: 1, failed: 0 } })
    expect((await bytesOf(third.originals)).equals(BYTES)).toBe(true)
  })

  it('goes on at the part where it was stopped', async () => {
    const here = memoryDeps({ media: [LARGE], originals: originals() })
    const stop = new AbortController()
    const stopping: Remote = {
      ...remote,
      putOriginalPart: async (part, size, bytes) => {
        await remote.putOriginalPart(part, size, bytes)
        if (part.range.start > 0) stop.abort()
      },
    }
    const first = await pushCollection(here, { remote: stopping, signal: stop.signal, onProgress: () => {} })
    expect(first).toMatchObject({ counts: { new: 0 }, stopped: true })
    const sent = counted(remote)
    expect(await pushCollection(here, { remote: sent.remote, ...quietly })).toMatchObject({ counts: { new: 1 } })
    expect(sent.starts).toEqual([16_777_216])
  })

  it('is not sent where it is too large, and the reason names the setting', async () => {
    await there.close()
    there = await startNodeServer({ media: [], originals: memoryOriginals() })
    const small: Remote = {
      ...httpRemote({ origin: there.baseUrl, token: await createOwnerToken(there.deps, 'mirror'), pauseMs: 1 }),
      describe: async () => ({ settings: testConfig, pipelineVersion: 3, maxOriginalBytes: BYTES.length - 1 }),
    }
    const here = memoryDeps({ media: [LARGE], originals: originals() })
    const sent = counted(small)
    expect(await pushCollection(here, { remote: sent.remote, ...quietly })).toMatchObject({
      failures: [{ reason: expect.stringContaining('PLACARD_MAX_ORIGINAL_MB') }],
    })
    expect(sent.starts).toEqual([])
  })

  it('fails where it is not what its key says, and begins anew', async () => {
    const damaged = originals()
    const here = memoryDeps({
      media: [LARGE],
      originals: {
        ...damaged,
        openRange: async (key, range, signal) =>
          range.start === 0
            ? await damaged.openRange(key, { start: 1, end: range.end + 1 }, signal)
            : await damaged.openRange(key, range, signal),
      },
    })
    expect(await pushCollection(here, { remote, ...quietly })).toMatchObject({
      failures: [{ reason: expect.stringContaining(`Expected bytes with the SHA-256 ${KEY}`) }],
    })
    expect(await there.deps.catalogue.findByShortcode(LARGE.shortcode)).toBeUndefined()
    expect(await remote.joinOriginal(KEY, BYTES.length)).toBe(0)
  })
})
