import { describe, expect, it } from 'vitest'
import { bridge, film, series } from '../../fixtures/media.ts'
import { parsePage } from '../../support/document.ts'
import { BASE, memoryApp } from '../../support/memory/app.ts'

const app = memoryApp({ media: [bridge, series, film] })
const get = async (path: string) => app.request(path)
const pageOf = async (path: string) => parsePage(await (await get(path)).text())
const metaIn = (page: Awaited<ReturnType<typeof pageOf>>) =>
  Object.fromEntries(page.all('meta').map(({ attributes }) => [attributes.property ?? attributes.name, attributes.content]))

describe('the page of a video', () => {
  it.each(['', 'embed/'])('lets the browser fetch films from this server and nowhere else (O10): %s', async (path) => {
    const { headers } = await get(`/p/${film.shortcode}/${path}`)
    expect(headers.get('Content-Security-Policy')).toContain(`; media-src ${BASE}/v/;`)
  })

  it('has a player with all that it needs, and says its length and its pixels', async () => {
    const page = await pageOf(`/p/${film.shortcode}/`)
    const [video] = page.all('video')
    expect(video?.attributes).toMatchObject({
      controls: '',
      preload: 'none',
      playsinline: '',
      crossorigin: 'anonymous',
      poster: `${BASE}/t/GkrXtAAAQA/1/320.jpg`,
      width: '320',
      height: '180',
      'aria-label': 'Test picture with a tone',
    })
    expect(
      page
        .all('track')
        .slice(0, 2)
        .map(({ attributes }) => attributes),
    ).toEqual([
      { src: `${BASE}/v/GkrXtAAAQA/1/de.vtt`, srclang: 'de', kind: 'subtitles', label: 'Deutsch' },
      { src: `${BASE}/v/GkrXtAAAQA/1/en.vtt`, srclang: 'en', kind: 'captions', label: 'English, with sounds' },
    ])
    const text = await (await get(`/p/${film.shortcode}/`)).text()
    expect(text).toContain('<dd><bdi>Video, 0:02</bdi></dd><dd>320 × 180 pixels</dd>')
    expect(text).not.toContain('autoplay')
  })

  it('tells Open Graph of the film, and keeps its poster', async () => {
    expect(metaIn(await pageOf(`/p/${film.shortcode}/`))).toMatchObject({
      'og:type': 'video.other',
      'og:video': `${BASE}/v/GkrXtAAAQA/1/video.mp4`,
      'og:video:type': 'video/mp4',
      'og:video:width': '320',
      'og:video:height': '180',
      'og:image': `${BASE}/t/GkrXtAAAQA/1/320.jpg`,
      'twitter:card': 'summary_large_image',
    })
    expect(metaIn(await pageOf(`/p/${bridge.shortcode}/`))).not.toHaveProperty('og:video')
  })

  it('is a frame that may be given the whole screen', async () => {
    const answer = await get(`/oembed?url=${encodeURIComponent(`${BASE}/p/${film.shortcode}/`)}&type=video`)
    expect(await answer.json()).toMatchObject({
      type: 'video',
      html: expect.stringMatching(/^<iframe .*allow="fullscreen" allowfullscreen/),
    })
    const xml = await (await get(`/oembed?url=${encodeURIComponent(`${BASE}/p/${film.shortcode}/`)}&type=video&format=xml`)).text()
    expect(xml).toContain('<type>video</type>')
  })
})

describe('the page of a carousel', () => {
  it('has each picture once on the wall, with its number and its own words as text', async () => {
    const text = await (await get(`/p/${series.shortcode}/`)).text()
    const wall = text.slice(text.indexOf('<div class="wall">'), text.indexOf('<div class="beside">'))
    expect(wall.match(/<figure class="slide" aria-label="Picture \d of 3">/g)).toHaveLength(3)
    expect(wall).toContain('<span class="counter">2/3</span> <span dir="auto" lang="de">Der Wärter &lt;1&gt;</span>')
    expect(wall).toContain(`src="${BASE}/t/Gfhx9AAAQA/1/3/640.jpg"`)
    expect(wall.match(/loading="lazy"/g)).toHaveLength(2)
    expect(text).toContain('<dd><bdi>3 pictures</bdi></dd><dd>2000 × 1333 pixels</dd>')
  })

  it('is in the language that was asked for', async () => {
    const text = await (await get(`/p/${series.shortcode}/embed/captioned/?lang=de`)).text()
    expect(text).toContain('aria-label="3 Bilder"')
  })

  it('shows no captions of single pictures in a frame that is to have none', async () => {
    expect(await (await get(`/p/${series.shortcode}/embed/`)).text()).not.toContain('Der Wärter')
  })
})

it('the API answers both types', async () => {
  const object = await (await get(`/v1/media/shortcode/${series.shortcode}`)).json()
  expect(object).toMatchObject({ data: { type: 'carousel', carousel_media: [{ type: 'image' }, {}, {}] } })
  const cards = await (await get(`/v1/cards?codes=${film.shortcode},${series.shortcode}`)).json()
  expect(cards).toMatchObject({
    data: [
      { code: series.shortcode, items: [{}, {}, {}] },
      { code: film.shortcode, video: { type: 'video/mp4' } },
    ],
  })
})
