import { describe, expect, it } from 'vitest'
import { buildLiveCard } from '../../../server/core/card/card-data.ts'
import { creditFor } from '../../../server/core/credit/credit.ts'
import { buildJsonLd } from '../../../server/core/documents/json-ld.ts'
import { linksFor } from '../../../server/core/identity/links.ts'
import type { Media } from '../../../server/core/media.ts'
import { en } from '../../../server/core/words/en.ts'
import { framePage } from '../../../server/http/pages/frame-page.ts'
import { mediaPage } from '../../../server/http/pages/media-page.ts'
import { noticePage } from '../../../server/http/pages/notice-page.ts'
import { startPage } from '../../../server/http/pages/start-page.ts'
import { bridge, cutout, inDefault, panorama, portrait } from '../../fixtures/media.ts'
import { type PageDocument, parsePage } from '../../support/document.ts'

const baseUrl = 'https://placard.example'
const provider = { name: 'Placard Pictures', url: 'https://placard.example/' }
const snippets = { full: '<full & whole>', noScript: '<no-script>', frame: '<frame>', scriptOnly: '<script-only>' }

function cardOf(media: Media) {
  const links = linksFor(baseUrl, media)
  const credit = creditFor(media, links.permalink)
  return { media, links, credit, card: buildLiveCard(media, credit, links, baseUrl) }
}

function mediaText(media: Media): string {
  const parts = cardOf(media)
  const jsonLd = buildJsonLd(media, parts.credit, parts.links)
  return mediaPage({ ...parts, jsonLd, provider, baseUrl, snippets }).toString()
}

function frameText(media: Media, theme: 'auto' | 'light' | 'dark' = 'auto', caption = true): string {
  const { card, links, credit } = cardOf(media)
  return framePage({ reader: credit, card, links, caption, theme, baseUrl }).toString()
}

function startText(media: readonly Media[], nextBefore?: string): string {
  return startPage({
    reader: { words: en },
    provider,
    baseUrl,
    cards: media.map((each) => cardOf(each).card),
    ...(nextBefore && { nextBefore }),
  }).toString()
}

function noticeText(status: number, framed = false): string {
  return noticePage({
    reader: { words: en },
    status,
    title: 'No longer shown',
    message: 'Its owner has <withdrawn> it.',
    provider,
    baseUrl,
    framed,
  }).toString()
}

const PAGES: readonly (readonly [name: string, text: string])[] = [
  ['media page', mediaText(bridge)],
  ['media page of hostile words', mediaText(portrait)],
  ['media page of which nothing is said', mediaText(cutout)],
  ['start page', startText([bridge, portrait, panorama, cutout], 'C6aHDKgAQA')],
  ['empty start page', startText([])],
  ['notice', noticeText(410)],
]
const FRAMES: readonly (readonly [name: string, text: string])[] = [
  ['frame', frameText(bridge)],
  ['dark frame', frameText(portrait, 'dark')],
  ['framed notice', noticeText(410, true)],
]

describe.each([...PAGES, ...FRAMES])('every page: %s', (_name, text) => {
  const page = parsePage(text)

  it('is valid for an HTML parser', () => {
    expect(page.faults).toEqual([])
  })

  it('names its language, and has one main part and one title', () => {
    expect(page.one('html').attributes.lang).toBe('en')
    expect([page.all('main').length, page.all('head').length]).toEqual([1, 1])
    expect(page.one('title').text).not.toBe('')
  })

  it('holds no style and no script of its own (W12, O10)', () => {
    expect(
      page.all().filter(({ attributes }) => 'style' in attributes || Object.keys(attributes).some((name) => name.startsWith('on'))),
    ).toEqual([])
    expect(page.all('style')).toEqual([])
    const inline = page.all('script').filter(({ attributes }) => attributes.src === undefined && attributes.type !== 'application/ld+json')
    expect(inline).toEqual([])
  })

  it('repeats no id and refers to none that is not there', () => {
    const ids = page.all().flatMap(({ attributes }) => attributes.id ?? [])
    const named = ['for', 'aria-labelledby', 'aria-describedby', 'data-copy']
    const wanted = page.all().flatMap(({ attributes }) => named.flatMap((name) => attributes[name] ?? []))
    expect(new Set(ids).size).toBe(ids.length)
    expect(wanted.filter((id) => !ids.includes(id))).toEqual([])
  })

  it('gives every picture its size and a text', () => {
    for (const { attributes } of page.all('img')) {
      expect(Number(attributes.width)).toBeGreaterThan(0)
      expect(Number(attributes.height)).toBeGreaterThan(0)
      expect(attributes).toHaveProperty('alt')
    }
  })

  it('loads from its own base and links by http, to its own parts or to itself in another language', () => {
    const loaded = page.all().flatMap(({ attributes, name }) => (name === 'a' ? [] : (attributes.src ?? [])))
    expect(loaded.filter((url) => !url.startsWith(`${baseUrl}/`))).toEqual([])
    const hrefs = page.all('a').map(({ attributes }) => attributes.href ?? '')
    expect(hrefs.filter((href) => !/^(https?:\/\/|#(main|how|use)$|\?lang=[a-z]{2}$)/.test(href))).toEqual([])
    const ids = page.all().flatMap(({ attributes }) => attributes.id ?? [])
    expect(hrefs.filter((href) => href.startsWith('#') && !ids.includes(href.slice(1)))).toEqual([])
  })
})

describe.each(PAGES)('every whole page: %s', (_name, text) => {
  const page = parsePage(text)

  it('has one h1 and skips no level of headings', () => {
    const levels = page.all().flatMap(({ name }) => (/^h[1-6]$/.test(name) ? [Number(name[1])] : []))
    expect(levels.filter((level) => level === 1)).toEqual([1])
    expect(levels.every((level, index) => level <= (levels[index - 1] ?? 0) + 1)).toBe(true)
  })

  it('begins with a link to its main part', () => {
    expect(page.all('a')[0]?.attributes.href).toBe('#main')
    expect(page.one('main').attributes.id).toBe('main')
  })

  it('has an absolute icon that is a PNG (E18)', () => {
    expect(page.one('link', { rel: 'icon', type: 'image/png' }).attributes.href).toBe('https://placard.example/static/icon.png')
  })

  it('scales for every screen and knows light and dark', () => {
    expect(page.one('meta', { name: 'viewport' }).attributes.content).toBe('width=device-width, initial-scale=1')
    expect(page.one('meta', { name: 'color-scheme' }).attributes.content).toBe('light dark')
  })
})

describe('the start page', () => {
  const page = parsePage(startText([bridge, portrait, panorama, cutout, bridge], 'C6aHDKgAQA'))

  it('shows each picture with title and creator, linked to its page', () => {
    const pieces = page.all('a').filter(({ attributes }) => attributes.class === 'piece')
    expect(pieces.map(({ text }) => text)).toEqual([
      'The bridge at dusk',
      '"Fish & <chips>"',
      'Range in the morning',
      'Untitled',
      'The bridge at dusk',
    ])
    expect(pieces[0]?.attributes.href).toBe('https://placard.example/p/C6aHDKgAQA/')
    expect(page.one('main').text).toContain('Ada Ng')
  })

  it('says under which licence each picture is, or else the notice', () => {
    const rights = page.all('p').filter(({ attributes }) => attributes.class === 'rights')
    const [ofBridge, ofPortrait, ofPanorama] = rights.map(({ text }) => text)
    expect([ofBridge, ofPortrait, ofPanorama]).toEqual(['CC BY 4.0', '© Ada Ng, all rights reserved', 'Marked with CC0 1.0'])
    expect(
      page
        .all('a')
        .flatMap(({ attributes }) => (attributes.rel?.includes('license') ? [attributes.href] : []))
        .slice(0, 2),
    ).toEqual(['https://creativecommons.org/licenses/by/4.0/', 'https://creativecommons.org/publicdomain/zero/1.0/'])
  })

  it('begins the line of a licence as a line begins', () => {
    const noticed = { ...panorama, description: { ...panorama.description, copyrightNotice: inDefault('© 2026') } }
    expect(parsePage(startText([noticed])).one('p', { class: 'rights' }).text).toBe('Marked with CC0 1.0')
  })

  it('loads only the first pictures before they are looked at', () => {
    const loading = page.all('img').map(({ attributes }) => attributes.loading)
    // The first is the icon in the masthead.
    expect(loading).toEqual([undefined, undefined, undefined, undefined, undefined, 'lazy'])
  })

  it('puts the aspect ratio together from classes: 1.5, 0.67, 4', () => {
    const classes = page.all('li').flatMap(({ attributes }) => attributes.class ?? [])
    expect(classes.slice(0, 3)).toEqual(['ones-1 tenths-5 hundredths-0', 'ones-0 tenths-6 hundredths-7', 'ones-4 tenths-0 hundredths-0'])
  })

  it('leads to older pictures by a key', () => {
    expect(page.one('a', { rel: 'next' }).attributes.href).toBe('https://placard.example/?before=C6aHDKgAQA')
    expect(() => parsePage(startText([bridge])).one('a', { rel: 'next' })).toThrow('received 0')
  })

  it('offers three ways to embed, made from a picture of the collection', () => {
    expect(page.one('textarea', { id: 'way-address' }).text).toBe('https://placard.example/p/C6aHDKgAQA/')
    expect(page.one('textarea', { id: 'way-code' }).text).toContain(
      '<blockquote class="placard" cite="https://placard.example/p/C6aHDKgAQA/"',
    )
    expect(page.one('textarea', { id: 'way-oembed' }).text).toBe(
      "curl 'https://placard.example/oembed?url=https%3A%2F%2Fplacard.example%2Fp%2FC6aHDKgAQA%2F'",
    )
  })

  it('leads from its first lines to the ways to embed, and to the demonstration', () => {
    const links = page.all('a').map(({ attributes, text }) => [text, attributes.href])
    const first = links.findIndex(([text]) => text === 'How to embed a picture')
    expect(links.slice(first, first + 2)).toEqual([
      ['How to embed a picture', '#how'],
      ['Demonstration', 'https://placard.example/demo/'],
    ])
    expect(first).toBeLessThan(links.findIndex(([text]) => text === 'The bridge at dusk'))
  })

  it('says in an empty collection which command fills it', () => {
    expect(parsePage(startText([])).one('code').text).toBe('npm run placard -- import ~/Pictures')
  })
})

describe('the frame', () => {
  it('holds the card in its fixed order and nothing else', () => {
    const page = parsePage(frameText(bridge))
    const parts = page.all().flatMap(({ attributes }) => attributes.class ?? [])
    expect(parts).toEqual(['frame', 'frame-page', 'card', 'picture', 'label', 'title', 'byline', 'caption folded', 'rights', 'actions'])
    expect(page.all('header').length + page.all('footer').length).toBe(0)
  })

  it('leaves the caption out where it is not wanted', () => {
    expect(frameText(bridge, 'auto', false)).not.toContain('class="caption')
  })

  it('keeps a panorama above its label', () => {
    expect(parsePage(frameText(panorama)).one('article').attributes.class).toBe('card panorama')
  })

  it('opens every link in a window of its own, which cannot reach back (W15)', () => {
    const links = parsePage(frameText(bridge)).all('a')
    expect(links.length).toBeGreaterThan(2)
    expect(links.every(({ attributes }) => attributes.target === '_blank' && attributes.rel?.split(' ').includes('noopener'))).toBe(true)
  })

  it('is no page of its own for a search engine', () => {
    const page = parsePage(frameText(bridge))
    expect(page.one('meta', { name: 'robots' }).attributes.content).toBe('noindex')
    expect(page.one('link', { rel: 'canonical' }).attributes.href).toBe('https://placard.example/p/C6aHDKgAQA/')
  })

  it('loads the one script, which only reports its height', () => {
    expect(parsePage(frameText(bridge)).one('script').attributes).toEqual({
      src: 'https://placard.example/embed.js',
      async: '',
      charset: 'utf-8',
    })
  })

  it.each([
    ['auto', undefined, 'light dark'],
    ['light', 'light', 'light'],
    ['dark', 'dark', 'dark'],
  ] as const)('takes the theme %s', (theme, attribute, scheme) => {
    const page = parsePage(frameText(bridge, theme))
    expect(page.one('html').attributes['data-theme']).toBe(attribute)
    expect(page.one('meta', { name: 'color-scheme' }).attributes.content).toBe(scheme)
  })
})

describe('a notice', () => {
  const textOf = (page: PageDocument) => page.one('article').text

  it('says what happened, as text', () => {
    expect(textOf(parsePage(noticeText(410)))).toBe('No longer shown Its owner has <withdrawn> it. 410 · All pictures')
  })

  it('stands in the box of a card where it is framed', () => {
    const page = parsePage(noticeText(410, true))
    expect(page.one('article').attributes.class).toBe('card notice')
    expect(textOf(page)).toBe('No longer shown Its owner has <withdrawn> it.')
  })

  it.each([
    [401, 'place turned'],
    [404, 'place bare'],
    [410, 'place mark'],
    [500, 'place crooked'],
    [503, 'place crooked'],
  ])('looks its own way for %i', (status, look) => {
    expect(parsePage(noticeText(status)).one('div', { 'aria-hidden': 'true' }).attributes.class).toBe(look)
  })

  it('is there in every language, at an address that repeats nothing of the one that was asked for', () => {
    const switches = parsePage(noticeText(404))
      .all('a')
      .filter(({ attributes }) => attributes.hreflang !== undefined)
    expect(switches.map(({ attributes, text }) => `${text} ${attributes.href}`)).toEqual([
      'English ?lang=en',
      'Deutsch ?lang=de',
      'Français ?lang=fr',
      'Español ?lang=es',
      'العربية ?lang=ar',
      '日本語 ?lang=ja',
    ])
  })

  it('is never indexed', () => {
    expect(parsePage(noticeText(404)).one('meta', { name: 'robots' }).attributes.content).toBe('noindex')
  })
})

it('escapes what an owner wrote, on every page (W12)', () => {
  const hostile = { ...bridge, description: { ...bridge.description, title: inDefault('</textarea></title><script>alert(1)</script>') } }
  for (const text of [mediaText(hostile), frameText(hostile), startText([hostile])]) {
    expect(
      parsePage(text)
        .all('script')
        .map((script) => script.text),
    ).not.toContain('alert(1)')
  }
})
