import { describe, expect, it } from 'vitest'
import { buildSnippet, buildSnippets, type SnippetForm, type SnippetRequest } from '../../../server/core/card/snippet.ts'
import { creditFor } from '../../../server/core/credit/credit.ts'
import { linksFor } from '../../../server/core/identity/links.ts'
import type { Media } from '../../../server/core/media.ts'
import { bridge, cutout, fixtureMedia, inDefault, panorama, portrait, silent } from '../../fixtures/media.ts'
import { wordpressFilter } from '../../support/browser/wordpress-filter.ts'
import { type Element, elementsIn, type Node, parseHtml, parseXml, textIn } from '../../support/markup-tree.ts'
import { fc } from '../../support/properties.ts'

const baseUrl = 'https://placard.example'
const FORMS = ['full', 'no-script', 'frame', 'script-only'] as const satisfies readonly SnippetForm[]

function snippetOf(media: Media, options: Partial<SnippetRequest> = {}) {
  const links = linksFor(baseUrl, media)
  return buildSnippet({ media, credit: creditFor(media, links.permalink), links, baseUrl, form: 'full', caption: true, ...options })
}

function find(name: string, html: string): Element {
  const found = elementsIn(parseHtml(html)).find((element) => element.name === name)
  if (found === undefined) throw new Error(`Expected a <${name}> but received ${html}`)
  return found
}

/** An element of an expected tree. */
function el(name: string, attributes: Readonly<Record<string, string>>, ...children: readonly Node[]): Element {
  return { name, attributes, children }
}

const permalink = 'https://placard.example/p/C6aHDKgAQA/'
const thumbnail = (name: string) => `https://placard.example/t/C6aHDKgAQA/1/${name}`
const srcset = (format: string) =>
  [320, 480, 640, 960, 1280, 1920].map((width) => `${thumbnail(`${width}.${format}`)} ${width}w`).join(', ')
const sizes = '(max-width: 640px) 100vw, 640px'
const image = el('img', {
  src: thumbnail('640.jpg'),
  srcset: srcset('jpg'),
  sizes,
  width: '640',
  height: '427',
  alt: 'A red suspension bridge below a low sun',
  loading: 'lazy',
  decoding: 'async',
})
const picture = el('picture', {}, el('source', { type: 'image/webp', srcset: srcset('webp'), sizes }), image)
const work = el(
  'a',
  { href: permalink },
  picture,
  el('br', {}),
  el('cite', { property: 'dcterms:title', dir: 'auto', lang: 'en' }, 'The bridge at dusk'),
)
const creator = el('a', { href: 'https://zoe.example/', rel: 'author noopener noreferrer nofollow ugc' }, el('bdi', {}, 'Zoë Łęcka'))
const licence = el(
  'a',
  { href: 'https://creativecommons.org/licenses/by/4.0/', rel: 'license noopener noreferrer' },
  el('bdi', {}, 'CC BY 4.0'),
)
const acquire = el(
  'a',
  { href: 'https://pictures.example/licence/bridge', rel: 'noopener noreferrer nofollow ugc' },
  el('bdi', {}, 'Get a licence'),
)
const line = [
  ...[' · ', el('bdi', {}, 'Photo: '), creator, ' / ', el('bdi', {}, 'Placard Pictures')],
  ...[' · ', el('bdi', {}, 'A suspension bridge over calm water, seen from the north bank.')],
  ...[' · ', el('bdi', {}, '© 2026 Zoë Łęcka'), ' · ', licence, ' · ', acquire],
]
const quote = el(
  'blockquote',
  { class: 'placard', cite: permalink, 'data-placard-caption': 'on', about: permalink },
  el('p', {}, work, ...line),
)
const frameAttributes = {
  src: 'https://placard.example/p/C6aHDKgAQA/embed/captioned/',
  width: '640',
  title: 'The bridge at dusk · Photo: Zoë Łęcka / Placard Pictures',
  frameborder: '0',
  scrolling: 'no',
  loading: 'lazy',
  sandbox: 'allow-scripts allow-popups allow-popups-to-escape-sandbox',
  allow: '',
  referrerpolicy: 'strict-origin-when-cross-origin',
}
const script = el('script', { async: 'async', src: 'https://placard.example/embed.js', charset: 'utf-8' })

describe('the full snippet', () => {
  const { html, width, height } = snippetOf(bridge)
  const frame = el('iframe', { hidden: 'hidden', ...frameAttributes, height: String(height) })

  it('is fallback, hidden frame and script, and nothing else (O2, W15)', () => {
    expect(parseHtml(html)).toEqual([quote, frame, script])
  })

  it('is the same tree to an XML parser (oEmbed clause 24)', () => {
    expect(parseXml(html)).toEqual([quote, frame, script])
  })

  it('says its own size in whole pixels', () => {
    expect(width).toBe(640)
    // A picture of 638 x 425 and a label of some rows.
    expect(height).toBeGreaterThan(427 + 60)
    expect(height).toBeLessThan(427 + 180)
  })

  it('stands on one line, without any style', () => {
    expect(html).not.toMatch(/\n|style/)
  })
})

describe('the other forms', () => {
  const namesOf = (form: SnippetForm) =>
    parseHtml(snippetOf(bridge, { form }).html).map((node) => (typeof node === 'string' ? node : node.name))

  it.each([
    ['full', ['blockquote', 'iframe', 'script']],
    ['no-script', ['blockquote', 'iframe']],
    ['frame', ['iframe']],
    ['script-only', ['blockquote', 'script']],
  ] as const)('%s consists of %o', (form, names) => {
    expect(namesOf(form)).toEqual(names)
  })

  it('hide the frame where a fallback stands beside it, and only there', () => {
    expect(find('iframe', snippetOf(bridge, { form: 'no-script' }).html).attributes).toHaveProperty('hidden')
    expect(find('iframe', snippetOf(bridge, { form: 'frame' }).html).attributes).not.toHaveProperty('hidden')
  })

  it('leave the caption out of fallback, frame and height when asked', () => {
    const without = snippetOf(bridge, { caption: false })
    expect(find('blockquote', without.html).attributes).toMatchObject({ 'data-placard-caption': 'off' })
    expect(find('iframe', without.html).attributes).toMatchObject({ src: 'https://placard.example/p/C6aHDKgAQA/embed/' })
    expect(without.html).not.toContain('A suspension bridge')
    expect(without.height).toBeLessThan(snippetOf(bridge).height)
  })

  it('name one script for ever when asked (W4)', () => {
    const pin = { src: 'https://placard.example/w/1.2.3/0123456789abcdef/embed.js', integrity: 'sha384-q83v' }
    const attributes = { async: 'async', ...pin, crossorigin: 'anonymous', charset: 'utf-8' }
    expect(parseHtml(snippetOf(bridge, { pin }).html).at(-1)).toEqual(el('script', attributes))
    expect(snippetOf(bridge, { pin, form: 'no-script' }).html).not.toContain('/w/')
  })

  it('name the theme to script and frame when asked', () => {
    const { html } = snippetOf(bridge, { theme: 'dark' })
    expect(find('blockquote', html).attributes).toMatchObject({ 'data-placard-theme': 'dark' })
    expect(find('iframe', html).attributes).toMatchObject({ src: 'https://placard.example/p/C6aHDKgAQA/embed/captioned/?theme=dark' })
    expect(snippetOf(bridge).html).not.toContain('theme')
  })
})

describe('the fallback', () => {
  it.each([
    [{ width: 500, height: 750 }, '480', '320', thumbnail('480.jpg')],
    [{ width: 320, height: 240 }, '320', '213', thumbnail('320.jpg')],
  ])('inside %o shows a rendition in its true pixels', (box, width, height, src) => {
    expect(find('img', snippetOf(bridge, { box }).html).attributes).toMatchObject({ width, height, src })
  })

  it('shows the square crop, without candidates of another shape, where nothing else fits', () => {
    const { html } = snippetOf(bridge, { box: { width: 200, height: 150 } })
    expect(find('picture', html).children).toEqual([
      el('img', {
        src: thumbnail('150.jpg'),
        width: '150',
        height: '150',
        alt: 'A red suspension bridge below a low sun',
        loading: 'lazy',
        decoding: 'async',
      }),
    ])
  })

  it('is words alone where no picture fits', () => {
    const { html, width, height } = snippetOf(bridge, { box: { width: 1, height: 1 } })
    expect([width, height]).toEqual([1, 1])
    expect(elementsIn(parseHtml(html)).map(({ name }) => name)).not.toContain('img')
    expect(textIn([find('blockquote', html)])).toMatch(/^The bridge at dusk · Photo: Zoë Łęcka/)
  })

  it('keeps a caption of several paragraphs on its line', () => {
    const media = { ...bridge, description: { ...bridge.description, caption: inDefault('One.\n\nTwo.') } }
    expect(textIn([find('blockquote', snippetOf(media).html)])).toContain(' · One. Two. · ')
  })

  it('of a picture of which nothing is said is a link with a name', () => {
    expect(textIn([find('blockquote', snippetOf(cutout).html)])).toBe('Untitled')
    expect(find('img', snippetOf(cutout).html).attributes).toMatchObject({ alt: 'Untitled picture' })
  })
})

describe('a stock WordPress', () => {
  it('is left with a credit that reads well, and a frame (E5, E6)', () => {
    expect(wordpressFilter(snippetOf(bridge, { box: { width: 500, height: 750 } }).html)).toMatch(
      new RegExp(
        '^<blockquote><a href="https://placard.example/p/C6aHDKgAQA/">The bridge at dusk</a>' +
          ' · Photo: <a href="https://zoe.example/">Zoë Łęcka</a> / Placard Pictures' +
          ' · A suspension bridge over calm water, seen from the north bank. · © 2026 Zoë Łęcka' +
          ' · <a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>' +
          ' · <a href="https://pictures.example/licence/bridge">Get a licence</a></blockquote>' +
          '<iframe src="https://placard.example/p/C6aHDKgAQA/embed/captioned/" width="500" height="\\d+"' +
          ' title="The bridge at dusk · Photo: Zoë Łęcka / Placard Pictures" frameborder="0" scrolling="no"></iframe>$',
      ),
    )
  })

  it.each(fixtureMedia.map((media) => [media.shortcode, media] as const))('finds some text in every link of %s', (_code, media) => {
    const filtered = wordpressFilter(snippetOf(media).html)
    const links = elementsIn(parseHtml(filtered || '')).filter(({ name }) => name === 'a')
    expect(links.length).toBeGreaterThan(0)
    for (const link of links) expect(textIn([link]).trim()).not.toBe('')
  })

  it('embeds nothing of the form without a frame', () => {
    expect(wordpressFilter(snippetOf(bridge, { form: 'script-only' }).html)).toBe(false)
  })
})

describe('hostile texts', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', '/', '-', ']', '\0', '\u202e', '\ud800', ' ', 'a', '\n', '`', '=') }),
    fc.constantFrom(
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      '</blockquote>',
      '&lt;b&gt;',
      'javascript:alert(1)',
      ']]>',
    ),
  )
  const hostileMedia = fc
    .record({ title: text, caption: text, alt: text, name: text, url: text, line: text, notice: text, licence: text })
    .map(
      ({ title, caption, alt, name, url, line: creditLine, notice, licence: licenceUrl }): Media => ({
        ...bridge,
        description: {
          ...silent,
          ...{ title: inDefault(title), caption: inDefault(caption), altText: inDefault(alt), copyrightNotice: inDefault(notice) },
          ...{ creators: [{ name, url }], creditLine, licenceUrl, licensorUrl: url, source: name },
        },
      }),
    )
  const ELEMENTS = new Set(['blockquote', 'p', 'a', 'picture', 'source', 'img', 'br', 'cite', 'bdi', 'iframe', 'script'])
  const ATTRIBUTES = new Set(
    'class cite about property data-placard-caption href rel type srcset sizes src width height alt lang dir loading decoding hidden title frameborder scrolling sandbox allow referrerpolicy async charset'.split(
      ' ',
    ),
  )

  it('stay text: only our elements and attributes, one tree for HTML and XML, links to http and https (O2, W12)', () => {
    fc.assert(
      fc.property(hostileMedia, fc.constantFrom(...FORMS), (media, form) => {
        const { html } = snippetOf(media, { form })
        const tree = parseHtml(html)
        expect(parseXml(html)).toEqual(tree)
        for (const { name, attributes } of elementsIn(tree)) {
          expect(ELEMENTS).toContain(name)
          for (const attribute of Object.keys(attributes)) expect(ATTRIBUTES).toContain(attribute)
          if (attributes.href !== undefined) expect(attributes.href).toMatch(/^https?:\/\//)
        }
        expect(elementsIn(tree).filter(({ name }) => name === 'script' || name === 'iframe').length).toBe(
          { full: 2, 'no-script': 1, frame: 1, 'script-only': 1 }[form],
        )
      }),
      { numRuns: 1500 },
    )
  })

  it('come back from attributes and text as they were (O2)', () => {
    const given = `"Fish" & <chips> 'n' &amp; ]]>`
    const media = { ...portrait, description: { ...silent, title: inDefault(given), altText: inDefault(given) } }
    const { html } = snippetOf(media)
    expect(find('img', html).attributes.alt).toBe(given)
    expect(find('iframe', html).attributes.title).toBe(given)
    expect(textIn([find('cite', html)])).toBe(given)
  })

  it('cannot leave their direction behind (W13)', () => {
    const media = { ...panorama, description: { ...silent, title: inDefault('a\u202eb'), altText: inDefault('c\u2067d') } }
    expect(snippetOf(media).html).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
  })
})

it('makes of all forms together what it makes of each alone', () => {
  const links = linksFor(baseUrl, bridge)
  const pin = { src: `${baseUrl}/w/0.1.0/0123456789abcdef/embed.js`, integrity: 'sha384-test' }
  const together = buildSnippets({ media: bridge, credit: creditFor(bridge, links.permalink), links, baseUrl, caption: true, pin })
  const alone = (form: SnippetForm, more = {}) => snippetOf(bridge, { form, ...more }).html
  expect(together).toEqual({
    full: alone('full'),
    noScript: alone('no-script'),
    frame: alone('frame'),
    scriptOnly: alone('script-only'),
    pinned: alone('full', { pin }),
  })
})
