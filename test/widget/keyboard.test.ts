import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { bridge, withdrawnMedia } from '../fixtures/media.ts'
import { elements, story } from '../support/browser/story.ts'
import { useWorld, type WatchedPage } from '../support/browser/world.ts'

const world = useWorld()

interface Stop {
  /** Accessible name or text, cut. */
  readonly name: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Pixels around it that differ by 3:1 or more from the same page without focus. */
  readonly ring: number
}

/** What has the focus, however deep in shadow roots; `undefined` at the end of the page. */
function focused(page: WatchedPage) {
  return page.evaluate(() => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    if (!element || element === document.body) return undefined
    const { x, y, width, height } = element.getBoundingClientRect()
    const name = element.getAttribute('aria-label') ?? element.querySelector('img')?.alt ?? element.textContent ?? ''
    return { name: name.trim().slice(0, 40), x, y, width, height }
  })
}

/** Walks the page by the Tab key from its start to its end. The window must be so high that nothing scrolls. */
async function walk(page: WatchedPage): Promise<readonly Stop[]> {
  const stops: Stop[] = []
  const rest = await pixels(await page.screenshot())
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press('Tab')
    const stop = await focused(page)
    if (!stop) return stops
    const clip = around(stop, rest.info)
    stops.push({ ...stop, ring: changed(rest, await pixels(await page.screenshot({ clip })), clip) })
  }
  throw new Error('Expected the page to let the focus go')
}

interface Pixels {
  readonly data: Buffer
  readonly info: { readonly width: number; readonly height: number }
}

function pixels(screenshot: Buffer): Promise<Pixels> {
  return sharp(screenshot).removeAlpha().raw().toBuffer({ resolveWithObject: true })
}

/** The part of a window that holds an element and what is drawn around it. */
function around({ x, y, width, height }: Omit<Stop, 'name' | 'ring'>, window: { readonly width: number; readonly height: number }) {
  const [left, top] = [Math.max(0, Math.floor(x - 6)), Math.max(0, Math.floor(y - 6))]
  return {
    x: left,
    y: top,
    width: Math.min(window.width, Math.ceil(x + width + 6)) - left,
    height: Math.min(window.height, Math.ceil(y + height + 6)) - top,
  }
}

/** How many pixels of a part of the page have changed by 3:1 or more (WCAG 2.4.7, 1.4.11). */
function changed(before: Pixels, part: Pixels, at: { readonly x: number; readonly y: number }): number {
  let count = 0
  for (let row = 0; row < part.info.height; row++) {
    for (let column = 0; column < part.info.width; column++) {
      const was = luminance(before.data, 3 * ((at.y + row) * before.info.width + at.x + column))
      const is = luminance(part.data, 3 * (row * part.info.width + column))
      if ((Math.max(was, is) + 0.05) / (Math.min(was, is) + 0.05) >= 3) count++
    }
  }
  return count
}

function luminance(data: Buffer, at: number): number {
  const [red = 0, green = 0, blue = 0] = [0, 1, 2].map((part) => {
    const value = (data[at + part] ?? 0) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Stops that come before one that stands above them, or in their line before them. */
function outOfOrder(stops: readonly Stop[]): readonly string[] {
  return stops.flatMap((stop, index) => {
    const last = stops[index - 1]
    if (!last) return []
    const isInLine = stop.y < last.y + last.height - 1 && last.y < stop.y + stop.height - 1
    const isAfter = isInLine ? stop.x >= last.x - 1 : stop.y >= last.y
    return isAfter ? [] : [`${stop.name} comes after ${last.name}`]
  })
}

/** Stops whose ring has fewer pixels than a line along the element's longer side would have. */
function faint(stops: readonly Stop[]): readonly string[] {
  return stops.filter(({ ring, width, height }) => ring < Math.max(width, height)).map(({ name, ring }) => `${name}: ${ring} px`)
}

describe('by the keyboard alone, in visual order and with a ring that is seen', () => {
  const LOOKS = [
    ['light', {}, ''],
    ['dark', { colorScheme: 'dark' }, ''],
    ['forced colours', { forcedColors: 'active' }, ''],
    ['colours of the page', {}, '<style>:root{--placard-paper:#004d40;--placard-ink:#fff}</style>'],
  ] as const

  it.each(LOOKS)('a reader reaches every control of a card: %s', async (_name, options, head) => {
    const { host, open, placard } = world
    const cards = `${await placard.snippet(bridge)}${elements(placard.baseUrl, [withdrawnMedia])}`
    const page = await open(host.page('/keys', story(cards, { head })), { viewport: { width: 700, height: 1100 }, ...options })
    await page.locator('.card .picture:not(.loading)').waitFor()
    await page.locator('placard-embed .card').waitFor()
    const stops = await walk(page)
    expect(stops.map(({ name }) => name)).toEqual([
      'A red suspension bridge below a low sun',
      'Zoë Łęcka',
      'CC BY 4.0',
      'Get a licence',
      'Copy credit',
      'Embed',
      'Original: The bridge at dusk',
      'Original',
    ])
    expect(outOfOrder(stops)).toEqual([])
    expect(faint(stops)).toEqual([])
  })

  it.each([
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
  ] as const)('a reader reaches every control of a frame: %s', async (_name, options) => {
    const { open, placard } = world
    const page = await open(`${placard.baseUrl}/p/${bridge.shortcode}/embed/captioned/`, {
      viewport: { width: 640, height: 560 },
      ...options,
    })
    const stops = await walk(page)
    expect(stops.map(({ name }) => name)).toEqual([
      'A red suspension bridge below a low sun',
      'Zoë Łęcka',
      'CC BY 4.0',
      'Get a licence',
      'Original: The bridge at dusk',
    ])
    expect(outOfOrder(stops)).toEqual([])
    expect(faint(stops)).toEqual([])
  })

  it.each(['/', `/p/${bridge.shortcode}/`, `/p/${withdrawnMedia.shortcode}/`])('a reader reaches every control of %s', async (path) => {
    const page = await world.open(world.placard.baseUrl + path, {
      viewport: { width: 420, height: 5200 },
      reducedMotion: 'reduce',
    })
    await page.waitForLoadState('networkidle')
    const stops = await walk(page)
    expect(stops[0]?.name).toBe('Skip to the content')
    expect(stops.length).toBe(await page.locator(':is(a, button, textarea, summary):visible').count())
    expect(outOfOrder(stops)).toEqual([])
    expect(faint(stops)).toEqual([])
  })
})

describe('the panel of a card', () => {
  async function openPanel() {
    const { host, open, placard } = world
    const page = await open(host.page('/panel', story(await placard.snippet(bridge))), { permissions: ['clipboard-write'] })
    await page.locator('.card summary').press('Enter')
    await page.getByLabel('Embed code').waitFor()
    return page
  }

  it('closes by Escape from anywhere in it, and gives the focus back', async () => {
    const page = await openPanel()
    await page.getByLabel('Embed code').focus()
    await page.keyboard.press('Escape')
    expect(await page.getByLabel('Embed code').isVisible()).toBe(false)
    expect((await focused(page))?.name).toContain('Embed')
  })

  it('lets nothing under it take the focus, where it would not be seen (WCAG 2.4.11)', async () => {
    const page = await openPanel()
    await page.getByRole('button', { name: 'Copy credit' }).first().focus()
    await page.keyboard.press('Shift+Tab')
    const above = await focused(page)
    expect(above?.name ?? '').not.toMatch(/licence|CC BY|Zoë|bridge/)
  })

  it('is no trap: the focus leaves it forwards and backwards', async () => {
    const page = await openPanel()
    const names: string[] = []
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press('Tab')
      const stop = await focused(page)
      if (!stop) break
      names.push(stop.name)
    }
    expect(names.at(-1)).toBe('Original: The bridge at dusk')
  })

  it('moves nothing and stays within its card', async () => {
    const page = await openPanel()
    const [panel, card] = await Promise.all([page.locator('.card .panel').boundingBox(), page.locator('.card').boundingBox()])
    expect(panel && card && panel.y >= card.y && panel.y + panel.height <= card.y + card.height).toBe(true)
    expect(await page.shift()).toBe(0)
  })
})
