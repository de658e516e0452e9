import { describe, expect, it } from 'vitest'
import type { Media } from '../../../server/core/media.ts'
import { bridge, film, inDefault, portrait, series, silent } from '../../fixtures/media.ts'
import { type PageDocument, parsePage } from '../../support/document.ts'
import { elementsIn, parseHtml, textIn } from '../../support/markup-tree.ts'
import { BASE, memoryApp, oembedPath } from '../../support/memory/app.ts'
import { testConfig } from '../../support/memory/deps.ts'

const PERMALINK = `${BASE}/p/${bridge.shortcode}/`

async function pageOf(media: Media, query = '', config = testConfig): Promise<PageDocument> {
  return parsePage(await (await memoryApp({ media: [media], config }).request(`/p/${media.shortcode}/${query}`)).text())
}

/** Subject, property and object of what the page says in RDFa about its work. */
function statementsIn(page: PageDocument): readonly (readonly (string | undefined)[])[] {
  return page.all().flatMap(({ name, attributes: { about, property, rel, content, href } }) => {
    if (about === undefined || (name !== 'meta' && name !== 'link')) return []
    return [[about, property ?? rel, content ?? href]]
  })
}

describe('a permalink page', () => {
  it('says in ccREL what a work under a Creative Commons licence is called, and whom to name', async () => {
    expect(statementsIn(await pageOf(bridge))).toEqual([
      [PERMALINK, 'dcterms:title', 'The bridge at dusk'],
      [PERMALINK, 'cc:attributionName', 'Zoë Łęcka'],
      [PERMALINK, 'cc:attributionURL', PERMALINK],
    ])
  })

  it('says it about the work and not about a translation of its page', async () => {
    const page = await pageOf(bridge, '?lang=de')
    expect(statementsIn(page)[0]).toEqual([PERMALINK, 'dcterms:title', 'Die Brücke in der Dämmerung'])
    expect(page.one('meta', { property: 'dcterms:title' }).attributes.lang).toBe('de')
  })

  it('says nothing in ccREL where no such licence is given', async () => {
    expect(statementsIn(await pageOf(portrait))).toEqual([])
    const statement = { ...bridge, description: { ...bridge.description, licenceUrl: 'http://rightsstatements.org/vocab/InC/1.0/' } }
    expect(statementsIn(await pageOf(statement))).toEqual([])
  })

  it("names the owner's account in the fediverse, if they gave one", async () => {
    const config = { ...testConfig, fediverseCreator: '@desk@social.example' }
    expect((await pageOf(bridge, '', config)).one('meta', { name: 'fediverse:creator' }).attributes.content).toBe('@desk@social.example')
    expect((await pageOf(bridge)).all('meta').filter(({ attributes }) => attributes.name === 'fediverse:creator')).toEqual([])
  })

  it.each([bridge, portrait, series, film])('describes its preview image to those who do not see it: %#', async (media) => {
    const page = await pageOf(media)
    const alt = page.one('meta', { property: 'og:image:alt' }).attributes.content
    expect(alt).not.toBe('')
    expect(page.one('meta', { name: 'twitter:image:alt' }).attributes.content).toBe(alt)
  })

  it.each([bridge, series])('gives a search all that it shows with a licensable image: %#', async (media) => {
    const jsonLd = JSON.parse((await pageOf(media)).one('script', { type: 'application/ld+json' }).text) as Record<string, unknown>
    const images = [jsonLd, ...((jsonLd.hasPart as Record<string, unknown>[] | undefined) ?? [])]
    for (const image of images) {
      expect(image).toMatchObject({
        '@type': 'ImageObject',
        contentUrl: expect.stringMatching(/^https:\/\/placard\.example\/t\//) as string,
        creator: { '@type': 'Person', name: 'Zoë Łęcka', url: 'https://zoe.example/' },
        creditText: expect.any(String) as string,
        license: expect.stringMatching(/^https:\/\/creativecommons\.org\/licenses\//) as string,
      })
    }
  })
})

describe('the fallback in a page of somebody else', () => {
  it('says title and licence of the picture, and nothing of the page around it', async () => {
    const { html } = (await (await memoryApp().request(oembedPath(bridge.shortcode))).json()) as { html: string }
    const elements = elementsIn(parseHtml(html))
    expect(elements.find(({ name }) => name === 'blockquote')?.attributes.about).toBe(PERMALINK)
    expect(elements.find(({ attributes }) => attributes.property === 'dcterms:title')?.children).toEqual(['The bridge at dusk'])
    const licences = elements.filter(({ attributes }) => attributes.rel?.split(' ').includes('license'))
    expect(licences.map(({ attributes }) => attributes.href)).toEqual(['https://creativecommons.org/licenses/by/4.0/'])
  })
})

describe.each([
  ['trainedAlgorithmicMedia', 'AI-generated', 'KI-generiert'],
  ['compositeWithTrainedAlgorithmicMedia', 'AI-edited', 'mit KI bearbeitet'],
  ['compositeSynthetic', 'includes synthetic elements', 'enthält synthetische Elemente'],
])('a picture of source type %s', (type, words, german) => {
  const digitalSourceType = `http://cv.iptc.org/newscodes/digitalsourcetype/${type}`
  const media = { ...bridge, description: { ...silent, title: inDefault('Study'), creators: [{ name: 'Ann' }], digitalSourceType } }
  const answerOf = async (path: string) => (await memoryApp({ media: [media] }).request(path)).text()
  const plain = (html: string) => textIn(parseHtml(html)).replace(/\s+/g, ' ')

  it.each([
    ['the page', `/p/${media.shortcode}/`],
    ['the frame', `/p/${media.shortcode}/embed/`],
    ['the start page', '/'],
    ['card data', `/v1/cards?codes=${media.shortcode}`],
    ['oEmbed', oembedPath(media.shortcode)],
    ['an oEmbed photo', oembedPath(media.shortcode, '&type=photo')],
    ['oEmbed in XML', oembedPath(media.shortcode, '&format=xml')],
    ['the Atom feed', '/feed.atom'],
    ['the JSON feed', '/feed.json'],
    ['the media object', `/v1/media/${media.id}`],
  ])('is called what it is in %s, at first sight (AI Act, Article 50(4))', async (_name, path) => {
    expect((await answerOf(path)).toLowerCase()).toContain(words.toLowerCase())
  })

  it("is called so in the reader's language, and in the snippet without any script", async () => {
    const { html } = JSON.parse(await answerOf(oembedPath(media.shortcode, '&lang=de&omitscript=1'))) as { html: string }
    expect(plain(html.slice(0, html.indexOf('<iframe')))).toContain(german)
  })
})

describe('every file of a media', () => {
  it.each([
    [bridge, `/t/${bridge.shortcode}/1/150.jpg`],
    [bridge, `/t/${bridge.shortcode}/1/640.avif`],
    [bridge, `/t/${bridge.shortcode}/1/credit/480.jpg`],
    [series, `/t/${series.shortcode}/1/2/320.webp`],
    [film, `/v/${film.shortcode}/1/video.mp4`],
    [film, `/v/${film.shortcode}/1/de.vtt`],
  ])('names its page and its licence in its headers: %#', async (media, path) => {
    const { headers } = await memoryApp({ media: [media] }).request(path, { method: 'HEAD' })
    expect(headers.get('Link')).toBe(`<${BASE}/p/${media.shortcode}/>; rel="describedby", <${media.description.licenceUrl}>; rel="license"`)
  })
})
