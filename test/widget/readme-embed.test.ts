import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bridge, film, fixtureMedia, series, withdrawnMedia } from '../fixtures/media.ts'
import { article } from '../support/browser/host-page.ts'
import { useWorld } from '../support/browser/world.ts'

const world = useWorld({ media: [...fixtureMedia, series, film] })
const [, example = ''] = /^```html\n([\s\S]*?)^```/m.exec(readFileSync('README.md', 'utf8')) ?? []

it('draws the embed of the README as a card with its picture', async () => {
  const snippet = example.replaceAll('http://localhost:8787', world.placard.baseUrl).replaceAll('SHORTCODE', bridge.shortcode)
  const page = await world.open(world.host.page('/readme', article(snippet)))
  const picture = page.locator('.card img')
  await picture.waitFor()
  await expect.poll(async () => ((await picture.boundingBox())?.height ?? 0) > 150).toBe(true)
  expect(page.problems).toEqual([])
})

describe.each([320, 800])('an embed whose fallback is one line of text, %i px wide,', (width) => {
  it.each([
    ['a photo', bridge, ''],
    ['a photo in a frame', bridge, 'data-placard-mode="frame"'],
    ['a photo that waits for consent', bridge, 'data-placard-consent="click"'],
    ['several pictures', series, ''],
    ['a video', film, ''],
    ['a notice', withdrawnMedia, ''],
  ])('keeps that line, with its credit, in place of %s', async (_name, { shortcode }, options) => {
    const { host, open, placard } = world
    const url = `${placard.baseUrl}/p/${shortcode}/`
    const snippet = (await placard.snippet(bridge)).replaceAll(bridge.shortcode, shortcode)
    const line = `<blockquote class="placard" cite="${url}" ${options}><a href="${url}">The bridge</a> · Zoë Łęcka</blockquote>`
    const told = `<script>for (const name of ['ready', 'gone']) addEventListener('placard:' + name, () => document.body.append('told'))</script>`
    const plain = '<style>blockquote::before{content:none!important}</style>'
    const body = snippet.replace(/<blockquote.*<\/blockquote>/s, line)
    const page = await open(host.page('/line', article(body, plain + told)), { viewport: { width, height: 700 } })
    if (!options.includes('consent')) await page.getByText('told').waitFor()
    expect(await page.shift()).toBe(0)
    const quote = page.locator('blockquote')
    expect(await quote.evaluate(({ shadowRoot }) => shadowRoot)).toBeNull()
    expect(await quote.innerText()).toBe('The bridge · Zoë Łęcka')
    expect(page.problems).toEqual([])
  })
})
