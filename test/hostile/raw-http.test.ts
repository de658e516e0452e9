import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshAnswers } from '../../server/adapters/cache/answers.ts'
import { watchCatalogue } from '../../server/adapters/catalogue/watched.ts'
import { bridge, fixtureMedia } from '../fixtures/media.ts'
import { exchangeBytes, HOSTS, mangle, OTHER_BYTES, SMUGGLING, statusesOf, TARGETS } from '../support/hostile/http.ts'
import { seededRandom } from '../support/hostile/random.ts'
import { memoryCatalogue, settableClock } from '../support/memory/adapters.ts'
import { TEST_MS } from '../support/patience.ts'
import { type NodeServer, startNodeServer } from '../support/servers/node-server.ts'

// With the answers that are kept before the app: a hostile request must neither be answered from them wrongly nor leave one for others.
const clock = settableClock()
const { catalogue, freshness } = watchCatalogue({ ...memoryCatalogue(fixtureMedia), mark: async () => 1 }, clock)
let server: NodeServer
let port: number

beforeAll(async () => {
  const shared = { catalogue, clock }
  server = await startNodeServer({ ...shared, answers: freshAnswers({ maxBytes: 10_000_000, freshness }) })
  freshness.generation()
  port = Number(new URL(server.baseUrl).port)
})
afterAll(() => server.close())

const code = bridge.shortcode
const ask = (head: string) => exchangeBytes(port, `${head}\r\nConnection: close\r\n\r\n`)
/** The same answer in the same form: names of headers in small letters, sorted, without what differs at each request. */
function formOf(answer: string): string {
  const [head = '', ...body] = answer.split('\r\n\r\n')
  const [status = '', ...headers] = head.split('\r\n')
  const named = headers.map((line) => line.replace(/^[^:]+/, (name) => name.toLowerCase())).filter((line) => !line.startsWith('date:'))
  return [status, ...named.sort(), '', ...body].join('\n').replace(/as request [\w-]+/, '')
}
const own = () => server.baseUrl.slice('http://'.length)

/** The good request, as it is answered at any time. */
async function expectAlive(): Promise<void> {
  expect(statusesOf(await ask(`GET /p/${code}/ HTTP/1.1\r\nHost: ${own()}`))).toEqual([200])
}

describe('sixty forms of Host (O1)', () => {
  it('are so many', () => expect(new Set(HOSTS).size).toBeGreaterThanOrEqual(60))

  it.each([
    `/p/${code}`,
    `/p/${code}/`,
    `/p/${code}/embed/`,
    `/oembed?url=BASE/p/${code}/`,
    `/t/${code}/9/320.jpg`,
    '/nowhere',
    '/feed.atom',
  ])('are refused, or change no byte of %s', async (path) => {
    const target = path.replace('BASE', server.baseUrl)
    // The hostile ones come first, so that whatever is kept was made for them.
    const answers = await Promise.all(HOSTS.map((host) => ask(`GET ${target} HTTP/1.1\r\nHost: ${host}`)))
    const canonical = formOf(await ask(`GET ${target} HTTP/1.1\r\nHost: ${own()}`))
    for (const [index, answer] of answers.entries()) {
      const isRefused = statusesOf(answer).every((status) => status === 400 || status === 421)
      expect([HOSTS[index], isRefused || formOf(answer) === canonical]).toEqual([HOSTS[index], true])
      expect(answer).not.toContain('evil')
    }
  })
})

it('a second Host is refused behind two thousand other headers, too (O1)', async () => {
  const answer = await ask(`GET /p/${code}/ HTTP/1.1\r\nHost: ${own()}\r\n${'a:\r\n'.repeat(2100)}Host: evil.example`)
  expect(statusesOf(answer)).toEqual([400])
})

describe('targets that name another place (O1, O8)', () => {
  it.each(TARGETS)('are answered by us alone: %s', async (target) => {
    const answer = await ask(`GET ${target.replace('CODE', code)} HTTP/1.1\r\nHost: evil.example`)
    const [status = 0, ...others] = statusesOf(answer)
    expect([status >= 200 && status < 500, others]).toEqual([true, []])
    // JSON repeats an address that it was asked about, and is never a page.
    if (!/^Content-Type: application\/json/im.test(answer)) expect(answer).not.toContain('evil')
    expect(answer).not.toMatch(/^Location: (?!http:\/\/127\.0\.0\.1)/im)
  })
})

describe('requests within requests (L2)', () => {
  it.each(Object.entries(SMUGGLING))('are never answered: %s', async (_name, bytes) => {
    const answer = await exchangeBytes(port, bytes)
    const statuses = statusesOf(answer)
    expect(statuses.length).toBeLessThanOrEqual(2)
    // Either the first request is refused and the connection ends, or all of it is one body, or none.
    expect(statuses.filter((status) => status < 400 || status >= 500 || status === 404)).toEqual([])
    expect(answer).not.toContain('evil')
    await expectAlive()
  })
})

describe('bytes that are hardly a request (L2)', () => {
  it('are answered with 4xx or not at all, and harm nobody', async () => {
    const answers = await Promise.all(
      Object.entries(OTHER_BYTES).map(async ([name, bytes]) => [name, statusesOf(await exchangeBytes(port, bytes))] as const),
    )
    for (const [name, statuses] of answers) expect([name, statuses.filter((status) => status >= 500)]).toEqual([name, []])
    const outcome = new Map(answers)
    expect(outcome.get('a long target')).toEqual([431])
    expect(outcome.get('a long header')).toEqual([431])
    expect(outcome.get('10,000 headers')).toEqual([431])
    expect(outcome.get('half a request')).toEqual([408])
    expect(outcome.get('thirty requests at once')).toHaveLength(30)
    // Thirty-two may wait behind one (L4).
    expect(outcome.get('a hundred requests at once')?.length).toBeLessThanOrEqual(33)
    expect(outcome.get('a tunnel')).toEqual([])
    await expectAlive()
  })

  const REQUESTS = Number(process.env.PLACARD_HOSTILE_RAW ?? 5_000)
  it(`are survived ${REQUESTS} times, mangled at random (L2)`, { timeout: TEST_MS + REQUESTS * 20 }, async () => {
    const sound = [
      `GET /p/${code}/?lang=de HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nIf-None-Match: W/"x"\r\n\r\n`,
      `GET /oembed?url=${encodeURIComponent(`${server.baseUrl}/p/${code}/`)}&maxwidth=480&format=xml HTTP/1.1\r\nHost: x\r\n\r\n`,
      `POST /v1/owner/edits HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
      `PATCH /v1/owner/media/${code} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`,
      `GET /v/${code}/1/video.mp4 HTTP/1.1\r\nHost: x\r\nRange: bytes=0-10\r\n\r\n`,
    ]
    const indices = Array.from({ length: REQUESTS }, (_, index) => index).values()
    const seen = new Set<number>()
    const lane = async () => {
      for (const index of indices) {
        const random = seededRandom(index)
        const answer = await exchangeBytes(port, mangle(random.pick(sound), random), { isDone: true })
        for (const status of statusesOf(answer)) seen.add(status)
        expect([index, statusesOf(answer).filter((status) => status >= 500 && status !== 501)]).toEqual([index, []])
      }
    }
    await Promise.all(Array.from({ length: 20 }, lane))
    for (const status of [200, 400, 401, 404]) expect(seen).toContain(status)
    await expectAlive()
  })

  it('leave nothing in the log but answers (L7)', () => {
    expect(server.deps.logged.filter(({ event }) => event !== 'requestAnswered' && event !== 'listening')).toEqual([])
  })
})
