import { describe, expect, it } from 'vitest'
import { parse5Parser } from '../../server/adapters/html-parser/parse5.ts'
import type { PictureFile } from '../../server/core/check/file-facts.ts'
import type { Description } from '../../server/core/media.ts'
import type { Fetcher, FetchResult } from '../../server/ports/fetcher.ts'
import { checkPages } from '../../server/usecases/check/check-pages.ts'
import type { CheckedPicture, CheckedTarget, CheckOutcome, CheckReport, CheckRule } from '../../server/wire/check-report.ts'
import { inDefault, silent } from '../fixtures/media.ts'

const PAGE = 'https://courier.example/story/'
const BY = 'https://creativecommons.org/licenses/by/4.0/'

interface Site {
  /** By address: a page as text, or what the file of a picture says. */
  readonly [url: string]: string | Partial<Description> | { readonly headers: Record<string, string>; readonly body: string }
}

function answerOf(site: Site, url: string): FetchResult {
  const entry = site[url] ?? site[new URL(url).pathname]
  if (entry === undefined) return { kind: 'fetched', url, status: 404, headers: {}, bytes: new Uint8Array(), isCut: false }
  const isPage = typeof entry === 'string' || 'body' in entry
  const sent = typeof entry === 'object' && 'headers' in entry ? entry.headers : {}
  const body = typeof entry === 'string' ? entry : 'body' in entry ? entry.body : url
  const headers = { 'content-type': isPage ? 'text/html; charset=utf-8' : 'image/jpeg', ...sent }
  return { kind: 'fetched', url, status: 200, headers, bytes: new TextEncoder().encode(body), isCut: false }
}

const SILENT_FILE: PictureFile = { kind: 'JPEG', width: 600, height: 400, description: silent, carriers: [], leaks: [], notes: [] }

/** The report on a site that stands in memory. */
async function check(site: Site, url = PAGE, file: Partial<PictureFile> = {}): Promise<CheckReport> {
  const fetcher: Fetcher = { get: async (asked) => answerOf(site, asked) }
  const read = async (bytes: Uint8Array): Promise<PictureFile> => {
    const entry = site[new URL(new TextDecoder().decode(bytes)).pathname] ?? {}
    return { ...SILENT_FILE, ...file, description: { ...silent, ...(typeof entry === 'string' ? {} : (entry as Partial<Description>)) } }
  }
  return checkPages({ fetcher, parser: parse5Parser(), metadata: { read } }, { urls: [url], minimum: 0 })
}

async function only(site: Site, file: Partial<PictureFile> = {}): Promise<CheckedPicture> {
  const { targets } = await check(site, PAGE, file)
  const [picture, ...others] = targets[0]?.pictures ?? []
  if (picture === undefined || others.length > 0) throw new Error(`Expected one picture but received ${others.length + (picture ? 1 : 0)}`)
  return picture
}

const outcome = (picture: CheckedPicture, rule: CheckRule) => picture.results.find((result) => result.rule === rule)?.outcome
const onPage = (body: string, more: Site = {}, head = '') =>
  only({ [PAGE]: `<!doctype html><title>Story</title>${head}<main><h1>The crossing</h1>${body}</main>`, '/a.jpg': {}, ...more })

const CREDITED: Partial<Description> = {
  creators: [{ name: 'Zoë Łęcka' }],
  copyrightNotice: inDefault('© 2026 Zoë Łęcka'),
  licenceUrl: BY,
}
const img = (more = 'alt="A red bridge" width="600" height="400"') => `<img src="/a.jpg" ${more}>`

describe('the creator', () => {
  it.each<[string, CheckOutcome]>([
    [`<figure>${img()}<figcaption>The bridge. Photo: Zoë Łęcka</figcaption></figure>`, 'pass'],
    [`<figure>${img()}<figcaption>The bridge (Foto: Zoë Łęcka/Agentur)</figcaption></figure>`, 'pass'],
    [`<figure>${img()}<figcaption>Photograph by Ada Ng</figcaption></figure>`, 'pass'],
    [`<figure>${img()}<figcaption>Courtesy of the Harbour Museum</figcaption></figure>`, 'pass'],
    [`<figure>${img()}<figcaption>Boats at noon. Jane Doe/AFP</figcaption></figure>`, 'pass'],
    [`<figure>${img()}<figcaption>写真：山田太郎</figcaption></figure>`, 'pass'],
    [`<figure>${img()}<figcaption>تصوير: مريم</figcaption></figure>`, 'pass'],
    [`<figure>${img()}</figure><p class="credit">Crédit photo : Ada Ng</p>`, 'pass'],
    [`<blockquote>${img()} The bridge · Photo: Ada Ng</blockquote>`, 'pass'],
    [`<figure>${img()}<figcaption>© 2026 Harbour Pictures</figcaption></figure>`, 'part'],
    [`<figure>${img()}<figcaption>The bridge in the evening light</figcaption></figure>`, 'fail'],
    [`${img()}<p>In the photograph a bridge can be seen.</p>`, 'fail'],
    [`${img()}<p>${'word '.repeat(400)}</p><p>Photo: Ada Ng</p>`, 'fail'],
    [img(), 'fail'],
  ])('of %s: %s', async (body, expected) => {
    expect(outcome(await onPage(body), 'creator')).toBe(expected)
  })

  it('is found by the name that the file has, however the caption says it', async () => {
    const body = `<figure>${img()}<figcaption>Seen by ZOË ŁĘCKA on a walk</figcaption></figure>`
    expect(outcome(await onPage(body, { '/a.jpg': CREDITED }), 'creator')).toBe('pass')
  })

  it('that only the file, or only a machine, is told counts in part', async () => {
    expect(outcome(await onPage(img(), { '/a.jpg': CREDITED }), 'creator')).toBe('part')
    const jsonLd = `<script type="application/ld+json">{"@type":"ImageObject","contentUrl":"/a.jpg","creator":{"name":"Ada Ng"}}</script>`
    expect(outcome(await onPage(img(), {}, jsonLd), 'creator')).toBe('part')
  })

  it('of a neighbour is not its own', async () => {
    const body = `${img()}<figure><img src="/b.jpg" alt="Boats"><figcaption>Photo: Ada Ng</figcaption></figure>`
    const { targets } = await check({ [PAGE]: body, '/a.jpg': {}, '/b.jpg': {} })
    expect(targets[0]?.pictures.map((picture) => outcome(picture, 'creator'))).toEqual(['fail', 'pass'])
  })

  it('of a gallery is that of all its pictures', async () => {
    const figure = (name: string) => `<figure><img src="/${name}.jpg" alt="Boats"><figcaption>Boat ${name}</figcaption></figure>`
    const body = `<figure class="gallery">${figure('a')}${figure('b')}</figure><p>Photos: Ada Ng</p>`
    const { targets } = await check({ [PAGE]: body.replace('Photos', 'Photo'), '/a.jpg': {}, '/b.jpg': {} })
    expect(targets[0]?.pictures.map((picture) => outcome(picture, 'creator'))).toEqual(['pass', 'pass'])
  })
})

describe('the licence', () => {
  const figure = (caption: string) => `<figure>${img()}<figcaption>${caption}</figcaption></figure>`
  it.each<[string, CheckOutcome, string?]>([
    [figure(`<a href="${BY}">CC BY 4.0</a>`), 'pass'],
    [figure('<a rel="license" href="/terms">Terms</a>'), 'pass'],
    [figure('<a href="http://rightsstatements.org/vocab/InC/1.0/">In Copyright</a>'), 'pass'],
    [figure('Photo: Ada Ng, CC BY-SA 3.0'), 'part'],
    [figure('Public domain'), 'part'],
    [figure('© Ada Ng, all rights reserved'), 'part'],
    [img(), 'part', `<link rel="license" href="${BY}">`],
    [figure('<a href="https://example.org/">More</a>'), 'fail'],
  ])('of %s: %s', async (body, expected, head) => {
    expect(outcome(await onPage(body, {}, head), 'licence')).toBe(expected)
  })

  it('by ccREL holds for what it is said about', async () => {
    const body = `<div about="/a.jpg">${img()}<span rel="license" href="${BY}"></span></div>`
    const picture = await onPage(body)
    expect(picture.results.find(({ rule }) => rule === 'licence')?.evidence).toEqual([{ where: 'rdfa', value: BY }])
    expect(outcome(await onPage(body.replace('about="/a.jpg"', 'about="/other.jpg"')), 'licence')).toBe('fail')
  })

  it('of a page with several pictures is not surely that of each', async () => {
    const site = { [PAGE]: `<link rel="license" href="${BY}">${img()}<img src="/b.jpg" alt="Boats">`, '/a.jpg': {}, '/b.jpg': {} }
    const { targets } = await check(site)
    expect(targets[0]?.pictures.flatMap(({ results }) => results.filter(({ rule }) => rule === 'licence')).map(({ says }) => says)).toEqual(
      [
        'A licence is named for the page as a whole, which has several pictures.',
        'A licence is named for the page as a whole, which has several pictures.',
      ],
    )
  })

  it('is the page that the file names as its statement, where the picture leads to it', async () => {
    const body = `<a href="https://owner.example/p/1/">${img()}</a>`
    expect(outcome(await onPage(body, { '/a.jpg': { licenceUrl: 'https://owner.example/p/1/' } }), 'licence')).toBe('pass')
  })
})

describe('the source', () => {
  it.each<[string, CheckOutcome]>([
    [`<a href="https://owner.example/p/1/">${img()}</a>`, 'pass'],
    [`<figure>${img()}<figcaption>See <a href="/harbour/">the harbour</a></figcaption></figure>`, 'pass'],
    [`<figure>${img()}<figcaption><a href="${BY}">CC BY 4.0</a></figcaption></figure>`, 'fail'],
    [`<a href="/a.jpg">${img()}</a>`, 'fail'],
  ])('of %s: %s', async (body, expected) => {
    expect(outcome(await onPage(body), 'source')).toBe(expected)
  })

  it('of a file alone may be a header, an address in it, or in part a name', async () => {
    const sourceOf = async (url: string, site: Site, file: Partial<PictureFile> = {}) => {
      const [picture] = (await check(site, url, file)).targets[0]?.pictures ?? []
      return picture && outcome(picture, 'source')
    }
    const address = 'https://courier.example/a.jpg'
    expect(await sourceOf(address, { '/a.jpg': {} })).toBe('fail')
    expect(await sourceOf(address, { '/a.jpg': { source: 'Harbour Museum' } })).toBe('part')
    expect(await sourceOf(address, { '/a.jpg': {} }, { workUrl: 'https://owner.example/p/1/' })).toBe('pass')
    expect(
      await sourceOf(address, { '/a.jpg': { headers: { link: '</p/1/>; rel=describedby', 'content-type': 'image/jpeg' }, body: address } }),
    ).toBe('pass')
  })
})

describe('alt text', () => {
  it.each<[string, CheckOutcome]>([
    ['alt="A red bridge below a low sun"', 'pass'],
    ['alt="DSC_0042.jpg"', 'part'],
    ['alt="image"', 'part'],
    ['alt=""', 'part'],
    ['', 'fail'],
  ])('%s: %s', async (attributes, expected) => {
    expect(outcome(await onPage(img(attributes)), 'alt')).toBe(expected)
  })

  it('may be empty where the link around the picture says it', async () => {
    expect(outcome(await onPage(`<a href="/p/">${img('alt=""')} The bridge at dusk</a>`), 'alt')).toBe('pass')
  })
})

describe('what a page shows', () => {
  it('is one picture in all its sizes and places', async () => {
    const body = `<picture><source srcset="/a-1200.webp 2x, /a-600.webp"><img src="/a.jpg" srcset="/a-300.jpg 300w,/a.jpg 600w"></picture>
<video poster="/a-1200.webp"></video>`
    const picture = await onPage(body, {}, '<meta property="og:image" content="/a-300.jpg">')
    expect([picture.url, picture.shownBy]).toEqual(['https://courier.example/a.jpg', 'img'])
  })

  it('is read without script, from its base, in frames and in shadow roots that are declared', async () => {
    const site = {
      [PAGE]: `<base href="/files/"><noscript><img src="a.jpg"></noscript><div><template shadowrootmode="open"><img src="b.jpg"></template></div>
<template><img src="never.jpg"></template><iframe src="/frame/"></iframe><iframe hidden src="/hidden/"></iframe><script>document.write('<img src=x.jpg>')</script>`,
      '/frame/': '<img src="c.jpg">',
      '/hidden/': '<img src="d.jpg">',
    }
    const { targets } = await check(site)
    expect(targets[0]?.pictures.map(({ url, frame }) => [new URL(url).pathname, frame])).toEqual([
      ['/files/a.jpg', undefined],
      ['/files/b.jpg', undefined],
      ['/frame/c.jpg', 'https://courier.example/frame/'],
    ])
  })

  it('is not its furniture', async () => {
    const body = `<header><img src="/logo.svg" alt="The Courier"></header><img src="/i.png" width="16" height="16" alt="">
<img src="/p.gif" role="presentation"><nav><img src="/n.png" alt=""></nav><article><header><img src="/lead.jpg" alt="A bridge"></header></article>`
    const { targets } = await check({ [PAGE]: body })
    expect(targets[0]).toMatchObject({ kind: 'page', pictures: [], decorations: 5, notes: [expect.stringMatching('no picture')] })
    expect(targets[0]).not.toHaveProperty('score')
  })

  it('is judged up to a bound that the report names', async () => {
    const pictures = Array.from({ length: 41 }, (_, index) => `<img src="/${index}.jpg">`).join('')
    const { targets } = await check({ [PAGE]: pictures })
    expect([targets[0]?.pictures.length, targets[0]?.notes]).toEqual([40, ['Only the first 40 of 41 pictures were judged.']])
  })

  it('names no file of this machine, and no script', async () => {
    const { targets } = await check({
      [PAGE]: '<img src="file:///etc/passwd"><img src="javascript:alert(1)"><img src="data:image/gif;base64,R0">',
    })
    expect(targets[0]?.pictures).toEqual([])
  })
})

describe('structured data', () => {
  const works: readonly (readonly [string, string])[] = [
    [
      'JSON-LD',
      `<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":["WebPage"],"primaryImageOfPage":{"@type":"ImageObject",
"contentUrl":"https://courier.example/a.jpg","license":"${BY}","creator":{"@id":"#z"}}},{"@id":"#z","@type":"Person","name":"Zoë Łęcka"}]}</script>`,
    ],
    [
      'microdata',
      `<div itemscope itemtype="https://schema.org/ImageObject"><meta itemprop="contentUrl" content="/a.jpg"><a itemprop="license" href="${BY}"></a>
<span itemprop="creator" itemscope itemtype="https://schema.org/Person"><meta itemprop="name" content="Zoë Łęcka"></span></div>`,
    ],
    [
      'RDFa',
      `<div vocab="https://schema.org/" typeof="ImageObject"><link property="contentUrl" href="/a.jpg"><a property="license" href="${BY}"></a>
<span property="creator" typeof="Person"><meta property="name" content="Zoë Łęcka"></span></div>`,
    ],
  ]
  it.each(works)('in %s satisfies a search', async (_name, markup) => {
    const picture = await onPage(`${markup}${img()}`)
    expect(outcome(picture, 'search')).toBe('pass')
    expect(picture.results[0]?.evidence.map(({ value }) => value)).toContain('Zoë Łęcka')
  })

  it.each([
    ['"contentUrl":"/a.jpg","license":"CC BY"', 'license is no http or https address'],
    ['"contentUrl":"/a.jpg","license":"javascript:x"', 'license is no http or https address'],
    ['"contentUrl":["/a.jpg","data:x"],"license":"https://creativecommons.org/licenses/by/4.0/"', 'contentUrl is no http or https address'],
    ['"thumbnailUrl":"/a.jpg"', 'contentUrl is missing, so nobody knows of which picture this is said'],
  ])('with a fault says which: %s', async (json, problem) => {
    const block = `<script type="application/ld+json">{"@type":"ImageObject",${json},"creditText":"Ada Ng"}</script>`
    const result = (await onPage(img(), {}, block)).results.find(({ rule }) => rule === 'search')
    expect(result).toMatchObject({ outcome: 'part', says: `Structured data has a fault: ${problem}.` })
  })

  it('that is no JSON is told of the page', async () => {
    const { targets } = await check({ [PAGE]: `<script type="application/ld+json">{"@type":}</script>${img()}` })
    expect(targets[0]?.notes).toEqual(['A block of JSON-LD is no JSON.'])
  })

  it('of any depth is survived', async () => {
    const deep = `${'{"a":['.repeat(20_000)}${']}'.repeat(20_000)}`
    expect((await check({ [PAGE]: `<script type="application/ld+json">${deep}</script>${img()}` })).targets[0]?.kind).toBe('page')
  })

  it('is not asked of a page that no search lists; the file alone satisfies one that does', async () => {
    expect(outcome(await onPage(img(), {}, '<meta name="robots" content="noindex">'), 'search')).toBe('skip')
    expect(outcome(await onPage(img(), { '/a.jpg': CREDITED }), 'search')).toBe('pass')
  })
})

describe('the file', () => {
  it('carries all, a part, or nothing of its credit', async () => {
    expect(outcome(await onPage(img(), { '/a.jpg': CREDITED }), 'file')).toBe('pass')
    expect(outcome(await onPage(img(), { '/a.jpg': { creators: [{ name: 'Ada Ng' }] } }), 'file')).toBe('part')
    expect(outcome(await onPage(img()), 'file')).toBe('fail')
    expect(outcome(await onPage('<img src="/gone.jpg" alt="Gone">'), 'file')).toBe('fail')
  })

  it('and the page must agree', async () => {
    const caption = (name: string, url: string) =>
      `<figure>${img()}<figcaption>Photo: ${name}, <a href="${url}">licence</a></figcaption></figure>`
    const agreement = async (name: string, url: string) => outcome(await onPage(caption(name, url), { '/a.jpg': CREDITED }), 'agreement')
    expect(await agreement('Zoë Łęcka', `${BY}deed.de`)).toBe('pass')
    expect(await agreement('Ada Ng', BY)).toBe('fail')
    expect(await agreement('Zoë Łęcka', 'https://creativecommons.org/licenses/by-nc/4.0/')).toBe('fail')
  })

  it('that tells where it was taken is a fault', async () => {
    const picture = await only({ [PAGE]: img(), '/a.jpg': {} }, { leaks: ['position', 'serial number'] })
    expect(picture.results.find(({ rule }) => rule === 'privacy')).toMatchObject({
      outcome: 'fail',
      says: 'The file also tells: position, serial number.',
    })
  })

  it('must repeat a reservation of mining, and so must its headers', async () => {
    const reserved = { '/a.jpg': { dataMining: 'http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED' } }
    const meta = '<meta name="tdm-reservation" content="1">'
    expect(outcome(await onPage(img()), 'mining')).toBe('skip')
    expect(outcome(await onPage(img(), {}, meta), 'mining')).toBe('part')
    expect(outcome(await onPage(img(), reserved, meta), 'mining')).toBe('part')
  })
})

describe('a report', () => {
  it('names what cannot be read, and does not pass then', async () => {
    const { passed, targets } = await check({}, 'https://courier.example/none')
    const target: Partial<CheckedTarget> = { kind: 'unreadable', notes: ['It cannot be read: the server answers 404.'], pictures: [] }
    expect([passed, targets[0]]).toMatchObject([false, target])
  })

  it('passes at its minimum, and not one below', async () => {
    const site = { [PAGE]: img(), '/a.jpg': {} }
    const { score = 0 } = await check(site)
    expect(score).toBeGreaterThan(0)
    const passedAt = async (minimum: number) => {
      const fetcher: Fetcher = { get: async (asked) => answerOf(site, asked) }
      const deps = { fetcher, parser: parse5Parser(), metadata: { read: async () => SILENT_FILE } }
      return (await checkPages(deps, { urls: [PAGE], minimum })).passed
    }
    expect([await passedAt(score - 1), await passedAt(score), await passedAt(score + 1)]).toEqual([true, true, false])
  })

  it('reads a page in its own encoding', async () => {
    const bytes = Uint8Array.from(
      [...'<meta charset=iso-8859-1><title>Br']
        .map((one) => one.charCodeAt(0))
        .concat(0xfc, ...[...'cke</title>'].map((one) => one.charCodeAt(0))),
    )
    const fetcher: Fetcher = {
      get: async (url) => ({ kind: 'fetched', url, status: 200, headers: { 'content-type': 'text/html' }, bytes, isCut: false }),
    }
    const report = await checkPages(
      { fetcher, parser: parse5Parser(), metadata: { read: async () => SILENT_FILE } },
      { urls: [PAGE], minimum: 0 },
    )
    expect(report.targets[0]?.title).toBe('Brücke')
  })
})
