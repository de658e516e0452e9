import { describe, expect, it } from 'vitest'
import { ConflictError, NotAllowedError, NotOwnerError, type PlacardError, RestrictedError } from '../../../server/core/errors.ts'
import { LANGS } from '../../../server/wire/words.ts'
import { bridge } from '../../fixtures/media.ts'
import { parsePage } from '../../support/document.ts'
import { BASE, type MemoryApp, memoryApp, oembedPath } from '../../support/memory/app.ts'

const PAGE = `/p/${bridge.shortcode}/`

/** A server on which every look into the catalogue fails for this reason. */
function failing(error: PlacardError): MemoryApp {
  const app = memoryApp()
  const fail = () => Promise.reject(error)
  return memoryApp({ catalogue: { ...app.catalogue, findByShortcode: fail, findByShortcodes: fail } })
}

async function pageOf(app: MemoryApp, path: string, init?: RequestInit) {
  const response = await app.request(path, init)
  const text = await response.text()
  const page = parsePage(text)
  const one = (name: string, look: string) => page.all(name).find(({ attributes }) => attributes.class === look)?.text
  return { response, text, title: page.all('h1')[0]?.text, message: one('p', 'message'), place: page.all('div')[0]?.attributes.class }
}

describe('the page of a failure', () => {
  it.each<[string, PlacardError, number, string, string]>([
    [
      'restricted',
      new RestrictedError('not here', bridge),
      403,
      'Not shown here',
      'The owner of this picture does not let it be shown on this site.',
    ],
    [
      'restricted, of which nothing is told',
      new RestrictedError('not here'),
      403,
      'Not shown here',
      'The owner of this picture does not let it be shown on this site.',
    ],
    [
      'restricted in oEmbed',
      new NotAllowedError('not there', 'restricted'),
      401,
      'Not shown here',
      'The owner of this picture does not let it be shown on this site.',
    ],
    ['private', new NotAllowedError('private', 'private'), 401, 'Not for everyone', 'This picture is private. Only its owner can see it.'],
    [
      'not announced',
      new NotAllowedError('not yet', 'embargoed'),
      401,
      'Under embargo',
      'This picture is under embargo. It will appear here as soon as its owner releases it.',
    ],
    [
      'a conflict',
      new ConflictError('secret 7'),
      409,
      'Changed meanwhile',
      'This picture was changed meanwhile. Nothing was written; look again, then decide again.',
    ],
    ['not the owner', new NotOwnerError('secret 7'), 401, 'For its owner only', 'Only the owner may do this, with a valid token.'],
  ])('is told in words: %s', async (_name, error, status, title, message) => {
    const { response, text, ...page } = await pageOf(failing(error), PAGE)
    expect([response.status, page.title, page.message]).toEqual([status, title, message])
    expect(text).not.toContain('secret')
  })

  it.each(LANGS)('is told in %s, each failure in words of its own', async (lang) => {
    const errors = [new RestrictedError('', bridge), new ConflictError(''), new NotOwnerError(''), new NotAllowedError('', 'private')]
    const pages = await Promise.all(errors.map((error) => pageOf(failing(error), `${PAGE}?lang=${lang}`)))
    const english = await Promise.all(errors.map((error) => pageOf(failing(error), PAGE)))
    expect(new Set(pages.flatMap(({ title, message }) => [title, message])).size).toBe(8)
    const same = pages.filter(({ message }, index) => message === english[index]?.message)
    expect(same).toHaveLength(lang === 'en' ? 4 : 0)
  })

  it('keeps the credit of a restricted media, and leads to whoever can permit it', async () => {
    const { response, text } = await pageOf(failing(new RestrictedError('not here', bridge)), `${PAGE}embed/`)
    expect(response.status).toBe(403)
    expect(text).toContain('<p class="title"><cite dir="auto" lang="en">The bridge at dusk</cite></p>')
    expect(text).toContain(
      '<a href="https://pictures.example/licence/bridge" target="_blank" rel="noopener noreferrer nofollow ugc">Ask to use this picture</a>',
    )
    expect(text).not.toMatch(/\/t\//)
  })

  it('turns the picture to the wall, and says nothing of one that it may not tell of', async () => {
    const { text, place } = await pageOf(failing(new RestrictedError('not here')), PAGE)
    expect(place).toBe('place turned')
    expect(text).not.toMatch(/Zoë|bridge at dusk/)
  })
})

describe('a conflict', () => {
  const conflict = failing(new ConflictError('version 3'))

  it('is 409, and 412 to who said on what the change is based (RFC 9110, section 13.1.1)', async () => {
    expect((await conflict.request(PAGE)).status).toBe(409)
    const response = await conflict.request(oembedPath(bridge.shortcode), { headers: { 'If-Match': '"2"' } })
    expect(response.status).toBe(412)
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(await response.json()).toEqual({ error: 'conflict', message: 'version 3' })
  })
})

describe('who is not the owner', () => {
  it('is told how one proves to be (RFC 9110, section 15.5.2)', async () => {
    const response = await failing(new NotOwnerError('no such token')).request(`/v1/media/${bridge.id}`)
    expect([response.status, response.headers.get('WWW-Authenticate')]).toEqual([401, 'Bearer realm="placard"'])
    expect(await response.json()).toMatchObject({ meta: { code: 401, error_type: 'not_owner' } })
  })
})

describe('a picture that may not be shown here', () => {
  const restricted = failing(new RestrictedError('Not from here.', bridge))
  const path = `/t/${bridge.shortcode}/1/640.jpg`

  it('is its credit in words, and the address to ask at', async () => {
    const response = await restricted.request(path, { headers: { Accept: 'image/webp,image/*' } })
    const text = await response.text()
    expect([response.status, response.headers.get('Content-Type')]).toEqual([403, 'image/svg+xml; charset=utf-8'])
    expect(response.headers.get('Link')).toBe(
      `<${BASE}${PAGE}>; rel="describedby", <https://creativecommons.org/licenses/by/4.0/>; rel="license"`,
    )
    for (const words of ['The bridge at dusk', 'Zoë Łęcka', '© 2026 Zoë Łęcka', 'CC BY 4.0', 'pictures.example/licence/bridge']) {
      expect(text).toContain(words)
    }
  })

  it('is its credit as fields for a program', async () => {
    const response = await restricted.request(path)
    expect(response.status).toBe(403)
    expect(await response.json()).toEqual({
      error: 'restricted',
      message: 'Not from here.',
      reason: 'restricted',
      license: 'CC BY 4.0',
      license_url: 'https://creativecommons.org/licenses/by/4.0/',
      credit_text: expect.stringContaining('Zoë Łęcka'),
      copyright_notice: '© 2026 Zoë Łęcka',
      acquire_license_page: 'https://pictures.example/licence/bridge',
    })
  })
})
