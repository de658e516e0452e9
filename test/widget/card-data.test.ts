import { afterEach, describe, expect, it } from 'vitest'
import { parseAnswer } from '../../widget/card-data.ts'

const live = {
  status: 'live',
  code: 'Bk3x9',
  revision: 7,
  url: 'https://placard.example/p/Bk3x9/',
  title: { text: 'The bridge', lang: 'en' },
  byline: [{ text: 'Photo: ' }, { text: 'Zoë Łęcka', href: 'https://zoe.example/', rel: 'author noopener' }],
  rights: [{ text: 'CC BY 4.0', href: 'https://creativecommons.org/licenses/by/4.0/' }],
  picture: {
    src: 'https://placard.example/t/Bk3x9/7/640.jpg',
    srcset: 'https://placard.example/t/Bk3x9/7/640.jpg 640w',
    sources: [{ type: 'image/webp', srcset: 'https://placard.example/t/Bk3x9/7/640.webp 640w' }],
    sizes: '100vw',
    width: 640,
    height: 427,
    alt: 'A bridge',
    colour: '#6b7070',
  },
  creditText: 'The bridge — Zoë Łęcka',
  creditHtml: '<cite>The bridge</cite>',
  creditMarkdown: '[The bridge](https://placard.example/p/Bk3x9/)',
  creditWikitext: '[https://placard.example/p/Bk3x9/ The bridge]',
  embedCode: '<blockquote class="placard"></blockquote>',
}

const words = { lang: 'en', dir: 'ltr', more: 'more' }
const item = { ...live.picture, caption: { text: 'From the north', lang: 'en' } }
const video = {
  src: 'https://placard.example/v/Bk3x9/7/video.mp4',
  width: 1280,
  height: 720,
  tracks: [{ src: 'https://placard.example/v/Bk3x9/7/en.vtt', srclang: 'en', kind: 'captions', label: 'English' }],
}

const answer = (...data: unknown[]): unknown => ({ meta: { code: 200 }, words, data })
const parsed = (card: unknown) => parseAnswer(answer(card)).findCard('Bk3x9')

describe('an answer of /v1/cards', () => {
  afterEach(() => {
    for (const key of Object.keys(Object.prototype)) Reflect.deleteProperty(Object.prototype, key)
  })

  it('gives each card by its code, with every field it has', () => {
    expect(parsed(live)).toEqual(live)
    const more = { caption: { text: 'At dusk' }, items: [item, live.picture], video, licencePage: 'https://pictures.example/licence' }
    expect(parsed({ ...live, ...more })).toEqual({ ...live, ...more })
  })

  it.each(['private', 'unknown', 'embargoed', 'expired', 'withdrawn', 'disputed', 'restricted'])(
    'knows the notice of %s media, with its credit and without',
    (status) => {
      const notice = { status, code: 'Bk3x9', message: 'Not here.' }
      expect(parsed(notice)).toEqual(notice)
      const { title, byline, rights } = live
      const whole = { ...notice, title, byline, rights, link: { text: 'Original', href: 'https://placard.example/p/Bk3x9/' } }
      expect(parsed(whole)).toEqual(whole)
    },
  )

  it.each([
    ['no status', { ...live, status: undefined }],
    ['an unknown status', { ...live, status: 'lively' }],
    ['a number as code', { ...live, code: 5 }],
    ['a javascript: permalink (W12)', { ...live, url: 'javascript:alert(1)' }],
    ['a javascript: link in the byline (W12)', { ...live, byline: [{ text: 'x', href: 'javascript:alert(1)' }] }],
    ['a data: picture (W12)', { ...live, picture: { ...live.picture, src: 'data:image/svg+xml,<svg/>' } }],
    ['a relative permalink', { ...live, url: '/p/Bk3x9/' }],
    ['an element instead of a title (W11)', { ...live, title: { type: 'img', props: {}, constructor: undefined } }],
    ['an object as text', { ...live, title: { text: { toString: 'x' } } }],
    ['a byline that is no list', { ...live, byline: { length: 1, 0: { text: 'x' } } }],
    ['a fraction as width', { ...live, picture: { ...live.picture, width: 640.5 } }],
    ['no height', { ...live, picture: { ...live.picture, height: 0 } }],
    ['an unknown source', { ...live, picture: { ...live.picture, sources: [{ type: 'image/svg+xml', srcset: 'x' }] } }],
    ['a colour that is more', { ...live, picture: { ...live.picture, colour: '#fff;x:url(//evil)' } }],
    ['a javascript: film (W12)', { ...live, video: { ...video, src: 'javascript:alert(1)' } }],
    ['tracks of an unknown kind', { ...live, video: { ...video, tracks: [{ ...video.tracks[0], kind: 'metadata' }] } }],
    ['a carousel of texts', { ...live, items: ['x'] }],
    ['a javascript: licence page (W12)', { ...live, licencePage: 'javascript:alert(1)' }],
    ['a notice without a message', { status: 'private', code: 'Bk3x9' }],
    [
      'a notice with a javascript: link (W12)',
      { status: 'withdrawn', code: 'Bk3x9', message: 'Gone.', link: { text: 'x', href: 'javascript:alert(1)' } },
    ],
    [
      'a notice with a javascript: link in its rights (W12)',
      { status: 'withdrawn', code: 'Bk3x9', message: 'Gone.', rights: [{ text: 'x', href: 'javascript:alert(1)' }] },
    ],
    [
      'a notice whose title is an element (W11)',
      { status: 'withdrawn', code: 'Bk3x9', message: 'Gone.', title: { type: 'img', props: {} } },
    ],
    ['null', null],
    ['a string', 'live'],
  ])('leaves out a card with %s, and keeps its neighbour', (_name, card) => {
    const { findCard } = parseAnswer(answer(card, { ...live, code: 'other' }))
    expect(findCard('Bk3x9')).toBeUndefined()
    expect(findCard('other')).toEqual({ ...live, code: 'other' })
  })

  it.each([undefined, [], {}, 'x'])('is empty for %j as data', (data) => {
    expect(parseAnswer({ words, data }).findCard('Bk3x9')).toBeUndefined()
  })

  it('brings its words, all of them texts, without a prototype (W11)', () => {
    expect(parseAnswer(answer(live)).words).toEqual(words)
    expect(Object.getPrototypeOf(parseAnswer(answer(live)).words)).toBeNull()
  })

  it.each([undefined, null, 'x', {}, [], { lang: 5 }, { lang: 'en', more: {} }])('is none with %j as words', (wrong) => {
    expect(() => parseAnswer({ data: [live], words: wrong })).toThrow(TypeError)
  })

  it.each([undefined, null, 0, 'x', []])('is none if it is %j', (value) => {
    expect(() => parseAnswer(value)).toThrow(TypeError)
  })

  it('drops fields it does not know', () => {
    expect(parsed({ ...live, dangerouslySetInnerHTML: { __html: '<b>' } })).toEqual(live)
  })

  it('takes nothing from a polluted prototype, and has none (W11)', () => {
    Object.assign(Object.prototype, { href: 'https://evil.example/', lang: 'xx', caption: { text: 'evil' } })
    const card = parsed(live)
    expect(card).not.toHaveProperty('caption')
    expect(card?.status === 'live' && card.title).not.toHaveProperty('href')
    expect(Object.getPrototypeOf(card)).toBeNull()
  })
})
