import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { bridge, series, withdrawnMedia } from '../fixtures/media.ts'
import { becomes, snippetFor, useEngine, watchedPage } from '../support/browser/engine-world.ts'
import { engines } from '../support/browser/engines.ts'

const CARD = `document.querySelector('blockquote').shadowRoot?.querySelector('.card')`
const hasPdfToText = spawnSync('pdftotext', ['-v']).status === 0

// biome-ignore lint/suspicious/noConsole: a run that tests less has to say so
if (!hasPdfToText) console.info('skipped: what is printed is not read (apt-get install poppler-utils)')

/** In the page: what is meant for paper is shown, in an engine that offers no other way to see it. */
const AS_PRINTED = `${CARD}.getRootNode().adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules])
  .filter(({ media }) => media?.mediaText === 'print').map(({ media }) => { media.mediaText = 'all' }).length`

/** In the page: all that is seen of the card, generated content included; some engines name the attribute there, some its value. */
const READ = `(() => {
  const say = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data
    if (!node.checkVisibility?.() || node.matches('.unseen')) return ''
    const parts = getComputedStyle(node, '::after').content.match(/"[^"]*"|attr\\(href\\)/g) ?? []
    const after = parts.map((part) => (part[0] === '"' ? part.slice(1, -1) : node.getAttribute('href'))).join('')
    return [...node.childNodes].map(say).join('') + after
  }
  return say(${CARD}).replaceAll(/\\s+/g, ' ').trim()
})()`

const LICENCE = '© 2026 Zoë Łęcka · CC BY 4.0 <https://creativecommons.org/licenses/by/4.0/>'

describe.each(engines)('cards on paper in $name', (engine) => {
  if (engine.missing) return it.skip(`is not on this machine (${engine.missing})`, () => {})
  const world = useEngine(engine)

  async function open(body: string): Promise<void> {
    await world.window.goTo(world.host.page('/print', watchedPage(world.placard, body)))
    expect(await becomes(world, `${CARD} != null`)).toBe(true)
  }

  /** The words of the sheets, each run of white space as one space. */
  async function printed(): Promise<string> {
    const input = await world.window.print?.()
    const { stdout } = spawnSync('pdftotext', ['-raw', '-', '-'], { input, encoding: 'utf8' })
    return stdout.replaceAll(/\s+/g, ' ')
  }

  it('say credit, licence and their own address in words, and have nothing to press', async () => {
    await open(await snippetFor(world.placard, 'origin'))
    expect(await world.window.evaluate(AS_PRINTED)).toBe(1)
    const text = await world.window.evaluate<string>(READ)
    expect(text).toContain('The bridge at dusk')
    expect(text).toContain('Photo: Zoë Łęcka / Placard Pictures')
    expect(text).toContain(LICENCE)
    expect(text).toContain(`Original <${world.placard.baseUrl}/p/${bridge.shortcode}/?lang=en>`)
    expect(text).not.toMatch(/Copy|Embed|more/)
  })

  it('say where no picture is why, and keep the credit', async () => {
    const snippet = await snippetFor(world.placard, 'origin')
    await open(snippet.replaceAll(bridge.shortcode, withdrawnMedia.shortcode))
    await world.window.evaluate(AS_PRINTED)
    const text = await world.window.evaluate<string>(READ)
    expect(text).toContain('Withdrawn by Placard Test on 1 June 2026. Reason: privacy.')
    expect(text).toContain(`Original <${world.placard.baseUrl}/p/${withdrawnMedia.shortcode}/?lang=en>`)
    expect(await world.window.evaluate(`getComputedStyle(${CARD}, '::before').display`)).toBe('none')
  })

  it('show all pictures of a carousel', async () => {
    await open(await snippetFor(world.placard, 'origin', series))
    await world.window.evaluate(AS_PRINTED)
    const areSeen = `[...${CARD}.querySelectorAll('.slide')].map((slide) => {
      const [strip, { left, right, top, bottom }] = [slide.parentElement.getBoundingClientRect(), slide.getBoundingClientRect()]
      return left >= strip.left - 1 && right <= strip.right + 1 && top >= strip.top - 1 && bottom <= strip.bottom + 1
    })`
    expect(await world.window.evaluate(areSeen)).toEqual([true, true, true])
  })

  it.skipIf(engine.name === 'WebKit' || !hasPdfToText)('say the same on the sheet itself', async () => {
    await open(await snippetFor(world.placard, 'origin'))
    const text = await printed()
    expect(text).toContain('Photo: Zoë Łęcka / Placard Pictures')
    expect(text.replaceAll(' ', '')).toContain(LICENCE.replaceAll(' ', ''))
    expect(text).not.toMatch(/Copy credit|Embed/)
  })
})
