import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bridge, film, portrait, privateMedia, series, withdrawnMedia } from '../fixtures/media.ts'
import { makeCollection } from '../support/collection-folder.ts'
import { askRaw, type RawAnswer } from '../support/servers/raw-answer.ts'
import { RUNTIMES, type RunningRuntime } from '../support/servers/runtimes.ts'
import { missingWorkerd, startEdge } from '../support/servers/workerd.ts'
import { comparable } from './comparable.ts'
import { SMOKE_REQUESTS, type SmokeRequest } from './requests.ts'

const missing = missingWorkerd() ?? (existsSync('dist/edge/worker.js') ? undefined : 'dist/edge is not built')
if (missing) process.stderr.write(`placard: tests of the edge are skipped; ${missing}\n`)

describe.skipIf(missing !== undefined)('the edge in workerd in front of Node', () => {
  let folder: string
  let origin: RunningRuntime
  let edge: Awaited<ReturnType<typeof startEdge>>
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'placard-edge-'))
    await makeCollection(join(folder, 'data'), [bridge, portrait, series, film, privateMedia, withdrawnMedia])
    origin = await RUNTIMES[0]!.start(folder)
    edge = await startEdge(join(folder, 'edge'), { PLACARD_EDGE_ORIGIN: origin.baseUrl })
  })
  afterAll(async () => {
    await edge?.stop()
    await origin?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function answerOf(baseUrl: string, request: SmokeRequest): Promise<RawAnswer> {
    const first = await askRaw(baseUrl, request)
    if (!request.again) return first
    return await askRaw(baseUrl, { ...request, headers: { ...request.headers, 'If-None-Match': first.headers.etag ?? 'none' } })
  }

  /** How long ago is the edge's own affair; the coding is between it and the reader. */
  function common(answer: RawAnswer, { varies }: SmokeRequest): RawAnswer {
    const { status, headers, bytes } = comparable(answer, varies === 'coding' ? varies : undefined)
    const { age: _age, ...others } = headers
    return { status, headers: others, bytes }
  }

  it.each(SMOKE_REQUESTS)('answers $name as its origin does, to the byte, also again', async (request) => {
    const theirs = common(await answerOf(origin.baseUrl, request), request)
    for (const _time of ['first', 'again']) {
      const ours = common(await answerOf(edge.baseUrl, request), request)
      expect({ status: ours.status, headers: ours.headers }).toEqual({ status: theirs.status, headers: theirs.headers })
      expect(ours.bytes.equals(theirs.bytes)).toBe(true)
    }
  })

  it('has kept what may be kept, and nothing else', async () => {
    const ages = async (path: string) => {
      await askRaw(edge.baseUrl, { path })
      return (await askRaw(edge.baseUrl, { path })).headers.age !== undefined
    }
    expect(await ages(`/t/${portrait.shortcode}/1/320.jpg`)).toBe(true)
    expect(await ages('/ready')).toBe(false)
  })

  it('refuses the owner’s API, and says so', async () => {
    const answer = await askRaw(edge.baseUrl, { path: '/v1/owner/media', headers: { Authorization: 'Bearer x' } })
    expect([answer.status, answer.headers['cache-control'], String(answer.bytes)]).toEqual([
      404,
      'no-store',
      expect.stringContaining('origin itself'),
    ])
  })

  it('serves what it has when its origin is killed, and says of the rest that nobody answers', async () => {
    const picture = `/t/${portrait.shortcode}/1/960.jpg`
    const before = await askRaw(edge.baseUrl, { path: picture })
    await origin.stop()
    const after = await askRaw(edge.baseUrl, { path: picture })
    expect([after.status, after.bytes.equals(before.bytes)]).toEqual([200, true])
    expect((await askRaw(edge.baseUrl, { path: `/t/${portrait.shortcode}/1/1280.jpg` })).status).toBe(502)
  })

  it('says in its log which setting is wrong, and to readers that it is not ready', async () => {
    for (const wrong of [{}, { PLACARD_EDGE_ORIGIN: 'https://placard.example/path' }]) {
      const broken = await startEdge(join(folder, 'broken'), wrong)
      try {
        expect((await askRaw(broken.baseUrl, { path: '/' })).status).toBe(503)
        await expect.poll(() => broken.written()).toContain('PLACARD_EDGE_ORIGIN')
      } finally {
        await broken.stop()
      }
    }
  })
})
