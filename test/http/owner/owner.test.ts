import { describe, expect, it } from 'vitest'
import { createOwnerToken } from '../../../server/usecases/own/owner-tokens.ts'
import { bridge, portrait, privateMedia, unknownShortcode } from '../../fixtures/media.ts'
import { BASE, type MemoryApp, memoryApp } from '../../support/memory/app.ts'

const MEDIA = `/v1/owner/media/${bridge.shortcode}`

interface OwnedApp extends MemoryApp {
  /** Asks with a token of the name `desk`; `body` is sent as JSON. */
  ask(path: string, init?: { method?: string; headers?: Record<string, string>; body?: unknown }): Promise<Response>
}

async function ownedApp(): Promise<OwnedApp> {
  const app = memoryApp()
  const token = await createOwnerToken(app, 'desk')
  return {
    ...app,
    ask: (path, { method = 'GET', headers = {}, body } = {}) =>
      app.request(path, {
        method,
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
  }
}

const titleOf = async (app: MemoryApp) => (await app.catalogue.findByShortcode(bridge.shortcode))?.description.title

describe('the way in', () => {
  it.each([
    ['GET', '/v1/owner/media'],
    ['GET', MEDIA],
    ['PATCH', MEDIA],
    ['GET', `/v1/owner/media/${unknownShortcode}`],
    ['GET', `${MEDIA}/changes`],
    ['POST', '/v1/owner/edits'],
  ])('is closed for %s %s without a token, and says the same of everything (A9)', async (method, path) => {
    const app = await ownedApp()
    for (const headers of [{}, { Authorization: 'Bearer plc_wrong' }]) {
      const response = await app.request(path, { method, headers: { ...headers, 'If-Match': '*', 'Content-Type': 'application/json' } })
      expect(response.status).toBe(401)
      expect(response.headers.get('WWW-Authenticate')).toBe('Bearer realm="placard"')
      expect(response.headers.get('Cache-Control')).toBe('no-store')
      expect(((await response.json()) as { meta: object }).meta).toMatchObject({ code: 401, error_type: 'not_owner' })
    }
  })

  it('takes no token from the address (A11)', async () => {
    const app = await ownedApp()
    const token = await createOwnerToken(app, 'second')
    expect((await app.request(`${MEDIA}?access_token=${token}`)).status).toBe(401)
  })

  it('is closed for pages of other origins (A8)', async () => {
    const app = await ownedApp()
    const preflight = await app.request(MEDIA, { method: 'OPTIONS', headers: { Origin: 'https://evil.example' } })
    expect(preflight.headers.get('Access-Control-Allow-Origin')).toBeNull()
    expect(preflight.headers.get('Allow')).toBe('GET, HEAD, PATCH, OPTIONS')
    expect((await app.ask(MEDIA)).headers.get('Access-Control-Allow-Origin')).toBeNull()
  })

  it('refuses methods in its own form', async () => {
    const response = await (await ownedApp()).ask(MEDIA, { method: 'DELETE' })
    expect(response.status).toBe(405)
    expect(response.headers.get('Content-Type')).toBe('application/json; charset=utf-8')
  })
})

describe('GET', () => {
  it('tells all of a media, private ones too, with the version to base a change on', async () => {
    const app = await ownedApp()
    const response = await app.ask(`/v1/owner/media/${privateMedia.shortcode}`)
    expect(response.headers.get('ETag')).toBe('"1"')
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(await response.json()).toMatchObject({
      meta: { code: 200 },
      data: {
        id: '90025744138241024',
        code: 'E_1e_0AAQA',
        url: `${BASE}/p/E_1e_0AAQA/`,
        version: 1,
        announced: true,
        shown: 'private',
        published_at: '2026-05-05T05:05:05.000Z',
        fields: { visibility: 'private', title: { 'x-default': 'Not for you' }, creators: [{ name: 'Secret Author' }] },
      },
    })
  })

  it('lists everything by key', async () => {
    const app = await ownedApp()
    const page = async (path: string) =>
      (await (await app.ask(path)).json()) as { data: { code: string }[]; pagination?: { next_url: string } }
    const codes: string[] = []
    for (let path: string | undefined = '/v1/owner/media?limit=4'; path !== undefined; ) {
      const { data, pagination } = await page(path)
      codes.push(...data.map(({ code }) => code))
      path = pagination?.next_url.replace(BASE, '')
    }
    expect(codes).toHaveLength(6)
    expect((await page('/v1/owner/media?visibility=private')).data.map(({ code }) => code)).toEqual([privateMedia.shortcode])
    expect((await app.ask('/v1/owner/media?limit=0')).status).toBe(400)
  })
})

describe('PATCH', () => {
  it('changes what is named, raises version and revision, and logs it under the name of the token', async () => {
    const app = await ownedApp()
    const response = await app.ask(MEDIA, {
      method: 'PATCH',
      headers: { 'If-Match': '"1"' },
      body: { title: { de: 'Brücke' }, keywords: ['red'] },
    })
    expect(response.status).toBe(200)
    expect(response.headers.get('ETag')).toBe('"2"')
    expect(await response.json()).toMatchObject({ data: { version: 2, revision: 2, fields: { keywords: ['red'] } } })
    const log = (await (await app.ask(`${MEDIA}/changes`)).json()) as { data: object[] }
    expect(log.data[0]).toMatchObject({ actor: 'desk', version: 2, code: bridge.shortcode })
    expect(await (await app.request(`/p/${bridge.shortcode}/?lang=de`)).text()).toContain('Brücke')
  })

  it('withdraws: the next answer anywhere is 410', async () => {
    const app = await ownedApp()
    const status = { kind: 'withdrawn', reason: 'copyright', text: 'Not ours.' }
    expect((await app.ask(MEDIA, { method: 'PATCH', headers: { 'If-Match': '*' }, body: { status } })).status).toBe(200)
    expect((await app.request(`/t/${bridge.shortcode}/1/640.jpg`)).status).toBe(410)
    expect((await app.request(`/p/${bridge.shortcode}/`)).status).toBe(410)
  })

  it.each([
    [undefined, 428, 'precondition_required'],
    ['"2"', 412, 'precondition_failed'],
    ['W/"1"', 412, 'precondition_failed'],
    ['1', 412, 'precondition_failed'],
  ])('with If-Match %j is %i and writes nothing', async (header, status, error_type) => {
    const app = await ownedApp()
    const response = await app.ask(MEDIA, { method: 'PATCH', ...(header && { headers: { 'If-Match': header } }), body: { title: 'Other' } })
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ meta: { code: status, error_type } })
    expect(await titleOf(app)).toEqual(bridge.description.title)
  })

  it.each([
    ['another type of body', { 'Content-Type': 'text/plain' }, { title: 'Other' }],
    ['no object', {}, 'Other'],
    ['an unknown field', {}, { titel: 'Other' }],
    ['a script for an address', {}, { title: 'Other', licenceUrl: 'javascript:alert(1)' }],
  ])('with %s is 400 and writes nothing', async (_name, headers, body) => {
    const app = await ownedApp()
    expect((await app.ask(MEDIA, { method: 'PATCH', headers: { 'If-Match': '"1"', ...headers }, body })).status).toBe(400)
    expect(await titleOf(app)).toEqual(bridge.description.title)
  })

  it('with a body that is too large is 413', async () => {
    const app = await ownedApp()
    const body = { title: 'x'.repeat(4_194_304) }
    const response = await app.ask(MEDIA, { method: 'PATCH', headers: { 'If-Match': '"1"', 'Content-Length': '4194317' }, body })
    expect(response.status).toBe(413)
    expect(response.headers.get('Access-Control-Allow-Origin')).toBeNull()
  })
})

describe('POST /v1/owner/edits', () => {
  const bulk = (app: OwnedApp, edits: unknown) => app.ask('/v1/owner/edits', { method: 'POST', body: { edits } })

  it('changes all of them in one batch', async () => {
    const app = await ownedApp()
    const response = await bulk(app, [
      { code: bridge.shortcode, version: 1, set: { creditLine: 'Desk' } },
      { code: portrait.shortcode, set: { creditLine: 'Desk' } },
    ])
    const { data } = (await response.json()) as { data: { batch: string; media: object[] } }
    expect(data.media).toMatchObject([
      { code: bridge.shortcode, version: 2 },
      { code: portrait.shortcode, version: 2 },
    ])
    expect(await app.catalogue.listChanges({ batch: data.batch, limit: 10 })).toHaveLength(2)
  })

  it.each([
    ['a version that is gone', { code: portrait.shortcode, version: 7, set: { place: 'Here' } }, 409, 'in version 7'],
    ['a code that nobody has', { code: unknownShortcode, set: { place: 'Here' } }, 404, ''],
    ['a media twice', { code: bridge.shortcode, set: { place: 'Here' } }, 400, 'twice'],
    ['a wrong field', { code: portrait.shortcode, set: { plaice: 'Here' } }, 400, 'edits[1]'],
    ['no code', { set: {} }, 400, 'edits[1]'],
  ])('changes nothing at all with %s, and says which', async (_name, wrong, status, message) => {
    const app = await ownedApp()
    const response = await bulk(app, [{ code: bridge.shortcode, set: { place: 'Here' } }, wrong])
    expect(response.status).toBe(status)
    expect(await response.text()).toContain(message)
    expect((await app.catalogue.findByShortcode(bridge.shortcode))?.version).toBe(1)
  })

  it('names the first twenty problems, and how many more there are', async () => {
    const answer = await bulk(
      await ownedApp(),
      Array.from({ length: 23 }, () => ({ set: {} })),
    )
    const message = await answer.text()
    expect([answer.status, message.match(/edits\[\d+\]: /g)?.length]).toEqual([400, 20])
    expect(message).toContain('edits[19]: Expected a shortcode for code; And 3 more problems')
  })

  it.each([[[]], ['all'], [undefined], [Array.from({ length: 1001 }, () => ({}))]])('wants a list of 1 to 1000', async (edits) => {
    expect((await bulk(await ownedApp(), edits)).status).toBe(400)
  })
})

describe('POST /v1/owner/batches/{batch}/undo', () => {
  it('makes everything as it was, in a batch of its own, once', async () => {
    const app = await ownedApp()
    const edits = [{ code: bridge.shortcode, set: { creditLine: 'Wrong' } }]
    const { data } = (await (await app.ask('/v1/owner/edits', { method: 'POST', body: { edits } })).json()) as { data: { batch: string } }
    const undo = () => app.ask(`/v1/owner/batches/${data.batch}/undo`, { method: 'POST' })
    expect(await (await undo()).json()).toMatchObject({ data: { media: [{ version: 3, revision: 3 }] } })
    const restored = await app.catalogue.findByShortcode(bridge.shortcode)
    expect(restored?.description).toEqual(bridge.description)
    expect((await undo()).status).toBe(409)
  })

  it('is 404 for a batch that nobody has', async () => {
    expect((await (await ownedApp()).ask('/v1/owner/batches/none/undo', { method: 'POST' })).status).toBe(404)
  })
})
