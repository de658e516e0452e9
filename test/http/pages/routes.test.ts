import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bridge, fixtureMedia, panorama, portrait, privateMedia, unknownShortcode, withdrawnMedia } from '../../fixtures/media.ts'
import { parsePage } from '../../support/document.ts'
import { BASE, memoryApp } from '../../support/memory/app.ts'

const template = readFileSync(new URL('../../../public/demo/index.html', import.meta.url))
const assets = { find: async (name: string) => (name === 'demo/index.html' ? new Uint8Array(template) : undefined) }
const permalink = `/p/${bridge.shortcode}/`
const oembedUrl = `${BASE}/oembed?url=https%3A%2F%2Fplacard.example%2Fp%2F${bridge.shortcode}%2F`
const textOf = async (path: string) => (await memoryApp().request(path)).text()
const discoveryIn = (text: string) =>
  parsePage(text)
    .all('link')
    .filter(({ attributes }) => attributes.type?.endsWith('+oembed'))

describe('the permalink page', () => {
  it('is HTML that is kept for a minute and never framed (W17, O10)', async () => {
    const { status, headers } = await memoryApp().request(permalink)
    expect(status).toBe(200)
    expect(headers.get('Content-Type')).toBe('text/html; charset=utf-8')
    expect(headers.get('Cache-Control')).toBe('public, max-age=58, stale-if-error=86400')
    const policy = headers.get('Content-Security-Policy')
    expect(policy).toMatch(/^default-src 'none'; /)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/unsafe|data:|\*/)
    expect(policy).toContain(`script-src ${BASE}/embed.js ${BASE}/static/copy.js ${BASE}/static/chooser.js;`)
  })

  it('has both discovery links, absolute, in the head and within 150 KB (clauses 29, 30 and 31, E8)', async () => {
    const text = await textOf(permalink)
    const head = text.slice(0, text.indexOf('</head>'))
    expect(new TextEncoder().encode(head).length).toBeLessThan(153_600)
    expect(discoveryIn(head).map(({ attributes: { rel, type, href } }) => [rel, type, href])).toEqual([
      ['alternate', 'application/json+oembed', `${oembedUrl}&format=json`],
      ['alternate', 'text/xml+oembed', `${oembedUrl}&format=xml`],
    ])
    expect(head).toContain('&amp;format=json')
    expect(head).not.toContain('&#38;')
  })

  it('advertises answers that work, and never redirect (E8, E9)', async () => {
    const { request } = memoryApp()
    const links = discoveryIn(await textOf(permalink))
    expect(links).toHaveLength(2)
    for (const { attributes } of links) {
      expect((await request(attributes.href!.slice(BASE.length))).status).toBe(200)
    }
  })

  it('repeats discovery and licence in a Link header (clause 29)', async () => {
    expect((await memoryApp().request(permalink)).headers.get('Link')).toBe(
      [
        `<${oembedUrl}&format=json>; rel="alternate"; type="application/json+oembed"`,
        `<${oembedUrl}&format=xml>; rel="alternate"; type="text/xml+oembed"`,
        '<https://creativecommons.org/licenses/by/4.0/>; rel="license"',
      ].join(', '),
    )
  })

  it('has a whole set of Open Graph (E17)', async () => {
    const metas = parsePage(await textOf(permalink)).all('meta')
    const content = Object.fromEntries(metas.map(({ attributes }) => [attributes.property ?? attributes.name, attributes.content]))
    expect(content).toMatchObject({
      'og:title': 'The bridge at dusk',
      'og:type': 'website',
      'og:url': `${BASE}/p/${bridge.shortcode}/`,
      'og:site_name': 'Placard Test',
      'og:image': `${BASE}/t/${bridge.shortcode}/1/1280.jpg`,
      'og:image:width': '1280',
      'og:image:height': '853',
      'twitter:card': 'summary_large_image',
    })
    expect(content['og:description']).toContain('Zoë Łęcka')
  })

  it('has an absolute PNG icon (E18)', async () => {
    const icons = parsePage(await textOf(permalink)).all('link')
    expect(icons.filter(({ attributes }) => attributes.rel === 'icon').map(({ attributes }) => attributes.href)).toContain(
      `${BASE}/static/icon.png`,
    )
  })

  it('shows hostile texts as text (O2)', async () => {
    const title = [{ lang: 'x-default', text: '</title><script>alert(1)</script><img src=x onerror=alert(1)>' }]
    const hostile = { ...bridge, description: { ...bridge.description, title, caption: title, altText: title } }
    const { request } = memoryApp({ media: [hostile] })
    for (const path of [permalink, `${permalink}embed/captioned/`, '/']) {
      const page = parsePage(await (await request(path)).text())
      const handlers = page.all().filter(({ attributes }) => Object.keys(attributes).some((name) => name.startsWith('on')))
      expect(handlers).toEqual([])
      const foreign = page.all('script').filter(({ attributes: { src, type } }) => !src?.startsWith(BASE) && type !== 'application/ld+json')
      expect(foreign).toEqual([])
    }
  })

  it('loads nothing from another origin and has no inline style: its policy would block both', async () => {
    for (const path of [permalink, `${permalink}embed/`, '/', '/nothing']) {
      const page = parsePage(await textOf(path))
      expect(page.all().filter(({ name, attributes }) => name === 'style' || 'style' in attributes)).toEqual([])
      const sheets = page.all('link').filter(({ attributes }) => attributes.rel === 'stylesheet')
      const loads = [...page.all().map(({ attributes }) => attributes.src), ...sheets.map(({ attributes }) => attributes.href)]
      expect(loads.filter((url) => url !== undefined && !url.startsWith(`${BASE}/`))).toEqual([])
    }
  })

  it('asks for no static file that is not on the list', async () => {
    const served =
      /\/static\/(card\.css|pages\.css|demo\.css|copy\.js|chooser\.js|icon\.png|icon\.svg|PlacardEmbed\.tsx|placard-embed\.php)$/
    for (const path of [permalink, `${permalink}embed/`, '/', '/nothing']) {
      const page = parsePage(await textOf(path))
      const urls = page.all().flatMap(({ attributes: { src, href } }) => [src, href])
      expect(urls.filter((url) => url?.includes('/static/') && !served.test(url))).toEqual([])
    }
  })

  it('gets its slash by 301 to the configured address, without what else the query said', async () => {
    const response = await memoryApp().request(`/p/${bridge.shortcode}?utm_source=x`, { headers: { Host: 'evil.example' } })
    expect(response.status).toBe(301)
    expect(response.headers.get('Location')).toBe(`${BASE}/p/${bridge.shortcode}/`)
  })

  it('revalidates', async () => {
    const { request } = memoryApp()
    const etag = (await request(permalink)).headers.get('ETag')!
    const response = await request(permalink, { headers: { 'If-None-Match': etag } })
    expect(response.status).toBe(304)
    expect(response.headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'")
    expect(response.headers.has('Link')).toBe(false)
  })
})

describe('a page without its picture', () => {
  it.each([
    [unknownShortcode, 404, 'public, max-age=10'],
    ['AAAA', 404, 'public, max-age=10'],
    ['a%2Fb', 404, 'public, max-age=10'],
    [privateMedia.shortcode, 401, 'public, max-age=10'],
  ])('is a notice that gives nothing away: /p/%s/ is %i', async (code, status, caching) => {
    for (const rest of ['', 'embed/', 'embed/captioned/']) {
      const response = await memoryApp().request(`/p/${code}/${rest}`)
      expect(response.status).toBe(status)
      expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
      expect(response.headers.get('Cache-Control')).toBe(caching)
      expect(response.headers.get('Content-Security-Policy')?.includes("frame-ancestors 'none'")).toBe(rest === '')
      expect(response.headers.has('Link')).toBe(false)
      const text = await response.text()
      // A page that advertises discovery must have a working endpoint (E8).
      expect(text).not.toContain('+oembed')
      expect(text).not.toMatch(/Secret|Not for you/)
    }
  })

  it('is one 404, wherever one is lost (O9)', async () => {
    const { request } = memoryApp()
    const paths = [`/p/${unknownShortcode}/`, '/p/AAAA/', '/p/AAAA', '/nothing', '/p//', '//p/x/', '/wp-json/oembed', '/t/x']
    const answers = await Promise.all(
      paths.map(async (path) => {
        const response = await request(path)
        return [response.status, await response.text(), [...response.headers]]
      }),
    )
    expect(answers[0]![0]).toBe(404)
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  })
})

describe('every page (O10)', () => {
  const scripts = `${BASE}/embed.js`
  const policyOf = (sources: string, end: string) =>
    [
      `default-src 'none'; img-src ${BASE}/t/ ${BASE}/static/; media-src ${BASE}/v/; style-src ${BASE}/static/; script-src ${sources}`,
      `; connect-src ${BASE}/v1/; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'${end}`,
    ].join('')
  const page = policyOf(`${scripts} ${BASE}/static/copy.js ${BASE}/static/chooser.js`, `; frame-src ${BASE}/p/; frame-ancestors 'none'`)
  const frame = policyOf(scripts, '')

  it.each([
    ['/', page],
    ['/demo/', page],
    ['/nowhere', page],
    [permalink, page],
    [`/p/${unknownShortcode}/`, page],
    [`/p/${withdrawnMedia.shortcode}/`, page],
    [`${permalink}embed/`, frame],
    [`/p/${unknownShortcode}/embed/captioned/`, frame],
    [`${permalink}preview/`, policyOf(`${scripts} ${BASE}/w/`, `; frame-src ${BASE}/p/; frame-ancestors ${BASE}`)],
  ])('says what it loads, and nothing of its readers: %s', async (path, policy) => {
    const { headers } = await memoryApp({ assets }).request(path)
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': policy,
      'content-type': 'text/html; charset=utf-8',
      'referrer-policy': 'strict-origin',
      'permissions-policy': 'browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()',
      'x-content-type-options': 'nosniff',
    })
  })
})

describe('the frame', () => {
  it('may stand anywhere, also on cross-origin isolated pages and with an opaque origin (W5, W17, E7, clause 28)', async () => {
    for (const rest of ['embed/', 'embed/captioned/']) {
      const { status, headers } = await memoryApp().request(permalink + rest)
      expect(status).toBe(200)
      expect(headers.has('X-Frame-Options')).toBe(false)
      const policy = headers.get('Content-Security-Policy')!
      expect(policy).not.toContain('frame-ancestors')
      for (const name of ['img-src', 'style-src', 'script-src', 'connect-src']) expect(policy).toContain(`${name} ${BASE}/`)
      expect(policy).not.toContain("'self'")
      expect(headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp')
      expect(headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin')
      expect(headers.get('Access-Control-Allow-Origin')).toBe('*')
    }
  })

  it('answers HEAD as HTML (E7, iframely)', async () => {
    const response = await memoryApp().request(`${permalink}embed/`, { method: 'HEAD' })
    expect(response.status).toBe(200)
    expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
    expect(await response.text()).toBe('')
  })

  it('shows the caption only where it is asked to', async () => {
    expect(await textOf(`${permalink}embed/`)).not.toContain('north bank')
    expect(await textOf(`${permalink}embed/captioned/`)).toContain('north bank')
  })

  it('has the look its address names', async () => {
    const { request } = memoryApp()
    expect(await textOf(`${permalink}embed/?theme=dark`)).toContain('data-theme="dark"')
    expect(await textOf(`${permalink}embed/`)).not.toContain('data-theme')
    expect((await request(`${permalink}embed/?theme=pink`)).status).toBe(400)
    const redirect = await request(`/p/${bridge.shortcode}/embed/captioned?theme=light&x=y`)
    expect(redirect.status).toBe(301)
    expect(redirect.headers.get('Location')).toBe(`${BASE}/p/${bridge.shortcode}/embed/captioned/?theme=light`)
  })
})

describe('the start page', () => {
  it('shows what is public and live, newest first', async () => {
    const text = await textOf('/')
    const at = (code: string) => text.indexOf(`/p/${code}/`)
    expect(at(panorama.shortcode)).toBeGreaterThan(0)
    expect(at(panorama.shortcode)).toBeLessThan(at(portrait.shortcode))
    expect(at(portrait.shortcode)).toBeLessThan(at(bridge.shortcode))
    expect(text).not.toContain(privateMedia.shortcode)
    expect(text).not.toContain(withdrawnMedia.shortcode)
  })

  it('goes on after the media that the query names', async () => {
    const text = await textOf(`/?before=${portrait.shortcode}`)
    expect(text).toContain(`/p/${bridge.shortcode}/`)
    expect(text).not.toContain(`/p/${panorama.shortcode}/`)
  })

  it('refuses what is no shortcode, in words', async () => {
    const response = await memoryApp().request('/?before=%3Cb%3E')
    expect(response.status).toBe(400)
    const text = await response.text()
    expect(text).toContain('Expected a shortcode for before')
    expect(text).not.toContain('<b>')
  })
})

describe('the demonstration page', () => {
  it('has every kind of embed', async () => {
    const sample = { ...privateMedia, description: { ...privateMedia.description, keywords: ['placard sample'] } }
    const text = await (await memoryApp({ assets, media: [...fixtureMedia, sample] }).request('/demo/')).text()
    expect(text).not.toContain('<!-- placard:')
    const page = parsePage(text)
    const quotations = page.all('blockquote').filter(({ attributes }) => attributes.class === 'placard')
    const cites = quotations.map(({ attributes }) => attributes.cite)
    for (const code of [portrait.shortcode, panorama.shortcode, privateMedia.shortcode, 'Unknown'])
      expect(cites).toContain(`${BASE}/p/${code}/`)
    expect(quotations.filter(({ attributes }) => attributes['data-placard-mode'] === 'frame')).toHaveLength(1)
    expect(page.all('placard-embed')).toHaveLength(1)
    expect(page.all('blockquote').filter(({ attributes }) => attributes.class === undefined)).toHaveLength(1)
    expect(text).not.toMatch(/Secret Author|Not for you/)
  })

  it("names no private picture of the owner's", async () => {
    expect(await (await memoryApp({ assets }).request('/demo/')).text()).not.toContain(privateMedia.shortcode)
  })

  it('stands for a collection with nothing in it', async () => {
    const response = await memoryApp({ assets, media: [] }).request('/demo/')
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('no picture for this place')
  })

  it('gets its slash', async () => {
    expect((await memoryApp({ assets }).request('/demo')).headers.get('Location')).toBe(`${BASE}/demo/`)
  })
})
