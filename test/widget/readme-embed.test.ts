import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { bridge } from '../fixtures/media.ts'
import { article } from '../support/browser/host-page.ts'
import { useWorld } from '../support/browser/world.ts'

const world = useWorld()
const [, example = ''] = /^```html\n([\s\S]*?)^```/m.exec(readFileSync('README.md', 'utf8')) ?? []

it('draws the embed of the README as a card with its picture', async () => {
  const snippet = example.replaceAll('http://localhost:8787', world.placard.baseUrl).replaceAll('SHORTCODE', bridge.shortcode)
  const page = await world.open(world.host.page('/readme', article(snippet)))
  const picture = page.locator('.card img')
  await picture.waitFor()
  await expect.poll(async () => ((await picture.boundingBox())?.height ?? 0) > 150).toBe(true)
  expect(page.problems).toEqual([])
})
