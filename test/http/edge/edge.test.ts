import { describe, expect, it } from 'vitest'
import type { Media } from '../../../server/core/media.ts'
import { keepSeconds, mayStandIn } from '../../../server/http/edge/stored-answer.ts'
import { bridge, film, panorama, series, withdrawnMedia } from '../../fixtures/media.ts'
import { settableClock } from '../../support/memory/adapters.ts'
import { BASE, memoryApp } from '../../support/memory/app.ts'
import { decide } from '../../support/memory/decide.ts'
import { EDGE_ORIGIN, testEdge } from '../../support/servers/edge.ts'
import { placesOf } from '../../support/shown-by.ts'

const WITHDRAWN = { standing: { kind: 'withdrawn', reason: 'privacy', at: 1 } } as const satisfies Partial<Media>
const PICTURE = `/t/${bridge.shortcode}/1/640.webp`

/** An edge in front of Placard, which can be made to fail. */
function world(media: Media = bridge) {
  const app = memoryApp({ media: [media, panorama, film, withdrawnMedia] })
  let isFailing: false | 'silent' | 503 = false
  const edge = testEdge(async (path, headers) => {
    if (isFailing === 'silent') throw new Error('Expected an answer but the connection was refused')
    if (isFailing) return new Response(null, { status: isFailing, headers: { 'Cache-Control': 'no-store' } })
    return await app.request(path, { headers: { ...headers } })
  }, app.clock)
  return {
    ...edge,
    app,
    clock: app.clock,
    fail: (how: typeof isFailing) => {
      isFailing = how
    },
    decide: (patch: Partial<Media>) => decide(app, media.shortcode, patch),
  }
}

/** An edge in front of whatever answers so. */
function edgeOf(answer: (path: string, headers?: Readonly<Record<string, string>>) => Response, clock = settableClock()) {
  return { ...testEdge(async (path, headers) => answer(path, headers), clock), clock }
}

const seen = async (answer: Response) => ({ status: answer.status, body: Buffer.from(await answer.arrayBuffer()).toString('latin1') })
const sent = (body: string, headers: Record<string, string>, status = 200) =>
  new Response(body, { status, headers: { 'Content-Length': String(body.length), ...headers } })

// No template of the demonstration page is there.
const PLACES = [bridge, series].flatMap((media) =>
  placesOf(media, BASE)
    .filter(({ path }) => path !== '/demo/')
    .map((place) => [place.path, media, place] as const),
)

describe.each(PLACES)('%s at an edge', (path, media, place) => {
  it.each([0, 1, 47, 48, 58, 60, 3600])(
    'is forgotten within 60 s, asked for %i s before the withdrawal and every 7 s since',
    async (seconds) => {
      const { ask, clock, decide } = world(media)
      expect(place.shows(await seen(await ask(path)))).toBe(true)
      clock.advance(seconds * 1000)
      await decide(WITHDRAWN)
      for (let second = 0; second < 56; second += 7) {
        await ask(path)
        clock.advance(7000)
      }
      clock.advance(4000)
      expect(place.shows(await seen(await ask(path)))).toBe(false)
    },
  )
})

describe('an edge', () => {
  it('asks once for what is fresh, with its age, and once more with the validator', async () => {
    const { ask, asked, clock, lastHeaders } = world()
    const first = await ask(PICTURE)
    clock.advance(30_000)
    const second = await ask(PICTURE)
    expect([first.headers.get('age'), second.headers.get('age'), asked.length]).toEqual(['0', '30', 1])
    clock.advance(28_000)
    const third = await ask(PICTURE)
    expect([third.status, third.headers.get('age'), asked.length]).toEqual([200, '0', 2])
    expect(lastHeaders().get('if-none-match')).toBe(first.headers.get('etag'))
    expect(Buffer.from(await third.arrayBuffer()).equals(Buffer.from(await first.arrayBuffer()))).toBe(true)
  })

  it('lets nobody wait for what will be over soon: it is asked for behind the answer', async () => {
    const { ask, asked, clock, settled } = world()
    await ask(PICTURE)
    clock.advance(47_000)
    await ask(PICTURE)
    expect(asked.length).toBe(1)
    clock.advance(1000)
    expect((await ask(PICTURE)).headers.get('age')).toBe('48')
    await settled()
    expect(asked.length).toBe(2)
    expect((await ask(PICTURE)).headers.get('age')).toBe('0')
  })

  it('asks once for all who read what will be over soon, and again when that is over soon', async () => {
    const { ask, asked, clock, settled } = world()
    await ask(PICTURE)
    for (const refreshed of [2, 3]) {
      clock.advance(50_000)
      const readers = await Promise.all(Array.from({ length: 6 }, () => ask(PICTURE)))
      await settled()
      expect(readers.map(({ headers }) => headers.get('age'))).toEqual(Array.from({ length: 6 }, () => '50'))
      expect(asked.length).toBe(refreshed)
    }
  })

  it.each(['silent', 503] as const)('stands in for a day for an origin that fails, and no longer (%s)', async (how) => {
    const { ask, clock, fail } = world()
    await ask(PICTURE)
    fail(how)
    clock.advance((58 + 86_400) * 1000)
    expect((await ask(PICTURE)).status).toBe(200)
    clock.advance(1000)
    expect((await ask(PICTURE)).status).toBe(how === 'silent' ? 502 : 503)
  })

  it('stands in for nothing of a media that it knows to be gone, at whatever address it heard that', async () => {
    const { ask, clock, decide, fail } = world()
    const paths = [PICTURE, `/p/${bridge.shortcode}/`, `/v1/cards?codes=${bridge.shortcode}`, '/feed.json']
    const oembed = `/oembed?url=${encodeURIComponent(`${BASE}/p/${bridge.shortcode}/`)}`
    for (const path of [...paths, oembed, `/t/${panorama.shortcode}/1/320.jpg`]) expect((await ask(path)).status, path).toBe(200)
    clock.advance(50_000)
    await decide(WITHDRAWN)
    clock.advance(10_000)
    expect((await ask(PICTURE)).status).toBe(410)
    fail('silent')
    clock.advance(60_000)
    for (const path of [...paths, oembed]) expect((await ask(path)).status, path).toBe(502)
    // What has nothing to do with it is not taken along.
    expect((await ask(`/t/${panorama.shortcode}/1/320.jpg`)).status).toBe(200)
  })

  it.each([
    ['its path is coded', `/p/%${bridge.shortcode.charCodeAt(0).toString(16)}${bridge.shortcode.slice(1)}/`],
    ['it names the id', `/v1/media/${bridge.id}`],
    ['it ends in a fragment', `/oembed?url=${encodeURIComponent(`${BASE}/p/${bridge.shortcode}#a`)}`],
    ['it is the one of a picture', `/oembed?url=${encodeURIComponent(`${BASE}${PICTURE}`)}`],
    ['it is encoded twice', `/oembed?url=${encodeURIComponent(encodeURIComponent(`${BASE}/p/${bridge.shortcode}/`))}`],
    ['another media stands in the query', `/feed.json?codes=${panorama.shortcode}`],
    ['another address stands in the query', `/?url=/p/${panorama.shortcode}`],
    ['both do', `/v1/cards?codes=${bridge.shortcode}&url=/p/${panorama.shortcode}`],
  ])('nor at an address that hides what it is about: %s (C4)', async (_how, path) => {
    const { ask, clock, decide, fail } = world()
    // A media is known to be gone whether or not the edge has ever had it.
    expect((await ask(path)).status).toBe(200)
    await decide(WITHDRAWN)
    clock.advance(60_000)
    expect((await ask(PICTURE)).status).toBe(410)
    fail('silent')
    expect((await ask(path)).status).toBe(502)
  })

  it('nor under the other of its two names (C4)', async () => {
    const long = `${bridge.shortcode}${'a'.repeat(21)}A`
    const { ask, clock, decide, fail } = world({ ...bridge, secret: `${'a'.repeat(21)}A` })
    for (const path of [`/p/${long}/`, `/v1/cards?codes=${long}`]) expect((await ask(path)).status).toBe(200)
    await decide(WITHDRAWN)
    clock.advance(60_000)
    expect((await ask(PICTURE)).status).toBe(410)
    fail('silent')
    for (const path of [`/p/${long}/`, `/v1/cards?codes=${long}`]) expect((await ask(path)).status).toBe(502)
  })

  it('nor where it heard that at an address which is encoded twice (C4)', async () => {
    const { ask, clock, decide, fail } = world()
    expect((await ask(PICTURE)).status).toBe(200)
    await decide(WITHDRAWN)
    clock.advance(60_000)
    expect((await ask(`/oembed?url=${encodeURIComponent(encodeURIComponent(`${BASE}/p/${bridge.shortcode}/`))}`)).status).toBe(410)
    fail('silent')
    expect((await ask(PICTURE)).status).toBe(502)
  })

  it('stands in for no list with what was withdrawn, shown again and withdrawn again (C4)', async () => {
    const { ask, clock, decide, fail } = world()
    const page = `/p/${bridge.shortcode}/`
    await decide(WITHDRAWN)
    expect((await ask(page)).status).toBe(410)
    await decide({ standing: { kind: 'published' } })
    clock.advance(3_600_000)
    expect(await (await ask('/feed.json')).text()).toContain(page)
    await decide(WITHDRAWN)
    clock.advance(60_000)
    expect((await ask(page)).status).toBe(410)
    fail('silent')
    expect((await ask('/feed.json')).status).toBe(502)
  })

  it('stands in for a list though what it knows to be long gone is asked for again and again', async () => {
    const { ask, clock, fail } = world()
    const gone = `/p/${withdrawnMedia.shortcode}/`
    await ask(gone)
    clock.advance(60_000)
    expect((await ask('/feed.json')).status).toBe(200)
    clock.advance(1000)
    expect((await ask(gone)).status).toBe(410)
    fail('silent')
    clock.advance(60_000)
    expect((await ask('/feed.json')).status).toBe(200)
  })

  it('answers 304 to a reader who has just this, and the head alone to HEAD', async () => {
    const { ask, asked } = world()
    const whole = await ask(PICTURE)
    const etag = whole.headers.get('etag') ?? ''
    const same = await ask(PICTURE, { headers: { 'If-None-Match': etag } })
    expect([same.status, same.body, same.headers.get('content-type'), same.headers.get('etag')]).toEqual([304, null, null, etag])
    const head = await ask(PICTURE, { method: 'HEAD' })
    expect([head.status, head.body, head.headers.get('content-length')]).toEqual([200, null, whole.headers.get('content-length')])
    expect(asked.length).toBe(1)
  })

  it('answers the status, and no 304, to whoever has the picture of a media that is gone', async () => {
    const { ask, clock, decide } = world()
    const etag = (await ask(PICTURE)).headers.get('etag') ?? ''
    await decide(WITHDRAWN)
    clock.advance(60_000)
    expect((await ask(PICTURE, { headers: { 'If-None-Match': etag } })).status).toBe(410)
  })

  it('keeps apart what differs by a header that Vary names, and nothing else (C1)', async () => {
    const edge = edgeOf((_path, headers) =>
      sent(headers?.accept ?? 'none', { 'Cache-Control': 'max-age=58', Vary: 'Accept, Accept-Encoding' }),
    )
    const asks = async (accept: string) => (await edge.ask('/a', { headers: { Accept: accept } })).text()
    expect([await asks('image/avif'), await asks('image/webp'), await asks('image/avif')]).toEqual([
      'image/avif',
      'image/webp',
      'image/avif',
    ])
    expect(edge.asked.length).toBe(2)
  })

  it.each([
    ['private', { 'Cache-Control': 'private, max-age=58' }],
    ['no-store', { 'Cache-Control': 'no-store' }],
    ['no-cache', { 'Cache-Control': 'public, no-cache' }],
    ['silent', {}],
    ['with a cookie', { 'Cache-Control': 'max-age=58', 'Set-Cookie': 'a=b' }],
    ['different each time', { 'Cache-Control': 'max-age=58', Vary: '*' }],
  ])('keeps nothing that is %s', async (_what, headers) => {
    const edge = edgeOf(() => sent('mine', headers))
    for (const _time of ['first', 'second']) expect(await (await edge.ask('/a')).text()).toBe('mine')
    expect(edge.asked.length).toBe(2)
  })

  it('forgets what was for everyone when it is for some only', async () => {
    let isRestricted = false
    const edge = edgeOf(() => {
      if (isRestricted) return sent('for you', { 'Cache-Control': 'private, no-cache' })
      return sent('for all', { 'Cache-Control': 'max-age=58, stale-if-error=86400' })
    })
    await edge.ask('/a')
    isRestricted = true
    edge.clock.advance(58_000)
    expect(await (await edge.ask('/a')).text()).toBe('for you')
    isRestricted = false
    expect(await (await edge.ask('/a')).text()).toBe('for all')
    expect(edge.asked.length).toBe(3)
  })

  it('passes parts of a film on, as they come', async () => {
    const { ask, asked } = world()
    const part = () => ask(`/v/${film.shortcode}/1/video.mp4`, { headers: { Range: 'bytes=100-299' } })
    for (const _time of ['first', 'second'])
      expect([(await part()).status, (await (await part()).arrayBuffer()).byteLength]).toEqual([206, 200])
    expect(asked.length).toBe(4)
  })

  it.each([
    '//evil.test/x',
    '/\\evil.test/x',
    '/@evil.test/x',
    '/p/../../evil.test',
    '/?url=https://evil.test/',
    '/oembed?url=https://evil.test/p/x/',
    '/http://evil.test/',
  ])('asks its origin and nobody else for %s (O6)', async (path) => {
    const { ask, asked } = world()
    await ask(path)
    expect(asked).toEqual([expect.stringMatching(new RegExp(`^GET ${EDGE_ORIGIN}/`))])
  })

  it('tells the origin nothing of who asks, and no host but its own (O1)', async () => {
    const { ask, lastHeaders } = world()
    const told = {
      Cookie: 'a=b',
      Authorization: 'Bearer x',
      'X-Forwarded-Host': 'evil.test',
      'X-Forwarded-For': '1.2.3.4',
      Forwarded: 'host=evil.test',
    }
    const answer = await ask(`/p/${bridge.shortcode}/`, {
      headers: { ...told, 'CF-Connecting-IP': '1.2.3.4', 'X-Real-IP': '1.2.3.4', Accept: 'text/html' },
    })
    expect([...lastHeaders().keys()].sort()).toEqual(['accept', 'accept-encoding', 'via'])
    expect(await answer.text()).not.toContain('evil.test')
  })

  it.each(['/v1/owner/media', '/v1/owner', '/v1/%6fwner/media', '/v1/OWNER/edits', '/v1/owner/transfer/originals/x'])(
    'takes nothing of the owner’s API: %s',
    async (path) => {
      const { ask, asked } = world()
      for (const method of ['GET', 'PUT', 'POST', 'PATCH']) {
        const body = method === 'GET' ? {} : { body: 'x' }
        expect((await ask(path, { method, headers: { Authorization: 'Bearer x' }, ...body })).status).toBe(404)
      }
      expect(asked).toEqual([])
    },
  )

  it('passes on no body', async () => {
    const { ask, asked } = world()
    await ask('/oembed', { method: 'POST', body: 'GET /x HTTP/1.1\r\n\r\n' })
    expect(asked).toEqual([`POST ${EDGE_ORIGIN}/oembed`])
  })

  it('does not go round in circles', async () => {
    const { ask, asked, lastHeaders } = world()
    await ask(PICTURE)
    expect((await ask('/', { headers: { Via: lastHeaders().get('via') ?? '' } })).status).toBe(508)
    expect(asked.length).toBe(1)
  })

  it.each(['soon', '-1', '1, 2', '1e3', ''])('takes an answer of the age %j for old', async (age) => {
    const edge = edgeOf(() => sent('a', { 'Cache-Control': 'max-age=58', Age: age }))
    for (const _time of ['first', 'second']) await edge.ask('/a')
    expect(edge.asked.length).toBe(2)
  })

  it('counts the age that an answer has already', async () => {
    const edge = edgeOf(() => sent('a', { 'Cache-Control': 'max-age=58', Age: '50' }))
    expect((await edge.ask('/a')).headers.get('age')).toBe('50')
    edge.clock.advance(8000)
    await edge.ask('/a')
    expect(edge.asked.length).toBe(2)
  })
})

it('stands in for a day at most, whatever the origin allows (C4)', () => {
  const headers = { 'cache-control': 'public, max-age=58, stale-if-error=999999999' }
  const stored = { status: 200, headers, at: 0, body: new Uint8Array() }
  expect([mayStandIn(stored, 86_458_000), mayStandIn(stored, 86_459_000)]).toEqual([true, false])
  expect(keepSeconds(headers)).toBe(86_459)
})
