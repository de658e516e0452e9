import { extract } from '@extractus/oembed-extractor'
import { unfurl } from 'unfurl.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bridge, portrait, withdrawnMedia } from '../../fixtures/media.ts'
import { type NodeServer, startNodeServer } from '../../support/servers/node-server.ts'

let server: NodeServer
const permalinkOf = ({ shortcode }: { shortcode: string }) => `${server.baseUrl}/p/${shortcode}/`

beforeAll(async () => {
  server = await startNodeServer()
})
afterAll(() => server.close())

describe('@extractus/oembed-extractor', () => {
  it('finds the document through discovery, with who made the picture', async () => {
    expect(await extract(permalinkOf(bridge))).toMatchObject({
      type: 'rich',
      version: '1.0',
      title: 'The bridge at dusk',
      author_name: 'Zoë Łęcka',
      provider_name: 'Placard Test',
      license: 'CC BY 4.0',
    })
  })

  it('passes on its limits', async () => {
    const document = await extract(permalinkOf(portrait), { maxwidth: 320, maxheight: 240 })
    expect(document).toMatchObject({ width: expect.any(Number), height: expect.any(Number) })
    const { width, height } = { width: 0, height: 0, ...document }
    expect(width).toBeLessThanOrEqual(320)
    expect(height).toBeLessThanOrEqual(240)
  })

  it('finds nothing of a withdrawn media', async () => {
    await expect(extract(permalinkOf(withdrawnMedia))).rejects.toThrow()
  })
})

describe('unfurl.js', () => {
  it('reads oEmbed, Open Graph and Twitter card of the permalink page', async () => {
    const { oEmbed, open_graph: og, twitter_card: twitter, favicon } = await unfurl(permalinkOf(bridge))
    expect(oEmbed).toMatchObject({
      type: 'rich',
      author_name: 'Zoë Łęcka',
      thumbnails: [{ url: `${server.baseUrl}/t/${bridge.shortcode}/1/640.jpg`, width: 640, height: 427 }],
    })
    expect(og).toMatchObject({ title: 'The bridge at dusk', type: 'website', url: permalinkOf(bridge), site_name: 'Placard Test' })
    expect(og.images?.[0]).toMatchObject({ width: 1280, height: 853 })
    expect(twitter.card).toBe('summary_large_image')
    expect(favicon).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/static\/icon\.(png|svg)$/)
  })

  it('shows the hostile title of a file as its text', async () => {
    const { title, oEmbed } = await unfurl(permalinkOf(portrait))
    expect(title).toContain('Fish &')
    expect(oEmbed?.title).toContain('Fish &')
  })
})
