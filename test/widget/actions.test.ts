import { describe, expect, it } from 'vitest'
import { bridge, fixtureMedia, portrait } from '../fixtures/media.ts'
import { article } from '../support/browser/host-page.ts'
import { useWorld, type WatchedPage } from '../support/browser/world.ts'

const generated = {
  ...bridge,
  description: { ...bridge.description, digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia' },
}
const world = useWorld({ media: [...fixtureMedia.filter(({ id }) => id !== bridge.id), generated] })
const permissions = ['clipboard-read', 'clipboard-write']

async function openPanel(media = bridge, before = ''): Promise<WatchedPage> {
  const { host, open, placard } = world
  const page = await open(host.page('/actions', article(before + (await placard.snippet(media)))), { permissions })
  await page.locator('.card').waitFor()
  await page.locator('summary').click()
  await page.locator('.sheet').waitFor()
  return page
}

describe('the panel of a card', () => {
  it.each([
    ['Plain text', /^“The bridge at dusk” — .*https:\/\/creativecommons\.org\/licenses\/by\/4\.0\//],
    ['HTML', /<a href="https:\/\/zoe\.example\/"/],
    ['Markdown', /\]\(https:\/\/creativecommons\.org\/licenses\/by\/4\.0\/\)/],
    ['Wikitext', /\[https:\/\/creativecommons\.org\/licenses\/by\/4\.0\/ /],
  ])('copies the credit as %s, and nothing moves', async (name, expected) => {
    const page = await openPanel()
    await page.getByRole('button', { name, exact: true }).click()
    await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(expected)
    expect(await page.shift()).toBe(0)
    expect(page.problems).toEqual([])
  })

  it('leads to the owner’s page of licences, where there is one', async () => {
    const page = await openPanel()
    expect(await page.getByRole('link', { name: 'Use this picture' }).getAttribute('href')).toBe('https://pictures.example/licence/bridge')
    expect(await (await openPanel(portrait)).getByRole('link', { name: 'Use this picture' }).count()).toBe(0)
  })

  it('shares title and address where the browser can, and bears a reader who changes their mind', async () => {
    const share = `<script>navigator.share=async data=>{window.shared=data;throw new DOMException('','AbortError')}</script>`
    const page = await openPanel(bridge, share)
    await page.getByRole('button', { name: 'Share' }).click()
    await page.waitForFunction(() => 'shared' in window)
    const url = `${world.placard.baseUrl}/p/${bridge.shortcode}/?lang=en`
    expect(await page.evaluate(() => (window as unknown as { shared: object }).shared)).toEqual({ title: 'The bridge at dusk', url })
    expect(page.problems).toEqual([])
  })

  it('closes by Escape from anywhere in it, and its words are drawn only when they are wanted', async () => {
    const page = await openPanel()
    await page.getByRole('button', { name: 'Markdown' }).focus()
    await page.keyboard.press('Escape')
    await page.locator('.sheet').waitFor({ state: 'hidden' })
    expect(await page.evaluate(() => document.querySelector('blockquote')?.shadowRoot?.activeElement?.localName)).toBe('summary')
    await page.reload()
    await page.locator('.card').waitFor()
    expect(await page.locator('.sheet').count()).toBe(0)
  })

  it('covers no action, though they take several lines, so that the button that closes it stays in reach', async () => {
    const page = await openPanel(bridge, '<style>blockquote.placard{width:200px;padding:0!important}</style>')
    const summary = page.locator('summary')
    const { y: top = 0 } = (await page.getByRole('button', { name: 'Copy credit' }).first().boundingBox()) ?? {}
    const { y: last = 0 } = (await page.getByRole('link', { name: /^Original/ }).boundingBox()) ?? {}
    expect(last).toBeGreaterThan(top)
    await summary.click()
    await page.locator('.sheet').waitFor({ state: 'hidden' })
  })

  it('has targets of at least 24 px', async () => {
    const page = await openPanel()
    for (const target of await page.locator('.sheet :is(a, button)').all()) {
      const { width = 0, height = 0 } = (await target.boundingBox()) ?? {}
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(24)
    }
  })
})

describe('a picture that was generated', () => {
  it('says so in its label, before anything is opened', async () => {
    const { host, open, placard } = world
    const page = await open(host.page('/generated', article(await placard.snippet(generated))))
    await page.locator('.card .label').filter({ hasText: 'AI-generated' }).waitFor()
  })
})
