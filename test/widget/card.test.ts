import { describe, expect, it } from 'vitest'
import { bridge, portrait, privateMedia, withdrawnMedia } from '../fixtures/media.ts'
import { article } from '../support/browser/host-page.ts'
import { useWorld } from '../support/browser/world.ts'

const world = useWorld()

async function openBridge(query = '', options = {}, head = '') {
  const { host, placard, open } = world
  const page = await open(host.page('/card', article(await placard.snippet(bridge, query), head)), options)
  await page.locator('.card').waitFor()
  return page
}

describe('the card on a page of another site', () => {
  it('says title, creator, credit line, notice and licence, each with its link', async () => {
    const page = await openBridge()
    const card = page.locator('blockquote .card')
    expect(await card.locator('.title').innerText()).toBe('The bridge at dusk')
    expect(await card.locator('.byline').innerText()).toBe('Photo: Zoë Łęcka / Placard Pictures')
    expect(await card.locator('.caption').innerText()).toBe('A suspension bridge over calm water, seen from the north bank.')
    expect(await card.locator('.rights').innerText()).toContain('© 2026 Zoë Łęcka · CC BY 4.0')
    expect(await card.locator('.byline a').getAttribute('href')).toBe('https://zoe.example/')
    expect(await card.locator('.rights a').first().getAttribute('href')).toBe('https://creativecommons.org/licenses/by/4.0/')
    expect(await card.locator('.rights a').first().getAttribute('rel')).toContain('license')
    expect(await card.locator('a.picture').getAttribute('href')).toBe(`${world.placard.baseUrl}/p/C6aHDKgAQA/?lang=en`)
    expect(page.problems).toEqual([])
  })

  it('shows the picture with its alt text', async () => {
    const page = await openBridge()
    const img = page.locator('.card img')
    expect(await img.getAttribute('alt')).toBe('A red suspension bridge below a low sun')
    await page.locator('.card .picture:not(.loading)').waitFor()
    expect(await img.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBeGreaterThan(300)
  })

  it('loads one picture, the one that the fallback has', async () => {
    const page = await openBridge()
    await page.locator('.card .picture:not(.loading)').waitFor()
    expect(world.placard.requests.filter((path) => path.startsWith('/t/'))).toHaveLength(1)
  })

  it('keeps the fallback in the page for machines, and removes the hidden frame', async () => {
    const page = await openBridge()
    expect(await page.locator('blockquote > p').textContent()).toContain('The bridge at dusk')
    expect(await page.locator('iframe').count()).toBe(0)
  })

  it('is at most 40 elements', async () => {
    const page = await openBridge()
    expect(await page.evaluate(() => document.querySelector('blockquote')?.shadowRoot?.querySelectorAll('*').length)).toBeLessThanOrEqual(
      40,
    )
  })

  it('leaves the caption out where the snippet says so', async () => {
    const page = await openBridge('&hidecaption=1')
    expect(await page.locator('.card .caption').count()).toBe(0)
  })

  it('keeps its margins, and neither padding, border, quotation marks nor italics of the page', async () => {
    const page = await openBridge()
    const look = await page.locator('blockquote').evaluate((quote) => {
      const { marginLeft, paddingLeft, borderLeftWidth } = getComputedStyle(quote)
      const byline = quote.shadowRoot?.querySelector('.byline')
      return [
        marginLeft,
        paddingLeft,
        borderLeftWidth,
        getComputedStyle(quote, '::before').content,
        byline && getComputedStyle(byline).fontStyle,
      ]
    })
    expect(look).toEqual(['0px', '0px', '0px', 'none', 'normal'])
  })

  it('says the alt text and the credit where the picture cannot be had', async () => {
    world.placard.interfere = (url) => (url.pathname.startsWith('/t/') ? new Response(null, { status: 404 }) : undefined)
    const page = await openBridge()
    await page.locator('.card .failed').waitFor()
    expect(await page.locator('.card img').getAttribute('alt')).toBe('A red suspension bridge below a low sun')
    expect(await page.locator('.card .byline').isVisible()).toBe(true)
  })

  it('folds a long caption, and shows all of it on request', async () => {
    const { placard, host, open } = world
    placard.interfere = (url) => (url.pathname === '/v1/cards' ? withCaption('A long story. '.repeat(60)) : undefined)
    const page = await open(host.page('/long', article(await placard.snippet(bridge))))
    const more = page.getByRole('button', { name: 'more' })
    await more.waitFor()
    const folded = await page.locator('.card .caption').evaluate((caption) => caption.clientHeight)
    await more.press('Enter')
    expect(await page.locator('.card .caption').evaluate((caption) => caption.clientHeight)).toBeGreaterThan(folded * 3)
    expect(await page.getByRole('button', { name: 'less' }).getAttribute('aria-expanded')).toBe('true')
    expect(await page.locator('.card .label').evaluate((label) => label.scrollHeight - label.clientHeight)).toBe(0)
  })
})

async function withCaption(text: string): Promise<Response> {
  const { placard } = world
  placard.interfere = undefined
  const answer = (await (await fetch(`${placard.baseUrl}/v1/cards?codes=${bridge.shortcode}`)).json()) as { data: object[] }
  const data = answer.data.map((card) => ({ ...card, caption: { text } }))
  return Response.json({ ...answer, data }, { headers: { 'Access-Control-Allow-Origin': '*' } })
}

describe('the colours of the card', () => {
  const paper = "getComputedStyle(document.querySelector('blockquote').shadowRoot.querySelector('.card')).backgroundColor"
  const LIGHT = 'rgb(253, 252, 249)'
  const DARK = 'rgb(21, 23, 26)'

  it.each([
    ['light', LIGHT],
    ['dark', DARK],
  ] as const)('follow a reader who prefers %s', async (colorScheme, colour) => {
    expect(await (await openBridge('', { colorScheme })).evaluate(paper)).toBe(colour)
  })

  it.each(['<style>:root{color-scheme:light}</style>', '<meta name="color-scheme" content="light">'])(
    'follow a page that is light only: %s',
    async (head) => {
      const page = await openBridge('', { colorScheme: 'dark' }, head)
      expect(await page.evaluate(paper)).toBe(LIGHT)
    },
  )

  it('follow the theme that the snippet names, at once when it changes', async () => {
    const page = await openBridge('', { colorScheme: 'light' })
    await page.locator('blockquote').evaluate((quote) => quote.setAttribute('data-placard-theme', 'dark'))
    await page.waitForFunction(`${paper} === '${DARK}'`)
  })

  it('are those that the page names', async () => {
    const page = await openBridge('', {}, '<style>:root{--placard-paper:rgb(1, 2, 3)}</style>')
    expect(await page.evaluate(paper)).toBe('rgb(1, 2, 3)')
  })
})

describe('the actions of the card', () => {
  const permissions = ['clipboard-read', 'clipboard-write']
  const clipboard = () => navigator.clipboard.readText()

  it('copy the whole credit, as text and with links, and say so', async () => {
    const page = await openBridge('', { permissions })
    await page.getByRole('button', { name: 'Copy credit' }).click()
    await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor()
    expect(await page.evaluate(clipboard)).toContain('https://creativecommons.org/licenses/by/4.0/')
    const rich = await page.evaluate(async () => (await (await navigator.clipboard.read())[0]?.getType('text/html'))?.text())
    expect(rich).toContain('<a href="https://zoe.example/"')
  })

  it('copy without the Clipboard API too', async () => {
    const page = await openBridge('', { permissions })
    await page.evaluate(() => Object.defineProperty(navigator.clipboard, 'write', { value: undefined }))
    await page.getByRole('button', { name: 'Copy credit' }).click()
    await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor()
    expect(await page.evaluate(clipboard)).toContain('Zoë Łęcka')
    expect(await page.locator('.card textarea').count()).toBe(0)
  })

  it('are all reached by the keyboard, and give the embed code', async () => {
    const page = await openBridge('', { permissions })
    const reached: string[] = []
    for (let step = 0; step < 8; step++) {
      await page.keyboard.press('Tab')
      reached.push(
        await page.evaluate(() => {
          const focused = document.querySelector('blockquote')?.shadowRoot?.activeElement
          return focused?.className || focused?.textContent || ''
        }),
      )
    }
    expect(reached).toEqual(['picture', 'Zoë Łęcka', 'CC BY 4.0', 'Get a licence', 'Copy credit', 'Embed', 'Original', ''])
    await page.locator('summary').press('Enter')
    expect(await page.getByLabel('Embed code').inputValue()).toMatch(/^<blockquote class="placard"/)
    await page.getByRole('button', { name: 'Copy code' }).press('Enter')
    await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor()
    expect(await page.evaluate(clipboard)).toMatch(/^<blockquote class="placard"/)
    await page.keyboard.press('Escape')
    expect(await page.getByLabel('Embed code').isVisible()).toBe(false)
  })

  it('are at least 24 px in both directions', async () => {
    const page = await openBridge('', { viewport: { width: 280, height: 900 } })
    for (const target of await page.locator('.card .actions > a, .card .actions > button, .card summary').all()) {
      const { width = 0, height = 0 } = (await target.boundingBox()) ?? {}
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(24)
    }
  })
})

describe('media that are not shown', () => {
  it.each([
    ['private', privateMedia, 'This picture is private.'],
    ['withdrawn', withdrawnMedia, 'Withdrawn by Placard Test on 1 June 2026. Reason: privacy.'],
  ])('%s: a quiet notice in the box of the fallback', async (_name, media, words) => {
    const { host, open, placard } = world
    const quote = `<blockquote class="placard" cite="${placard.baseUrl}/p/${media.shortcode}/"><p>Old<br>fallback</p></blockquote>`
    const page = await open(host.page('/notice', article(quote + script())))
    await page.locator('.card.notice').waitFor()
    expect(await page.locator('.card.notice').innerText()).toContain(words)
    expect(await page.shift()).toBe(0)
  })

  it('unknown: the fallback stays', async () => {
    const { host, open, placard } = world
    const quote = `<blockquote class="placard" cite="${placard.baseUrl}/p/DDDDDDDDDD/"><p>Old fallback</p></blockquote>`
    const page = await open(host.page('/unknown', article(quote + script())))
    // The browser lists a resource once its answer is complete, however early that was.
    await page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('/v1/cards')))
    expect(await page.shift()).toBe(0)
    expect(await page.locator('blockquote').innerText()).toBe('Old fallback')
  })
})

describe('<placard-embed>', () => {
  it('draws the card of its code, without caption and dark where it says so', async () => {
    const { host, open } = world
    const page = await open(
      host.page('/element', article(`${script()}<placard-embed code="${bridge.shortcode}" caption="off" theme="dark"></placard-embed>`)),
    )
    expect(await page.locator('placard-embed .byline').innerText()).toContain('Zoë Łęcka')
    expect(await page.locator('placard-embed .caption').count()).toBe(0)
    await page.locator('placard-embed').evaluate((element, code) => element.setAttribute('code', code), portrait.shortcode)
    await page.locator('placard-embed .byline').filter({ hasText: 'Ada Ng' }).waitFor()
  })

  it.each([
    ['whose server fails', () => new Response(null, { status: 503 })],
    [
      'of which its server knows nothing',
      () => Response.json({ words: { lang: 'en' }, data: [] }, { headers: { 'Access-Control-Allow-Origin': '*' } }),
    ],
  ])('%s keeps the picture and the credit that it holds', async (_name, answer) => {
    const { host, open, placard } = world
    const { data } = (await (await fetch(`${placard.baseUrl}/v1/media/shortcode/${bridge.shortcode}/embed-code?form=element`)).json()) as {
      data: { text: string }
    }
    placard.interfere = (url) => (url.pathname === '/v1/cards' ? answer() : undefined)
    const told = `<script>addEventListener('placard:error', () => { window.told = true })</script>`
    const page = await open(host.page('/element-fallback', article(told + data.text)))
    await page.waitForFunction(() => 'told' in window)
    expect(await page.locator('placard-embed').innerText()).toMatch(/The bridge at dusk.*Zoë Łęcka.*CC BY 4\.0/s)
    await page.waitForFunction(() => (document.querySelector('placard-embed img') as HTMLImageElement | null)?.naturalWidth)
    expect(await page.shift()).toBe(0)
  })

  it.each([
    ['unknown', 'DDDDDDDDDD', 'There is no picture at this address.'],
    ['private', privateMedia.shortcode, 'This picture is private.'],
  ])('says why it shows nothing: %s', async (_name, code, words) => {
    const { host, open } = world
    const page = await open(host.page('/element-notice', article(`${script()}<placard-embed code="${code}"></placard-embed>`)))
    await page.locator('placard-embed .notice').filter({ hasText: words }).waitFor()
  })
})

function script(): string {
  return `<script async src="${world.placard.baseUrl}/embed.js"></script>`
}
