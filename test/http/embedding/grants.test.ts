import { describe, expect, it } from 'vitest'
import { RestrictedError } from '../../../server/core/errors.ts'
import type { EmbedPolicy, Media } from '../../../server/core/media.ts'
import { checkAccess } from '../../../server/usecases/serve/check-access.ts'
import type { CardsAnswer, LiveCard } from '../../../server/wire/card.ts'
import { bridge, film, portrait, series } from '../../fixtures/media.ts'
import { seededRandom } from '../../support/hostile/random.ts'
import { BASE, type MemoryApp, memoryApp } from '../../support/memory/app.ts'
import { save } from '../../support/memory/save.ts'

const NEWS = 'https://news.example'
const NEWS_ONLY: EmbedPolicy = { hosts: 'listed', allow: ['news.example'], deny: [] }
const restricted = (media: Media): Media => ({ ...media, embedding: NEWS_ONLY })
const appWith = (...media: readonly Media[]) => memoryApp({ media: media.map(restricted) })

async function cardFor(app: MemoryApp, media: Media, headers: Record<string, string> = { Origin: NEWS }): Promise<LiveCard> {
  const answer = await app.request(`/v1/cards?codes=${media.shortcode}`, { headers })
  const [card] = ((await answer.json()) as CardsAnswer).data
  if (card?.status !== 'live') throw new Error(`Expected a live card but received ${card?.status}`)
  return card
}

const addressOf = async (app: MemoryApp, media: Media) => (await cardFor(app, media)).picture.src
const statusOf = async (app: MemoryApp, address: string, headers: Record<string, string> = {}) =>
  (await app.request(address, { method: 'HEAD', headers })).status

describe('a granted thumbnail', () => {
  it('is kept by the browser only, until the grant is over, and read by the page it was granted to', async () => {
    const app = appWith(bridge)
    // 12:00:00 is a multiple of ten minutes, so 20 are left.
    const answer = await app.request(await addressOf(app, bridge), { headers: { Referer: `${NEWS}/` } })
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'private, max-age=1200',
      'access-control-allow-origin': NEWS,
      'cross-origin-resource-policy': 'cross-origin',
      vary: 'Origin, Referer',
      'content-disposition': 'inline; filename="placard-C6aHDKgAQA-640.jpg"',
    })
  })

  it('is the same bytes as the plain one would be', async () => {
    const plain = await memoryApp({ media: [bridge] }).request('/t/C6aHDKgAQA/1/640.jpg')
    const app = appWith(bridge)
    const granted = await app.request(await addressOf(app, bridge))
    expect(new Uint8Array(await granted.arrayBuffer())).toEqual(new Uint8Array(await plain.arrayBuffer()))
  })

  it('opens for 10 to 20 minutes, and not a second longer', async () => {
    const app = appWith(bridge)
    app.clock.advance(599_999)
    const address = await addressOf(app, bridge)
    app.clock.set(Date.UTC(2026, 6, 1, 12, 19, 59, 999))
    expect(await statusOf(app, address)).toBe(200)
    app.clock.advance(1)
    expect(await statusOf(app, address)).toBe(403)
  })

  it('begins anew for the page that it was granted to, if its browser says so', async () => {
    const app = appWith(bridge)
    const address = await addressOf(app, bridge)
    app.clock.advance(3_600_000)
    for (const headers of [{ Referer: `${NEWS}/` }, { Origin: NEWS }, { Origin: NEWS, Referer: `${NEWS}/story` }]) {
      const moved = await app.request(address, { headers })
      expect([moved.status, moved.headers.get('cache-control')]).toEqual([302, 'no-store'])
      // 13:20:00
      expect(moved.headers.get('location')).toMatch(
        /^https:\/\/placard\.example\/t\/C6aHDKgAQA\/1\/640\.jpg\?o=https%3A%2F%2Fnews\.example&e=1782912000&s=/,
      )
      expect(await statusOf(app, moved.headers.get('location') ?? '', headers)).toBe(200)
    }
    for (const headers of [{}, { Referer: 'https://else.example/' }, { Origin: 'null' }, { Origin: 'null', Referer: `${NEWS}/` }]) {
      expect(await statusOf(app, address, headers)).toBe(403)
    }
    app.clock.set(Date.UTC(2026, 6, 2, 12, 19, 59))
    expect(await statusOf(app, address, { Referer: `${NEWS}/` })).toBe(302)
    app.clock.advance(1000)
    expect(await statusOf(app, address, { Referer: `${NEWS}/` })).toBe(403)
  })

  it('begins anew for nobody whom the owner no longer lists', async () => {
    const app = appWith(bridge)
    const address = await addressOf(app, bridge)
    await save(app.catalogue, { ...bridge, embedding: { hosts: 'nobody', allow: [], deny: [] } })
    app.clock.advance(3_600_000)
    expect(await statusOf(app, address, { Referer: `${NEWS}/` })).toBe(403)
  })

  it('is looked at before any validator: what is over does not revalidate', async () => {
    const app = appWith(bridge)
    const address = await addressOf(app, bridge)
    const etag = (await app.request(address)).headers.get('etag') ?? ''
    const again = await app.request(address, { headers: { 'If-None-Match': etag } })
    expect([again.status, again.headers.get('cache-control')]).toEqual([304, 'private, max-age=1200'])
    expect(await statusOf(app, '/t/C6aHDKgAQA/1/640.jpg', { 'If-None-Match': etag })).toBe(403)
    app.clock.advance(20 * 60_000)
    expect(await statusOf(app, address, { 'If-None-Match': etag })).toBe(403)
  })

  it('renders nothing for whoever has no grant', async () => {
    const app = appWith(bridge)
    expect(await statusOf(app, '/t/C6aHDKgAQA/1/640.jpg')).toBe(403)
    expect((await app.request('/t/C6aHDKgAQA/1/640.jpg')).status).toBe(403)
    expect(app.renders).toEqual([])
  })

  it('opens every file of its media, and none of another', async () => {
    const app = appWith(bridge, portrait, series)
    const query = new URL(await addressOf(app, series)).search
    const paths = ['320.webp', '150.avif', '2/640.jpg', '3/320.webp', 'credit/640.jpg'].map((file) => `/t/Gfhx9AAAQA/1/${file}${query}`)
    expect(await Promise.all(paths.map((path) => statusOf(app, path)))).toEqual([200, 200, 200, 200, 200])
    expect(await statusOf(app, `/t/${portrait.shortcode}/1/320.webp${query}`)).toBe(403)
    expect(await statusOf(app, `/t/C6aHDKgAQA/1/320.webp${query}`)).toBe(403)
  })

  it('is not for sale to a page that the owner no longer lists', async () => {
    const app = appWith(bridge)
    const address = await addressOf(app, bridge)
    await save(app.catalogue, { ...bridge, embedding: { hosts: 'listed', allow: ['other.example'], deny: [] } })
    expect(await statusOf(app, address, { Referer: `${NEWS}/` })).toBe(403)
  })

  it('leads on to the next revision, and ends when it would have', async () => {
    const app = appWith(bridge)
    const address = await addressOf(app, bridge)
    app.clock.advance(10 * 60_000)
    await save(app.catalogue, { ...restricted(bridge), revision: 2 })
    const moved = await app.request(address)
    const next = moved.headers.get('location') ?? ''
    expect([moved.status, moved.headers.get('cache-control')]).toEqual([302, 'no-store'])
    expect(next).toMatch(/^https:\/\/placard\.example\/t\/C6aHDKgAQA\/2\/640\.jpg\?o=https%3A%2F%2Fnews\.example&e=1782908400&s=/)
    expect(await statusOf(app, next)).toBe(200)
    // The old grant is for the old address.
    expect(await statusOf(app, address.replace('/1/640', '/2/640'))).toBe(403)
    expect(await statusOf(app, '/t/C6aHDKgAQA/1/640.jpg')).toBe(403)
    app.clock.advance(10 * 60_000)
    expect(await statusOf(app, next)).toBe(403)
  })

  it('cannot be withdrawn too late: the status comes first', async () => {
    const app = appWith(bridge)
    const address = await addressOf(app, bridge)
    await save(app.catalogue, { ...restricted(bridge), standing: { kind: 'withdrawn', reason: 'other', at: app.clock.now() } })
    expect(await statusOf(app, address)).toBe(410)
  })
})

describe('a film and its captions', () => {
  it('are for pages that may embed them, a piece at a time and for hours', async () => {
    const app = appWith(film)
    const { video } = await cardFor(app, film)
    expect(await statusOf(app, '/v/GkrXtAAAQA/1/video.mp4')).toBe(403)
    expect(await statusOf(app, '/v/GkrXtAAAQA/1/de.vtt')).toBe(403)
    app.clock.advance(3 * 3_600_000)
    const part = await app.request(video?.src ?? '', { headers: { Range: 'bytes=0-99', Origin: NEWS } })
    expect(part.status).toBe(206)
    expect(Object.fromEntries(part.headers)).toMatchObject({
      'cache-control': 'private, max-age=3600',
      'access-control-allow-origin': NEWS,
      'content-range': 'bytes 0-99/29214',
    })
    expect(await statusOf(app, video?.tracks[0]?.src ?? '', { Origin: NEWS })).toBe(200)
    expect(await statusOf(app, video?.src ?? '', { Origin: 'https://else.example' })).toBe(403)
    app.clock.advance(3 * 3_600_000)
    expect(await statusOf(app, video?.src ?? '')).toBe(403)
    expect(await statusOf(app, video?.src ?? '', { Origin: NEWS })).toBe(302)
  })

  it('play in our own frame, whose origin is opaque', async () => {
    const app = appWith(film)
    const frame = await (await app.request('/p/GkrXtAAAQA/embed/')).text()
    const src = /<source src="([^"]+)"/.exec(frame)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const answer = await app.request(src, { method: 'HEAD', headers: { Origin: 'null' } })
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, 'null'])
  })
})

describe('no bit of a signed address', () => {
  it('can be changed (A5)', async () => {
    const app = appWith(bridge, portrait)
    const address = (await addressOf(app, bridge)).replace(BASE, '')
    // The rendition is not signed: a grant is for all files of a media.
    const signed = [...Array(address.length).keys()].filter((at) => at > 0 && !inRange(at, address, '640.jpg'))
    const opened: string[] = []
    for (const at of signed) {
      for (let bit = 0; bit < 7; bit++) {
        const code = address.charCodeAt(at) ^ (1 << bit)
        if (code < 0x21 || code === 0x7f) continue // such a request line is no HTTP
        const forged = `${address.slice(0, at)}${String.fromCharCode(code)}${address.slice(at + 1)}`
        // What stands behind `#` is never sent.
        const { status } = await app.request(forged.replace(/#.*$/, ''), { method: 'HEAD' })
        if (status === 200) opened.push(forged)
      }
    }
    expect(signed.length).toBeGreaterThan(100)
    expect(opened).toEqual([])
  })

  it('can be forged, in 100,000 tries (A5)', async () => {
    const app = appWith(bridge)
    const query = new URL(await addressOf(app, bridge)).search
    const media = restricted(bridge)
    const random = seededRandom(17)
    let opened = 0
    for (let n = 0; n < 100_000; n++) {
      const forged = forge(query, random)
      if (forged === query) continue
      const said = { origin: undefined, referer: undefined, fetchSite: undefined, fetchDest: undefined, userAgent: undefined }
      const access = checkAccess(app, media, { revision: 1, visit: () => ({ ...said, query: forged }) })
      opened += await access.then(
        () => 1,
        (error: unknown) => (error instanceof RestrictedError ? 0 : 1),
      )
    }
    expect(opened).toBe(0)
  })
})

function inRange(at: number, address: string, part: string): boolean {
  const start = address.indexOf(part)
  return at >= start && at < start + part.length
}

const LETTERS = 'ABCXYZabcxyz0123456789-_.~%&=?+/:'

/** One to three small changes, most of which keep the form of an address. */
function forge(query: string, { int, pick }: ReturnType<typeof seededRandom>): string {
  let text = query
  for (let changes = 1 + int(3); changes > 0; changes--) {
    const at = int(text.length)
    const letter = LETTERS[int(LETTERS.length)] ?? ''
    const end = int(text.length - at) + at
    text = pick([
      () => `${text.slice(0, at)}${letter}${text.slice(at + 1)}`,
      () => `${text.slice(0, at)}${letter}${text.slice(at)}`,
      () => text.slice(0, at) + text.slice(at + 1),
      () => text.replace(/e=\d+/, (expires) => `e=${Number(expires.slice(2)) + 1 + int(1e6)}`),
      () => text.replace('news', pick(['evil', 'newsnews', 'n.ews', 'NEWS'])),
      () => text.slice(0, at) + text.slice(at, end).split('').reverse().join('') + text.slice(end),
      () => `${text}&${text.slice(1)}`,
    ])()
  }
  return text
}
