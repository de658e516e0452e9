import { describe, expect, it } from 'vitest'
import { arabic, hardTexts } from '../fixtures/hard-texts.ts'
import { bridge, fixtureMedia, series, withdrawnMedia } from '../fixtures/media.ts'
import { elements, story } from '../support/browser/story.ts'
import { seenTexts, textFaults } from '../support/browser/text-probe.ts'
import { useWorld, type WatchedPage } from '../support/browser/world.ts'

const world = useWorld({ media: [...fixtureMedia, series, ...Object.values(hardTexts)] })

interface Options {
  readonly head?: string
  readonly attributes?: string
  readonly context?: object
}

/** An article with a card and a notice. */
async function openCards({ head = '', attributes = '', context = {} }: Options = {}): Promise<WatchedPage> {
  const { host, open, placard } = world
  const body = elements(placard.baseUrl, [bridge, withdrawnMedia], attributes)
  const page = await open(host.page('/preferences', story(body, { head })), { viewport: { width: 640, height: 1000 }, ...context })
  await page.locator('.card .picture:not(.loading)').waitFor()
  await page.locator('.card.notice').waitFor()
  return page
}

function styleOf(page: WatchedPage, selector: string, property: string): Promise<string> {
  return page
    .locator(selector)
    .first()
    .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property)
}

describe('every text has 4.5:1 and every link a line of 3:1', () => {
  // The inks have 7:1 or a little more on their papers, which is what card.css asks of a page.
  it.each([
    ['#ffffff', '#595959'],
    ['#fff3c4', '#5c4a00'],
    ['#004d40', '#ffffff'],
    ['#1a237e', '#c5cae9'],
    ['#000000', '#ffff00'],
    ['#d6fff2', '#445477'],
  ])('on a paper of %s with an ink of %s', async (paper, ink) => {
    const page = await openCards({ head: `<style>:root{--placard-paper:${paper};--placard-ink:${ink}}</style>` })
    await page.locator('.card summary').click()
    expect(await textFaults(page)).toEqual([])
    await page.keyboard.press('Escape')
    expect(await textFaults(page)).toEqual([])
  })

  it('where the picture cannot be had and its alternative text stands in its place', async () => {
    world.placard.interfere = (url) => (url.pathname.startsWith('/t/') ? new Response(null, { status: 404 }) : undefined)
    const { host, open, placard } = world
    const page = await open(host.page('/failed', story(elements(placard.baseUrl, [bridge]))), { colorScheme: 'dark' })
    await page.locator('.card .failed').waitFor()
    const colours = await page
      .locator('.card .failed')
      .evaluate((link) => [getComputedStyle(link).color, getComputedStyle(link).backgroundColor])
    expect(colours[0]).toBe('rgb(236, 233, 226)')
    expect(colours[1]).not.toBe('rgb(107, 112, 112)')
  })

  it('at once in the other theme', async () => {
    const page = await openCards()
    for (const theme of ['dark', 'light']) {
      for (const card of await page.locator('placard-embed').all())
        await card.evaluate((each, name) => each.setAttribute('theme', name), theme)
      await page.waitForFunction(
        (ink) => {
          const card = document.querySelector('placard-embed')?.shadowRoot?.querySelector('.card')
          return card && getComputedStyle(card).color === ink
        },
        theme === 'dark' ? 'rgb(236, 233, 226)' : 'rgb(29, 27, 24)',
      )
      expect(await textFaults(page)).toEqual([])
    }
  })
})

describe('a reader who asks for more contrast', () => {
  it('gets ink for everything that was muted', async () => {
    const page = await openCards({ context: { contrast: 'more' } })
    expect(await styleOf(page, '.card .rights', 'color')).toBe('rgb(29, 27, 24)')
    expect(await styleOf(page, '.card', 'border-top-color')).toBe('rgb(29, 27, 24)')
    const contrasts = (await seenTexts(page)).filter(({ where }) => /rights|actions|byline/.test(where)).map(({ contrast }) => contrast)
    expect(Math.min(...contrasts)).toBeGreaterThan(14)
  })
})

describe('a reader with colours of their own (forced-colors)', () => {
  it.each(['light', 'dark'] as const)('sees borders, texts and links in them: %s', async (colorScheme) => {
    const page = await openCards({ context: { forcedColors: 'active', colorScheme } })
    expect(await textFaults(page)).toEqual([])
    for (const card of ['.card:not(.notice)', '.card.notice']) {
      expect(await styleOf(page, card, 'border-top-width')).toBe('1px')
      expect(await styleOf(page, card, 'border-top-color')).not.toBe(await styleOf(page, card, 'background-color'))
    }
    expect(await styleOf(page, '.card .rights a', 'text-decoration-line')).toBe('underline')
    expect(await styleOf(page, '.card .rights a', 'color')).not.toBe(await styleOf(page, '.card .rights', 'color'))
  })

  it('sees where a panel and its field end', async () => {
    const page = await openCards({ context: { forcedColors: 'active' } })
    await page.locator('.card summary').click()
    expect(await styleOf(page, '.card textarea', 'border-top-color')).not.toBe(await styleOf(page, '.card textarea', 'background-color'))
    expect(await textFaults(page)).toEqual([])
  })

  it.each(['/', `/p/${bridge.shortcode}/`, `/p/${withdrawnMedia.shortcode}/`])('reads every text of %s', async (path) => {
    const page = await world.open(world.placard.baseUrl + path, { forcedColors: 'active', colorScheme: 'dark' })
    expect(await textFaults(page)).toEqual([])
  })
})

describe('a reader who asks for less motion', () => {
  it.each(['/', `/p/${bridge.shortcode}/`, '/demo/'])('sees none in %s', async (path) => {
    const page = await world.open(world.placard.baseUrl + path, { reducedMotion: 'reduce' })
    await page.waitForLoadState('networkidle')
    expect(await moving(page)).toEqual([])
  })

  it('sees none in a card', async () => {
    expect(await moving(await openCards({ context: { reducedMotion: 'reduce' } }))).toEqual([])
  })
})

/** Elements that would move by an animation, a transition or a smooth scroll. */
function moving(page: WatchedPage): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    const look = (root: ParentNode) => {
      for (const element of root.querySelectorAll('*')) {
        const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element)
        const isStill = /^(0s(, )?)+$/.test(transitionDuration) && animationName === 'none' && scrollBehavior === 'auto'
        if (!isStill) found.push(element.outerHTML.slice(0, 80))
        if (element.shadowRoot) look(element.shadowRoot)
      }
    }
    look(document)
    return found
  })
}

describe('on paper', () => {
  /** Everything that is printed of an element, generated content included, as a screen reader would say it. */
  async function printed(page: WatchedPage, selector: string): Promise<string> {
    await page.emulateMedia({ media: 'print' })
    return page
      .locator(selector)
      .first()
      .evaluate((root) => {
        const say = (node: Node): string => {
          if (node instanceof Text) return node.data
          if (!(node instanceof Element) || !node.checkVisibility() || node.matches('.unseen')) return ''
          const { content } = getComputedStyle(node, '::after')
          const after = /^".*"$/.test(content) ? content.slice(1, -1) : ''
          return [...node.childNodes].map(say).join('') + after
        }
        return say(root).replaceAll(/\s+/g, ' ').trim()
      })
  }

  it('a card says credit, licence and its own address in words, and has nothing to press', async () => {
    const page = await openCards()
    const { baseUrl } = world.placard
    const text = await printed(page, '.card')
    expect(text).toContain('Photo: Zoë Łęcka / Placard Pictures')
    expect(text).toContain('© 2026 Zoë Łęcka · CC BY 4.0 <https://creativecommons.org/licenses/by/4.0/>')
    expect(text).toContain(`Original <${baseUrl}/p/${bridge.shortcode}/?lang=en>`)
    expect(text).not.toMatch(/Copy|Embed|more/)
    expect(await page.locator('.card :is(button, summary, textarea):visible').count()).toBe(0)
    expect(await textFaults(page)).toEqual([])
  })

  it('a card whose panel is open is printed like any other', async () => {
    const page = await openCards()
    await page.locator('.card summary').click()
    expect(await printed(page, '.card')).toContain('Photo: Zoë Łęcka / Placard Pictures')
    expect(await page.locator('.card .picture').isVisible()).toBe(true)
    expect(await page.locator('.card textarea').isVisible()).toBe(false)
  })

  it.each([
    ['that is dark', { attributes: 'theme="dark"' }],
    ['on a paper of the page’s own', { head: '<style>:root{--placard-paper:#004d40;--placard-ink:#fff}</style>' }],
  ])('a card %s is dark on white', async (_name, options) => {
    const page = await openCards(options)
    await page.emulateMedia({ media: 'print' })
    for (const card of ['.card:not(.notice)', '.card.notice']) expect(await styleOf(page, card, 'color')).toBe('rgb(0, 0, 0)')
    expect(await styleOf(page, '.card', 'background-color')).toBe('rgb(255, 255, 255)')
    expect(await textFaults(page)).toEqual([])
  })

  it('a frame says the same, dark on white', async () => {
    const path = `/p/${bridge.shortcode}/embed/captioned/?theme=dark`
    const page = await world.open(world.placard.baseUrl + path, { viewport: { width: 640, height: 560 } })
    const text = await printed(page, '.card')
    expect(text).toContain('CC BY 4.0 <https://creativecommons.org/licenses/by/4.0/>')
    expect(text).toContain(`Original <${world.placard.baseUrl}/p/${bridge.shortcode}/>`)
    expect(await styleOf(page, '.card', 'color')).toBe('rgb(0, 0, 0)')
    expect(await textFaults(page)).toEqual([])
  })

  it('a permalink page says the same, and has nothing to press', async () => {
    const page = await world.open(`${world.placard.baseUrl}/p/${bridge.shortcode}/`, { colorScheme: 'dark' })
    const text = await printed(page, 'main')
    expect(text).toContain('The bridge at dusk')
    expect(text).toContain('Creative Commons Attribution 4.0 International <https://creativecommons.org/licenses/by/4.0/> (CC BY 4.0)')
    expect(text).toContain(`Permanent address${world.placard.baseUrl}/p/${bridge.shortcode}/`)
    expect(await page.locator(':is(button, summary, textarea):visible').count()).toBe(0)
    expect(await styleOf(page, 'body', 'color')).toBe('rgb(0, 0, 0)')
    expect(await textFaults(page)).toEqual([])
  })

  it('a carousel shows all of its pictures', async () => {
    const { host, open, placard } = world
    const page = await open(host.page('/series', story(elements(placard.baseUrl, [series]))))
    await page.locator('.card .slide').first().waitFor()
    await page.emulateMedia({ media: 'print' })
    const card = (await page.locator('.card').boundingBox()) ?? { x: 0, width: 0 }
    const pictures = await Promise.all((await page.locator('.card .slide img').all()).map((picture) => picture.boundingBox()))
    expect(pictures.map((box) => box !== null && box.x >= card.x && box.x + box.width <= card.x + card.width)).toEqual([true, true, true])
  })

  it('cards fit on a sheet', async () => {
    const page = await openCards()
    const pdf = await page.pdf({ format: 'A4' })
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
  })
})

describe('texts that run the other way', () => {
  /** How far the words of an element stand from both sides of the label around it. */
  function edges(page: WatchedPage, selector: string) {
    return page
      .locator(selector)
      .first()
      .evaluate((element) => {
        const range = document.createRange()
        range.selectNodeContents(element)
        const rects = [...range.getClientRects()].filter(({ width }) => width > 0 && width < 600)
        const [left, right] = [Math.min(...rects.map((rect) => rect.left)), Math.max(...rects.map((rect) => rect.right))]
        const label = element.closest('.label')?.getBoundingClientRect() ?? new DOMRect()
        return { left: left - label.left, right: label.right - right }
      })
  }

  it('begin at the right in a card that begins at the left', async () => {
    const { host, open, placard } = world
    const page = await open(host.page('/arabic', story(elements(placard.baseUrl, [arabic]))), { viewport: { width: 700, height: 900 } })
    await page.locator('.card .caption').waitFor()
    for (const selector of ['.card cite', '.card .caption']) {
      const { left, right } = await edges(page, selector)
      expect([right < 20, left > 20], selector).toEqual([true, true])
    }
    expect((await edges(page, '.card .byline')).left).toBeLessThan(20)
  })

  it('leave every name where it belongs', async () => {
    const { host, open, placard } = world
    const page = await open(host.page('/names', story(elements(placard.baseUrl, [arabic]))), { viewport: { width: 700, height: 900 } })
    await page.locator('.card .byline').waitFor()
    // `Photo: `, the Arabic name, ` / ` and the agency, from left to right.
    const lefts = await page.locator('.card .byline').evaluate((line) =>
      [...line.childNodes].map((node) => {
        const range = document.createRange()
        range.selectNode(node)
        return range.getBoundingClientRect().left
      }),
    )
    expect(lefts).toEqual(lefts.toSorted((a, b) => a - b))
  })

  it('are not turned by the page around: an English card in an Arabic page reads from the left', async () => {
    const { host, open, placard } = world
    const snippet = await placard.snippet(bridge, '&lang=en')
    const page = await open(host.page('/rtl', story(snippet, { lang: 'ar', dir: 'rtl' })), { viewport: { width: 700, height: 900 } })
    await page.locator('.card .byline').waitFor()
    expect(await styleOf(page, '.card', 'direction')).toBe('ltr')
    expect((await edges(page, '.card cite')).left).toBeLessThan(20)
    expect(await textFaults(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
  })

  it('turn a card whose words are Arabic', async () => {
    const { host, open, placard } = world
    const snippet = await placard.snippet(arabic, '&lang=ar')
    const page = await open(host.page('/rtl-ar', story(snippet, { lang: 'ar', dir: 'rtl' })), { viewport: { width: 700, height: 900 } })
    await page.locator('.card .byline').waitFor()
    expect(await styleOf(page, '.card', 'direction')).toBe('rtl')
    for (const selector of ['.card cite', '.card .caption', '.card .byline']) expect((await edges(page, selector)).right).toBeLessThan(20)
    expect(await textFaults(page)).toEqual([])
  })
})
