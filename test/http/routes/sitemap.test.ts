import { describe, expect, it } from 'vitest'
import { editOf } from '../../../server/core/edit.ts'
import type { Media } from '../../../server/core/media.ts'
import { bridge, cutout, fixtureMedia, inDefault, panorama, portrait, privateMedia, series, withdrawnMedia } from '../../fixtures/media.ts'
import { type Element, parseXmlDocument, textIn } from '../../support/markup-tree.ts'
import { BASE, type MemoryApp, memoryApp } from '../../support/memory/app.ts'
import { numbered } from '../../support/memory/numbered.ts'

const SITEMAPS = 'http://www.sitemaps.org/schemas/sitemap/0.9'
const FIRST = '/sitemap.xml?from=B'
const shown = [bridge, portrait, panorama, cutout]

const childrenOf = (element: Element, name: string): readonly Element[] =>
  element.children.filter((child): child is Element => typeof child !== 'string' && child.name === name)
const elementsOf = (element: Element) => element.children.filter((child): child is Element => typeof child !== 'string')
const textOf = (element: Element, name: string) => childrenOf(element, name).map(({ children }) => textIn(children))

async function documentOf(app: MemoryApp, path: string): Promise<Element> {
  const response = await app.request(path)
  expect(response.status).toBe(200)
  return parseXmlDocument(await response.text())
}

const pagesOf = async (app: MemoryApp) =>
  childrenOf(await documentOf(app, '/sitemap.xml'), 'sitemap').map((page) => textOf(page, 'loc')[0]?.slice(BASE.length) ?? '')
const urlsOf = async (app: MemoryApp, path = FIRST) => childrenOf(await documentOf(app, path), 'url')
const addressesOf = async (app: MemoryApp, path = FIRST) => (await urlsOf(app, path)).flatMap((url) => textOf(url, 'loc'))
const permalink = ({ shortcode }: Media) => `${BASE}/p/${shortcode}/`

/** What https://www.sitemaps.org/schemas/sitemap/0.9/ and the protocol's page ask of both kinds of document. */
function requireValid(root: Element, kind: 'sitemapindex' | 'urlset'): void {
  expect([root.name, root.attributes.xmlns]).toEqual([kind, SITEMAPS])
  const entries = elementsOf(root)
  expect(entries.length).toBeGreaterThanOrEqual(1)
  expect(entries.length).toBeLessThanOrEqual(50_000)
  for (const entry of entries) {
    expect(entry.name).toBe(kind === 'urlset' ? 'url' : 'sitemap')
    const [loc, ...others] = elementsOf(entry)
    expect(loc?.name).toBe('loc')
    expect(textOf(entry, 'loc')).toHaveLength(1)
    expect(textOf(entry, 'loc')[0]).toMatch(/^https:\/\/placard\.example\/[\x21-\x7e]{0,2000}$/)
    for (const time of textOf(entry, 'lastmod')) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(others.filter(({ name }) => !name.includes(':')).map(({ name }) => name)).toEqual(
      kind === 'urlset' && others.length > 0 ? ['lastmod'] : [],
    )
  }
}

describe('/sitemap.xml', () => {
  it('is a valid index of valid pages', async () => {
    const app = memoryApp({ media: [...fixtureMedia, series] })
    requireValid(await documentOf(app, '/sitemap.xml'), 'sitemapindex')
    expect(await pagesOf(app)).toEqual([FIRST])
    requireValid(await documentOf(app, FIRST), 'urlset')
  })

  it('is valid while there is nothing to show', async () => {
    const app = memoryApp({ media: [] })
    requireValid(await documentOf(app, '/sitemap.xml'), 'sitemapindex')
    requireValid(await documentOf(app, FIRST), 'urlset')
    expect(await addressesOf(app)).toEqual([`${BASE}/`])
  })

  it('names the start page and every media that everyone may see, oldest first', async () => {
    expect(await addressesOf(memoryApp())).toEqual([`${BASE}/`, ...shown.map(permalink)])
  })

  it('says where the pictures of each are', async () => {
    const [, first, second] = await urlsOf(memoryApp({ media: [bridge, series] }))
    const imagesOf = (url: Element | undefined) => childrenOf(url!, 'image:image').flatMap((image) => textOf(image, 'image:loc'))
    expect((await documentOf(memoryApp(), FIRST)).attributes['xmlns:image']).toBe('http://www.google.com/schemas/sitemap-image/1.1')
    expect(imagesOf(first)).toEqual([`${BASE}/t/${bridge.shortcode}/1/1920.jpg`])
    expect(imagesOf(second)).toEqual(['1920.jpg', '2/960.jpg', '3/1920.jpg'].map((file) => `${BASE}/t/${series.shortcode}/1/${file}`))
  })

  it.each([
    ['private', { visibility: 'private' }],
    ['unlisted', { visibility: 'unlisted' }],
    ['withdrawn', { standing: { kind: 'withdrawn', reason: 'other', at: 0 } }],
    ['disputed', { standing: { kind: 'disputed', at: 0 } }],
    ['expired', { notAfter: Date.UTC(2026, 6, 1, 12) }],
    ['embargoed', { notBefore: Date.UTC(2026, 6, 1, 13) }],
  ] satisfies [string, Partial<Media>][])('forgets what is %s', async (_what, patch) => {
    const app = memoryApp({ media: [bridge, portrait] })
    const etag = (await app.request(FIRST)).headers.get('ETag')!
    await app.catalogue.edit([editOf(bridge, { ...bridge, ...patch }, { at: app.clock.now(), actor: 'cli', batch: 'b' })!])
    expect((await app.request(FIRST, { headers: { 'If-None-Match': etag } })).status).toBe(200)
    expect(await addressesOf(app)).toEqual([`${BASE}/`, permalink(portrait)])
  })

  it('says when each last changed for everyone', async () => {
    const app = memoryApp({ media: [bridge, portrait] })
    const description = { ...bridge.description, title: inDefault('Other') }
    const corrected = editOf(bridge, { ...bridge, description }, { at: app.clock.now(), actor: 'cli', batch: 'b' })!
    const inside = editOf(portrait, { ...portrait, editedFields: ['title'] }, { at: app.clock.now(), actor: 'cli', batch: 'b' })!
    await app.catalogue.edit([corrected, inside])
    expect((await urlsOf(app)).flatMap((url) => textOf(url, 'lastmod'))).toEqual(['2026-07-01T12:00:00.000Z', '2026-03-14T09:26:53.589Z'])
  })

  it('has at most 1,000 media on a page, each once, whatever is added or hidden between two of them', async () => {
    const many = Array.from({ length: 2001 }, (_, place) => numbered(portrait, place))
    const app = memoryApp({ media: [...many, privateMedia, withdrawnMedia] })
    const pages = await pagesOf(app)
    expect(pages).toEqual([FIRST, ...[1000, 2000].map((place) => `/sitemap.xml?from=${many[place]?.shortcode}`)])
    const addresses = (await Promise.all(pages.map((path) => addressesOf(app, path)))).flat()
    expect(addresses).toEqual([`${BASE}/`, ...many.map(permalink)])

    const [first] = many
    await app.catalogue.edit([editOf(first, { ...first!, visibility: 'private' }, { at: app.clock.now(), actor: 'cli', batch: 'b' })!])
    const afterwards = new Set((await Promise.all(pages.map((path) => addressesOf(app, path)))).flat())
    expect(afterwards).toEqual(new Set([`${BASE}/`, ...many.slice(1).map(permalink)]))
  })

  it('makes text of what one look finds before it looks for more, so that many readers fill no memory (L4)', async () => {
    const { catalogue } = memoryApp({ media: Array.from({ length: 500 }, (_, place) => numbered(portrait, place)) })
    const looks: string[] = []
    const list: typeof catalogue.list = async (query) => {
      const found = await catalogue.list(query)
      looks.push(`${found.length} media`)
      return found
    }
    const listChanges: typeof catalogue.listChanges = async (query) => {
      looks.push('changes')
      return await catalogue.listChanges(query)
    }
    await memoryApp({ catalogue: { ...catalogue, list, listChanges } }).request(FIRST)
    expect(looks).toEqual(['200 media', 'changes', '200 media', 'changes', '100 media', 'changes', '0 media'])
  })

  it('is kept for a minute, and refuses what is no shortcode', async () => {
    const { request } = memoryApp()
    const { headers } = await request('/sitemap.xml')
    expect(headers.get('Cache-Control')).toBe('public, max-age=58, stale-if-error=86400')
    expect(headers.get('Content-Type')).toBe('application/xml; charset=utf-8')
    for (const from of ['', 'A', '!', '1&from=1']) expect((await request(`/sitemap.xml?from=${from}`)).status, from).toBe(400)
  })

  it('is found by robots', async () => {
    const robots = await (await memoryApp().request('/robots.txt')).text()
    expect(robots).toBe(`User-agent: *\nDisallow: /v1/\nDisallow: /ready\n\nSitemap: ${BASE}/sitemap.xml\n`)
  })
})
