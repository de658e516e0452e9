import type { CDPSession } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { bridge, portrait } from '../fixtures/media.ts'
import { article } from '../support/browser/host-page.ts'
import { useWorld, type WatchedPage } from '../support/browser/world.ts'

const world = useWorld()

const script = () => `<script async src="${world.placard.baseUrl}/embed.js"></script>`
const quote = (code: string = bridge.shortcode) =>
  `<blockquote class="placard" style="min-height:120px" cite="${world.placard.baseUrl}/p/${code}/"><p>Fallback of ${code}</p></blockquote>`
const cardRequests = () => world.placard.requests.filter((path) => path.startsWith('/v1/'))

/** A page of another site on which the script runs. */
async function openAwake(body = '', head = ''): Promise<WatchedPage> {
  const page = await world.open(world.host.page('/dynamic', article(body + script(), head)))
  await page.waitForFunction(() => 'placard' in window)
  return page
}

/** What lives in the renderer after everything that can be collected has been. */
async function countLive(session: CDPSession) {
  await session.send('HeapProfiler.collectGarbage')
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters')
  return { nodes, jsEventListeners }
}

describe('snippets that come and go', () => {
  it('leave nothing behind: a hundred navigations of a single-page app (W9)', async () => {
    const page = await openAwake('<div id="view"></div>')
    const session = await page.context().newCDPSession(page)
    await session.send('HeapProfiler.enable')
    const navigate = (times: number) =>
      page.evaluate(
        async ({ times, html }) => {
          const view = document.querySelector('#view')
          const stands = () => view?.querySelector('blockquote')?.shadowRoot?.querySelector('.card')
          for (let time = 0; time < times && view; time++) {
            view.innerHTML = html
            while (!stands()) await new Promise((resolve) => setTimeout(resolve))
          }
          view?.replaceChildren()
          for (let frame = 0; frame < 5; frame++) await new Promise((resolve) => requestAnimationFrame(resolve))
        },
        { times, html: quote() + quote(portrait.shortcode) },
      )
    await navigate(20)
    const before = await countLive(session)
    await navigate(100)
    const after = await countLive(session)
    // A single card has some 50 nodes and 10 listeners: a leak of one in a hundred navigations would show.
    expect(after.nodes - before.nodes).toBeLessThan(50)
    expect(after.jsEventListeners - before.jsEventListeners).toBeLessThan(10)
    expect(cardRequests()).toHaveLength(1)
    expect(page.problems).toEqual([])
  })

  it('leave no listener behind when they stand as frames', async () => {
    const page = await openAwake('<div id="view"></div>')
    const session = await page.context().newCDPSession(page)
    await session.send('HeapProfiler.enable')
    const snippet = (await world.placard.snippet(bridge, '&omitscript=1')).replace('<blockquote ', '<blockquote data-placard-mode="frame" ')
    const navigate = (times: number) =>
      page.evaluate(
        async ({ times, html }) => {
          const view = document.querySelector('#view')
          for (let time = 0; time < times && view; time++) {
            view.innerHTML = html
            while (!view.querySelector('blockquote')?.shadowRoot?.querySelector('iframe'))
              await new Promise((resolve) => setTimeout(resolve))
          }
          view?.replaceChildren()
          postMessage('x', '*')
          for (let frame = 0; frame < 5; frame++) await new Promise((resolve) => requestAnimationFrame(resolve))
        },
        { times, html: snippet },
      )
    await navigate(5)
    const before = await countLive(session)
    await navigate(20)
    const after = await countLive(session)
    expect(after.nodes - before.nodes).toBeLessThan(50)
    expect(after.jsEventListeners - before.jsEventListeners).toBeLessThan(5)
    expect(page.problems).toEqual([])
  })

  it('keep their words where the page moves them into another document', async () => {
    const page = await openAwake(`${quote()}<iframe title="other"></iframe>`)
    await page.locator('.card').waitFor()
    const words = await page.evaluate(() => {
      const host = document.querySelector('blockquote')
      const other = document.querySelector('iframe')?.contentDocument
      if (host) other?.body.append(host)
      return { card: host?.shadowRoot?.querySelector('.byline')?.textContent, sheets: host?.shadowRoot?.adoptedStyleSheets.length }
    })
    expect(words).toEqual({ card: 'Photo: Zoë Łęcka / Placard Pictures', sheets: 0 })
    expect(page.problems).toEqual([])
  })

  it('keep their card when they are moved, removed and brought back', async () => {
    const page = await openAwake(`<div id="a">${quote()}</div><div id="b"></div>`)
    await page.locator('#a .card').waitFor()
    await page.evaluate(() => {
      const host = document.querySelector('blockquote') as HTMLElement
      document.querySelector('#b')?.append(host)
      host.remove()
      document.querySelector('#a')?.append(host)
      document.querySelector('#b')?.append(host)
    })
    await page.locator('#b .card').waitFor()
    expect(await page.locator('.card').count()).toBe(1)
    expect(cardRequests()).toHaveLength(1)
    expect(page.problems).toEqual([])
  })

  it('are drawn anew from a copy of a drawn one', async () => {
    const page = await openAwake(quote())
    await page.locator('.card').waitFor()
    await page.evaluate(() => document.body.append(document.querySelector('blockquote')?.cloneNode(true) ?? ''))
    await page.locator('blockquote:nth-of-type(2) .card').waitFor()
    expect(await page.locator('.card').count()).toBe(2)
  })

  it('name another media when a framework gives the same element another address', async () => {
    const page = await openAwake(quote())
    await page.locator('.byline').filter({ hasText: 'Zoë' }).waitFor()
    await page.evaluate(
      (cite) => document.querySelector('blockquote')?.setAttribute('cite', cite),
      `${world.placard.baseUrl}/p/${portrait.shortcode}/`,
    )
    await page.locator('.byline').filter({ hasText: 'Ada Ng' }).waitFor()
    expect(await page.locator('.card').count()).toBe(1)
  })

  it('survive a framework that replaces what the server has sent', async () => {
    const page = await openAwake(`<div id="app">${quote()}</div>`)
    await page.locator('.card').waitFor()
    await page.evaluate((html) => {
      const app = document.querySelector('#app')
      for (let time = 0; time < 5; time++) if (app) app.innerHTML = `<section>${html}<!-- ${time} --></section>`
      const paragraph = app?.querySelector('blockquote p')
      if (paragraph) paragraph.textContent = 'Hydrated'
    }, quote())
    await page.locator('section .card').waitFor()
    expect(await page.locator('.card').count()).toBe(1)
    expect(page.problems).toEqual([])
  })

  it('are found as a list grows without end, and asked for as they near', async () => {
    const page = await openAwake('<div id="list"></div>')
    const add = (count: number) =>
      page.evaluate(
        ({ count, html }) => {
          for (let index = 0; index < count; index++) {
            document.querySelector('#list')?.insertAdjacentHTML('beforeend', `<div style="height:700px">${html}</div>`)
          }
        },
        { count, html: quote() },
      )
    for (let round = 1; round <= 5; round++) {
      await add(3)
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
      await page.locator(`#list > :nth-child(${round * 3}) .card`).waitFor()
    }
    expect(cardRequests()).toHaveLength(1)
    expect(page.problems).toEqual([])
  })
})

describe('places where snippets hide', () => {
  it.each([
    ['a deck that is not displayed', 'display:none', ''],
    ['a container without width', 'width:0;overflow:hidden', ''],
    ['a container without size, out of the flow', 'position:absolute;width:0;height:0;overflow:hidden', ''],
    ['a closed <details>', '', '<details id="place"><summary>More</summary>'],
    ['content that is not laid out yet', 'content-visibility:hidden', ''],
  ])('%s: a whole card stands there once it is shown', async (_name, style, open) => {
    const { placard } = world
    const page = await openAwake(
      `${open || `<div id="place" style="${style}">`}${await placard.snippet(bridge)}${open ? '</details>' : '</div>'}`,
    )
    await page.shift()
    await page.evaluate(() => {
      const place = document.querySelector('#place')
      place?.removeAttribute('style')
      if (place instanceof HTMLDetailsElement) place.open = true
    })
    await page.locator('.card .picture:not(.loading)').waitFor()
    await page.shift()
    const { card, label, width } = await page.evaluate(() => {
      const root = document.querySelector('blockquote')?.shadowRoot
      const [card, label] = ['.card', '.label'].map((selector) => root?.querySelector(selector))
      return {
        card: card?.getBoundingClientRect().height ?? 0,
        label: label ? label.scrollHeight - label.clientHeight : -1,
        width: card?.clientWidth ?? 0,
      }
    })
    expect(width).toBeGreaterThan(500)
    expect(card).toBeGreaterThan(200)
    expect(card).toBeLessThan(760)
    expect(label).toBe(0)
    expect(page.problems).toEqual([])
  })

  it('templates: nothing is drawn in them, and each copy has its card', async () => {
    const page = await openAwake(`<template>${quote()}</template>`)
    await page.shift()
    expect(cardRequests()).toEqual([])
    await page.evaluate(() => {
      const { content } = document.querySelector('template') as HTMLTemplateElement
      for (let time = 0; time < 3; time++) document.body.append(document.importNode(content, true))
    })
    await page.locator('blockquote:nth-of-type(3) .card').waitFor()
    expect(await page.locator('.card').count()).toBe(3)
  })

  it('open shadow roots, one in another, each handed over', async () => {
    const page = await openAwake('<div id="outer"></div>')
    await page.evaluate((html) => {
      const outer = (document.querySelector('#outer') as HTMLElement).attachShadow({ mode: 'open' })
      outer.innerHTML = `${html}<div id="inner"></div>`
      const inner = (outer.querySelector('#inner') as HTMLElement).attachShadow({ mode: 'open' })
      const { placard } = window as unknown as { placard: { process(root: ShadowRoot): void } }
      placard.process(outer)
      placard.process(inner)
      inner.innerHTML = html
    }, quote())
    await expect.poll(() => page.locator('#outer .card').count()).toBe(2)
    expect(page.problems).toEqual([])
  })

  it('another document, from which they are adopted or imported', async () => {
    const page = await openAwake()
    await page.evaluate((html) => {
      const other = new DOMParser().parseFromString(html + html, 'text/html')
      const [first, second] = other.querySelectorAll('blockquote')
      if (first && second) document.body.append(document.adoptNode(first), document.importNode(second, true))
    }, quote())
    await page.locator('blockquote:nth-of-type(2) .card').waitFor()
    expect(await page.locator('.card').count()).toBe(2)
  })

  it('a document that is written anew over the old one', async () => {
    const page = await openAwake(quote())
    await page.locator('.card').waitFor()
    await page.evaluate((html) => {
      document.open()
      document.write(`<!doctype html><title>Anew</title>${html}`)
      document.close()
    }, quote())
    await page.locator('.card').waitFor()
    expect(await page.title()).toBe('Anew')
    expect(page.problems).toEqual([])
  })

  it('a page that went to sleep and woke up', async () => {
    const page = await openAwake('<div id="view"></div>')
    const session = await page.context().newCDPSession(page)
    await page.evaluate((html) => document.querySelector('#view')?.insertAdjacentHTML('beforeend', html), quote())
    await session.send('Page.setWebLifecycleState', { state: 'frozen' })
    await session.send('Page.setWebLifecycleState', { state: 'active' })
    await page.locator('.card').waitFor()
    expect(page.problems).toEqual([])
  })
})

describe('the order of things', () => {
  it.each([
    ['before the snippets', () => script() + quote() + quote(portrait.shortcode)],
    ['after the snippets', () => quote() + quote(portrait.shortcode) + script()],
    ['between them', () => quote() + script() + quote(portrait.shortcode)],
    ['in the head', () => `</body><head>${script()}</head>${quote()}${quote(portrait.shortcode)}`],
  ])('the script %s: each has its card, after one request', async (_name, body) => {
    const page = await world.open(world.host.page('/order', article(body())))
    await page.locator('blockquote:nth-of-type(2) .card').waitFor()
    expect(await page.locator('.card').count()).toBe(2)
    expect(cardRequests()).toHaveLength(1)
    expect(page.problems).toEqual([])
  })

  it('a reader who leaves and comes back finds the cards as they were (bfcache)', async () => {
    const { host, open } = world
    const other = host.page('/elsewhere', article('<p>Elsewhere</p>'))
    const page = await open(host.page('/leave', article(quote() + script())))
    await page.locator('.card').waitFor()
    await page.goto(other)
    await page.goBack()
    await page.locator('.card').waitFor()
    expect(await page.locator('.card').count()).toBe(1)
    await page.evaluate((html) => document.body.insertAdjacentHTML('beforeend', html), quote(portrait.shortcode))
    await page.locator('.byline').filter({ hasText: 'Ada Ng' }).waitFor()
    expect(page.problems).toEqual([])
  })

  it('placard.process() takes whatever it is given, and throws nothing into the page', async () => {
    const page = await openAwake(quote())
    const thrown = await page.evaluate((html) => {
      const { placard } = window as unknown as { placard: { process(root?: unknown): unknown } }
      const detached = document.createElement('div')
      detached.innerHTML = html
      const roots = [
        undefined,
        null,
        0,
        'x',
        {},
        [],
        document.createTextNode('x'),
        document.createComment('x'),
        detached,
        document.createDocumentFragment(),
      ]
      const more = [
        new DOMParser().parseFromString(html, 'text/html'),
        window,
        document.body.attributes[0],
        document.querySelectorAll('*'),
        Symbol('x'),
      ]
      return [...roots, ...more].flatMap((root) => {
        try {
          return placard.process(root) === undefined ? [] : ['answered']
        } catch (error) {
          return [String(error)]
        }
      })
    }, quote())
    expect(thrown).toEqual([])
    await page.locator('.card').waitFor()
    expect(page.problems).toEqual([])
  })
})
