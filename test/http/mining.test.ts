import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { Media } from '../../server/core/media.ts'
import { bridge, film, panorama, portrait, privateMedia, withdrawnMedia } from '../fixtures/media.ts'
import { parsePage } from '../support/document.ts'
import { memoryApp } from '../support/memory/app.ts'
import { testConfig } from '../support/memory/deps.ts'
import { numbered } from '../support/memory/numbered.ts'

const PLUS = 'http://ns.useplus.org/ldf/vocab/'
const POLICY = 'https://owner.example/mining'

function saying(code: string | undefined, media: Media = bridge): Media {
  const { dataMining: _, ...rest } = media.description
  return { ...media, description: { ...rest, ...(code !== undefined && { dataMining: PLUS + code }) } }
}

/** The app of an owner whose general word is this. */
function appOf(general: string | undefined, media: readonly Media[], tdmPolicy: string | undefined = POLICY) {
  const config = { ...testConfig, ...(general !== undefined && { dataMining: PLUS + general }), ...(tdmPolicy && { tdmPolicy }) }
  return memoryApp({ media, config })
}

async function signalsOf(response: Response): Promise<readonly (string | null)[]> {
  await response.body?.cancel()
  return ['TDM-Reservation', 'TDM-Policy', 'X-Robots-Tag'].map((name) => response.headers.get(name))
}

const CODE = bridge.shortcode
const ROUTES = [
  `/p/${CODE}/`,
  `/p/${CODE}/?lang=ar`,
  `/p/${CODE}/embed/`,
  `/p/${CODE}/embed/captioned/`,
  `/p/${CODE}/preview/?form=full`,
  `/t/${CODE}/1/credit/480.jpg`,
  `/t/${CODE}/1/150.jpg`,
  `/t/${CODE}/1/320.webp`,
]

describe.each(ROUTES)('%s', (path) => {
  const robots = (words: string | null) => (/embed|preview/.test(path) ? ['noindex', words].filter(Boolean).join(', ') : words)

  it.each([
    ['DMI-PROHIBITED', ['1', POLICY], 'noai, noimageai'],
    ['DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING', ['1', POLICY], 'noai, noimageai'],
    ['DMI-PROHIBITED-AIMLTRAINING', ['1', POLICY], 'noai, noimageai'],
    ['DMI-PROHIBITED-GENAIMLTRAINING', ['1', POLICY], 'noai, noimageai'],
    ['DMI-PROHIBITED-SEECONSTRAINT', ['1', POLICY], 'noai, noimageai'],
    ['DMI-ALLOWED', ['0', null], null],
    ['DMI-UNSPECIFIED', [null, null], null],
    [undefined, [null, null], null],
  ])('tells in its headers that mining is %s', async (code, tdm, words) => {
    const { request } = appOf(undefined, [saying(code)])
    expect(await signalsOf(await request(path))).toEqual([...tdm, robots(words)])
  })

  it.each([
    ['DMI-PROHIBITED', undefined, '1'],
    ['DMI-PROHIBITED', 'DMI-UNSPECIFIED', '1'],
    ['DMI-PROHIBITED', 'DMI-ALLOWED', '0'],
    ['DMI-ALLOWED', 'DMI-PROHIBITED', '1'],
    ['DMI-ALLOWED', undefined, '0'],
  ])("by the owner's general %s and the media's own %s: %s", async (general, own, reservation) => {
    expect((await signalsOf(await appOf(general, [saying(own)]).request(path)))[0]).toBe(reservation)
  })

  it('says so in a 304 and to HEAD too', async () => {
    const { request } = appOf(undefined, [bridge])
    const head = await request(path, { method: 'HEAD' })
    expect((await signalsOf(head))[0]).toBe('1')
    const { status, headers } = await request(path, { headers: { 'If-None-Match': head.headers.get('ETag')! } })
    expect([status, headers.get('TDM-Reservation'), headers.get('TDM-Policy')]).toEqual([304, '1', POLICY])
  })
})

it.each(['video.mp4', 'en.vtt'])('a film says the same with %s', async (file) => {
  const { request } = appOf(undefined, [saying('DMI-PROHIBITED', film)])
  expect(await signalsOf(await request(`/v/${film.shortcode}/1/${file}`))).toEqual(['1', POLICY, 'noai, noimageai'])
})

describe('the tags of a page', () => {
  const tagsOf = async (path: string, media: Media, policy?: string) => {
    const page = parsePage(await (await appOf(undefined, [media], policy)).request(path).then((response) => response.text()))
    const content = (name: string) =>
      page
        .all('meta')
        .filter(({ attributes }) => attributes.name === name)
        .map(({ attributes }) => attributes.content)
    return [content('tdm-reservation'), content('tdm-policy'), content('robots')]
  }

  it.each([
    [`/p/${CODE}/`, 'max-image-preview:large'],
    [`/p/${CODE}/embed/`, 'noindex'],
  ])('of %s agree with its headers', async (path, robots) => {
    expect(await tagsOf(path, bridge)).toEqual([['1'], [POLICY], [`${robots}, noai, noimageai`]])
    expect(await tagsOf(path, saying('DMI-ALLOWED'))).toEqual([['0'], [], [robots]])
    expect(await tagsOf(path, saying(undefined))).toEqual([[], [], [robots]])
  })
})

describe('the file of a thumbnail', () => {
  const fileOf = async (general: string | undefined, media: Media) => {
    const response = await appOf(general, [media]).request(`/t/${media.shortcode}/1/320.jpg`)
    return { etag: response.headers.get('ETag'), xmp: (await sharp(await response.arrayBuffer()).metadata()).xmpAsString ?? '' }
  }

  it('carries the general word where nothing is said of the media', async () => {
    const { xmp } = await fileOf('DMI-PROHIBITED-AIMLTRAINING', portrait)
    expect(xmp).toContain(`<plus:DataMining>${PLUS}DMI-PROHIBITED-AIMLTRAINING</plus:DataMining>`)
    expect((await fileOf('DMI-ALLOWED', bridge)).xmp).toContain('DMI-PROHIBITED<')
  })

  it('is another file, and never taken from the cache, once the general word changes', async () => {
    const silent = await fileOf(undefined, portrait)
    const prohibited = await fileOf('DMI-PROHIBITED', portrait)
    expect(prohibited.etag).not.toBe(silent.etag)
    const { request, renders } = appOf('DMI-PROHIBITED', [portrait])
    await request(`/t/${portrait.shortcode}/1/320.jpg`)
    expect(renders.map(({ id }) => id)).toEqual([`dmi-prohibited/p3/${portrait.shortcode}/1/320.jpg`])
  })
})

describe('/.well-known/tdmrep.json', () => {
  const rulesOf = async (general: string | undefined, media: readonly Media[]) => {
    const response = await appOf(general, media).request('/.well-known/tdmrep.json')
    expect(response.headers.get('Content-Type')).toBe('application/json; charset=utf-8')
    return (await response.json()) as unknown
  }

  it('reserves everything by the general word', async () => {
    expect(await rulesOf('DMI-PROHIBITED', [bridge, portrait])).toEqual([{ location: '/*', 'tdm-reservation': 1, 'tdm-policy': POLICY }])
  })

  it('names the media that say something else, before the rule for all', async () => {
    const allowed = saying('DMI-ALLOWED', panorama)
    expect(await rulesOf('DMI-PROHIBITED', [portrait, allowed])).toEqual([
      { location: `/p/${panorama.shortcode}/*`, 'tdm-reservation': 0 },
      { location: `/t/${panorama.shortcode}/*`, 'tdm-reservation': 0 },
      { location: `/v/${panorama.shortcode}/*`, 'tdm-reservation': 0 },
      { location: '/*', 'tdm-reservation': 1, 'tdm-policy': POLICY },
    ])
  })

  it('names single media where there is no general word', async () => {
    expect(await rulesOf(undefined, [bridge, portrait])).toEqual(
      ['p', 't', 'v'].map((place) => ({ location: `/${place}/${CODE}/*`, 'tdm-reservation': 1, 'tdm-policy': POLICY })),
    )
  })

  it('names an old media among many that say nothing', async () => {
    const newer = Array.from({ length: 1001 }, (_, at) => numbered(portrait, at))
    const rules = (await rulesOf(undefined, [bridge, ...newer])) as readonly { location: string }[]
    expect(rules.map(({ location }) => location)).toEqual(['p', 't', 'v'].map((place) => `/${place}/${CODE}/*`))
  })

  it('is an empty list where nobody said anything', async () => {
    expect(await rulesOf(undefined, [portrait])).toEqual([])
  })

  it('never names what is private or withdrawn', async () => {
    const hidden = [saying('DMI-PROHIBITED', privateMedia), saying('DMI-PROHIBITED', withdrawnMedia)]
    expect(await rulesOf(undefined, hidden)).toEqual([])
  })

  it('is revalidated like a file', async () => {
    const { request } = appOf('DMI-PROHIBITED', [bridge])
    const etag = (await request('/.well-known/tdmrep.json')).headers.get('ETag')!
    expect((await request('/.well-known/tdmrep.json', { headers: { 'If-None-Match': etag } })).status).toBe(304)
  })
})

describe('the start page', () => {
  it('says what holds in general', async () => {
    expect(await signalsOf(await appOf('DMI-PROHIBITED', [bridge]).request('/'))).toEqual(['1', POLICY, 'noai, noimageai'])
    expect(await signalsOf(await appOf(undefined, [bridge]).request('/'))).toEqual([null, null, null])
  })
})

it.each([
  [privateMedia, 401],
  [withdrawnMedia, 410],
])('tells nothing of a media that is not shown', async (media, status) => {
  const response = await appOf(undefined, [saying('DMI-PROHIBITED', media)]).request(`/t/${media.shortcode}/1/320.jpg`)
  expect(response.status).toBe(status)
  expect(await signalsOf(response)).toEqual([null, null, null])
})
