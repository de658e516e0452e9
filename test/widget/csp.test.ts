import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bridge } from '../fixtures/media.ts'
import { article } from '../support/browser/host-page.ts'
import { useWorld } from '../support/browser/world.ts'

const world = useWorld()

/** What a publisher must allow, and nothing more: no style-src, no font-src, no policy for Trusted Types (W2, W3). */
function policy(scriptSrc: string): string {
  const { baseUrl } = world.placard
  return `default-src 'none'; script-src ${scriptSrc}; connect-src ${baseUrl}; img-src ${baseUrl}; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'`
}

/** The article without what such a page does not allow itself. */
async function strictArticle(scriptAttributes: string): Promise<string> {
  const snippet = (await world.placard.snippet(bridge)).replace('<script ', `<script ${scriptAttributes} `)
  return article(snippet)
    .replace(/<style>.*?<\/style>/gs, '')
    .replace('href="data:,"', `href="${world.placard.baseUrl}/static/icon.png"`)
}

describe('a page with a strict policy and Trusted Types', () => {
  const { integrity } = JSON.parse(readFileSync('dist/widget/embed.json', 'utf8')) as { integrity: string }

  it.each([
    ['its origin', () => world.placard.baseUrl, ''],
    ['a nonce', () => "'nonce-abc' 'strict-dynamic'", 'nonce="abc"'],
    ['its hash', () => `'${integrity}'`, `integrity="${integrity}" crossorigin="anonymous"`],
  ])('that allows the script by %s: drawn, styled, at work, and no violation (W1-W3)', async (_name, scriptSrc, attributes) => {
    const { host, open } = world
    const url = host.page('/strict', await strictArticle(attributes), { 'content-security-policy': policy(scriptSrc()) })
    const page = await open(url, { permissions: ['clipboard-write'], bypassCSP: false })
    await page.locator('.card .picture:not(.loading)').waitFor()
    await page.locator('summary').click()
    await page.getByRole('button', { name: 'Copy code' }).click()
    await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor()
    expect(await page.locator('.card').evaluate((card) => getComputedStyle(card).borderTopLeftRadius)).toBe('4px')
    expect(await page.shift()).toBe(0)
    expect(page.problems).toEqual([])
  })

  it('is seen to complain where there is a reason', async () => {
    const { host, open, placard } = world
    const broken = (await strictArticle('')).replace('</body>', '<p style="color:red">x</p></body>')
    const page = await open(host.page('/control', broken, { 'content-security-policy': policy(placard.baseUrl) }))
    await page.locator('.card').waitFor()
    expect(page.problems.join()).toContain('VIOLATION style-src-attr')
  })
})

describe('what the reader’s browser is asked to keep or send (W16)', () => {
  it('is nothing: no cookie, no storage, no other origin, and at most the origin of the page', async () => {
    const { host, open, placard } = world
    const url = host.page('/private/article', article(await placard.snippet(bridge)))
    const page = await open('about:blank')
    const asked: { origin: string; referer: string | undefined; cookie: string | undefined }[] = []
    page.on('request', (request) => {
      const { referer, cookie } = request.headers()
      if (!request.isNavigationRequest()) asked.push({ origin: new URL(request.url()).origin, referer, cookie })
    })
    await page.goto(url)
    await page.locator('.card .picture:not(.loading)').waitFor()
    expect(new Set(asked.map(({ origin }) => origin))).toEqual(new Set([placard.baseUrl]))
    expect(new Set(asked.map(({ referer }) => referer))).toEqual(new Set([`${host.origin}/`]))
    expect(asked.every(({ cookie }) => cookie === undefined)).toBe(true)
    expect(await page.context().cookies()).toEqual([])
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0)
  })
})
