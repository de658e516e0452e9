import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openSqliteCatalogue } from '../../../server/adapters/catalogue/sqlite.ts'
import { editOf } from '../../../server/core/edit.ts'
import type { Media } from '../../../server/core/media.ts'
import type { ChangeKind, ChangesAnswer } from '../../../server/wire/changes.ts'
import { bridge, inDefault, panorama, portrait, privateMedia, unknownShortcode } from '../../fixtures/media.ts'
import { BASE, type MemoryApp, memoryApp } from '../../support/memory/app.ts'
import { numbered } from '../../support/memory/numbered.ts'

const NOON = Date.UTC(2026, 6, 1, 12)
const DAY = 86_400_000
const WITHDRAWN = { kind: 'withdrawn', reason: 'copyright', at: NOON, text: 'Not for you to read here' } as const
const { announcedAt: _, ...neverPublic } = { ...privateMedia, secret: 'AAAAAAAAAAAAAAAAAAAAAA' }

/** All there are, so that none is left out. */
const KINDS: Readonly<Record<ChangeKind, true>> = {
  published: true,
  withdrawn: true,
  disputed: true,
  expired: true,
  embargoed: true,
  private: true,
  embargo_ended: true,
  restored: true,
  corrected: true,
  updated: true,
}

/** What an owner would write now, logged as it would be. */
async function write(app: MemoryApp, media: Media, patch: Partial<Media> = {}): Promise<void> {
  const before = await app.catalogue.findByShortcode(media.shortcode)
  const after = { ...(before ?? media), ...patch }
  const edit = editOf(before, after, { at: app.clock.now(), actor: 'Secret Actor', batch: 'secret batch' })
  if (edit === undefined) throw new Error('Expected something to change')
  await app.catalogue.edit([edit])
}

const titled = (media: Media, text: string) => ({ description: { ...media.description, title: inDefault(text) } })

async function changesOf(app: MemoryApp, since?: string, rest = ''): Promise<ChangesAnswer> {
  const query = since === undefined ? '' : `since=${encodeURIComponent(since)}&`
  const response = await app.request(`/changes.json?${query}${rest}`)
  expect(response.status).toBe(200)
  return (await response.json()) as ChangesAnswer
}

const kindsOf = async (app: MemoryApp, since?: string) => (await changesOf(app, since)).entries.map(({ code, kind }) => [code, kind])

/** Everything that a reader is told who asks for so many at a time until there is no more. */
async function readAll(app: MemoryApp, limit: number, since?: string) {
  const entries: ChangesAnswer['entries'][number][] = []
  let next = since
  for (let asked = 0; asked < 100; asked++) {
    const answer = await changesOf(app, next, `limit=${limit}`)
    expect(answer.entries.length).toBeLessThanOrEqual(limit)
    entries.push(...answer.entries)
    next = answer.next
    if (!answer.more) return { entries, next }
  }
  throw new Error('Expected an end')
}

describe('/changes.json', () => {
  it('tells what was done, oldest first, and nothing of who did it', async () => {
    const app = memoryApp({ media: [] })
    await write(app, bridge)
    app.clock.advance(1)
    await write(app, bridge, titled(bridge, 'Not for you to read here'))
    app.clock.advance(1)
    await write(app, bridge, { ...titled(bridge, 'Once more'), correctedAt: app.clock.now(), editedFields: ['title'] })
    app.clock.advance(1)
    await write(app, bridge, { standing: WITHDRAWN })
    const response = await app.request('/changes.json')
    const body = await response.text()
    const head = { code: bridge.shortcode, url: `${BASE}/p/${bridge.shortcode}/` }
    expect((JSON.parse(body) as ChangesAnswer).entries).toEqual([
      { ...head, at: '2026-07-01T12:00:00.000Z', kind: 'published', revision: 1, fields: [] },
      { ...head, at: '2026-07-01T12:00:00.001Z', kind: 'updated', revision: 2, fields: ['title'] },
      { ...head, at: '2026-07-01T12:00:00.002Z', kind: 'corrected', revision: 3, fields: ['title', 'correction'] },
      { ...head, at: '2026-07-01T12:00:00.003Z', kind: 'withdrawn', revision: 3, fields: ['status'], reason: 'copyright' },
    ])
    expect(body).not.toMatch(/secret|not for you/i)
    expect(response.headers.get('Content-Type')).toBe('application/json; charset=utf-8')
    expect(response.headers.get('Cache-Control')).toBe('public, max-age=58')
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*')
  })

  it('answers what the README for publishers shows', async () => {
    const readme = readFileSync('public/publishers/README.md', 'utf8')
    const example = JSON.parse(/^```json\n(\{\n {2}"entries"[\s\S]*?)^```/m.exec(readme)?.[1] ?? '') as ChangesAnswer
    const app = memoryApp({ media: [{ ...bridge, revision: 3 }] })
    app.clock.advance(3)
    await write(app, bridge, { standing: WITHDRAWN })
    const { entries, ...rest } = await changesOf(app, '2026-07-01T12:00:00Z')
    const url = example.entries[0]?.url.replace('https://pictures.example', BASE)
    expect(entries).toEqual([{ ...example.entries[0], url }])
    expect(Object.keys(rest)).toEqual(Object.keys(example).slice(1))
    for (const kind of Object.keys(KINDS)) expect(readme).toContain(`\`${kind}\``)
  })

  it.each([
    ['withdrawn', { standing: WITHDRAWN }],
    ['disputed', { standing: { kind: 'disputed', at: NOON } }],
    ['private', { visibility: 'private' }],
    ['expired', { notAfter: NOON }],
    ['embargoed', { notBefore: NOON + 1 }],
    ['updated', { notAfter: NOON + 1 }],
    ['updated', { embedding: { hosts: 'nobody', allow: [], deny: [] } }],
    ['corrected', { correctedAt: NOON }],
  ] satisfies [string, Partial<Media>][])('calls it %s', async (kind, patch) => {
    const app = memoryApp({ media: [bridge] })
    await write(app, bridge, patch)
    expect(await kindsOf(app)).toEqual([[bridge.shortcode, kind]])
  })

  it.each([
    ['withdrawn', { standing: WITHDRAWN }, { standing: { kind: 'published' } }, 'restored'],
    ['private', { visibility: 'private' }, { visibility: 'public' }, 'restored'],
    ['expired', { notAfter: NOON - DAY }, { notAfter: NOON + DAY }, 'restored'],
    ['embargoed', { notBefore: NOON + DAY }, { notBefore: NOON }, 'embargo_ended'],
  ] satisfies [string, Partial<Media>, Partial<Media>, string][])(
    'says when what was %s is shown again',
    async (_was, before, patch, kind) => {
      const app = memoryApp({ media: [{ ...bridge, ...before }] })
      await write(app, bridge, patch)
      expect((await kindsOf(app)).at(-1)).toEqual([bridge.shortcode, kind])
    },
  )

  it('tells what the clock alone does, in its place between the rest', async () => {
    const app = memoryApp({ media: [] })
    await write(app, bridge, { notAfter: NOON + DAY })
    await write(app, portrait, { notBefore: NOON + 2 * DAY, announcedAt: NOON + 2 * DAY })
    const { next } = await changesOf(app)
    app.clock.set(NOON + DAY - 1)
    expect(await changesOf(app, next)).toEqual({ entries: [], next, more: false })
    app.clock.set(NOON + DAY + 1)
    await write(app, panorama, { notBefore: NOON + 3 * DAY, announcedAt: panorama.publishedAt })
    app.clock.set(NOON + 3 * DAY)
    const head = { revision: 1, fields: [] }
    expect((await changesOf(app, next)).entries).toMatchObject([
      { code: bridge.shortcode, at: '2026-07-02T12:00:00.000Z', kind: 'expired', ...head },
      { code: panorama.shortcode, at: '2026-07-02T12:00:00.001Z', kind: 'published', ...head },
      { code: portrait.shortcode, at: '2026-07-03T12:00:00.000Z', kind: 'published', ...head },
      { code: panorama.shortcode, at: '2026-07-04T12:00:00.000Z', kind: 'embargo_ended', ...head },
    ])
  })

  it('tells of an end that the owner set into the past once, when it was set', async () => {
    const app = memoryApp({ media: [bridge] })
    await write(app, bridge, { notAfter: NOON - DAY })
    expect((await changesOf(app)).entries).toMatchObject([{ kind: 'expired', at: '2026-07-01T12:00:00.000Z' }])
  })

  it('tells nothing of the end of what was withdrawn before', async () => {
    const app = memoryApp({ media: [{ ...bridge, standing: WITHDRAWN, notAfter: NOON + 1 }] })
    app.clock.advance(1)
    expect(await kindsOf(app)).toEqual([])
  })

  describe('never tells', () => {
    it.each([
      ['what was never public', neverPublic],
      ['what is unlisted', { ...neverPublic, visibility: 'unlisted' }],
      ['what was public and is unlisted now', { ...bridge, visibility: 'unlisted' }],
      ['what is not public yet', { ...neverPublic, visibility: 'public', notBefore: NOON + DAY }],
    ] satisfies [string, Media][])('of %s', async (_what, media) => {
      const app = memoryApp({ media: [] })
      const { next } = await changesOf(app)
      await write(app, media)
      await write(app, media, titled(media, 'Other'))
      expect(await changesOf(app)).toEqual({ entries: [], next, more: false })
    })

    it('what happened before a media became public, or while it is private', async () => {
      const app = memoryApp({ media: [] })
      await write(app, neverPublic)
      await write(app, neverPublic, titled(neverPublic, 'Other'))
      app.clock.advance(1)
      await write(app, neverPublic, { visibility: 'public' })
      expect((await changesOf(app)).entries).toMatchObject([{ code: privateMedia.shortcode, kind: 'published' }])
      app.clock.advance(1)
      await write(app, neverPublic, { visibility: 'private' })
      await write(app, neverPublic, titled(neverPublic, 'Another'))
      expect(await kindsOf(app)).toEqual([[privateMedia.shortcode, 'private']])
    })

    it('by its cursor how much it does not tell', async () => {
      const app = memoryApp({ media: [bridge, neverPublic] })
      await write(app, bridge, titled(bridge, 'One'))
      const { next } = await changesOf(app)
      for (const text of ['a', 'b', 'c']) await write(app, neverPublic, titled(neverPublic, text))
      expect(await changesOf(app, next)).toEqual({ entries: [], next, more: false })
      expect(next).toMatch(/^[\w-]{79}$/)
    })
  })

  it.each([1, 2, 7, 500])('tells everything once, %i at a time, though all share a millisecond', async (limit) => {
    const app = memoryApp({ media: [] })
    const media = Array.from({ length: 9 }, (_, place) => numbered(bridge, place))
    for (const one of media) await write(app, one, { notAfter: NOON + DAY })
    app.clock.set(NOON + DAY)
    const { entries } = await readAll(app, limit)
    expect(entries.map(({ code, kind }) => [code, kind])).toEqual([
      ...media.map(({ shortcode }) => [shortcode, 'published']),
      ...media.map(({ shortcode }) => [shortcode, 'expired']),
    ])
  })

  it('tells everything once while it is written', async () => {
    const app = memoryApp({ media: [bridge] })
    const told: string[] = []
    let next: string | undefined
    for (let round = 0; round < 20; round++) {
      await write(app, bridge, titled(bridge, `${round}a`))
      await write(app, bridge, titled(bridge, `${round}b`))
      const answer = await changesOf(app, next, 'limit=1')
      told.push(...answer.entries.map(({ revision }) => String(revision)))
      next = answer.next
    }
    told.push(...(await readAll(app, 500, next)).entries.map(({ revision }) => String(revision)))
    expect(told).toEqual(Array.from({ length: 40 }, (_, at) => String(at + 2)))
  })

  it('tells the same out of a real database', async () => {
    const catalogue = await openSqliteCatalogue(':memory:')
    const app = memoryApp({ catalogue })
    await write(app, bridge, { notAfter: NOON + 1 })
    await write(app, neverPublic)
    app.clock.advance(1)
    await write(app, bridge, titled(bridge, 'One'))
    for (const since of [undefined, '2026-07-01T12:00:00Z']) {
      const { entries, next } = await readAll(app, 1, since)
      expect(entries.map(({ kind }) => kind)).toEqual(['published', 'updated', 'expired'])
      expect(await changesOf(app, next)).toEqual({ entries: [], next, more: false })
    }
    await catalogue.close()
  })

  it('tells what a clock that was set back has written', async () => {
    const app = memoryApp({ media: [bridge] })
    await write(app, bridge, titled(bridge, 'One'))
    const { next } = await changesOf(app)
    app.clock.advance(-DAY)
    await write(app, bridge, titled(bridge, 'Two'))
    expect((await changesOf(app, next)).entries).toMatchObject([{ revision: 3, at: '2026-06-30T12:00:00.000Z' }])
  })

  it('goes through thousands of hidden changes a part at a time', async () => {
    const app = memoryApp({ media: [neverPublic, bridge] })
    for (let at = 0; at < 4100; at++) await write(app, neverPublic, titled(neverPublic, String(at)))
    await write(app, bridge, titled(bridge, 'One'))
    expect(await changesOf(app)).toMatchObject({ entries: [], more: true })
    expect((await readAll(app, 100)).entries).toMatchObject([{ code: bridge.shortcode }])
  })

  it.each([
    ['2026-07-01T12:00:00Z', 2],
    ['2026-07-01T12:00:00.001Z', 1],
    ['2026-07-01t14:00:00.001+02:00', 1],
    ['2026-07-01T14:00:00.001 02:00', 1],
    ['2026-07-01T12:00:00.002Z', 0],
    ['1969-01-01T00:00:00Z', 2],
    ['9999-12-31T23:59:59Z', 0],
  ])('begins at %s', async (since, count) => {
    const app = memoryApp({ media: [bridge] })
    await write(app, bridge, titled(bridge, 'One'))
    app.clock.advance(1)
    await write(app, bridge, titled(bridge, 'Two'))
    expect((await changesOf(app, since)).entries).toHaveLength(count)
  })

  it.each([
    'since=',
    'since=yesterday',
    'since=2026-07-01',
    'since=2026-02-30T00:00:00Z',
    'since=2026-07-01T24:00:00Z',
    'since=2026-07-01T12:00:00',
    `since=${'A'.repeat(78)}`,
    `since=${unknownShortcode}`,
    'since=2026-07-01T12:00:00Z&since=2026-07-01T12:00:00Z',
    'limit=0',
    'limit=501',
    'limit=1e2',
    'limit=-1',
    'limit=',
  ])('refuses %s', async (query) => {
    expect((await memoryApp().request(`/changes.json?${query}`)).status).toBe(400)
  })

  it('knows its own cursors only, to the last character', async () => {
    const app = memoryApp({ media: [bridge] })
    const { next } = await changesOf(app)
    for (let at = 0; at < next.length; at++) {
      const forged = `${next.slice(0, at)}${next[at] === 'x' ? 'y' : 'x'}${next.slice(at + 1)}`
      expect((await app.request(`/changes.json?since=${forged}`)).status, forged).toBe(400)
    }
  })

  it('is not sent again while nothing happens', async () => {
    const app = memoryApp({ media: [bridge] })
    const etag = (await app.request('/changes.json')).headers.get('ETag')!
    app.clock.advance(DAY)
    expect((await app.request('/changes.json', { headers: { 'If-None-Match': etag } })).status).toBe(304)
    await write(app, bridge, { standing: WITHDRAWN })
    expect((await app.request('/changes.json', { headers: { 'If-None-Match': etag } })).status).toBe(200)
  })
})
