import { expect, it } from 'vitest'
import { buildLiveCard } from '../../server/core/card/card-data.ts'
import { present } from '../../server/usecases/serve/get-media.ts'
import { bridge, film, fixtureMedia, series } from '../fixtures/media.ts'
import { memoryApp } from '../support/memory/app.ts'
import { testConfig } from '../support/memory/deps.ts'

const media = [...fixtureMedia, series, film]
const LANGUAGES = ['', 'lang=de', 'lang=ar', '', 'lang=de']

const addressesOf = (code: string) => [
  `/p/${code}/`,
  `/p/${code}/embed/captioned/`,
  `/v1/media/shortcode/${code}`,
  `/v1/cards?codes=${code}`,
  `/oembed?url=${encodeURIComponent(`https://placard.example/p/${code}/`)}`,
]

const withQuery = (address: string, query: string) => (query === '' ? address : `${address}${address.includes('?') ? '&' : '?'}${query}`)

it.each(media.map(({ shortcode }) => shortcode))(
  '%s is told each reader the same, whoever asked before in whatever language',
  async (code) => {
    const asked = LANGUAGES.flatMap((query) => addressesOf(code).map((address) => withQuery(address, query)))
    const app = memoryApp({ media })
    for (const address of asked) {
      const shared = await app.request(address)
      // Copies of the media, of which nobody knows anything yet.
      const alone = await memoryApp({ media: structuredClone(media) }).request(address)
      expect([shared.status, await shared.text()]).toEqual([alone.status, await alone.text()])
    }
  },
)

it('is presented and drawn once for those who ask for the same', () => {
  const shown = present(bridge, testConfig, 'de')
  expect(present(bridge, testConfig, 'de')).toBe(shown)
  const card = () => buildLiveCard(shown.media, shown.credit, shown.links, testConfig.baseUrl)
  expect(card()).toBe(card())
})
