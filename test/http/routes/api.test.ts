import { describe, expect, it } from 'vitest'
import { bridge, cutout, fixtureMedia, panorama, portrait, privateMedia, unknownShortcode, withdrawnMedia } from '../../fixtures/media.ts'
import { BASE, memoryApp, oembedPath } from '../../support/memory/app.ts'
import { save } from '../../support/memory/save.ts'

const codesOf = async (codes: string) => {
  const response = await memoryApp().request(`/v1/cards?codes=${codes}`)
  const { data } = (await response.json()) as { data: { code: string; status: string }[] }
  return data.map(({ code, status }) => [code, status])
}

describe('/v1/cards', () => {
  it('answers each code once, in ascending order, whatever the order asked', async () => {
    expect(await codesOf(`${portrait.shortcode},${bridge.shortcode},${portrait.shortcode}`)).toEqual([
      [bridge.shortcode, 'live'],
      [portrait.shortcode, 'live'],
    ])
  })

  it('says of each media that is not shown why', async () => {
    expect(await codesOf([privateMedia.shortcode, withdrawnMedia.shortcode, unknownShortcode].join(','))).toEqual([
      [unknownShortcode, 'unknown'],
      [privateMedia.shortcode, 'private'],
      [withdrawnMedia.shortcode, 'withdrawn'],
    ])
  })

  it('says nothing else of a private media', async () => {
    const text = await (await memoryApp().request(`/v1/cards?codes=${privateMedia.shortcode}`)).text()
    expect(text).not.toContain('Secret')
    expect(text).not.toContain('Not for you')
  })

  it('knows that a media is under embargo or expired', async () => {
    const { request, catalogue, clock } = memoryApp()
    await save(catalogue, { ...bridge, notBefore: clock.now() + 1000 })
    await save(catalogue, { ...portrait, notAfter: clock.now() })
    const { data } = (await (await request(`/v1/cards?codes=${bridge.shortcode},${portrait.shortcode}`)).json()) as { data: unknown[] }
    expect(data).toMatchObject([{ status: 'embargoed' }, { status: 'expired' }])
  })

  it('carries the whole card', async () => {
    const { meta, data } = (await (await memoryApp().request(`/v1/cards?codes=${bridge.shortcode}`)).json()) as {
      meta: unknown
      data: unknown[]
    }
    expect(meta).toEqual({ code: 200 })
    expect(data).toMatchObject([
      {
        status: 'live',
        revision: 1,
        url: `${BASE}/p/${bridge.shortcode}/`,
        title: { text: 'The bridge at dusk' },
        picture: { width: 1920, height: 1280 },
      },
    ])
  })

  it('looks into the catalogue once', async () => {
    let looks = 0
    const { catalogue } = memoryApp()
    const counting = {
      ...catalogue,
      findByShortcodes: (codes: Parameters<typeof catalogue.findByShortcodes>[0]) => {
        looks++
        return catalogue.findByShortcodes(codes)
      },
      findByShortcode: () => Promise.reject(new Error('one by one')),
    }
    const response = await memoryApp({ catalogue: counting }).request(
      `/v1/cards?codes=${fixtureMedia.map(({ shortcode }) => shortcode).join(',')}`,
    )
    expect(response.status).toBe(200)
    expect(looks).toBe(1)
  })

  it('answers a text that no media can have like one that nobody has', async () => {
    expect(await codesOf(`AAAA,${'z'.repeat(64)}`)).toEqual([
      ['AAAA', 'unknown'],
      ['z'.repeat(64), 'unknown'],
    ])
  })

  it.each([
    ['', 400],
    ['?codes=', 400],
    ['?codes=a,,b', 400],
    ['?codes=a&codes=b', 400],
    ['?codes=%3Cscript%3E', 400],
    [`?codes=${'z'.repeat(65)}`, 400],
    [`?codes=${Array.from({ length: 49 }, (_, i) => `B${i}`).join(',')}`, 200],
    [`?codes=${Array.from({ length: 50 }, (_, i) => `B${i}`).join(',')}`, 200],
    [`?codes=${Array.from({ length: 51 }, (_, i) => `B${i}`).join(',')}`, 400],
  ])('takes 1 to 50 shortcodes: %s', async (query, status) => {
    const response = await memoryApp().request(`/v1/cards${query}`)
    expect(response.status).toBe(status)
    const { meta } = (await response.json()) as { meta: { code: number } }
    expect(meta.code).toBe(status)
  })

  it('revalidates, until the status of any of its media changes', async () => {
    const { request, catalogue } = memoryApp()
    const path = `/v1/cards?codes=${bridge.shortcode},${portrait.shortcode}`
    const etag = (await request(path)).headers.get('ETag')!
    expect((await request(path, { headers: { 'If-None-Match': etag } })).status).toBe(304)
    await save(catalogue, { ...portrait, visibility: 'private' })
    expect((await request(path, { headers: { 'If-None-Match': etag } })).status).toBe(200)
  })
})

describe('/v1/media', () => {
  it('answers the same media object by shortcode and by id, in the envelope of the platform', async () => {
    const { request } = memoryApp()
    const byCode = await (await request(`/v1/media/shortcode/${bridge.shortcode}`)).text()
    expect(await (await request(`/v1/media/${bridge.id}`)).text()).toBe(byCode)
    expect(JSON.parse(byCode)).toMatchObject({
      meta: { code: 200 },
      data: { id: '52469179311195136', shortcode: bridge.shortcode, link: `${BASE}/p/${bridge.shortcode}/`, tags: ['bridge', 'dusk'] },
    })
  })

  it('names the licence in a Link header', async () => {
    const { headers } = await memoryApp().request(`/v1/media/${bridge.id}`)
    expect(headers.get('Link')).toBe('<https://creativecommons.org/licenses/by/4.0/>; rel="license"')
  })

  it('puts errors into the envelope, with the code of the status', async () => {
    const response = await memoryApp().request(`/v1/media/shortcode/${withdrawnMedia.shortcode}`)
    expect(response.status).toBe(410)
    expect(await response.json()).toMatchObject({ meta: { code: 410, error_type: 'gone', reason: 'withdrawn' } })
  })

  it.each(['0', '-1', '1.5', 'abc', '01', '9223372036854775807', '9223372036854775808', '99999999999999999999', '%2e%2e'])(
    'answers 404 to the id %s',
    async (id) => {
      const response = await memoryApp().request(`/v1/media/${id}`)
      expect(response.status).toBe(404)
      expect(response.headers.get('Content-Type')).toBe('application/json; charset=utf-8')
    },
  )

  it('has one 404, for codes, ids and addresses alike (O9)', async () => {
    const { request } = memoryApp()
    const paths = [
      `/v1/media/shortcode/${unknownShortcode}`,
      '/v1/media/shortcode/AAA',
      '/v1/media/1',
      '/v1/media/x',
      '/v1/nothing',
      '/v1/a/b/c',
    ]
    const answers = await Promise.all(paths.map(async (path) => (await request(path)).text()))
    expect(new Set(answers).size).toBe(1)
  })

  it('is 401 for a private media', async () => {
    const response = await memoryApp().request(`/v1/media/${privateMedia.id}`)
    expect(response.status).toBe(401)
    expect(response.headers.get('WWW-Authenticate')).toBe('Bearer realm="placard"')
  })
})

describe('the order of things', () => {
  it('is the same title everywhere', async () => {
    const { request } = memoryApp()
    for (const { shortcode } of [panorama, cutout]) {
      const oembed = (await (await request(oembedPath(shortcode))).json()) as { title: string }
      const object = (await (await request(`/v1/media/shortcode/${shortcode}`)).json()) as { data: { credit: { title: string } } }
      expect(object.data.credit.title).toBe(oembed.title)
    }
  })
})
