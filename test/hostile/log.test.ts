import { describe, expect, it } from 'vitest'
import { jsonLinesLog } from '../../server/adapters/system.ts'
import { BrokenMediaError, UnavailableError } from '../../server/core/errors.ts'
import { createApp } from '../../server/http/app.ts'
import type { Catalogue } from '../../server/ports/catalogue.ts'
import { bridge, fixtureMedia } from '../fixtures/media.ts'
import { CANARY, hostileBody, hostileHeaders, hostilePath, hostileQuery, hostileValue } from '../support/hostile/requests.ts'
import { memoryCatalogue, settableClock } from '../support/memory/adapters.ts'
import { memoryDeps } from '../support/memory/deps.ts'
import { fc } from '../support/properties.ts'

/** What a reader's request says of the reader; none of it may be found anywhere. */
const READER = {
  'user-agent': 'reader-agent/1.0',
  referer: 'https://reader-page.example/secret?reader=1',
  origin: 'https://reader-page.example',
  cookie: 'reader=cookie',
  'x-forwarded-for': '203.0.113.77',
  forwarded: 'for=203.0.113.77',
  'x-real-ip': '203.0.113.77',
  'accept-language': 'tlh-x-reader',
  authorization: 'Bearer plc_reader00000000000000000000000000000000000000',
} as const

const FIELDS = [
  'time',
  'level',
  'event',
  'requestId',
  'method',
  'route',
  'status',
  'durationMs',
  'untold',
  'error',
  'shortcode',
  'rendition',
]

/** A server of which every port fails now and then, and all that it logs. */
function failingServer() {
  const lines: string[] = []
  const clock = settableClock()
  let calls = 0
  const sometimes = async <T>(answer: Promise<T>): Promise<T> => {
    calls += 1
    if (calls % 7 === 0) throw new UnavailableError('Expected the catalogue to answer')
    if (calls % 11 === 0) throw new Error('a fault of ours')
    return await answer
  }
  const inner = memoryCatalogue(fixtureMedia)
  const catalogue: Catalogue = {
    ...inner,
    findByShortcode: (...asked) => sometimes(inner.findByShortcode(...asked)),
    findByShortcodes: (...asked) => sometimes(inner.findByShortcodes(...asked)),
    list: (...asked) => sometimes(inner.list(...asked)),
  }
  const thumbnailer = { render: () => Promise.reject(new BrokenMediaError('Expected a picture')) }
  const deps = memoryDeps({ clock, catalogue, thumbnailer, log: jsonLinesLog((line) => lines.push(line), clock) })
  return { lines, app: createApp(deps), routes: new Set(createApp(deps).routes.map(({ path }) => path)) }
}

describe('the log', () => {
  const { lines, app, routes } = failingServer()
  const patterns = [...routes].filter((path) => path !== '/*')
  const path = fc.oneof(
    ...patterns.map(hostilePath),
    fc.array(hostileValue, { maxLength: 4 }).map((parts) => `/${parts.join('/')}`),
  )
  const asked = fc.record({
    method: fc.constantFrom('GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'),
    path,
    query: hostileQuery,
    headers: hostileHeaders,
    body: hostileBody,
  })

  it('has a line of known fields for each hostile request, and nothing that it said (L7, O8)', async () => {
    let requests = 0
    const property = fc.asyncProperty(asked, async ({ method, path: target, query, headers, body }) => {
      const before = lines.length
      let request: Request
      try {
        const isRead = method === 'GET' || method === 'HEAD'
        const sent = isRead ? {} : { body: `${body}${CANARY}` }
        request = new Request(`https://203.0.113.77${target}?${query}&${CANARY}=${CANARY}`, {
          method,
          headers: { ...headers, ...READER },
          ...sent,
        })
      } catch {
        return // No request at all: the platform refuses such an address or header itself.
      }
      requests += 1
      await app.fetch(request)
      const written = lines.slice(before)
      expect(written.filter((line) => line.includes('"requestAnswered"'))).toHaveLength(1)
      for (const line of written) {
        expect(line).toMatch(/^[\x20-\x7e]+\n$/)
        expect(line).not.toMatch(new RegExp(`${CANARY}|reader|203\\.0\\.113|tlh-x|[?&]\\w+=`, 'i'))
        const fields: unknown = JSON.parse(line)
        expect(FIELDS).toEqual(expect.arrayContaining(Object.keys(Object(fields))))
        expect(['*', undefined, ...routes]).toContain(Object(fields).route)
      }
    })
    await fc.assert(property, { numRuns: Number(process.env.PLACARD_HOSTILE_REQUESTS ?? 150) * 10, seed: 6 })
    expect(requests).toBeGreaterThan(1000)
    for (let times = 0; times < 3; times++) await app.fetch(new Request(`https://x.example/t/${bridge.shortcode}/1/320.jpg`))
    const events = new Set(lines.map((line) => JSON.parse(line).event))
    expect(events).toEqual(new Set(['requestAnswered', 'requestFailed', 'renderFailed']))
  })
})
