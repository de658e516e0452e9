import { beforeAll, describe, expect, it } from 'vitest'
import { HOSTILE_TEXTS, HOSTILE_URLS } from '../fixtures/hostile-texts.ts'
import { bridge, film, series } from '../fixtures/media.ts'
import { startPlacard } from '../support/browser/host-page.ts'
import { useWorld, type WatchedPage } from '../support/browser/world.ts'

const world = useWorld()

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** Not for a reader to see: the code that names the card, and words of which there are few. */
const CLOSED = ['status', 'code', 'type', 'kind', 'colour', 'dir', 'rel']
const isUrl = (value: Json) => typeof value === 'string' && value.startsWith('http')

/** The same answer with another value wherever `change` gives one. */
function mapLeaves(value: Json, change: (leaf: string, path: string) => string | undefined, path = ''): Json {
  if (typeof value === 'string') return change(value, path) ?? value
  if (Array.isArray(value)) return value.map((item, index) => mapLeaves(item, change, `${path}.${index}`))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapLeaves(item, change, `${path}.${key}`)]))
}

function leavesOf(value: Json): readonly (readonly [path: string, value: string])[] {
  const leaves: (readonly [string, string])[] = []
  mapLeaves(value, (leaf, path) => void leaves.push([path, leaf]))
  return leaves
}

interface Findings {
  readonly drawn: number
  readonly titles: readonly string[]
  readonly forbidden: readonly string[]
  readonly alerts: number
}

/** Runs in the page: draws conclusions from every shadow root. */
function inspect(): Findings {
  const hosts = [...document.querySelectorAll('blockquote')]
  const roots = hosts.flatMap(({ shadowRoot }) => shadowRoot ?? [])
  const forbidden: string[] = []
  for (const element of roots.flatMap((root) => [...root.querySelectorAll('*')])) {
    if (/^(script|style|link|base|meta|iframe|object|embed|form|svg|math|template|marquee)$/.test(element.localName))
      forbidden.push(element.outerHTML)
    for (const { name, value } of element.attributes) {
      const isAddress = ['href', 'src', 'poster', 'action', 'formaction', 'data', 'xlink:href'].includes(name)
      if (name.startsWith('on') || name === 'srcdoc' || (isAddress && !/^https?:\/\//.test(value))) forbidden.push(`${name}=${value}`)
    }
    const { target, rel = '' } = element as HTMLAnchorElement
    if (target === '_blank' && (!/\bnoopener\b/.test(rel) || / opener|^opener/.test(rel))) forbidden.push(`rel=${rel}`)
  }
  return {
    drawn: roots.length,
    titles: roots.map((root) => root.querySelector('cite')?.textContent ?? ''),
    forbidden,
    alerts: (window as unknown as { alerts: number }).alerts,
  }
}

/** Opens a page with a small snippet for each card of the stand-in's answers, and waits for the answers. */
async function openCards(cards: readonly Json[], words: Json): Promise<WatchedPage> {
  const { placard, host, open } = world
  const byCode = new Map(cards.map((card, index) => [`A${String(index).padStart(5, '0')}`, card]))
  placard.interfere = (url) => {
    if (url.pathname !== '/v1/cards') return undefined
    const data = url.searchParams
      .get('codes')
      ?.split(',')
      .map((code) => ({ ...(byCode.get(code) as object), code }))
    return Response.json({ meta: { code: 200 }, words, data }, { headers: { 'Access-Control-Allow-Origin': '*' } })
  }
  const canary =
    '<script>window.alerts=0;for(const name of ["alert","confirm","prompt","print","open"])window[name]=()=>{alerts++}</script>'
  // With a picture, a card is drawn however low its place is.
  const quotes = [...byCode.keys()].map(
    (code) => `<blockquote class="placard" cite="${placard.baseUrl}/p/${code}/">${code}<img hidden alt=""></blockquote>`,
  )
  const script = `<script async src="${placard.baseUrl}/embed.js"></script>`
  const style = '<style>body,blockquote{margin:0;font:10px/12px serif}</style>'
  const url = host.page('/texts', `<!doctype html><link rel="icon" href="data:,">${canary}${style}${quotes.join('')}${script}`)
  return open(url, { viewport: { width: 500, height: quotes.length * 12 } })
}

/** The real answer for a picture, a carousel and a video. */
async function realAnswer(): Promise<{ readonly words: Json; readonly data: readonly Json[] }> {
  const media = [bridge, series, film]
  const placard = await startPlacard({ media })
  const codes = media.map(({ shortcode }) => shortcode).toSorted()
  const text = await (await fetch(`${placard.baseUrl}/v1/cards?codes=${codes.join()}`)).text()
  await placard.close()
  return JSON.parse(text.replaceAll(placard.baseUrl, world.placard.baseUrl)) as { words: Json; data: Json[] }
}

let answer: { readonly words: Json; readonly data: readonly Json[] }
beforeAll(async () => {
  answer = await realAnswer()
})

describe('hostile texts in every field of the cards (W12)', () => {
  it('are a few hundred', () => {
    expect(new Set(HOSTILE_TEXTS).size).toBeGreaterThan(300)
  })

  it('are drawn as text and nothing else', async () => {
    const spoil = (text: string) => (leaf: string, path: string) =>
      isUrl(leaf) || CLOSED.includes(path.split('.').at(-1) ?? '') ? undefined : text
    const cards = HOSTILE_TEXTS.map((text, index) => mapLeaves(answer.data[index % answer.data.length] ?? null, spoil(text)))
    const page = await openCards(cards, answer.words)
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await expect.poll(() => page.evaluate(inspect).then(({ drawn }) => drawn)).toBe(HOSTILE_TEXTS.length)
    const { titles, forbidden, alerts } = await page.evaluate(inspect)
    expect(forbidden).toEqual([])
    expect(alerts).toBe(0)
    expect(titles.filter((title, index) => title !== HOSTILE_TEXTS[index])).toEqual([])
    expect(asked.filter((url) => url.includes('evil'))).toEqual([])
    expect(page.problems).toEqual([])
  })

  it('in the words around the cards are text, too', async () => {
    const seeds = HOSTILE_TEXTS.filter((_text, index) => index % 60 === 0)
    for (const text of seeds) {
      const words = mapLeaves(answer.words ?? {}, (_leaf, path) => (/lang|dir/.test(path) ? undefined : text))
      const page = await openCards(answer.data, words)
      await expect.poll(() => page.evaluate(inspect).then(({ drawn }) => drawn)).toBe(answer.data.length)
      expect(await page.evaluate(inspect)).toMatchObject({ forbidden: [], alerts: 0 })
      expect(page.problems).toEqual([])
      await page.context().close()
    }
  })
})

describe('hostile addresses in every field of the cards (W12)', () => {
  it.each([0, 1, 2])('are no link and no picture, and cost no other card: kind of media %i', async (kind) => {
    const card = answer.data[kind] ?? null
    const paths = leavesOf(card)
      .filter(([path, value]) => isUrl(value) && !path.endsWith('srcset'))
      .map(([path]) => path)
    expect(paths.length).toBeGreaterThan(2)
    const spoilt = paths.flatMap((spot) => HOSTILE_URLS.map((bad) => mapLeaves(card, (_leaf, path) => (path === spot ? bad : undefined))))
    const page = await openCards([...spoilt.slice(0, 399), card], answer.words)
    await page.locator('blockquote:last-of-type .card').waitFor()
    await page.shift()
    const { drawn, forbidden, alerts } = await page.evaluate(inspect)
    expect(forbidden).toEqual([])
    expect(alerts).toBe(0)
    expect(drawn).toBeGreaterThan(0)
    expect(page.problems).toEqual([])
  })
})
