import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bridge, film, panorama, portrait, series } from '../fixtures/media.ts'
import { article, type HostServer, type PlacardServer, startHost, startPlacard } from '../support/browser/host-page.ts'
import { wordpressFilter } from '../support/browser/wordpress-filter.ts'
import { faultsOf } from './faults.ts'

let placard: PlacardServer
let host: HostServer
beforeAll(async () => {
  placard = await startPlacard({ media: [bridge, portrait, panorama, series, film] })
  host = await startHost()
})
afterAll(() => Promise.all([placard.close(), host.close()]))

const at = (path: string) => placard.baseUrl + path

describe('placard check finds nothing missing', () => {
  it.each([
    ['a picture under CC BY', bridge, 1],
    ['a picture with all rights reserved', portrait, 1],
    ['a picture under CC0', panorama, 1],
    ['a carousel', series, 3],
    ['a video', film, 1],
  ])('on the permalink page and in the frame of %s', async (_name, media, pictures) => {
    expect(await faultsOf(at(`/p/${media.shortcode}/`))).toEqual({ pictures, faults: [] })
    expect(await faultsOf(at(`/p/${media.shortcode}/embed/captioned/`))).toEqual({ pictures, faults: [] })
  })

  it.each(['de', 'fr', 'es', 'ar', 'ja'])('on the permalink page in %s', async (lang) => {
    expect(await faultsOf(at(`/p/${bridge.shortcode}/?lang=${lang}`))).toEqual({ pictures: 1, faults: [] })
  })

  it('on the start page', async () => {
    expect(await faultsOf(at('/'))).toMatchObject({ faults: [] })
  })

  it('on the demonstration page', async () => {
    expect(await faultsOf(at('/demo/'))).toMatchObject({ faults: [] })
  })

  it.each([
    ['the embed code', (html: string) => html],
    ['the embed code without its script', (html: string) => html.replace(/<script.*<\/script>/, '')],
    ['what a stock WordPress makes of it', (html: string) => wordpressFilter(html) || ''],
  ])("on a publisher's page with %s", async (name, shown) => {
    const page = host.page(`/${name.length}`, article(shown(await placard.snippet(bridge))))
    expect(await faultsOf(page)).toEqual({ pictures: 1, faults: [] })
  })

  it.each([
    ['a thumbnail', 'jpg'],
    ['a thumbnail', 'webp'],
    ['a thumbnail', 'avif'],
  ])('in %s as %s', async (_name, format) => {
    expect(await faultsOf(at(`/t/${bridge.shortcode}/1/640.${format}`))).toEqual({ pictures: 1, faults: [] })
  })

  it('in the picture with its credit below it', async () => {
    expect(await faultsOf(at(`/t/${bridge.shortcode}/1/credit/640.jpg`))).toEqual({ pictures: 1, faults: [] })
  })
})
