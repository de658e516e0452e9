import { describe, expect, it } from 'vitest'
import { bridge } from '../fixtures/media.ts'
import { becomes, readWatched, snippetFor, useEngine, watchedPage } from '../support/browser/engine-world.ts'
import { engines } from '../support/browser/engines.ts'

const CARDS = `[...document.querySelectorAll('blockquote')].filter(({ shadowRoot }) => shadowRoot?.querySelector('.card img')?.naturalWidth > 0)`

describe.each(engines)('a page in a background tab of $name', (engine) => {
  if (engine.missing) return it.skip(`is not on this machine (${engine.missing})`, () => {})
  const world = useEngine(engine)

  it.skipIf(engine.name === 'Chromium')('asks for nothing, and has its cards once it is shown', async () => {
    const { host, placard, window } = world
    const snippet = await snippetFor(placard, 'origin')
    const url = host.page('/background', watchedPage(placard, snippet))
    await window.goTo(host.page('/before', watchedPage(placard, '')))
    await window.inBackground?.(async () => {
      await window.goTo(url)
      expect(await becomes(world, `'placard' in window`)).toBe(true)
      expect(await window.evaluate('document.visibilityState')).toBe('hidden')
      // Placed while nobody looks.
      await window.evaluate(`void document.querySelector('#after').after(document.querySelector('blockquote').cloneNode(true))`)
      expect(await becomes(world, `document.querySelectorAll('blockquote').length === 2`)).toBe(true)
      expect(placard.requests.filter((path) => path.startsWith('/v1/'))).toEqual([])
    })
    expect(await becomes(world, `document.visibilityState === 'visible' && ${CARDS}.length === 2`)).toBe(true)
    expect(placard.requests.filter((path) => path.startsWith('/v1/'))).toEqual([`/v1/cards?codes=${bridge.shortcode}&lang=en`])
    expect(await readWatched(world)).toEqual({ violations: [], errors: [], refused: [] })
  })
})
