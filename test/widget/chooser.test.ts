import { describe, expect, it } from 'vitest'
import { bridge } from '../fixtures/media.ts'
import { findIssues } from '../support/browser/axe.ts'
import { useWorld, type WatchedPage } from '../support/browser/world.ts'

const world = useWorld()
const address = (query = '') => `${world.placard.baseUrl}/p/${bridge.shortcode}/${query}`
const code = (page: WatchedPage) => page.locator('#chooser-code').inputValue()
const preview = (page: WatchedPage) => page.frameLocator('.seen iframe')

async function openChooser(query = '', options = {}): Promise<WatchedPage> {
  const page = await world.open(address(query), options)
  await page.locator('.opener').click()
  await page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('#chooser-code')?.value)
  return page
}

/** Chooses a form and waits for its code. */
async function choose(page: WatchedPage, form: string, start: string): Promise<void> {
  await page.locator('#chooser-form').selectOption(form)
  await page.waitForFunction((text) => document.querySelector<HTMLTextAreaElement>('#chooser-code')?.value.startsWith(text), start)
}

describe('the chooser of embed codes', () => {
  it('asks for nothing before it is opened', async () => {
    const page = await world.open(address())
    await page.locator('.opener').waitFor()
    expect(world.placard.requests.filter((path) => /preview|embed-code/.test(path))).toEqual([])
    expect(await page.locator('#chooser').isVisible()).toBe(false)
  })

  it('is not there without script, and the codes are', async () => {
    const page = await world.open(address(), { javaScriptEnabled: false })
    expect(await page.locator('.opener').isVisible()).toBe(false)
    expect(await page.locator('#chooser').isVisible()).toBe(false)
    expect(await page.locator('#embed-full').inputValue()).toMatch(/^<blockquote class="placard"/)
  })

  it.each([
    ['full', '<blockquote class="placard"', '.card .picture'],
    ['script-only', '<blockquote class="placard"', '.card .picture'],
    ['no-script', '<blockquote class="placard"', 'blockquote img'],
    ['element', '<placard-embed code=', '.card .picture'],
    ['react', '<PlacardEmbed server=', '.card .picture'],
    ['wordpress', '[placard code=', '.card .picture'],
  ])('shows the code of the form %s, and what it makes of a page', async (form, start, drawn) => {
    const page = await openChooser()
    await choose(page, form, start)
    await preview(page).locator(drawn).first().waitFor()
    expect(page.problems).toEqual([])
  })

  it('shows a frame in its exact size', async () => {
    const page = await openChooser()
    await page.locator('#chooser-maxwidth').fill('480')
    await page.locator('#chooser-maxwidth').press('Enter')
    await choose(page, 'frame', '<iframe src=')
    await page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('#chooser-code')?.value.includes('width="480"'))
    const frame = preview(page).frameLocator('iframe')
    await frame.locator('.card img').waitFor()
    const [, height] = /width="480" height="(\d+)"/.exec(await code(page)) ?? []
    expect(await preview(page).locator('iframe').boundingBox()).toMatchObject({ width: 480, height: Number(height) })
    expect(page.problems).toEqual([])
  })

  it('follows colours, language and caption', async () => {
    const page = await openChooser('?lang=de')
    expect(await page.locator('#chooser-lang').inputValue()).toBe('de')
    await page.locator('#chooser-theme').selectOption('dark')
    await page.getByLabel('Mit Bildunterschrift').uncheck()
    await choose(page, 'wordpress', '[placard code="C6aHDKgAQA" theme="dark" lang="de" caption="off"]')
    expect(await page.locator('#chooser-hints').innerText()).toContain('Ein Shortcode des Plugins.')
  })

  it('works by keyboard alone, says aloud what it copied, and gives the focus back', async () => {
    const page = await world.open(address(), { permissions: ['clipboard-read', 'clipboard-write'] })
    await page.locator('.opener').focus()
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('#chooser-code')?.value)
    await page.locator('#chooser [data-copy]').focus()
    await page.keyboard.press('Enter')
    await page.locator('#chooser [role="status"]').filter({ hasText: 'Embed code copied.' }).waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await code(page))
    await page.keyboard.press('Escape')
    expect(await page.locator('#chooser').isVisible()).toBe(false)
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('opener')
  })

  it('says so where a code does not come, and keeps the one before', async () => {
    const page = await openChooser()
    const before = await code(page)
    world.placard.interfere = ({ pathname }) => (pathname.endsWith('/embed-code') ? new Response('', { status: 503 }) : undefined)
    await page.locator('#chooser-form').selectOption('frame')
    await page.locator('#chooser [role="status"]').filter({ hasText: 'could not be fetched' }).waitFor()
    expect(await code(page)).toBe(before)
  })

  it.each(['light', 'dark'] as const)('has nothing that axe finds wrong, in the %s theme', async (colorScheme) => {
    const page = await openChooser('', { colorScheme })
    await preview(page).locator('.card .picture').waitFor()
    expect(await findIssues(page)).toEqual([])
    await page.locator('[data-closes]').click()
    await page.locator('.policies summary').click()
    expect(await findIssues(page)).toEqual([])
  })

  it.each([
    [360, ''],
    [360, '?lang=ar'],
    [1280, ''],
  ])('fits a window of %i pixels%s', async (width, query) => {
    const page = await openChooser(query, { viewport: { width, height: 800 } })
    const overflow = await page.locator('#chooser').evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth)
    expect(overflow).toBe(0)
  })

  it.each([
    // A frame has its exact size; a card takes the box of the plain quotation, which is lower by a few lines.
    ['frame', '<iframe src=', 0],
    ['full', '<blockquote', 100],
  ])('leaves nothing empty below the form %s where a window is narrower than the code', async (form, start, most) => {
    const page = await openChooser('', { viewport: { width: 360, height: 800 } })
    await choose(page, form, start)
    await page.locator('.seen iframe[src*="maxwidth=328"]').waitFor()
    const embed = preview(page)
      .locator(form === 'frame' ? 'iframe' : '.card')
      .first()
    await embed.waitFor()
    const bottom = async (locator: typeof embed) => locator.boundingBox().then((box) => (box ? box.y + box.height : Number.NaN))
    expect((await bottom(page.locator('.seen iframe'))) - (await bottom(embed))).toBeLessThanOrEqual(most)
    expect(page.problems).toEqual([])
  })

  it('keeps the width that was chosen in the code itself', async () => {
    const page = await openChooser('', { viewport: { width: 360, height: 800 } })
    expect(await code(page)).not.toContain('328')
  })
})
