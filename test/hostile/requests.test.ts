import { beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../server/http/app.ts'
import type { Thumbnailer } from '../../server/ports/thumbnailer.ts'
import { createOwnerToken } from '../../server/usecases/own/owner-tokens.ts'
import { CANARY, hostileBody, hostileHeaders, hostileMethod, hostilePath, hostileQuery, hostileValue } from '../support/hostile/requests.ts'
import { memoryDeps, testConfig } from '../support/memory/deps.ts'
import { fc } from '../support/properties.ts'

// Pixels have tests of their own; here a million requests must not wait for them.
const thumbnailer: Thumbnailer = { render: async () => new Uint8Array([0xff, 0xd8, 0xff]) }
const deps = memoryDeps({ thumbnailer, config: { ...testConfig, jsonp: true } })
const app = createApp(deps)
const BASE = testConfig.baseUrl
let token: string

beforeAll(async () => {
  token = await createOwnerToken(deps, 'desk')
})

/** Every route of the app, whoever added it. */
const PATTERNS = [...new Set(app.routes.map(({ path }) => path))].filter((path) => path !== '/*')

interface Hostile {
  readonly method: string
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

async function ask({ method, target, headers, body }: Hostile): Promise<Response | undefined> {
  let request: Request
  try {
    const isRead = method === 'GET' || method === 'HEAD'
    request = new Request(`https://127.0.0.1${target}`, { method, headers, ...(!isRead && body !== undefined && { body }) })
  } catch {
    return undefined // No request at all: the platform refuses such an address or header itself.
  }
  return await app.fetch(request)
}

/** What is wrong with an answer; nothing, if all is well. */
async function faultsOf({ method }: Hostile, response: Response): Promise<readonly string[]> {
  const { status, headers } = response
  const type = headers.get('content-type') ?? ''
  const body = await response.text()
  const allHeaders = [...headers].map(([name, value]) => `${name}: ${value}`).join('\n')
  const location = headers.get('location')
  const faults: readonly (readonly [boolean, string])[] = [
    // 501 is oEmbed's own word for a format that it does not have.
    [status >= 500 && status !== 501, `status ${status}: ${body.slice(0, 300)}`],
    [headers.get('x-content-type-options') !== 'nosniff', 'no nosniff (O4)'],
    [!headers.has('cache-control') && method !== 'OPTIONS', 'no Cache-Control (C1)'],
    [headers.has('set-cookie'), 'a cookie (W16)'],
    [/[<>\r]/.test(location ?? '') || (location !== null && !location.startsWith(`${BASE}/`)), `Location ${location} (O1)`],
    [allHeaders.includes(`${CANARY}<`) || allHeaders.includes('127.0.0.1'), `a header of the request's: ${allHeaders}`],
    [!/json/.test(type) && isReflected(body), `reflects under ${type}: ${body.slice(0, 500)}`],
    [/json/.test(type) && status !== 304 && method !== 'HEAD' && !isJson(body), `is no JSON: ${body.slice(0, 200)}`],
    [
      /text\/html/.test(type) && !(headers.get('content-security-policy') ?? '').startsWith("default-src 'none'"),
      'a page without policy (O10)',
    ],
    [body.includes('://127.0.0.1') && !/json/.test(type), 'an address of the request’s host (O1)'],
  ]
  return faults.flatMap(([isFault, what]) => (isFault ? [what] : []))
}

/** Whether a payload stands in the answer with a character that means something to HTML or XML. */
function isReflected(body: string): boolean {
  return (
    new RegExp(`${CANARY}[^&\\w]{0,3}[<>"'\`]`).test(body) ||
    body.includes(`${CANARY}]]>`) ||
    /<script>alert|onerror=alert\(1\)>/.test(body)
  )
}

function isJson(body: string): boolean {
  try {
    JSON.parse(body)
    return true
  } catch {
    return false
  }
}

const statuses = new Set<number | undefined>()

async function expectSound(hostile: Hostile): Promise<void> {
  const response = await ask(hostile)
  statuses.add(response?.status)
  if (response) expect([hostile, await faultsOf(hostile, response)]).toEqual([hostile, []])
}

// The same requests at each run; another seed for other ones.
const RUNS = { numRuns: Number(process.env.PLACARD_HOSTILE_REQUESTS ?? 150), seed: Number(process.env.PLACARD_HOSTILE_SEED ?? 1) }

describe('hostile requests', () => {
  it('know every route', () => {
    expect(PATTERNS.length).toBeGreaterThan(35)
    for (const path of ['/oembed', '/t/:code/:revision/:file', '/v1/cards', '/p/:code/', '/']) expect(PATTERNS).toContain(path)
  })

  it.each(PATTERNS)('%s answers none with 5xx, and repeats nothing (O2, O3, O4, O7, I8)', async (pattern) => {
    const asked = fc.record({
      method: hostileMethod,
      path: hostilePath(pattern),
      query: hostileQuery,
      headers: hostileHeaders,
      body: hostileBody,
    })
    await fc.assert(
      fc.asyncProperty(asked, ({ path, query, ...rest }) => expectSound({ ...rest, target: query === '' ? path : `${path}?${query}` })),
      RUNS,
    )
  })

  it.each(PATTERNS.filter((pattern) => pattern.includes('/owner/')))('%s is as sound to its owner', async (pattern) => {
    const asked = fc.record({
      path: hostilePath(pattern),
      query: hostileQuery,
      body: hostileBody,
      method: fc.constantFrom('GET', 'PATCH', 'POST'),
    })
    const own = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'if-match': '*' }
    await fc.assert(
      fc.asyncProperty(asked, fc.boolean(), ({ path, query, ...rest }, isMatched) => {
        const headers = { ...own, ...(isMatched && { 'if-match': '"1"' }) }
        return expectSound({ ...rest, headers, target: `${path}?${query}` })
      }),
      RUNS,
    )
  })

  it('of any path at all are sound', async () => {
    const path = fc.array(hostileValue, { maxLength: 6 }).map((parts) => `/${parts.join('/')}`)
    await fc.assert(
      fc.asyncProperty(path, hostileMethod, (target, method) => expectSound({ method, target, headers: {} })),
      { ...RUNS, numRuns: RUNS.numRuns * 10 },
    )
  })

  it('reach what they are aimed at', () => {
    for (const status of [200, 204, 301, 302, 400, 401, 404, 405, 410, 501]) expect(statuses).toContain(status)
  })

  it('leave nothing behind in the log but answers: no fault of ours', () => {
    expect(deps.logged.filter(({ event }) => event !== 'requestAnswered')).toEqual([])
  })
})
