import { describe, expect, it } from 'vitest'
import { editOf } from '../../../server/core/edit.ts'
import type { Media } from '../../../server/core/media.ts'
import {
  bridge,
  cutout,
  film,
  fixtureMedia,
  inDefault,
  panorama,
  portrait,
  privateMedia,
  series,
  silent,
  withdrawnMedia,
} from '../../fixtures/media.ts'
import { parsePage } from '../../support/document.ts'
import { type Element, elementsIn, parseHtml, parseXmlDocument, textIn } from '../../support/markup-tree.ts'
import { BASE, type MemoryApp, memoryApp } from '../../support/memory/app.ts'
import { testConfig } from '../../support/memory/deps.ts'
import { save } from '../../support/memory/save.ts'

interface Item {
  readonly id: string
  readonly url: string
  readonly title: string
  readonly content_html: string
  readonly summary: string
  readonly image: string
  readonly date_published: string
  readonly date_modified: string
  readonly authors: readonly { readonly name: string; readonly url?: string }[]
  readonly attachments: readonly Readonly<Record<string, unknown>>[]
  readonly _placard: Readonly<Record<string, unknown>>
}

interface JsonFeed extends Readonly<Record<string, unknown>> {
  readonly items: readonly Item[]
}

const jsonOf = async (media: readonly Media[], query = ''): Promise<JsonFeed> =>
  (await (await memoryApp({ media }).request(`/feed.json${query}`)).json()) as JsonFeed
const atomOf = async (media: readonly Media[], query = ''): Promise<Element> =>
  parseXmlDocument(await (await memoryApp({ media }).request(`/feed.atom${query}`)).text())

const childrenOf = (element: Element, name: string): readonly Element[] =>
  element.children.filter((child): child is Element => typeof child !== 'string' && child.name === name)
const textOf = (element: Element, name: string) => childrenOf(element, name).map(({ children }) => textIn(children))
const entriesOf = (feed: Element) => childrenOf(feed, 'entry')
const hrefsOf = (element: Element, rel: string) =>
  childrenOf(element, 'link')
    .filter(({ attributes }) => attributes.rel === rel)
    .map(({ attributes }) => attributes.href)

const plain = (html: string) => textIn(parseHtml(html)).replace(/\s+/g, ' ').trim()
const shown = [bridge, portrait, panorama, cutout]
const CREDIT =
  'The bridge at dusk · Photo: Zoë Łęcka / Placard Pictures · A suspension bridge over calm water, seen from the north bank. · © 2026 Zoë Łęcka · CC BY 4.0 · Get a licence'

describe('the Atom feed', () => {
  it('has every element that RFC 4287 requires, once', async () => {
    const feed = await atomOf(fixtureMedia)
    expect([feed.name, feed.attributes.xmlns]).toEqual(['feed', 'http://www.w3.org/2005/Atom'])
    for (const element of [feed, ...entriesOf(feed)]) {
      for (const name of ['id', 'title', 'updated']) expect(childrenOf(element, name), name).toHaveLength(1)
      expect(textOf(element, 'updated')[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
      expect(childrenOf(element, 'author').length).toBeGreaterThan(0)
      expect(hrefsOf(element, 'alternate')).toHaveLength(1)
    }
    expect(hrefsOf(feed, 'self')).toEqual([`${BASE}/feed.atom`])
    expect(new Set(entriesOf(feed).flatMap((entry) => textOf(entry, 'id'))).size).toBe(shown.length)
  })

  it('says of an entry who made it, when, and by which licence it may be used', async () => {
    const [entry] = entriesOf(await atomOf([bridge]))
    if (entry === undefined) throw new Error('Expected an entry')
    expect(textOf(entry, 'id')).toEqual([`${BASE}/p/${bridge.shortcode}/`])
    expect(textOf(entry, 'title')).toEqual(['The bridge at dusk'])
    expect(textOf(entry, 'published')).toEqual(['2026-03-14T09:26:53.589Z'])
    expect(childrenOf(entry, 'author').map((author) => [textOf(author, 'name'), textOf(author, 'uri')])).toEqual([
      [['Zoë Łęcka'], ['https://zoe.example/']],
    ])
    expect(textOf(entry, 'rights')).toEqual(['© 2026 Zoë Łęcka · CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)'])
    expect(hrefsOf(entry, 'license')).toEqual(['https://creativecommons.org/licenses/by/4.0/'])
    expect(hrefsOf(entry, 'enclosure')).toEqual([`${BASE}/t/${bridge.shortcode}/1/credit/1280.jpg`])
    expect(childrenOf(entry, 'category').map(({ attributes }) => attributes.term)).toEqual(['bridge', 'dusk'])
    expect(plain(textOf(entry, 'content')[0] ?? '')).toBe(CREDIT)
    expect(textOf(entry, 'media:credit')).toEqual(['Zoë Łęcka'])
  })

  it('names whom it can where nobody is named', async () => {
    const said = { ...bridge, description: { ...silent, creditLine: 'Placard Pictures' } }
    const authorsOf = async (media: Media) =>
      entriesOf(await atomOf([media])).flatMap((entry) => childrenOf(entry, 'author').flatMap((author) => textOf(author, 'name')))
    expect(await authorsOf(said)).toEqual(['Placard Pictures'])
    expect(await authorsOf(cutout)).toEqual(['Placard Test'])
    expect(await authorsOf(portrait)).toEqual(['Ada Ng', 'مريم'])
  })

  it('brings a film with its length', async () => {
    const [entry] = entriesOf(await atomOf([film]))
    const [video] = childrenOf(entry!, 'link').filter(({ attributes }) => attributes.type === 'video/mp4')
    expect(video?.attributes).toEqual({
      rel: 'enclosure',
      type: 'video/mp4',
      href: `${BASE}/v/${film.shortcode}/1/video.mp4`,
      length: '29214',
    })
  })

  it('is a feed also while there is nothing in it', async () => {
    const feed = await atomOf([])
    expect(textOf(feed, 'updated')).toEqual(['2026-01-01T00:00:00.000Z'])
    expect(entriesOf(feed)).toEqual([])
  })

  it.each(['</content><entry>', ']]>', '<!--', '\u0007\u202e', '&#0;&lt;', '<script>alert(1)</script>'])(
    'is well-formed with %j in every text (O3)',
    async (text) => {
      const all = inDefault(`a ${text} b`)
      const said = {
        ...silent,
        title: all,
        caption: all,
        altText: all,
        copyrightNotice: all,
        usageTerms: all,
        creators: [{ name: `a ${text} b` }],
        keywords: [text, 'x'],
      }
      const [entry] = entriesOf(await atomOf([{ ...bridge, description: said }]))
      const content = parseHtml(textOf(entry!, 'content')[0] ?? '')
      expect(elementsIn(content).map(({ name }) => name)).not.toContain('script')
      expect(textOf(entry!, 'title')[0]).toMatch(/^a .*b$/)
    },
  )
})

describe('the JSON feed', () => {
  it('is JSON Feed 1.1', async () => {
    const { items, ...feed } = await jsonOf([bridge, series])
    expect(feed).toEqual({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'Placard Test',
      description: 'Pictures of Placard Test, to embed with creator, licence and source.',
      home_page_url: `${BASE}/`,
      feed_url: `${BASE}/feed.json`,
      language: 'en',
      authors: [{ name: 'Placard Test', url: `${BASE}/` }],
    })
    expect(items.map(({ id, url }) => [id, url])).toEqual(
      [series, bridge].map(({ shortcode }) => [`${BASE}/p/${shortcode}/`, `${BASE}/p/${shortcode}/`]),
    )
  })

  it('says the same of an entry as the Atom feed', async () => {
    const { items } = await jsonOf([bridge])
    const [item] = items
    expect(item).toMatchObject({
      title: 'The bridge at dusk',
      summary: 'The bridge at dusk — Zoë Łęcka / Placard Pictures · © 2026 Zoë Łęcka · CC BY 4.0',
      image: `${BASE}/t/${bridge.shortcode}/1/credit/1280.jpg`,
      date_published: '2026-03-14T09:26:53.589Z',
      authors: [{ name: 'Zoë Łęcka', url: 'https://zoe.example/' }],
      tags: ['bridge', 'dusk'],
      attachments: [{ url: `${BASE}/t/${bridge.shortcode}/1/credit/1280.jpg`, mime_type: 'image/jpeg' }],
      _placard: {
        media_id: '52469179311195136',
        license: 'CC BY 4.0',
        license_url: 'https://creativecommons.org/licenses/by/4.0/',
        copyright_notice: '© 2026 Zoë Łęcka',
        alt_text: 'A red suspension bridge below a low sun',
      },
    })
    expect(plain(item?.content_html ?? '')).toBe(CREDIT)
  })

  it('says how long a film is', async () => {
    const [item] = (await jsonOf([film])).items
    expect(item?.attachments[0]).toEqual({
      url: `${BASE}/v/${film.shortcode}/1/video.mp4`,
      mime_type: 'video/mp4',
      size_in_bytes: 29_214,
      duration_in_seconds: 2,
    })
  })
})

describe('when an entry was changed', () => {
  const NOON = Date.UTC(2026, 6, 1, 12)
  const occasion = (at: number) => ({ at, actor: 'cli', batch: 'b' })
  const datesOf = async ({ request }: MemoryApp) => {
    const atom = parseXmlDocument(await (await request('/feed.atom')).text())
    const { items } = (await (await request('/feed.json')).json()) as JsonFeed
    return {
      feed: textOf(atom, 'updated'),
      atom: entriesOf(atom).flatMap((entry) => textOf(entry, 'updated')),
      json: items.map((item) => item.date_modified),
    }
  }
  const edited = async (media: Media, patch: Partial<Media>, at: number) => {
    const app = memoryApp({ media: [media] })
    await app.catalogue.edit([editOf(media, { ...media, ...patch }, occasion(at))!])
    return await datesOf(app)
  }

  it('is when its credit was corrected last', async () => {
    const description = { ...bridge.description, creditLine: 'Somebody else' }
    const date = '2026-06-30T12:00:00.000Z'
    expect(await edited(bridge, { description }, NOON - 86_400_000)).toEqual({ feed: [date], atom: [date], json: [date] })
  })

  it('is when an embargo ended', async () => {
    const date = '2026-07-01T11:59:59.000Z'
    expect(await datesOf(memoryApp({ media: [{ ...bridge, notBefore: NOON - 1000 }] }))).toEqual({
      feed: [date],
      atom: [date],
      json: [date],
    })
  })

  it('is not what concerns the owner alone', async () => {
    const { atom } = await edited(bridge, { editedFields: ['title'] }, NOON)
    expect(atom).toEqual(['2026-03-14T09:26:53.589Z'])
  })

  it('costs one look into the log, however many entries there are', async () => {
    const { catalogue } = memoryApp()
    let asked = 0
    const listChanges: typeof catalogue.listChanges = (query) => {
      asked++
      return catalogue.listChanges(query)
    }
    const counting = { ...catalogue, listChanges }
    await memoryApp({ catalogue: counting }).request('/feed.atom')
    expect(asked).toBe(1)
  })
})

describe.each(['/feed.atom', '/feed.json'])('%s', (path) => {
  const bodyOf = async (media: readonly Media[], query = '') => (await memoryApp({ media }).request(path + query)).text()

  it('never names what is private, withdrawn, not yet or no longer shown', async () => {
    const later = { ...panorama, notBefore: Date.UTC(2026, 6, 2) }
    const over = { ...cutout, notAfter: Date.UTC(2026, 5, 30) }
    const body = await bodyOf([bridge, privateMedia, withdrawnMedia, later, over])
    expect(body).toContain(bridge.shortcode)
    for (const { shortcode } of [privateMedia, withdrawnMedia, later, over]) expect(body).not.toContain(shortcode)
    expect(body).not.toMatch(/Not for you|Secret Author/)
  })

  it('holds the newest 50, newest first', async () => {
    const many = Array.from({ length: 51 }, (_, index) => ({
      ...bridge,
      id: (bridge.id + BigInt(index)) as Media['id'],
      shortcode:
        `C6aHDKg${String.fromCharCode(65 + Math.floor(index / 26))}${String.fromCharCode(65 + (index % 26))}A` as Media['shortcode'],
    }))
    const codes = [...(await bodyOf(many)).matchAll(/(?:<id>|"id":")https:\/\/placard\.example\/p\/(\w+)\//g)].map((match) => match[1])
    expect(codes).toEqual(
      many
        .slice(1)
        .reverse()
        .map(({ shortcode }) => shortcode),
    )
  })

  it('is kept for a minute, validated, and readable by every origin', async () => {
    const { request } = memoryApp()
    const { headers } = await request(path)
    expect(headers.get('Cache-Control')).toBe('public, max-age=58, stale-if-error=86400')
    expect(headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(headers.get('Content-Type')).toMatch(/^application\/(atom\+xml|feed\+json); charset=utf-8$/)
    expect((await request(path, { headers: { 'If-None-Match': headers.get('ETag')! } })).status).toBe(304)
  })

  it('changes as soon as a picture is withdrawn', async () => {
    const { request, catalogue } = memoryApp()
    const etag = (await request(path)).headers.get('ETag')!
    await save(catalogue, { ...bridge, standing: { kind: 'withdrawn', reason: 'copyright', at: 0 } })
    const response = await request(path, { headers: { 'If-None-Match': etag } })
    expect(response.status).toBe(200)
    expect(await response.text()).not.toContain(`/p/${bridge.shortcode}/`)
  })

  it('is told in the language that is asked for, and leads to itself in it', async () => {
    const body = await bodyOf([bridge], '?lang=de')
    expect(body).toContain('Die Brücke in der Dämmerung')
    expect(body).toContain(`${BASE}${path}?lang=de`)
    expect((await memoryApp().request(`${path}?lang=%20`)).status).toBe(400)
  })

  it('says what holds of data mining in general', async () => {
    const config = { ...testConfig, dataMining: 'http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED' }
    expect((await memoryApp({ config }).request(path)).headers.get('TDM-Reservation')).toBe('1')
  })

  it.each(['', '?lang=ja'])('is found from the start page%s', async (query) => {
    const page = parsePage(await (await memoryApp().request(`/${query}`)).text())
    const feeds = page.all('link').filter(({ attributes }) => /^application\/(atom\+xml|feed\+json)$/.test(attributes.type ?? ''))
    expect(feeds.map(({ attributes }) => attributes.href)).toContain(`${BASE}${path}${query}`)
  })
})
