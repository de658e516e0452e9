import { parseFragment } from 'parse5'
import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import { bridge, cutout, panorama, portrait, privateMedia, unknownShortcode, withdrawnMedia } from '../../fixtures/media.ts'
import { BASE, memoryApp, oembedPath } from '../../support/memory/app.ts'
import { testConfig } from '../../support/memory/deps.ts'
import { save } from '../../support/memory/save.ts'

const ask = async (rest = '', shortcode: string = bridge.shortcode) => memoryApp().request(oembedPath(shortcode, rest))
const documentOf = async (rest = '', shortcode?: string) => (await (await ask(rest, shortcode)).json()) as Record<string, unknown>

describe('a document', () => {
  it('says who made the picture and under which licence', async () => {
    expect(await documentOf()).toMatchObject({
      type: 'rich',
      title: 'The bridge at dusk',
      author_name: 'Zoë Łęcka',
      author_url: 'https://zoe.example/',
      provider_name: 'Placard Test',
      provider_url: 'https://placard.example/',
      license: 'CC BY 4.0',
      license_url: 'https://creativecommons.org/licenses/by/4.0/',
      copyright_notice: '© 2026 Zoë Łęcka',
      acquire_license_page: 'https://pictures.example/licence/bridge',
      alt_text: 'A red suspension bridge below a low sun',
      media_id: '52469179311195136',
      status: 'live',
    })
  })

  it('is JSON in UTF-8, readable from every origin (clauses 12 and 13, E14, E15)', async () => {
    const { status, headers } = await ask()
    expect(status).toBe(200)
    expect(headers.get('Content-Type')).toBe('application/json; charset=utf-8')
    expect(headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
  })

  it('is well-formed XML in UTF-8 with root oembed (clauses 9, 12 and 14)', async () => {
    const response = await ask('&format=xml', portrait.shortcode)
    expect(response.headers.get('Content-Type')).toBe('text/xml; charset=utf-8')
    const { names, texts } = readXml(await response.text())
    expect(names[0]).toBe('oembed')
    expect(texts.title).toBe('"Fish & <chips>"')
    expect(texts.version).toBe('1.0')
  })

  it('has the version as the string "1.0" (clause 16, E1)', async () => {
    expect((await documentOf()).version).toBe('1.0')
  })

  it('has flat values only (clause 19, E3)', async () => {
    expect(Object.values(await documentOf()).filter((value) => typeof value === 'object')).toEqual([])
  })

  it('has cache_age in whole seconds (clause 17)', async () => {
    expect((await documentOf()).cache_age).toBe(3600)
  })

  it('emits http and https addresses only (clause 27)', async () => {
    const urls = Object.entries(await documentOf()).filter(([key]) => key === 'url' || key.endsWith('_url') || key.endsWith('_page'))
    expect(urls.length).toBeGreaterThan(3)
    expect(urls.filter(([, value]) => !String(value).startsWith('https://'))).toEqual([])
  })

  it.each([bridge, portrait, panorama, cutout])(
    'has an iframe with all its attributes, and the script last (E5): $shortcode',
    async (media) => {
      const document = await documentOf('', media.shortcode)
      const elements = parseFragment(String(document.html)).childNodes.filter((node) => 'tagName' in node)
      expect(elements.map((element) => element.nodeName)).toEqual(['blockquote', 'iframe', 'script'])
      const frame = Object.fromEntries(elements[1]!.attrs.map(({ name, value }) => [name, value]))
      expect(frame).toMatchObject({
        src: `${BASE}/p/${media.shortcode}/embed/captioned/`,
        width: String(document.width),
        height: String(document.height),
        frameborder: '0',
      })
      expect(frame.title).not.toBe('')
    },
  )

  it('has html that is well-formed XML (clause 24)', async () => {
    const { html } = await documentOf('', portrait.shortcode)
    expect(readXml(`<x>${html}</x>`).names.slice(0, 2)).toEqual(['x', 'blockquote'])
  })

  it('has no script with omitscript', async () => {
    expect((await documentOf('&omitscript=true')).html).not.toContain('<script')
    expect((await documentOf('&omitscript=1')).html).not.toContain('<script')
    expect((await documentOf('&omitscript=false')).html).toContain('<script')
  })

  it('has no caption with hidecaption', async () => {
    expect((await documentOf()).html).toContain('seen from the north bank')
    const { html } = await documentOf('&hidecaption=true')
    expect(html).not.toContain('seen from the north bank')
    expect(html).toContain('/embed/"')
  })
})

describe('the endpoint', () => {
  it('takes GET with all arguments in the query, and nothing else (clause 4)', async () => {
    const body = new URLSearchParams({ url: `${BASE}/p/${bridge.shortcode}/` })
    expect((await memoryApp().request('/oembed', { method: 'POST', body })).status).toBe(405)
  })

  it('takes the format from the query only: its path names none (clause 11)', async () => {
    for (const path of ['/oembed.json', '/oembed.xml', '/oembed/']) {
      expect((await memoryApp().request(`${path}?url=${BASE}/p/${bridge.shortcode}/`)).status).toBe(404)
    }
  })

  it('needs url only, and never redirects (E9)', async () => {
    expect((await memoryApp().request(`/oembed?url=${BASE}/p/${bridge.shortcode}`)).status).toBe(200)
  })

  it('answers rich, and photo only on request (clause 15)', async () => {
    const types = await Promise.all(['', '&type=rich', '&type=photo'].map(async (rest) => (await documentOf(rest)).type))
    expect(types).toEqual(['rich', 'rich', 'photo'])
  })

  it('names the provider exactly as configured (E4)', async () => {
    const config = { ...testConfig, providerName: 'Übersee & Söhne <Archiv>' }
    const response = await memoryApp({ config }).request(oembedPath(bridge.shortcode))
    expect(((await response.json()) as { provider_name: string }).provider_name).toBe('Übersee & Söhne <Archiv>')
  })
})

describe('limits', () => {
  it.each([
    ['&maxwidth=500&maxheight=750', 500, 750],
    ['&maxwidth=320', 320, Number.POSITIVE_INFINITY],
    ['&maxheight=240', Number.POSITIVE_INFINITY, 240],
    ['&maxwidth=200&maxheight=150', 200, 150],
    ['&maxwidth=1&maxheight=1', 1, 1],
  ])('are obeyed in card, iframe and thumbnail (clauses 7, 8, 18 and 24, E2): %s', async (limits, maxWidth, maxHeight) => {
    for (const media of [bridge, portrait, panorama, cutout]) {
      const { width, height, html, ...rest } = await documentOf(limits, media.shortcode)
      expect(Number.isInteger(width) && Number.isInteger(height)).toBe(true)
      expect(width).toBeGreaterThan(0)
      expect(width).toBeLessThanOrEqual(maxWidth)
      expect(height).toBeGreaterThan(0)
      expect(height).toBeLessThanOrEqual(Math.min(maxHeight, 1000))
      expect(html).toContain(`width="${width}" height="${height}"`)
      const thumbnail = ['thumbnail_url', 'thumbnail_width', 'thumbnail_height'].filter((key) => key in rest)
      expect([0, 3]).toContain(thumbnail.length)
      if (thumbnail.length === 3) {
        expect(rest.thumbnail_width).toBeLessThanOrEqual(maxWidth)
        expect(rest.thumbnail_height).toBeLessThanOrEqual(maxHeight)
      }
    }
  })

  it.each(['abc', '-5', '0', '', '1.5', '1e308', '0x10', ' 5', '%EF%BC%95', 'NaN', 'Infinity'])(
    'refuse maxwidth=%s with 400 (E12, O7)',
    async (value) => {
      const response = await ask(`&maxwidth=${value}`)
      expect(response.status).toBe(400)
      const { error, message } = (await response.json()) as { error: string; message: string }
      expect(error).toBe('bad_request')
      expect(message).toMatch(/^Expected a whole number of pixels >= 1 for maxwidth but received "/)
    },
  )

  it.each(['99999999999', '9'.repeat(400), '007'])('accept maxheight=%s (E12)', async (value) => {
    expect((await ask(`&maxheight=${value}`)).status).toBe(200)
  })

  it('may be named once only', async () => {
    const response = await ask('&maxwidth=300&maxwidth=400')
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error: 'bad_request', message: 'Expected maxwidth once but received it 2 times' })
  })
})

describe('the url', () => {
  const code = bridge.shortcode
  it.each([
    `https://placard.example/p/${code}`,
    `http://placard.example/p/${code}/`,
    `https://PLACARD.example/p/${code}/?utm_source=x&igsh=y`,
    `https://placard.example/p/${code}/#comments`,
    `https://placard.example/p/${code}/embed/`,
    `https://placard.example/p/${code}/embed/captioned/`,
  ])('is answered in every spelling (E10): %s', async (url) => {
    expect((await memoryApp().request(`/oembed?url=${encodeURIComponent(url)}`)).status).toBe(200)
  })

  it('may come un-encoded or half-encoded (E10, Mastodon and Drupal)', async () => {
    const { request } = memoryApp()
    expect((await request(`/oembed?url=https://placard.example/p/${code}/?a=1&b=2`)).status).toBe(200)
    expect((await request(`/oembed?url=http%3A//placard.example/p/${code}/`)).status).toBe(200)
  })

  it('decodes %3A and + as RFC 1738 says (clause 5)', async () => {
    expect((await memoryApp().request(`/oembed?url=https%3A%2F%2Fplacard.example%2Fp%2F${code}%2F%3Fq%3Da+b`)).status).toBe(200)
  })

  it.each(['/oembed', '/oembed?url=', '/oembed?format=json'])('is required (clause 6): %s', async (path) => {
    const response = await memoryApp().request(path)
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error: 'bad_request', message: 'Expected the address of a media for url but received none' })
  })

  it.each([
    'javascript:alert(1)',
    'not a url',
    `https://placard.example@evil.example/p/${code}/`,
    `https://placard.example\\@evil.example/p/${code}/`,
    `https://evil.example/p/${code}/`,
    `//placard.example/p/${code}/`,
    'https://placard.example/p/%00/',
    '\ud800',
    'http://[',
    '"><script>alert(1)</script>',
  ])('gets 4xx and is never repeated when hostile (E13, O4, O6): %j', async (url) => {
    const response = await memoryApp().request(`/oembed?url=${encodeURIComponent(url.toWellFormed())}`)
    expect(response.status).toBe(404)
    expect(await response.text()).not.toContain('evil')
  })

  it('is refused with 400 when longer than 4,096 characters (E13)', async () => {
    const { request } = memoryApp()
    const ofLength = (length: number) => request(`/oembed?url=${'x'.repeat(length)}`)
    expect((await ofLength(4095)).status).toBe(404)
    expect((await ofLength(4096)).status).toBe(404)
    expect((await ofLength(4097)).status).toBe(400)
    expect((await ofLength(9000)).status).toBe(400)
  })
})

describe('errors', () => {
  it('are 404 for what nobody has and for what is not ours, byte for byte (clause 25, O9)', async () => {
    const { request } = memoryApp()
    const answers = await Promise.all(
      [oembedPath(unknownShortcode), '/oembed?url=https://elsewhere.example/p/a/', oembedPath('AAAA'), '/oembed?url=x'].map(
        async (path) => {
          const response = await request(path)
          return [response.status, await response.text(), [...response.headers]]
        },
      ),
    )
    expect(answers[0]![0]).toBe(404)
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  })

  it('are 401 with a challenge for a private media (clause 25)', async () => {
    const response = await ask('', privateMedia.shortcode)
    expect(response.status).toBe(401)
    expect(response.headers.get('WWW-Authenticate')).toBe('Bearer realm="placard"')
    expect(response.headers.get('Cache-Control')).toBe('public, max-age=10')
    expect(await response.json()).toEqual({ error: 'not_allowed', message: 'This picture is private.', reason: 'private' })
  })

  it('are 410 with the reason for a withdrawn media', async () => {
    const response = await ask('', withdrawnMedia.shortcode)
    expect(response.status).toBe(410)
    expect(await response.json()).toEqual({
      error: 'gone',
      message: 'This picture was withdrawn by its owner.',
      reason: 'withdrawn',
      withdrawal_reason: 'privacy',
      since: '2026-06-01T00:00:00.000Z',
      credit_text: 'Not for you — Secret Author',
    })
  })

  it.each(['yaml', '', 'JSON', '<script>'])('are 501 for format=%s, which is not repeated (clauses 9 and 25, O4)', async (format) => {
    const response = await ask(`&format=${encodeURIComponent(format)}`)
    expect(response.status).toBe(501)
    expect(await response.json()).toEqual({
      error: 'format_not_supported',
      message: 'Expected json or xml for format but received something else',
    })
  })

  it('are XML where XML was asked for (clause 26)', async () => {
    const response = await ask('&format=xml', withdrawnMedia.shortcode)
    expect(response.status).toBe(410)
    expect(response.headers.get('Content-Type')).toBe('text/xml; charset=utf-8')
    const { names, texts } = readXml(await response.text())
    expect(names).toEqual(['oembed', 'error', 'message', 'reason', 'withdrawal_reason', 'since', 'credit_text'])
    expect(texts).toMatchObject({ error: 'gone', reason: 'withdrawn', withdrawal_reason: 'privacy', since: '2026-06-01T00:00:00.000Z' })
  })

  it('say what was expected, and show what came without a byte that means something to HTML (O4)', async () => {
    const body = await (await ask(`&maxwidth=${encodeURIComponent(`<script>alert('1')</script>${'x'.repeat(99)}`)}`)).text()
    expect(body).not.toMatch(/[<']/)
    expect(body).toContain('for maxwidth but received')
    expect(body.length).toBeLessThan(300)
  })

  it.each(['type=link', 'omitscript=yes', 'hidecaption='])('are 400 for a value outside the list: %s', async (parameter) => {
    expect((await ask(`&${parameter}`)).status).toBe(400)
  })
})

describe('parameters that are not ours', () => {
  it('change nothing and are never repeated (clause 10, E11)', async () => {
    const plain = await (await ask()).text()
    const rest = '&dnt=1&omit_script=true&access_token=s3cret&locale=de&theme=dark&__proto__=x&constructor=y&url2=z&format2=<b>'
    expect(await (await ask(rest)).text()).toBe(plain)
  })
})

describe('JSONP', () => {
  const withJsonp = (rest: string) => memoryApp({ config: { ...testConfig, jsonp: true } }).request(oembedPath(bridge.shortcode, rest))

  it('is refused in words where it is off (O5)', async () => {
    const response = await ask('&callback=show')
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('Expected no callback')
  })

  it('is guarded where it is on (O5)', async () => {
    const response = await withJsonp('&callback=show_1$')
    expect(response.headers.get('Content-Type')).toBe('text/javascript; charset=utf-8')
    expect(response.headers.get('Content-Disposition')).toBe('attachment; filename="oembed.js"')
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
    const text = await response.text()
    expect(text.startsWith("/**/ typeof show_1$ === 'function' && show_1$({")).toBe(true)
    expect(text.endsWith('});')).toBe(true)
  })

  it.each(['a.b', 'a[0]', 'alert(1)', '1a', '', 'a-b', 'ä', `x${'y'.repeat(64)}`, 'a%0Ab', '</script>'])(
    'refuses the callback %j (O5)',
    async (name) => {
      const response = await withJsonp(`&callback=${name}`)
      expect(response.status).toBe(400)
      expect(response.headers.get('Content-Type')).toBe('application/json; charset=utf-8')
    },
  )

  it('accepts a name of 64 characters (O5)', async () => {
    expect((await withJsonp(`&callback=${'y'.repeat(64)}`)).status).toBe(200)
  })

  it('does not go with XML', async () => {
    expect((await withJsonp('&callback=show&format=xml')).status).toBe(400)
  })
})

describe('validation', () => {
  it('answers 304 with the headers a cache must update (E15, RFC 9110 §15.4.5)', async () => {
    const { request } = memoryApp()
    const path = oembedPath(bridge.shortcode)
    const etag = (await request(path)).headers.get('ETag')!
    expect(etag).toMatch(/^W\/"/)
    const response = await request(path, { headers: { 'If-None-Match': `"other", ${etag}` } })
    expect(response.status).toBe(304)
    expect(await response.text()).toBe('')
    expect(response.headers.get('ETag')).toBe(etag)
    expect(response.headers.get('Cache-Control')).toBe('public, max-age=58, stale-if-error=86400')
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(response.headers.has('Content-Type')).toBe(false)
    expect(response.headers.has('Content-Length')).toBe(false)
  })

  it('changes with revision, limits, format, caption and script', async () => {
    const { request, catalogue } = memoryApp()
    const etagOf = async (rest: string) => (await request(oembedPath(bridge.shortcode, rest))).headers.get('ETag')
    const etags = [
      await etagOf(''),
      await etagOf('&maxwidth=300'),
      await etagOf('&format=xml'),
      await etagOf('&hidecaption=1'),
      await etagOf('&omitscript=1'),
    ]
    await save(catalogue, { ...bridge, revision: 2 })
    etags.push(await etagOf(''))
    expect(new Set(etags).size).toBe(6)
  })

  it('answers 410 to a withdrawn media even when the validator matches (DESIGN rule 2)', async () => {
    const { request, catalogue } = memoryApp()
    const path = oembedPath(bridge.shortcode)
    const etag = (await request(path)).headers.get('ETag')!
    await save(catalogue, { ...bridge, standing: { kind: 'withdrawn', reason: 'copyright', at: 0 } })
    expect((await request(path, { headers: { 'If-None-Match': etag } })).status).toBe(410)
    expect((await request(path, { headers: { 'If-None-Match': '*' } })).status).toBe(410)
  })
})

function readXml(text: string): { names: string[]; texts: Record<string, string> } {
  const names: string[] = []
  const texts: Record<string, string> = {}
  let open = ''
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name }) => {
    names.push(name)
    open = name
  })
  parser.on('closetag', () => {
    open = ''
  })
  parser.on('text', (piece) => {
    texts[open] = (texts[open] ?? '') + piece
  })
  parser.write(text).close()
  return { names, texts }
}
