import { describe, expect, it } from 'vitest'
import { buildLiveCard } from '../../../server/core/card/card-data.ts'
import { creditFor } from '../../../server/core/credit/credit.ts'
import { linksFor } from '../../../server/core/identity/links.ts'
import type { Description, Media } from '../../../server/core/media.ts'
import { cutText } from '../../../server/http/pages/head-tags.ts'
import { mediaPage } from '../../../server/http/pages/media-page.ts'
import { bridge, cutout, inDefault, portrait } from '../../fixtures/media.ts'
import { type PageDocument, parsePage } from '../../support/document.ts'

const baseUrl = 'https://placard.example'
const provider = { name: 'Placard Pictures', url: 'https://placard.example/' }
const snippets = { full: '<full & whole>', noScript: '<no-script>', frame: '<frame>', scriptOnly: '<script-only>' }

function textOf(media: Media, jsonLd: unknown = {}): string {
  const links = linksFor(baseUrl, media)
  const credit = creditFor(media, links.permalink)
  const card = buildLiveCard(media, credit, links, baseUrl)
  return mediaPage({ media, links, credit, card, jsonLd, provider, baseUrl, snippets }).toString()
}

function pageOf(media: Media): PageDocument {
  return parsePage(textOf(media))
}

function withDescription(change: Partial<Description>): Media {
  return { ...bridge, description: { ...bridge.description, ...change } }
}

function meta(page: PageDocument, property: string): string | undefined {
  return page.all('meta').find(({ attributes }) => attributes.property === property || attributes.name === property)?.attributes.content
}

describe('the head of a media page', () => {
  const text = textOf(bridge)
  const page = pageOf(bridge)

  it.each(['json', 'xml'])('tells where its oEmbed answer is, within the first KB, absolute, with `&amp;`: %s (E8)', (format) => {
    const type = format === 'json' ? 'application/json+oembed' : 'text/xml+oembed'
    const link = `<link rel="alternate" type="${type}" href="https://placard.example/oembed?url=https%3A%2F%2Fplacard.example%2Fp%2FC6aHDKgAQA%2F&amp;format=${format}">`
    expect(text.slice(0, 1024)).toContain(link)
  })

  it('tells a consumer without oEmbed picture, title and credit (E17)', () => {
    expect(meta(page, 'og:type')).toBe('website')
    expect(meta(page, 'og:title')).toBe('The bridge at dusk')
    expect(meta(page, 'og:description')).toMatch(
      /^Photo: Zoë Łęcka \/ Placard Pictures · .*CC BY 4\.0.* — A suspension bridge over calm water, seen from the north bank\.$/,
    )
    expect(meta(page, 'og:url')).toBe('https://placard.example/p/C6aHDKgAQA/')
    expect(meta(page, 'og:site_name')).toBe('Placard Pictures')
    expect(meta(page, 'og:image')).toBe('https://placard.example/t/C6aHDKgAQA/1/1280.jpg')
    expect([meta(page, 'og:image:width'), meta(page, 'og:image:height')]).toEqual(['1280', '853'])
    expect(meta(page, 'og:image:alt')).toBe('A red suspension bridge below a low sun')
    expect(meta(page, 'twitter:card')).toBe('summary_large_image')
  })

  it('names the true size of the largest image of a small picture', () => {
    const small = pageOf(cutout)
    expect([meta(small, 'og:image:width'), meta(small, 'og:image:height')]).toEqual(['400', '400'])
  })

  it('keeps title and description within 80 and 250 characters', () => {
    const long = 'The long, long way home '.repeat(30)
    const page = pageOf(withDescription({ title: inDefault(long), caption: inDefault(long) }))
    expect([...(meta(page, 'og:title') ?? '')].length).toBeLessThanOrEqual(80)
    expect([...(meta(page, 'og:description') ?? '')].length).toBeLessThanOrEqual(250)
    expect(meta(page, 'og:description')).toMatch(/^Photo: Zoë Łęcka/)
  })

  it('names the permalink, the creator and the licence', () => {
    expect(page.one('link', { rel: 'canonical' }).attributes.href).toBe('https://placard.example/p/C6aHDKgAQA/')
    expect(page.one('link', { rel: 'license' }).attributes.href).toBe('https://creativecommons.org/licenses/by/4.0/')
    expect(meta(page, 'author')).toBe('Zoë Łęcka')
  })

  it('reserves data mining only where the owner does', () => {
    expect(meta(page, 'tdm-reservation')).toBe('1')
    expect(meta(pageOf(portrait), 'tdm-reservation')).toBeUndefined()
  })

  it('carries JSON-LD that no text can end', () => {
    const hostile = { name: '</script><script>alert(1)</script>', url: 'https://placard.example/?a=1&b=2' }
    const block = parsePage(textOf(bridge, hostile)).one('script', { type: 'application/ld+json' })
    expect(JSON.parse(block.text)).toEqual(hostile)
  })
})

describe('the picture of a media page', () => {
  const image = (media: Media) => pageOf(media).one('img', { fetchpriority: 'high' }).attributes

  it('is large, loads at once and keeps its place', () => {
    expect(image(bridge)).toMatchObject({ width: '1920', height: '1280', alt: 'A red suspension bridge below a low sun' })
    expect(image(bridge)).not.toHaveProperty('loading')
    expect(image(bridge).srcset).toContain('https://placard.example/t/C6aHDKgAQA/1/1920.jpg 1920w')
  })

  it('asks for no more than the wall holds', () => {
    expect(image(portrait).sizes).toBe('min(100vw, 52.0vh, 800px)')
  })

  it('is described at length where the owner did', () => {
    expect(image(bridge)['aria-describedby']).toBe('description')
    expect(image(portrait)).not.toHaveProperty('aria-describedby')
  })
})

describe('the facts of a media page', () => {
  const facts = (media: Media) =>
    pageOf(media)
      .all()
      .flatMap(({ name, text }) => (name === 'dt' || name === 'dd' ? [text] : []))

  it('tell everything that is known, in words', () => {
    expect(facts(bridge)).toEqual([
      ...['Creator', 'Zoë Łęcka'],
      ...['Credit line', 'Placard Pictures'],
      ...['Copyright notice', '© 2026 Zoë Łęcka'],
      ...['Licence', 'Licensed under Creative Commons Attribution 4.0 International (CC BY 4.0)'],
      ...['Usage terms', 'Credit the photographer next to the picture.'],
      ...['Get a licence', 'Placard Pictures'],
      ...['Source', 'Zoë Łęcka'],
      ...['Data mining', 'Prohibited'],
      ...['Date', '1 March 2026, 18:05'],
      ...['Place', 'Northbank'],
      ...['How it was made', 'Taken with a digital camera'],
      ...['Keywords', 'bridgedusk'],
      ...['Original', '2000 × 1333 pixels'],
      ...['Permanent address', 'https://placard.example/p/C6aHDKgAQA/'],
    ])
  })

  it('leave out what is not', () => {
    expect(
      pageOf(cutout)
        .all('dt')
        .map(({ text }) => text),
    ).toEqual(['Original', 'Permanent address'])
  })

  it('have the licence where the frame sends readers: #licence', () => {
    expect(pageOf(bridge).one('div', { id: 'licence' }).text).toContain('Creative Commons Attribution 4.0')
  })

  it('show no invisible character and no link but http (W13)', () => {
    const media = withDescription({ place: 'North\u202Ebank\u200B', creators: [{ name: 'Eve', url: 'javascript:alert(1)' }] })
    expect(facts(media)).toContain('Northbank')
    expect(textOf(media)).not.toContain('javascript:')
  })
})

describe('the words of a media page', () => {
  it('stand in each language that the owner gave, named by its tag', () => {
    const media = withDescription({
      caption: [
        { lang: 'x-default', text: 'A bridge' },
        { lang: 'en', text: 'A bridge' },
        { lang: 'de', text: 'Eine Brücke' },
      ],
    })
    const texts = pageOf(media)
      .all('p')
      .filter(({ attributes }) => attributes.class === 'text')
    expect(texts.map(({ attributes, text }) => [attributes.lang, text]).slice(0, 2)).toEqual([
      ['en', 'A bridge'],
      ['de', 'Eine Brücke'],
    ])
  })
})

describe('what a media page offers to copy', () => {
  const page = pageOf(bridge)

  it.each([
    ['address', 'https://placard.example/p/C6aHDKgAQA/'],
    ['embed-full', '<full & whole>'],
    ['embed-script', '<script-only>'],
    ['embed-no-script', '<no-script>'],
    ['embed-frame', '<frame>'],
  ])('has %s in a labelled field that can only be read', (id, text) => {
    const field = page.one('textarea', { id })
    expect(field.text).toBe(text)
    expect(field.attributes).toHaveProperty('readonly')
    expect(page.one('label', { for: id }).text).not.toBe('')
  })

  it('has the whole credit as text and as HTML', () => {
    expect(page.one('textarea', { id: 'credit-text' }).text).toContain('https://creativecommons.org/licenses/by/4.0/')
    expect(page.one('textarea', { id: 'credit-html' }).text).toContain('<a href="https://placard.example/p/C6aHDKgAQA/">')
  })

  it('hides its buttons until the script that makes them work is there', () => {
    const buttons = page.all('button')
    // The tenth closes the chooser, which is not seen before it is opened.
    expect(buttons.length).toBe(10)
    const shown = buttons.filter(({ attributes }) => !('hidden' in attributes))
    expect(shown.map(({ attributes }) => attributes['data-closes'])).toEqual([''])
    expect(buttons.every(({ attributes }) => attributes.type === 'button')).toBe(true)
    expect(page.one('p', { id: 'copied' }).attributes).toMatchObject({ role: 'status', 'aria-live': 'polite' })
  })
})

describe('cutText', () => {
  it.each([
    ['as it is', 'nine char', 9, 'nine char'],
    ['between words', 'one two three four', 12, 'one two…'],
    ['inside the only word', 'Donaudampfschiff', 8, 'Donauda…'],
    ['by characters, not by halves of them', '🏞️🏞️🏞️🏞️', 3, '🏞️…'],
    ['without line breaks', 'a\n\n b', 10, 'a b'],
  ])('keeps a text %s', (_case, text, max, expected) => {
    expect(cutText(text, max)).toBe(expected)
  })
})
