import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshAnswers } from '../../server/adapters/cache/answers.ts'
import { watchCatalogue } from '../../server/adapters/catalogue/watched.ts'
import type { Answers } from '../../server/ports/answers.ts'
import { bridge, fixtureMedia, portrait, privateMedia, unknownShortcode, withdrawnMedia } from '../fixtures/media.ts'
import { memoryCatalogue, settableClock } from '../support/memory/adapters.ts'
import { rememberedPack } from '../support/memory/remembered-pack.ts'
import { save } from '../support/memory/save.ts'
import { type NodeServer, startNodeServer } from '../support/servers/node-server.ts'

const clock = settableClock()
const { pack, packing } = rememberedPack()
const { catalogue, freshness } = watchCatalogue({ ...memoryCatalogue(fixtureMedia), mark: async () => 1 }, clock)
const kept = freshAnswers({ maxBytes: 10_000_000, freshness, pack })
let hits = 0
const answers: Answers = {
  ...kept,
  find: (target, coding) => {
    const answer = kept.find(target, coding)
    hits += answer === undefined ? 0 : 1
    return answer
  },
}

let front: NodeServer
let plain: NodeServer

beforeAll(async () => {
  const shared = { catalogue, clock }
  front = await startNodeServer({ ...shared, answers })
  plain = await startNodeServer(shared)
  // The first question about its freshness is what makes the catalogue answer it.
  freshness.generation()
})
afterAll(async () => {
  await front.close()
  await plain.close()
})

const code = bridge.shortcode
const PERMALINK = encodeURIComponent(`/p/${code}/`)
const PATHS = [
  '/',
  '/demo/',
  `/p/${code}/`,
  `/p/${code}/?lang=de`,
  `/p/${code}/embed/`,
  `/p/${code}/embed/captioned/?theme=dark`,
  `/p/${code}/preview/`,
  `/p/${code}/media/?size=l`,
  `/p/${code}`,
  `/oembed?url=BASE${PERMALINK}`,
  `/oembed?url=BASE${PERMALINK}&format=xml`,
  `/oembed?url=BASE${PERMALINK}&format=yaml`,
  `/v1/cards?codes=${code},${withdrawnMedia.shortcode},${privateMedia.shortcode}`,
  `/v1/media/shortcode/${code}`,
  `/v1/media/${bridge.id}`,
  `/v1/media/shortcode/${code}/embed-code`,
  `/v1/owner/media`,
  `/t/${code}/1/150.jpg`,
  `/t/${code}/9/150.jpg`,
  `/t/${withdrawnMedia.shortcode}/1/150.jpg`,
  `/t/${unknownShortcode}/1/150.jpg`,
  '/feed.atom',
  '/feed.json',
  '/robots.txt',
  '/embed.js',
  '/static/card.css',
  '/health',
  '/x',
]

/** Status, headers and body, unpacked, without what differs between any two answers, or two servers. */
async function told({ baseUrl }: NodeServer, path: string, coding = 'identity') {
  const headers = { 'Accept-Encoding': coding }
  const response = await fetch(baseUrl + path.replace('BASE', encodeURIComponent(baseUrl)), { headers, redirect: 'manual' })
  const differing = ['date', 'etag', 'content-length', 'content-encoding']
  const sorted = [...response.headers].filter(([name]) => !differing.includes(name)).sort()
  const body = Buffer.from(await response.arrayBuffer()).toString('latin1')
  const neutral = (text: string) => text.replaceAll(new RegExp(baseUrl.slice(7).replace(':', '(:|%3A|\\\\u003a)'), 'gi'), 'HOST')
  return { status: response.status, headers: neutral(JSON.stringify(sorted)), body: neutral(body) }
}

describe('the front door', () => {
  it.each(PATHS)('answers %s like the app, several at once, again and once more', async (path) => {
    const expected = await told(plain, path)
    const atOnce = await Promise.all(Array.from({ length: 4 }, () => told(front, path)))
    expect([...atOnce, await told(front, path), await told(front, path)]).toEqual(Array.from({ length: 6 }, () => expected))
  })

  it.each(PATHS)('answers %s like the app in every coding, before and after it is packed', async (path) => {
    const expected = await told(plain, path)
    for (const coding of ['br', 'gzip', 'gzip;q=0.1, br;q=0.2']) {
      const before = [await told(front, path, coding), await told(front, path, coding)]
      await Promise.all(packing)
      expect([...before, await told(front, path, coding), await told(front, path)]).toEqual(Array.from({ length: 4 }, () => expected))
    }
  })

  it.each([`/p/${code}/`, `/v1/cards?codes=${code}`, `/t/${code}/1/150.jpg`])(
    'keeps %s, and answers its validator by 304',
    async (path) => {
      await told(front, path)
      const before = hits
      const etag = (await fetch(front.baseUrl + path)).headers.get('etag') ?? ''
      const again = await fetch(front.baseUrl + path, { headers: { 'If-None-Match': etag } })
      expect(hits - before).toBe(2)
      expect(again.status).toBe(304)
      expect(again.headers.get('etag')).toBe(etag)
      expect(again.headers.get('content-type')).toBeNull()
      expect((await fetch(front.baseUrl + path, { headers: { 'If-None-Match': '"other"' } })).status).toBe(200)
    },
  )

  it.each([`/p/${portrait.shortcode}/embed/`, `/v1/cards?codes=${portrait.shortcode}`])(
    'keeps %s also where it is only validated, and then answers all of it',
    async (path) => {
      const expected = await told(plain, path)
      await told(front, path)
      const etag = (await fetch(front.baseUrl + path)).headers.get('etag') ?? ''
      // Whatever is written makes all that is kept as good as gone.
      await save(catalogue, bridge)
      await expect.poll(() => freshness.generation()).toBeDefined()
      await fetch(front.baseUrl + path, { headers: { 'If-None-Match': etag } })
      const before = hits
      expect((await fetch(front.baseUrl + path, { headers: { 'If-None-Match': etag } })).status).toBe(304)
      expect(await told(front, path)).toEqual(expected)
      expect(hits - before).toBe(2)
    },
  )

  it.each(['/', '/health', `/p/${code}`, `/t/${unknownShortcode}/1/150.jpg`, '/v1/owner/media', '/embed.js'])(
    'never keeps what is not for everyone or not whole: HEAD, Range, %s',
    async (path) => {
      await told(front, path)
      const before = hits
      await fetch(front.baseUrl + path, { method: 'HEAD', redirect: 'manual' })
      await fetch(front.baseUrl + path, { headers: { Range: 'bytes=0-1' }, redirect: 'manual' })
      if (path !== '/') await fetch(front.baseUrl + path, { redirect: 'manual' })
      expect(hits).toBe(before)
    },
  )

  it.each(['Host: a\r\nHost: b', 'Host: a, b', 'Host: a b', 'Host: "><script>', 'Host: a:99999', 'X-A: b'])(
    'refuses what the app refuses of a kept address: %j (O1)',
    async (host) => {
      await told(front, `/p/${code}/`)
      const answer = await front.exchange(`GET /p/${code}/ HTTP/1.1\r\n${host}\r\nConnection: close\r\n\r\n`)
      expect(answer.slice(0, 12)).toBe('HTTP/1.1 400')
    },
  )

  it('answers requests that come at once on one connection, each in its turn', async () => {
    const paths = [`/p/${code}/`, `/v1/cards?codes=${code}`, `/t/${code}/1/150.jpg`, `/p/${code}/`]
    for (const path of paths) await told(front, path)
    const asked = paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: a\r\n`)
    const answer = await front.exchange(`${asked.join('\r\n')}Connection: close\r\n\r\n`)
    const types = [...answer.matchAll(/HTTP\/1\.1 200 OK\r\n(?:.+\r\n)*?content-type: (.*)\r\n/g)].map(([, type]) => type)
    expect(types).toEqual(['text/html; charset=utf-8', 'application/json; charset=utf-8', 'image/jpeg', 'text/html; charset=utf-8'])
    expect(answer.trimEnd().slice(-7)).toBe('</html>')
  })

  it('says 100 to nobody whose turn it is not: it would stand in the middle of an answer (L2)', async () => {
    const asked = ['', 'Expect: 100-continue\r\n'].map((header) => `GET /robots.txt HTTP/1.1\r\nHost: a\r\n${header}\r\n`)
    const [first, second, ...others] = (await front.exchange(asked.join(''))).split(/HTTP\/1\.1 .*\r\n/).slice(1)
    const bodyOf = (answer = '') => answer.split('\r\n\r\n')[1]
    expect(bodyOf(first)).toMatch(/^User-agent/)
    expect(bodyOf(second)).toBe(bodyOf(first))
    expect(others).toEqual([])
  })

  it('logs what it answers as the app does, by route', async () => {
    await told(front, `/p/${code}/`)
    const [, line] = front.deps.logged.filter(({ fields }) => fields.route === '/p/:code/').slice(-2)
    expect(line).toMatchObject({ event: 'requestAnswered', fields: { method: 'GET', route: '/p/:code/', status: 200 } })
    expect(line?.fields.requestId).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('shows a withdrawal at once, to a validator too (C1)', async () => {
    const path = `/p/${portrait.shortcode}/`
    await told(front, path)
    const etag = (await fetch(front.baseUrl + path)).headers.get('etag') ?? ''
    await save(catalogue, { ...portrait, standing: { kind: 'withdrawn', reason: 'privacy', at: clock.now() } })
    expect((await fetch(front.baseUrl + path)).status).toBe(410)
    expect((await fetch(front.baseUrl + path, { headers: { 'If-None-Match': etag } })).status).toBe(410)
  })
})
