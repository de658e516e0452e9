import { describe, expect, it } from 'vitest'
import { diskAssets } from '../../../server/adapters/assets/disk.ts'
import type { EmbedPolicy, Media } from '../../../server/core/media.ts'
import { bridge, film, portrait } from '../../fixtures/media.ts'
import { type MemoryApp, memoryApp, oembedPath } from '../../support/memory/app.ts'
import { testConfig } from '../../support/memory/deps.ts'

const NEWS = 'https://news.example'
const NEWS_ONLY: EmbedPolicy = { hosts: 'listed', allow: ['news.example', '*.press.example'], deny: [] }
const NOBODY: EmbedPolicy = { hosts: 'nobody', allow: [], deny: [] }
const under = (embedding: EmbedPolicy, media: Media = bridge): Media => ({ ...media, embedding })
const listed = (...media: readonly Media[]) => memoryApp({ media: media.map((one) => under(NEWS_ONLY, one)) })

async function textOf(app: MemoryApp, path: string, headers: Record<string, string> = {}): Promise<string> {
  return (await app.request(path, { headers })).text()
}

async function jsonOf(app: MemoryApp, path: string, headers: Record<string, string> = {}): Promise<Record<string, unknown>> {
  return JSON.parse(await textOf(app, path, headers)) as Record<string, unknown>
}

describe('what everyone may embed', () => {
  const paths = [
    '/v1/cards?codes=C6aHDKgAQA,DvZAKuAAQA',
    '/t/C6aHDKgAQA/1/320.webp',
    '/t/C6aHDKgAQA/1/320.webp?o=https%3A%2F%2Fnews.example&e=1782908400&s=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    '/p/C6aHDKgAQA/',
    '/p/C6aHDKgAQA/embed/',
    oembedPath('C6aHDKgAQA'),
    '/feed.atom',
    '/',
  ]

  it.each(paths)('is answered as before, whoever asks: %s', async (path) => {
    const app = memoryApp({ media: [bridge, portrait] })
    const strict = memoryApp({
      media: [under({ hosts: 'everyone', allow: [], deny: [] }), portrait],
      config: { ...testConfig, embedCrawlers: ['x'] },
    })
    const plain = await app.request(path)
    const bytes = new Uint8Array(await plain.arrayBuffer())
    expect(plain.headers.get('cache-control')).toMatch(/^public, max-age=/)
    expect(plain.headers.get('vary')).toBe(path.startsWith('/t/') ? null : 'Accept-Encoding')
    for (const [server, headers] of [
      [app, { Origin: 'https://evil.example', Referer: 'https://evil.example/', 'User-Agent': 'x' }],
      [app, { Origin: 'null' }],
      [strict, {}],
    ] as const) {
      const other = await server.request(path, { headers })
      expect(Object.fromEntries(other.headers)).toEqual(Object.fromEntries(plain.headers))
      expect(new Uint8Array(await other.arrayBuffer())).toEqual(bytes)
    }
  })
})

describe('cards with a restricted media among them', () => {
  it('are kept by nobody for others, and asked for again each time', async () => {
    const app = memoryApp({ media: [under(NEWS_ONLY), portrait] })
    for (const headers of [{ Origin: NEWS }, { Origin: 'https://else.example' }, {}]) {
      const answer = await app.request(`/v1/cards?codes=C6aHDKgAQA,${portrait.shortcode}`, { headers })
      expect(answer.headers.get('cache-control')).toBe('private, no-cache')
      expect(answer.headers.get('vary')).toBe('Origin, Sec-Fetch-Site, Accept-Encoding')
    }
    expect((await app.request(`/v1/cards?codes=${portrait.shortcode}`)).headers.get('cache-control')).toMatch(/^public/)
  })

  it('stay the same for ten minutes, so that a browser need not load them again', async () => {
    const app = listed(bridge)
    const first = await app.request('/v1/cards?codes=C6aHDKgAQA', { headers: { Origin: NEWS } })
    app.clock.advance(599_999)
    const headers = { Origin: NEWS, 'If-None-Match': first.headers.get('etag') ?? '' }
    expect((await app.request('/v1/cards?codes=C6aHDKgAQA', { headers })).status).toBe(304)
    app.clock.advance(1)
    expect((await app.request('/v1/cards?codes=C6aHDKgAQA', { headers })).status).toBe(200)
  })

  it('carry grants in the addresses that the page loads, and in none that it copies', async () => {
    const [card] = (await jsonOf(listed(film), '/v1/cards?codes=GkrXtAAAQA', { Origin: NEWS })).data as readonly Record<string, unknown>[]
    const { picture, video, embedCode, url, ...rest } = card ?? {}
    const addresses = JSON.stringify([picture, video]).match(/https:\/\/placard\.example[^" ]+/g) ?? []
    expect(addresses.length).toBeGreaterThan(4)
    expect(addresses.filter((address) => !/\?o=https%3A%2F%2Fnews\.example&e=\d+&s=[\w-]{43}$/.test(address))).toEqual([])
    expect(JSON.stringify([embedCode, url, rest])).not.toContain('&s=')
  })

  it('tell another page the credit and where to ask, without any address of a picture', async () => {
    const { data } = await jsonOf(listed(bridge), '/v1/cards?codes=C6aHDKgAQA', { Origin: 'https://else.example' })
    expect(data).toMatchObject([
      {
        status: 'restricted',
        code: 'C6aHDKgAQA',
        message: 'The owner of this picture does not let it be shown on this site.',
        title: { text: 'The bridge at dusk' },
        link: { href: expect.stringMatching(/^https:/) },
      },
    ])
    expect(JSON.stringify(data)).not.toContain('/t/')
  })
})

describe('the frame', () => {
  const frame = async (embedding: EmbedPolicy, headers: Record<string, string> = {}) =>
    memoryApp({ media: [under(embedding)] }).request('/p/C6aHDKgAQA/embed/captioned/', { headers })

  it('names the hosts that may stand around it (W17, O10)', async () => {
    const answer = await frame(NEWS_ONLY, { Referer: `${NEWS}/`, 'Sec-Fetch-Dest': 'iframe' })
    expect(answer.headers.get('content-security-policy')).toMatch(
      /; frame-ancestors https:\/\/placard\.example https:\/\/news\.example http:\/\/news\.example https:\/\/\*\.press\.example http:\/\/\*\.press\.example$/,
    )
    expect(answer.headers.get('cache-control')).toBe('private, no-cache')
    expect(answer.headers.get('vary')).toBe('Origin, Referer, Sec-Fetch-Dest, Accept-Encoding')
  })

  it("stands nowhere if nobody may embed it: 'none' (W17)", async () => {
    const answer = await frame(NOBODY)
    expect(answer.headers.get('content-security-policy')).toMatch(/; frame-ancestors 'none'$/)
  })

  it('is the credit card in any other page, which may show that (W17)', async () => {
    const answer = await frame(NEWS_ONLY, { Referer: 'https://else.example/', 'Sec-Fetch-Dest': 'iframe' })
    const text = await answer.text()
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([403, 'no-store'])
    expect(answer.headers.get('content-security-policy')).not.toContain('frame-ancestors')
    expect(text).toContain('Zoë Łęcka')
    expect(text).not.toContain('/t/C6aHDKgAQA')
  })

  it('is read by no script of another page, which would find grants for our own in it', async () => {
    const hidden = { 'Sec-Fetch-Dest': 'empty', 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Site': 'cross-site' }
    for (const origin of ['https://else.example', 'null']) {
      const answer = await frame(NEWS_ONLY, { ...hidden, Origin: origin })
      expect(answer.status).toBe(403)
      expect(await answer.text()).not.toContain('/t/C6aHDKgAQA')
    }
    for (const headers of [{ ...hidden, Origin: NEWS }, { 'Sec-Fetch-Dest': 'iframe' }, {}]) {
      const answer = await frame(NEWS_ONLY, headers)
      expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, null])
    }
  })

  it('is a page of its own for whoever follows a link to it', async () => {
    const answer = await frame(NEWS_ONLY, { Referer: 'https://else.example/', 'Sec-Fetch-Dest': 'document' })
    expect(answer.status).toBe(200)
  })
})

describe('our own pages', () => {
  it('show the picture with grants, and tell machines the addresses that last', async () => {
    const config = { ...testConfig, embedCrawlers: ['Bingbot'] }
    const text = await textOf(memoryApp({ media: [under(NEWS_ONLY)], config }), '/p/C6aHDKgAQA/')
    const granted = text.match(/https:\/\/placard\.example\/[tv]\/[^" ]*s=[\w-]{43}/g) ?? []
    expect(granted.length).toBeGreaterThan(0)
    expect(granted.every((address) => address.includes('?o=https%3A%2F%2Fplacard.example&amp;e='))).toBe(true)
    expect(text).toMatch(/<article class="work">\n<div class="wall"><picture><source [^>]*srcset="[^"]*&amp;s=/)
    expect(text).toContain('<meta property="og:image" content="https://placard.example/t/C6aHDKgAQA/1/1280.jpg">')
    expect(text).toContain('"contentUrl":"https://placard.example/t/C6aHDKgAQA/1/1920.jpg"')
    expect(text.slice(0, text.indexOf('<main'))).not.toContain('&amp;s=')
  })

  it.each([
    [bridge, 'C6aHDKgAQA'],
    [film, film.shortcode],
  ])('tell previews of no file that nobody may open: $shortcode', async (media, code) => {
    const text = await textOf(listed(media), `/p/${code}/`)
    const head = text.slice(0, text.indexOf('<link rel="canonical"'))
    expect(head).not.toMatch(/og:image|og:video|twitter:image|summary_large_image/)
    expect(head).toContain('<meta property="og:title"')
    expect(head).toContain('<meta name="twitter:card" content="summary">')
  })

  it.each(['/p/C6aHDKgAQA/', '/p/C6aHDKgAQA/preview/', '/p/C6aHDKgAQA/embed/', '/', '/demo/'])(
    'are not kept with grants that end: %s',
    async (path) => {
      const app = (embedding: EmbedPolicy) => memoryApp({ media: [under(embedding)], assets: diskAssets(['public']) })
      const cachingUnder = async (embedding: EmbedPolicy) => (await app(embedding).request(path)).headers.get('cache-control')
      expect(await cachingUnder(NEWS_ONLY)).toBe('private, no-cache')
      expect(await cachingUnder({ hosts: 'everyone', allow: [], deny: [] })).toMatch(/^public, max-age=58/)
    },
  )

  it('say beside the embed code where it may stand', async () => {
    expect(await textOf(listed(bridge), '/p/C6aHDKgAQA/')).toContain(
      '<p class="hint">Its owner lets these hosts embed this picture: news.example, *.press.example.',
    )
    const nobody = memoryApp({ media: [under(NOBODY)] })
    expect(await textOf(nobody, '/p/C6aHDKgAQA/?lang=de')).toContain('<p class="hint">Dieses Bild darf niemand einbetten.')
    const allBut = memoryApp({ media: [under({ hosts: 'everyone', allow: [], deny: ['secret.example'] })] })
    const text = await textOf(allBut, '/p/C6aHDKgAQA/')
    expect(text).toContain('embedded everywhere but on some websites')
    expect(text).not.toContain('secret.example')
    expect(await textOf(memoryApp({ media: [bridge] }), '/p/C6aHDKgAQA/')).not.toContain('Its owner lets')
  })

  it('offer no oEmbed of what nobody may embed (E8)', async () => {
    const nobody = await memoryApp({ media: [under(NOBODY)] }).request('/p/C6aHDKgAQA/')
    expect(await nobody.text()).not.toContain('+oembed')
    expect(nobody.headers.get('link')).not.toContain('oembed')
    expect(await textOf(listed(bridge), '/p/C6aHDKgAQA/')).toContain('application/json+oembed')
  })

  it.each(['/', '/demo/'])('load at %s what only they may', async (path) => {
    const media = [bridge, portrait, film].map((one) => under(NEWS_ONLY, one))
    const text = await textOf(memoryApp({ media, assets: diskAssets(['public']) }), path)
    const pictures = text.match(/<(?:img|source) [^>]*\/[tv]\/[^>]*>/g) ?? []
    expect(pictures.length).toBeGreaterThan(2)
    expect(pictures.filter((tag) => !tag.includes('?o=https%3A%2F%2Fplacard.example&amp;'))).toEqual([])
  })

  it('name as picture of the collection one that everyone may show', async () => {
    const text = await textOf(memoryApp({ media: [under(NEWS_ONLY, portrait), bridge] }), '/')
    expect(text).toContain('<meta property="og:image" content="https://placard.example/t/C6aHDKgAQA/1/640.jpg">')
    expect(await textOf(listed(bridge), '/')).toContain('<meta property="og:image" content="https://placard.example/static/icon.png">')
  })

  it('preview the card as it is drawn where it may be', async () => {
    const text = await textOf(listed(bridge), '/p/C6aHDKgAQA/preview/?form=full&theme=dark&caption=off')
    expect(text).toContain('data-theme="dark"')
    expect(text).toMatch(/<img src="[^"]*&amp;s=/)
  })
})

describe('oEmbed of a restricted media', () => {
  it('is rich and has no thumbnail: that would be shown anywhere, and for ever', async () => {
    const answer = await listed(bridge).request(oembedPath('C6aHDKgAQA'))
    expect([answer.status, answer.headers.get('cache-control'), answer.headers.get('vary')]).toEqual([
      200,
      'private, no-cache',
      'Origin, Accept-Encoding',
    ])
    const document = (await answer.json()) as Record<string, string>
    expect(document).toMatchObject({
      type: 'rich',
      status: 'live',
      author_name: 'Zoë Łęcka',
      html: expect.stringContaining('<blockquote class="placard"'),
    })
    expect(Object.keys(document).filter((key) => key.startsWith('thumbnail'))).toEqual([])
    expect(document.html).not.toContain('&amp;s=')
  })

  it.each([
    ['', 'https://else.example'],
    ['', 'null'],
    ['&type=photo', undefined],
    ['&type=photo', NEWS],
  ])('is 401 with the reason: %j for %s', async (rest, origin) => {
    const answer = await listed(bridge).request(oembedPath('C6aHDKgAQA', rest), { headers: origin === undefined ? {} : { Origin: origin } })
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([401, 'no-store'])
    expect(await answer.json()).toMatchObject({ error: 'not_allowed', reason: 'restricted' })
  })

  it('is 401 in XML too', async () => {
    const app = memoryApp({ media: [under(NOBODY)] })
    const answer = await app.request(oembedPath('C6aHDKgAQA', '&format=xml'))
    expect(answer.status).toBe(401)
    expect(await answer.text()).toContain('<reason>restricted</reason>')
  })

  it('is the frame, as a video that was asked for', async () => {
    expect(await jsonOf(listed(film), oembedPath('GkrXtAAAQA', '&type=video'), { Origin: NEWS })).toMatchObject({
      type: 'video',
      html: expect.stringMatching(/^<iframe /),
    })
  })
})

describe('what programs read', () => {
  it('the embed code, with a sentence about where it may stand', async () => {
    const { data } = await jsonOf(listed(bridge), '/v1/media/shortcode/C6aHDKgAQA/embed-code')
    expect(data).toMatchObject({ note: expect.stringMatching(/^Its owner lets these hosts/), text: expect.not.stringContaining('&amp;s=') })
  })

  it('the media object, whose plain addresses open for listed crawlers only', async () => {
    const app = memoryApp({ media: [under(NEWS_ONLY)], config: { ...testConfig, embedCrawlers: ['Bingbot'] } })
    const { data } = (await jsonOf(app, '/v1/media/shortcode/C6aHDKgAQA')) as { data: { images: { thumbnail: { url: string } } } }
    const { url } = data.images.thumbnail
    expect((await app.request(url)).status).toBe(403)
    const crawled = await app.request(url, { headers: { 'User-Agent': 'Mozilla/5.0 (compatible; bingbot/2.0)' } })
    expect([crawled.status, crawled.headers.get('cache-control'), crawled.headers.get('vary')]).toEqual([
      200,
      'private, max-age=3600',
      'User-Agent',
    ])
  })

  it('the feed in words: no picture, no film, the whole credit and the way to the page', async () => {
    const atom = await textOf(listed(film), '/feed.atom')
    expect(atom).not.toMatch(/\/[tv]\/GkrXtAAAQA/)
    expect(atom).toContain('<link rel="alternate" type="text/html" href="https://placard.example/p/GkrXtAAAQA/"/>')
    expect(atom).toContain('creativecommons.org/publicdomain/zero/1.0/')
  })
})
