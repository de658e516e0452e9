import { describe, expect, it } from 'vitest'
import { buildLiveCard } from '../../../server/core/card/card-data.ts'
import { pictureAt } from '../../../server/core/card/carousel.ts'
import { buildSnippet, type SnippetForm } from '../../../server/core/card/snippet.ts'
import { creditFor } from '../../../server/core/credit/credit.ts'
import { buildJsonLd } from '../../../server/core/documents/json-ld.ts'
import { buildMediaObject } from '../../../server/core/documents/media-object.ts'
import { buildOEmbedDocument } from '../../../server/core/documents/oembed-document.ts'
import { linksFor } from '../../../server/core/identity/links.ts'
import type { Media } from '../../../server/core/media.ts'
import { renditionKey } from '../../../server/core/pictures/rendition.ts'
import { bridge, film, portrait, series } from '../../fixtures/media.ts'
import { elementsIn, parseHtml, parseXml, textIn } from '../../support/markup-tree.ts'

const baseUrl = 'https://placard.example'
const seriesAt = (path: string) => `${baseUrl}/t/Gfhx9AAAQA/1/${path}`
const filmAt = (path: string) => `${baseUrl}/v/GkrXtAAAQA/1/${path}`

function present(media: Media) {
  const links = linksFor(baseUrl, media)
  return { media, links, credit: creditFor(media, links.permalink) }
}

const cardOf = (media: Media) => {
  const { credit, links } = present(media)
  return buildLiveCard(media, credit, links, baseUrl)
}

describe('pictureAt', () => {
  it('is the carousel as if that picture were all of it, and nothing beside its pictures (I8)', () => {
    expect(pictureAt(series, 2)).toMatchObject({
      shortcode: series.shortcode,
      original: portrait.original,
      description: { title: series.description.title, altText: [{ text: 'A bridge keeper' }], caption: [{ text: 'Der Wärter <1>' }] },
    })
    for (const item of [0, 4, -1, 1.5, Number.NaN]) expect(pictureAt(series, item)).toBeUndefined()
    expect(pictureAt(bridge, 1)).toBeUndefined()
    expect(pictureAt(film, 1)).toBeUndefined()
  })

  it('has a place in the cache of its own, but for the cover', () => {
    expect(renditionKey(series, { width: 640, format: 'jpg' }, 1)).toBe('p3/Gfhx9AAAQA/1/640.jpg')
    expect(renditionKey(series, { width: 640, format: 'jpg' }, 3)).toBe('p3/Gfhx9AAAQA/1/3/640.jpg')
  })
})

describe('the card of a carousel', () => {
  const card = cardOf(series)

  it('has each picture with its own candidates, size, alt text and caption', () => {
    expect(card.items).toHaveLength(3)
    expect(card.items?.[1]).toMatchObject({
      src: seriesAt('2/640.jpg'),
      srcset: `${seriesAt('2/320.jpg')} 320w, ${seriesAt('2/480.jpg')} 480w, ${seriesAt('2/640.jpg')} 640w, ${seriesAt('2/960.jpg')} 800w`,
      width: 800,
      height: 1200,
      alt: 'A bridge keeper',
      altLang: 'en',
      caption: { text: 'Der Wärter <1>', lang: 'de' },
    })
    expect(card.items?.[2]).toMatchObject({ alt: 'The range behind the bridge.', caption: { text: 'The range behind the bridge.' } })
  })

  it('begins with its cover, at the same addresses', () => {
    const { caption, ...first } = card.items![0]!
    expect(caption).toBeUndefined()
    expect(first).toEqual(card.picture)
    expect(card.video).toBeUndefined()
  })
})

it('says nothing twice: a caption that is the whole carousel’s stands in the label only', () => {
  const caption = series.items![2]!.caption
  const { items } = cardOf({ ...series, description: { ...series.description, caption } })
  expect(items?.map((item) => item.caption?.text)).toEqual([undefined, 'Der Wärter <1>', undefined])
})

describe('the card of a video', () => {
  it('has the poster as its picture, and all that a player needs', () => {
    const card = cardOf(film)
    expect(card.picture.src).toBe(`${baseUrl}/t/GkrXtAAAQA/1/320.jpg`)
    expect(card.items).toBeUndefined()
    expect(card.video).toEqual({
      src: filmAt('video.mp4'),
      type: 'video/mp4',
      width: 320,
      height: 180,
      durationMs: 2000,
      tracks: [
        { src: filmAt('de.vtt'), srclang: 'de', kind: 'subtitles', label: 'Deutsch' },
        { src: filmAt('en.vtt'), srclang: 'en', kind: 'captions', label: 'English, with sounds' },
      ],
    })
  })

  it('neither stands in the card of a picture', () => {
    expect(Object.keys(cardOf(bridge))).not.toEqual(expect.arrayContaining(['items']))
    expect(Object.keys(cardOf(bridge))).not.toEqual(expect.arrayContaining(['video']))
  })
})

describe('the media object', () => {
  it('of a carousel names its pictures without id or link', () => {
    const { media, credit, links } = present(series)
    const object = buildMediaObject(media, credit, links)
    expect(object).toMatchObject({ type: 'carousel', images: { low_resolution: { url: seriesAt('320.jpg') } } })
    expect(object.videos).toBeUndefined()
    expect(object.carousel_media).toHaveLength(3)
    expect(object.carousel_media?.[1]).toEqual({
      type: 'image',
      images: {
        thumbnail: { url: seriesAt('2/150.jpg'), width: 150, height: 150 },
        low_resolution: { url: seriesAt('2/320.jpg'), width: 320, height: 480 },
        standard_resolution: { url: seriesAt('2/640.jpg'), width: 640, height: 960 },
      },
      users_in_photo: [],
      alt_text: 'A bridge keeper',
    })
  })

  it('of a video has images and videos', () => {
    const { media, credit, links } = present(film)
    const video = { url: filmAt('video.mp4'), width: 320, height: 180 }
    expect(buildMediaObject(media, credit, links)).toMatchObject({
      type: 'video',
      images: { thumbnail: { width: 150 } },
      videos: { low_resolution: video, standard_resolution: video, low_bandwidth: video },
    })
  })
})

describe('JSON-LD', () => {
  it('of a carousel is its cover with every picture as a part, each with the rights', () => {
    const { media, credit, links } = present(series)
    const object = buildJsonLd(media, credit, links)
    expect(object).toMatchObject({ '@context': 'https://schema.org', '@type': 'ImageObject', contentUrl: seriesAt('1920.jpg') })
    expect(object.hasPart).toHaveLength(3)
    expect((object.hasPart as readonly unknown[])[1]).toEqual({
      '@type': 'ImageObject',
      contentUrl: seriesAt('2/960.jpg'),
      thumbnailUrl: seriesAt('2/320.jpg'),
      width: 800,
      height: 1200,
      encodingFormat: 'image/jpeg',
      caption: 'Der Wärter <1>',
      license: 'https://creativecommons.org/licenses/by-sa/4.0/',
      creditText: 'Zoë Łęcka',
      creator: { '@type': 'Person', name: 'Zoë Łęcka', url: 'https://zoe.example/' },
    })
  })

  it('of a video is a VideoObject with all that a video search requires', () => {
    const { media, credit, links } = present(film)
    expect(buildJsonLd(media, credit, links)).toEqual({
      '@context': 'https://schema.org',
      '@type': 'VideoObject',
      contentUrl: filmAt('video.mp4'),
      thumbnailUrl: `${baseUrl}/t/GkrXtAAAQA/1/320.jpg`,
      width: 320,
      height: 180,
      encodingFormat: 'video/mp4',
      duration: 'PT2S',
      uploadDate: '2026-06-13T09:00:00.000Z',
      description: credit.shortText,
      url: `${baseUrl}/p/GkrXtAAAQA/`,
      embedUrl: `${baseUrl}/p/GkrXtAAAQA/embed/captioned/`,
      name: 'Test picture with a tone',
      license: 'https://creativecommons.org/publicdomain/zero/1.0/',
      creditText: 'Placard',
      creator: { '@type': 'Person', name: 'Placard' },
      datePublished: '2026-06-13T09:00:00.000Z',
      inLanguage: 'en',
    })
  })
})

describe('oEmbed', () => {
  const parts = { provider: { name: 'P', url: `${baseUrl}/` }, box: { width: 500, height: Number.POSITIVE_INFINITY }, baseUrl }
  const document = (media: Media, type: 'rich' | 'photo' | 'video') =>
    buildOEmbedDocument({ ...present(media), ...parts, type, script: true, caption: true })

  it('is rich unless a video is asked for as video, which is a frame alone (Mastodon plays nothing else)', () => {
    expect(document(film, 'rich')).toMatchObject({ type: 'rich', thumbnail_url: `${baseUrl}/t/GkrXtAAAQA/1/320.jpg` })
    const video = document(film, 'video')
    expect(video).toMatchObject({ type: 'video', author_name: 'Placard', thumbnail_width: 320, license: 'CC0 1.0' })
    if (video.type !== 'video') throw new Error('Expected a video')
    expect(video.html).toMatch(/^<iframe [^>]*><\/iframe>$/)
    const [frame] = elementsIn(parseHtml(video.html))
    expect(frame?.attributes).toMatchObject({
      src: `${baseUrl}/p/GkrXtAAAQA/embed/captioned/`,
      width: String(video.width),
      height: String(video.height),
      allow: 'fullscreen',
      allowfullscreen: 'allowfullscreen',
    })
    expect(video.width).toBeLessThanOrEqual(500)
  })

  it('answers rich where there is no video, and the cover or poster as photo', () => {
    expect(document(bridge, 'video').type).toBe('rich')
    expect(document(series, 'video').type).toBe('rich')
    expect(document(series, 'photo')).toMatchObject({ type: 'photo', url: seriesAt('480.jpg') })
    expect(document(film, 'photo')).toMatchObject({ type: 'photo', url: `${baseUrl}/t/GkrXtAAAQA/1/320.jpg` })
  })
})

describe('the snippet', () => {
  const snippet = (media: Media, form: SnippetForm) => buildSnippet({ ...present(media), baseUrl, form, caption: true }).html

  it.each([
    [series, 'A day at the bridge · 3 pictures · '],
    [film, 'Test picture with a tone · Video, 0:02 · '],
  ])('shows the cover, linked, and says in words what more there is', (media, words) => {
    const nodes = parseHtml(snippet(media, 'no-script'))
    expect(textIn(nodes)).toMatch(new RegExp(`^${words}`))
    expect(elementsIn(nodes).filter(({ name }) => name === 'img')).toHaveLength(1)
    expect(elementsIn(nodes).some(({ name }) => name === 'video')).toBe(false)
  })

  it('is well-formed XML, and only the frame of a video may fill the screen', () => {
    for (const media of [series, film]) expect(() => parseXml(`<r>${snippet(media, 'full')}</r>`)).not.toThrow()
    expect(snippet(film, 'full')).toContain(' allow="fullscreen" allowfullscreen="allowfullscreen" ')
    expect(snippet(series, 'full')).toContain(' allow="" ')
  })
})
