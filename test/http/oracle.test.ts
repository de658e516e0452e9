import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { BrokenMediaError } from '../../server/core/errors.ts'
import type { Media } from '../../server/core/media.ts'
import type { Catalogue } from '../../server/ports/catalogue.ts'
import { bridge, film, privateMedia, series } from '../fixtures/media.ts'
import { memoryAssets, memoryOriginals } from '../support/memory/adapters.ts'
import { BASE, memoryApp } from '../support/memory/app.ts'
import { memoryDeps } from '../support/memory/deps.ts'
import { HIDDEN, longName, SECRET, WRONG_SECRET } from '../support/memory/hidden-media.ts'

type Named = Pick<Media, 'id' | 'shortcode'>

const oembed = (url: string, rest = '') => `/oembed?url=${encodeURIComponent(url)}${rest}`

/** Every address under which a media can be asked for by its name or its id. */
function addressesOf({ id, shortcode: code }: Named): readonly string[] {
  const page = `${BASE}/p/${code}/`
  const spellings = [
    page,
    `${BASE}/p/${code}`,
    `${page}embed/`,
    `${page}embed/captioned`,
    `${page}media/?size=l`,
    `${page}?utm_source=a#b`,
    `http://placard.example/p/${code}/`,
    `${BASE}/t/${code}/1/640.webp`,
    encodeURIComponent(page),
  ]
  const widths = [150, 320, 480, 640, 960, 1280, 1920]
  return [
    ...['', '?lang=de', 'embed/', 'embed/?theme=dark', 'embed', 'embed/captioned/', 'embed/captioned'].map((path) => `/p/${code}/${path}`),
    ...['preview/', 'media/', 'media/?size=t', 'media/?size=l', 'media'].map((path) => `/p/${code}/${path}`),
    `/p/${code}`,
    ...spellings.flatMap((url) =>
      ['', '&format=xml', '&type=photo', '&type=video', '&maxwidth=300&lang=ar'].map((rest) => oembed(url, rest)),
    ),
    `/v1/media/${id}`,
    ...['', '/embed-code', '/embed-code?form=no-script'].map((path) => `/v1/media/shortcode/${code}${path}`),
    `/v1/cards?codes=${code}`,
    `/v1/cards?codes=${bridge.shortcode},${code}&lang=ja`,
    ...widths.flatMap((width) => ['jpg', 'webp', 'avif'].map((format) => `/t/${code}/1/${width}.${format}`)),
    ...['2/640.jpg', '1/1/640.jpg', '1/2/640.jpg', '1/9/640.jpg', '1/credit/480.jpg', '1/credit/640.jpg', '1/credit/1280.jpg'].map(
      (file) => `/t/${code}/${file}`,
    ),
    ...['1/video.mp4', '2/video.mp4', '1/en.vtt', '1/de.vtt', '1/fr.vtt'].map((file) => `/v/${code}/${file}`),
    ...['/?before=', '/sitemap.xml?from=', '/changes.json?since='].map((list) => list + code),
    ...['history', 'changes', 'undo'].flatMap((more) => [`/v1/media/${id}/${more}`, `/v1/media/shortcode/${code}/${more}`]),
  ]
}

const HEADERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'nothing else': {},
  'any validator': { 'If-None-Match': '*' },
  'a part of it': { Range: 'bytes=0-99' },
  'a page of another host around it': { Origin: 'https://news.example', Referer: 'https://news.example/', 'Sec-Fetch-Dest': 'iframe' },
  'an image wanted': { Accept: 'image/avif,image/webp,*/*;q=0.5', 'Sec-Fetch-Dest': 'image' },
  'a wrong token': { Authorization: 'Bearer placard_wrong' },
}

/** All of an answer that a client can see. */
async function seenOf(response: Response): Promise<unknown> {
  const headers = [...response.headers].filter(([name]) => name !== 'date')
  return { status: response.status, headers, body: Buffer.from(await response.arrayBuffer()).toString('latin1') }
}

const assets = memoryAssets({ 'demo/index.html': readFileSync('public/demo/index.html', 'utf8') })
const app = (media: readonly Media[]) => memoryApp({ media: [bridge, ...media], assets })

describe.each(Object.entries(HIDDEN))('what is %s, asked for by its short name (O9)', (_what, media) => {
  const { request } = app([media])
  /** The same server, if the media did not exist. */
  const without = app([])

  async function requireAlike(path: string, init?: RequestInit): Promise<void> {
    const [real, other] = [await request(path, init), await without.request(path, init)]
    expect(await seenOf(real), path).toEqual(await seenOf(other))
    expect(real.status, path).not.toBe(500)
  }

  it.each(Object.entries(HEADERS))('answers like what does not exist, byte for byte, with %s', async (_with, headers) => {
    for (const path of addressesOf(media)) await requireAlike(path, { headers })
  })

  it.each(['HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'])('answers %s like what does not exist', async (method) => {
    for (const path of addressesOf(media)) await requireAlike(path, { method })
  })

  it('answers the validators that it would have like what does not exist', async () => {
    const shown = app([{ ...media, visibility: 'public', standing: { kind: 'published' }, notBefore: 1, announcedAt: 1 }])
    for (const path of addressesOf(media)) {
      const etag = (await shown.request(path)).headers.get('ETag')
      if (etag !== null) await requireAlike(path, { headers: { 'If-None-Match': etag } })
    }
  })

  it('answers 404 wherever one media is asked for', async () => {
    const ofOne = addressesOf(media).filter((path) => /^\/[tv]\/|^\/oembed|^\/p\/[\w-]+\/(preview\/|embed\/|media)?$/.test(path))
    for (const path of [...ofOne, `/v1/media/${media.id}`]) expect((await request(path)).status, path).toBe(404)
    const cards = (await (await request(`/v1/cards?codes=${media.shortcode}`)).json()) as { data: unknown }
    expect(cards.data).toMatchObject([{ status: 'unknown' }])
  })

  it('asks the catalogue as often as for what does not exist', async () => {
    const [real, other] = [countedCatalogue([bridge, media]), countedCatalogue([bridge])]
    const [apps, others] = [memoryApp({ catalogue: real.counting }), memoryApp({ catalogue: other.counting })]
    for (const path of addressesOf(media)) {
      await apps.request(path)
      await others.request(path)
      expect(real.calls.splice(0), path).toEqual(other.calls.splice(0))
    }
  })

  it('answers a wrong secret like what does not exist', async () => {
    for (const path of addressesOf({ id: media.id, shortcode: longName(media, WRONG_SECRET) })) await requireAlike(path)
    expect((await request(`/p/${longName(media, WRONG_SECRET)}/`)).status).toBe(404)
  })

  it('is named by no list', async () => {
    for (const path of [
      '/',
      '/feed.atom',
      '/feed.json',
      '/sitemap.xml',
      '/sitemap.xml?from=B',
      '/changes.json',
      '/.well-known/tdmrep.json',
      '/demo/',
    ]) {
      const answer = await request(path)
      expect(answer.status, path).toBe(200)
      const body = await answer.text()
      for (const word of [media.shortcode, String(media.id), SECRET, 'Hidden title']) expect(body, `${path} ${word}`).not.toContain(word)
    }
  })
})

/** Which of its methods was called, in order. */
function countedCatalogue(media: readonly Media[]): { readonly calls: string[]; readonly counting: Catalogue } {
  const { catalogue } = memoryDeps({ media })
  const calls: string[] = []
  const counted = Object.entries(catalogue).map(([name, method]) => {
    const call = (...args: readonly unknown[]) => {
      calls.push(name)
      return (method as (...all: readonly unknown[]) => unknown)(...args) // Whatever it takes and answers, it is handed through.
    }
    return [name, call]
  })
  return { calls, counting: Object.fromEntries(counted) as Catalogue }
}

/** Every address that shows a media, if it may be shown. */
function filesOf({ type, shortcode: code }: Media): readonly string[] {
  const thumbnails = ['320.jpg', '640.webp', '640.avif', 'credit/480.jpg'].map((file) => `/t/${code}/1/${file}`)
  const more = type === 'carousel' ? [`/t/${code}/1/2/640.jpg`] : type === 'video' ? [`/v/${code}/1/video.mp4`, `/v/${code}/1/en.vtt`] : []
  const pages = ['', 'embed/', 'embed/captioned/', 'preview/'].map((path) => `/p/${code}/${path}`)
  return [
    ...pages,
    oembed(`${BASE}/p/${code}/`),
    `/v1/media/shortcode/${code}`,
    `/v1/media/shortcode/${code}/embed-code`,
    ...thumbnails,
    ...more,
  ]
}

describe('the long name', () => {
  const named = (media: Media) => ({ ...media, shortcode: longName(media) })

  it.each([
    ['private', 'private'],
    ['a private carousel', 'private'],
    ['a private film', 'private'],
    ['not public yet', 'embargoed'],
    ['withdrawn before it was public', 'private'],
  ] as const)('of what is %s answers 401, and that it is %s', async (what, reason) => {
    const media = HIDDEN[what]
    const { request } = app([media])
    for (const path of [...filesOf(named(media)), `/p/${longName(media)}/media/`]) {
      const response = await request(path)
      expect(response.status, path).toBe(401)
      const body = await response.text()
      expect(body, path).not.toContain('Hidden title')
      if (response.headers.get('Content-Type')?.startsWith('application/json')) expect(body).toContain(`"reason":"${reason}"`)
    }
    const cards = (await (await request(`/v1/cards?codes=${longName(media)}`)).json()) as { data: readonly unknown[] }
    expect(cards.data).toMatchObject([{ code: longName(media), status: reason }])
  })

  it.each([
    ['a picture', HIDDEN.unlisted],
    ['a carousel', { ...HIDDEN['a private carousel'], visibility: 'unlisted' }],
    ['a film', { ...HIDDEN['a private film'], visibility: 'unlisted' }],
  ] satisfies [string, Media][])('of %s works as soon as its owner makes it unlisted', async (_what, media) => {
    const { request } = app([media])
    for (const path of filesOf(named(media))) expect((await request(path)).status, path).toBe(200)
    const redirect = await request(`/p/${longName(media)}/media/?size=m`)
    expect([redirect.status, redirect.headers.get('Location')]).toEqual([302, `${BASE}/t/${longName(media)}/1/320.jpg`])
  })

  it('of what is public by now goes on, and leads to the short one', async () => {
    const media = { ...HIDDEN.private, visibility: 'public', announcedAt: 1 } as const
    const { request } = app([media])
    const page = await (await request(`/p/${longName(media)}/`)).text()
    expect(page).toContain(`<link rel="canonical" href="${BASE}/p/${privateMedia.shortcode}/">`)
    expect(page).not.toContain(SECRET)
    const cards = (await (await request(`/v1/cards?codes=${longName(media)}`)).json()) as { data: readonly unknown[] }
    expect(cards.data).toMatchObject([{ code: longName(media), status: 'live', url: `${BASE}/p/${privateMedia.shortcode}/` }])
  })
})

describe('what was public once', () => {
  it.each([
    ['private', { visibility: 'private' }, 401, 'private'],
    ['withdrawn', { standing: { kind: 'withdrawn', reason: 'privacy', at: 1 } }, 410, 'withdrawn'],
    ['disputed', { standing: { kind: 'disputed', at: 1 } }, 410, 'disputed'],
    ['expired', { notAfter: 1 }, 410, 'expired'],
    ['embargoed again', { notBefore: Date.UTC(2027, 0) }, 410, 'embargoed'],
  ] satisfies [string, Partial<Media>, number, string][])(
    'answers by its short name that it is %s',
    async (_what, patch, status, reason) => {
      for (const media of [series, film].map((one) => ({ ...one, ...patch }))) {
        const { request } = app([media])
        for (const path of filesOf(media)) expect((await request(path)).status, path).toBe(status)
        expect(await (await request(`/v1/media/${media.id}`)).json()).toMatchObject({ meta: { reason } })
      }
    },
  )
})

describe('what is unlisted', () => {
  const media = HIDDEN.unlisted
  const code = longName(media)
  const { request } = app([media])

  it('is told under its long name only', async () => {
    const short = new RegExp(`${media.shortcode}(?!${SECRET})`)
    for (const path of filesOf(named())) {
      const response = await request(path)
      const text = Buffer.from(await response.arrayBuffer()).toString('latin1')
      expect(text + [...response.headers].join(), path).not.toMatch(short)
    }
  })

  it('names an id that spells the short name, under which there is nothing', async () => {
    const { media_id: id } = (await (await request(oembed(`${BASE}/p/${code}/`))).json()) as { media_id: string }
    expect(BigInt(id)).toBe(media.id)
    expect((await request(`/v1/media/${id}`)).status).toBe(404)
    expect((await request(`/p/${media.shortcode}/`)).status).toBe(404)
  })

  it('is kept from indexes, its pages and its files alike, and cached like all others', async () => {
    for (const path of filesOf(named()).filter((each) => /^\/[ptv]\//.test(each))) {
      const [hidden, open] = [await request(path), await request(path.replace(code, bridge.shortcode))]
      expect(hidden.headers.get('X-Robots-Tag'), path).toMatch(/^noindex/)
      expect(hidden.headers.get('Cache-Control'), path).toBe(open.headers.get('Cache-Control'))
      if (path.startsWith('/p/')) expect(await hidden.text(), path).toMatch(/<meta name="robots" content="noindex/)
    }
    expect((await request(`/p/${bridge.shortcode}/`)).headers.get('X-Robots-Tag') ?? '').not.toContain('noindex')
  })

  it('is never named by its secret in the log', async () => {
    const broken = memoryApp({
      media: [media],
      originals: memoryOriginals([]),
      thumbnailer: { render: () => Promise.reject(new BrokenMediaError('x')) },
    })
    for (const path of filesOf(named())) await broken.request(path)
    expect(broken.logged.map(({ event }) => event)).toContain('renderFailed')
    expect(JSON.stringify(broken.logged.map(({ fields }) => fields))).not.toContain(SECRET)
  })

  it('stays under its short name if it was public before', async () => {
    const once = app([{ ...privateMedia, visibility: 'unlisted' }])
    expect((await once.request(`/p/${privateMedia.shortcode}/`)).headers.get('X-Robots-Tag')).toBe('noindex')
    for (const path of ['/', '/feed.json', '/sitemap.xml?from=B'])
      expect(await (await once.request(path)).text()).not.toContain(privateMedia.shortcode)
  })

  function named(): Media {
    return { ...media, shortcode: code }
  }
})
