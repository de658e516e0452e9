import { describe, expect, it } from 'vitest'
import { bridge } from '../fixtures/media.ts'
import { article } from '../support/browser/host-page.ts'
import { useWorld } from '../support/browser/world.ts'
import { longName, neverPublic } from '../support/memory/hidden-media.ts'

const media = { ...neverPublic(bridge), visibility: 'unlisted' } as const
const code = longName(media)
const world = useWorld({ media: [media] })
const script = () => `<script async src="${world.placard.baseUrl}/embed.js"></script>`

describe('an unlisted picture in a page of somebody who holds its address', () => {
  it('is drawn from the code that oEmbed answers', async () => {
    const { placard, host, open } = world
    const page = await open(host.page('/snippet', article(await placard.snippet({ shortcode: code }))))
    await page.locator('.card img').first().waitFor()
    expect(placard.requests.filter((path) => path.startsWith('/v1/cards'))).toEqual([`/v1/cards?codes=${code}&lang=en`])
    expect(await page.locator('iframe').count()).toBe(0)
    expect(page.problems).toEqual([])
  })

  it('is drawn as an element', async () => {
    const { host, open } = world
    const page = await open(host.page('/element', article(`<placard-embed code="${code}"></placard-embed>${script()}`)))
    await page.locator('.card .title').filter({ hasText: 'Hidden title' }).waitFor()
  })

  it('is unknown by its short code, like any other', async () => {
    const { host, open } = world
    const page = await open(host.page('/short', article(`<placard-embed code="${media.shortcode}"></placard-embed>${script()}`)))
    await page.locator('.card.notice').waitFor()
    expect(await page.locator('.card').textContent()).not.toContain('Hidden title')
  })
})
