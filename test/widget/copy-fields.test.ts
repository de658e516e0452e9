import { describe, expect, it } from 'vitest'
import { bridge } from '../fixtures/media.ts'
import { useWorld, type WatchedPage } from '../support/browser/world.ts'

const world = useWorld()
const permissions = ['clipboard-read', 'clipboard-write']
const clipboard = (page: WatchedPage) => page.evaluate(() => navigator.clipboard.readText())

function openPage(query = '', options: object = { permissions }): Promise<WatchedPage> {
  return world.open(`${world.placard.baseUrl}/p/${bridge.shortcode}/${query}`, options)
}

/** Puts what the page says aloud from now on into `said`. */
async function listen(page: WatchedPage): Promise<() => Promise<readonly string[]>> {
  await page.locator('#copied').evaluate((element) => {
    const said: string[] = []
    Object.assign(globalThis, { said })
    new MutationObserver(() => element.textContent && said.push(element.textContent)).observe(element, { childList: true })
  })
  return () => page.evaluate(() => (globalThis as unknown as { said: string[] }).said)
}

describe('a field to copy on a permalink page', () => {
  it('copies what it holds, and says so once', async () => {
    const page = await openPage()
    const said = await listen(page)
    await page.getByRole('button', { name: 'Copy: Embed code' }).click()
    await expect.poll(said).toEqual(['Embed code copied.'])
    expect(await clipboard(page)).toBe(await page.getByRole('textbox', { name: 'Embed code' }).inputValue())
    expect(await clipboard(page)).toMatch(/^<blockquote class="placard"/)
    expect(page.problems).toEqual([])
  })

  it('says so again when it is copied again', async () => {
    const page = await openPage()
    const said = await listen(page)
    const button = page.getByRole('button', { name: 'Copy: Address' })
    await button.press('Enter')
    await expect.poll(said).toHaveLength(1)
    await button.press('Space')
    await expect.poll(said).toEqual(['Address copied.', 'Address copied.'])
    expect(await clipboard(page)).toBe(`${world.placard.baseUrl}/p/${bridge.shortcode}/`)
  })

  it('says so in the language of the page', async () => {
    const page = await openPage('?lang=de')
    const said = await listen(page)
    await page.locator('[data-copy=embed-full]').click()
    await expect.poll(said).toHaveLength(1)
    expect((await said())[0]).toContain('kopiert')
  })

  it('copies in a page that may not use the Clipboard API too', async () => {
    const page = await openPage()
    await page.evaluate(() => Object.defineProperty(navigator.clipboard, 'writeText', { value: () => Promise.reject(new Error('no')) }))
    const said = await listen(page)
    await page.getByRole('button', { name: 'Copy: Address' }).click()
    await expect.poll(said).toEqual(['Address copied.'])
    expect(await clipboard(page)).toBe(`${world.placard.baseUrl}/p/${bridge.shortcode}/`)
  })

  it('says how to copy by hand where nothing else works, with all of it selected', async () => {
    const page = await openPage()
    await page.evaluate(() => {
      Object.defineProperty(navigator.clipboard, 'writeText', { value: () => Promise.reject(new Error('no')) })
      Object.defineProperty(document, 'execCommand', { value: () => false })
    })
    const said = await listen(page)
    await page.getByRole('button', { name: 'Copy: Address' }).click()
    await expect.poll(said).toEqual(['Address is selected. Press Ctrl+C or ⌘C to copy it.'])
    const selected = await page
      .getByRole('textbox', { name: 'Address' })
      .evaluate((field: HTMLTextAreaElement) => [
        document.activeElement === field,
        field.value.slice(field.selectionStart, field.selectionEnd) === field.value,
      ])
    expect(selected).toEqual([true, true])
  })

  it('is whole without script, and offers no button that would do nothing', async () => {
    const page = await openPage('', { javaScriptEnabled: false })
    expect(await page.getByRole('textbox', { name: 'Embed code' }).inputValue()).toMatch(/^<blockquote class="placard"/)
    expect(await page.locator('button:visible').count()).toBe(0)
  })

  it('has a button of 24 px or more', async () => {
    const page = await openPage('', { viewport: { width: 320, height: 800 } })
    for (const button of await page.locator('button:visible').all()) {
      const { width = 0, height = 0 } = (await button.boundingBox()) ?? {}
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(24)
    }
  })
})
