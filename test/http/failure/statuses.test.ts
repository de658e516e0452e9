import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { OverloadedError } from '../../../server/core/errors.ts'
import { publicNameOf } from '../../../server/core/identity/public-name.ts'
import type { Media, Standing } from '../../../server/core/media.ts'
import { bridge, film, portrait, series, unknownShortcode } from '../../fixtures/media.ts'
import { parseXmlDocument } from '../../support/markup-tree.ts'
import { BASE, type MemoryApp, memoryApp, oembedPath } from '../../support/memory/app.ts'
import { save } from '../../support/memory/save.ts'

/** The memory server's clock stands still here. */
const NOW = Date.UTC(2026, 6, 1, 12)
const OWN_WORDS = 'The sitter asked us to.'
/** What every media of these tests says; of one that is nobody's business, nobody may learn a word. */
const CREDIT = ['The bridge at dusk', 'Zoë Łęcka', 'Placard Pictures', 'creativecommons', 'pictures.example']
const IMG = { Accept: 'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8' }

const KINDS: readonly Media[] = [bridge, { ...series, description: bridge.description }, { ...film, description: bridge.description }]
const withdrawn: Standing = { kind: 'withdrawn', reason: 'privacy', at: NOW - 1, text: OWN_WORDS }
const disputed: Standing = { kind: 'disputed', at: NOW - 1, text: OWN_WORDS }

const GONE = [
  ['withdrawn', { standing: withdrawn }, `Withdrawn by Placard Test on 1 July 2026. Reason: privacy. “${OWN_WORDS}”`],
  ['expired', { notAfter: NOW }, 'This picture was released by Placard Test until 1 July 2026.'],
  ['embargoed', { notBefore: NOW + 60_000 }, 'This picture is embargoed by Placard Test until 1 July 2026, 12:01 UTC.'],
  [
    'disputed',
    { standing: disputed },
    `This picture has been disputed since 1 July 2026. It is not shown until that is settled. “${OWN_WORDS}”`,
  ],
] as const satisfies readonly (readonly [reason: string, change: Partial<Media>, message: string])[]

const HIDDEN = [
  ['private', 'private', (media) => ({ ...media, visibility: 'private' })],
  ['private and withdrawn', 'private', (media) => ({ ...media, visibility: 'private', standing: withdrawn })],
  ['private and expired', 'private', (media) => ({ ...media, visibility: 'private', notAfter: NOW })],
  ['private and never public', 'private', (media) => ({ ...neverPublic(media), visibility: 'private' })],
  ['embargoed and never public', 'embargoed', (media) => ({ ...neverPublic(media), notBefore: NOW + 60_000 })],
  ['withdrawn and never public', 'withdrawn', (media) => ({ ...neverPublic(media), standing: withdrawn })],
  ['unlisted and expired', 'expired', (media) => ({ ...neverPublic(media), visibility: 'unlisted', notAfter: NOW })],
] as const satisfies readonly (readonly [name: string, reason: string, change: (media: Media) => Media])[]

function neverPublic({ announcedAt: _, ...media }: Media): Media {
  return { ...media, secret: 'AbCdEfGhIjKlMnOpQrStUw' }
}

const FILES = ['150.jpg', '320.webp', '640.avif', '1920.jpg', 'credit/480.jpg', 'credit/1280.jpg']

/** Every address of a file of the media. */
function filesOf(name: string, { items, video }: Media): readonly string[] {
  const more = items === undefined ? [] : ['1/320.jpg', '2/150.jpg', '3/640.webp']
  const thumbnails = [...FILES, ...more].map((file) => `/t/${name}/1/${file}`)
  return [...thumbnails, ...(video === undefined ? [] : [`/v/${name}/1/video.mp4`, `/v/${name}/1/en.vtt`])]
}

const oembedOf = (name: string) => ['', '&format=json', '&type=photo', '&type=video', '&maxwidth=100'].map((rest) => oembedPath(name, rest))
const envelopesOf = (name: string) => [`/v1/media/shortcode/${name}`, `/v1/media/shortcode/${name}/embed-code`]
const framesOf = (name: string) => ['embed/', 'embed/captioned/', 'preview/'].map((rest) => `/p/${name}/${rest}`)

interface Answered {
  readonly response: Response
  readonly text: string
}

async function ask({ request }: MemoryApp, path: string, init?: RequestInit): Promise<Answered> {
  const response = await request(path, init)
  return { response, text: await response.text() }
}

/** The media was shown, its files were fetched and kept with their validators; now it is what the test says. */
async function onceShown(media: Media, now: Media): Promise<{ app: MemoryApp; etags: ReadonlyMap<string, string> }> {
  const app = memoryApp({ media: [media] })
  const etags = new Map<string, string>()
  for (const path of filesOf(media.shortcode, media)) {
    const { headers, status } = await app.request(path, { method: 'HEAD' })
    expect(status, path).toBe(200)
    etags.set(path, headers.get('ETag') ?? '')
  }
  await (await app.request(`/t/${media.shortcode}/1/150.jpg`)).arrayBuffer()
  await app.settled()
  await save(app.catalogue, now)
  return { app, etags }
}

describe.each(KINDS)('a $type that was public', (media) => {
  const name = media.shortcode

  describe.each(GONE)('and is %s', (reason, change, message) => {
    const now = { ...media, ...change }

    it('answers 410 for every file, to HEAD and to a matching validator too, and renders nothing (C4)', async () => {
      const { app, etags } = await onceShown(media, now)
      const before = app.renders.length
      for (const [path, etag] of etags) {
        for (const init of [
          {},
          { method: 'HEAD' },
          { headers: { 'If-None-Match': etag } },
          { headers: { ...IMG, 'If-None-Match': '*' } },
        ]) {
          const { response, text } = await ask(app, path, init)
          expect([path, response.status, response.headers.get('Cache-Control')]).toEqual([path, 410, 'public, max-age=10'])
          expect(response.headers.get('Content-Type')).toMatch(/^(application\/json|image\/svg\+xml); charset=utf-8$/)
          expect(response.headers.has('ETag')).toBe(false)
          expect('method' in init ? text : reason).toBe('method' in init ? '' : reason)
        }
      }
      expect(app.renders).toHaveLength(before)
    })

    it('tells programs the reason, and the credit that outlasts the picture', async () => {
      const { app } = await onceShown(media, now)
      for (const path of [...oembedOf(name), ...filesOf(name, media)]) {
        const { response, text } = await ask(app, path)
        expect([path, response.status, response.headers.get('Cache-Control')]).toEqual([path, 410, 'public, max-age=10'])
        const body = JSON.parse(text)
        expect(body).toMatchObject({ error: 'gone', reason, license: 'CC BY 4.0', copyright_notice: '© 2026 Zoë Łęcka' })
        expect(body.withdrawal_reason).toBe(reason === 'withdrawn' ? 'privacy' : undefined)
      }
      for (const path of [...envelopesOf(name), `/v1/media/${media.id}`]) {
        const { response, text } = await ask(app, path)
        expect([path, response.status, response.headers.get('Cache-Control')]).toEqual([path, 410, 'public, max-age=10'])
        expect(JSON.parse(text)).toMatchObject({ meta: { code: 410, error_type: 'gone', reason } })
      }
      const { response, text } = await ask(app, oembedPath(name, '&format=xml'))
      expect([response.status, response.headers.get('Content-Type')]).toEqual([410, 'text/xml; charset=utf-8'])
      expect(text).toContain(`<reason>${reason}</reason>`)
    })

    it('says who, when and why on its card, with the credit and no address of a picture', async () => {
      const { app } = await onceShown(media, now)
      const { text } = await ask(app, `/v1/cards?codes=${name}`)
      expect(JSON.parse(text).data).toMatchObject([
        { code: name, status: reason, message, title: { text: 'The bridge at dusk' }, link: { href: `${BASE}/p/${name}/` } },
      ])
      expect(text).toContain('Zoë Łęcka')
      expect(text).not.toMatch(/\/[tv]\//)
    })

    it('says the same on its page and in its frames, and shows, advertises and indexes nothing', async () => {
      const { app } = await onceShown(media, now)
      for (const path of [`/p/${name}/`, ...framesOf(name)]) {
        const { response, text } = await ask(app, path)
        expect([path, response.status, response.headers.get('Cache-Control')]).toEqual([path, 410, 'public, max-age=10'])
        expect(text).toContain(`<p class="message">${message}</p>`)
        expect(text).toContain('<p class="title"><cite dir="auto" lang="en">The bridge at dusk</cite></p>')
        expect(text).toContain('<bdi>Zoë Łęcka</bdi>')
        expect(text).toContain('<meta name="robots" content="noindex">')
        expect(text).not.toMatch(/\/[tv]\/|\+oembed|og:|<video|<picture|contentUrl|thumbnailUrl/)
      }
    })

    it('says the same to an <img>, in the shape of what was asked for', async () => {
      const { app } = await onceShown(media, now)
      for (const path of [...filesOf(name, media).filter((file) => file.startsWith('/t/')), `/p/${name}/media/?size=l`]) {
        const { response, text } = await ask(app, path, { headers: IMG })
        expect([path, response.status]).toEqual([path, 410])
        expect(response.headers.get('Content-Type')).toBe('image/svg+xml; charset=utf-8')
        expect(response.headers.get('Vary')).toBe('Accept')
        expect(text).toContain(`<title>${message} — `)
        expect(text).toContain('Zoë Łęcka')
      }
    })
  })
})

it.each([
  ['withdrawn', 'No longer shown'],
  ['expired', 'No longer shown'],
  ['embargoed', 'Under embargo'],
  ['disputed', 'In dispute'],
])('heads the page of a media that is %s with no more than is known: %s', async (status, title) => {
  const [, change] = GONE.find(([reason]) => reason === status) ?? []
  const { app } = await onceShown(bridge, { ...bridge, ...change })
  const { text } = await ask(app, `/p/${bridge.shortcode}/`)
  expect(text).toContain(`<title>The bridge at dusk · ${title} · Placard Test</title>`)
})

describe.each(KINDS)('a $type that', (media) => {
  it.each(HIDDEN)('is %s answers 401 everywhere, with the status and not one word more', async (_name, reason, hide) => {
    const now = hide(media)
    const name = publicNameOf(now, NOW)
    const app = memoryApp({ media: [now] })
    const forms: readonly (readonly [path: string, body: unknown])[] = [
      ...[...oembedOf(name), ...filesOf(name, media)].map(
        (path) => [path, { error: 'not_allowed', message: expect.any(String), reason }] as const,
      ),
      ...envelopesOf(name).map(
        (path) => [path, { meta: { code: 401, error_type: 'not_allowed', error_message: expect.any(String), reason } }] as const,
      ),
      [`/v1/cards?codes=${name}`, expect.objectContaining({ data: [{ code: name, status: reason, message: expect.any(String) }] })],
    ]
    for (const [path, body] of forms) {
      const { response, text } = await ask(app, path)
      const isCards = path.startsWith('/v1/cards')
      expect([path, response.status]).toEqual([path, isCards ? 200 : 401])
      if (!isCards) expect(response.headers.get('Cache-Control')).toBe('public, max-age=10')
      expect(JSON.parse(text), path).toEqual(body)
      expect(CREDIT.filter((word) => text.includes(word))).toEqual([])
    }
    for (const path of [`/p/${name}/`, ...framesOf(name)]) {
      const { response, text } = await ask(app, path)
      expect([path, response.status, response.headers.get('Cache-Control')]).toEqual([path, 401, 'public, max-age=10'])
      expect([...CREDIT, OWN_WORDS, 'July', '<bdi>Photo', 'ld+json', '+oembed'].filter((word) => text.includes(word))).toEqual([])
    }
    expect(app.renders).toEqual([])
  })
})

describe('to an <img>', () => {
  const drawn = async (media: Media, file: string) => {
    const app = memoryApp({ media: [media] })
    return ask(app, `/t/${publicNameOf(media, NOW)}/1/${file}`, { headers: IMG })
  }

  it.each(HIDDEN)('a media that is %s looks like any other of that status, whatever its shape (C4)', async (_name, reason, hide) => {
    const [wide, tall] = await Promise.all([bridge, portrait].map((media) => drawn(hide(media), '640.jpg')))
    expect([wide?.response.status, wide?.response.headers.get('Cache-Control')]).toEqual([401, 'public, max-age=10'])
    expect(wide?.text).toBe(tall?.text)
    expect(wide?.text).toContain('width="640" height="427"')
    expect([...CREDIT, OWN_WORDS, 'July'].filter((word) => wide?.text.includes(word))).toEqual([])
    expect((await drawn(hide(bridge), '150.webp')).text).toContain('width="150" height="150"')
    expect(reason).not.toBe('')
  })

  it('answers every name that nobody has with the same image (O9)', async () => {
    const app = memoryApp({ media: [neverPublic({ ...bridge, visibility: 'private' })] })
    const names = [bridge.shortcode, unknownShortcode, `${bridge.shortcode}${'B'.repeat(21)}A`, 'not-a-code']
    const answers = await Promise.all(names.map((name) => ask(app, `/t/${name}/1/640.jpg`, { headers: IMG })))
    expect(answers.map(({ response }) => response.status)).toEqual([404, 404, 404, 404])
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(answers[0]?.text).toContain('There is no picture at this')
  })

  it.each([
    [{ ...bridge, standing: withdrawn }, '640.webp', 640, 427],
    [{ ...bridge, standing: withdrawn }, '150.jpg', 150, 150],
    [{ ...portrait, standing: withdrawn }, '640.jpg', 640, 960],
    [{ ...portrait, standing: withdrawn }, '1920.jpg', 800, 1200],
    [{ ...series, standing: withdrawn }, '2/640.jpg', 640, 960],
    [{ ...series, standing: withdrawn }, '3/320.jpg', 320, 80],
    [{ ...series, standing: withdrawn }, '9/320.jpg', 320, 213],
  ])('a picture that was public keeps its shape: %#', async (media, file, width, height) => {
    expect((await drawn(media, file)).text).toContain(`width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`)
  })

  it('a credited picture keeps the shape of picture and credit', async () => {
    const live = await memoryApp({ media: [bridge] }).request(`/t/${bridge.shortcode}/1/credit/480.jpg`)
    const { width, height } = await sharp(await live.arrayBuffer()).metadata()
    const { text } = await drawn({ ...bridge, standing: withdrawn }, 'credit/480.jpg')
    expect(text).toContain(`width="${width}" height="${height}"`)
  })

  it('is an image that can do nothing, and that every page may show (W5, I5)', async () => {
    const { response, text } = await drawn({ ...bridge, standing: withdrawn }, '640.jpg')
    expect(response.headers.get('Content-Security-Policy')).toBe("default-src 'none'; sandbox")
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(response.headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin')
    expect(response.headers.get('Link')).toContain(`<${BASE}/p/${bridge.shortcode}/>; rel="describedby"`)
    expect(parseXmlDocument(text)).toMatchObject({ name: 'svg', attributes: { width: '640', height: '427' } })
  })

  it.each([
    ['a browser that opens it as a page', 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8'],
    ['a program', '*/*'],
    ['a program that wants JSON', 'application/json'],
  ])('is JSON for %s, and caches know that it varies', async (_name, accept) => {
    const app = memoryApp({ media: [{ ...bridge, standing: withdrawn }] })
    const { response } = await ask(app, `/t/${bridge.shortcode}/1/640.jpg`, { headers: { Accept: accept } })
    expect([response.status, response.headers.get('Content-Type')]).toEqual([410, 'application/json; charset=utf-8'])
    expect(response.headers.get('Vary')).toBe('Accept')
  })

  it('leaves what is broken broken, so that the page may learn of it and try again', async () => {
    const thumbnailer = { render: () => Promise.reject(new OverloadedError('Too many', 3)) }
    const { response } = await ask(memoryApp({ thumbnailer }), `/t/${bridge.shortcode}/1/640.jpg`, { headers: IMG })
    expect([response.status, response.headers.get('Content-Type')]).toEqual([503, 'application/json; charset=utf-8'])
  })
})
