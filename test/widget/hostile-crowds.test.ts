import { describe, expect, it } from 'vitest'
import { bridge, panorama, portrait } from '../fixtures/media.ts'
import { article } from '../support/browser/host-page.ts'
import { useWorld } from '../support/browser/world.ts'

const world = useWorld()
const shown = [bridge, portrait, panorama]

/** Counts what is made, and how often the page is searched: work, since times depend on the machine. */
const COUNT = `<script>window.counts={};{
  const count=(name)=>{counts[name]=(counts[name]||0)+1}
  for(const name of ['IntersectionObserver','MutationObserver','ResizeObserver','CSSStyleSheet','Worker'])if(window[name]){
    const Was=window[name];window[name]=class extends Was{constructor(...all){super(...all);count(name)}}}
  for(const [type,name] of [['Document','querySelectorAll'],['Element','querySelectorAll'],['Element','getBoundingClientRect'],['Element','attachShadow'],['EventTarget','addEventListener']]){
    const {prototype}=window[type],was=prototype[name];prototype[name]=function(...all){count(type+'.'+name);return was.apply(this,all)}}
  for(const name of ['setTimeout','getComputedStyle','fetch','setInterval','requestAnimationFrame']){const was=window[name];window[name]=function(...all){count(name);return was.apply(this,all)}}}</script>`

interface Crowd {
  readonly counts: Readonly<Record<string, number>>
  readonly requests: readonly string[]
  readonly sheets: number
}

/** Opens a page of so many snippets, each of a media of its own, all near the viewport. */
async function openCrowd(size: number): Promise<Crowd> {
  const { host, open, placard } = world
  const codes = Array.from({ length: size }, (_, index) => `B${String(index).padStart(5, '0')}`)
  const { data, words } = (await (await fetch(`${placard.baseUrl}/v1/cards?codes=${shown.map(({ shortcode }) => shortcode)}`)).json()) as {
    data: object[]
    words: object
  }
  placard.requests.length = 0
  placard.interfere = (url) => {
    if (url.pathname !== '/v1/cards') return undefined
    const cards = url.searchParams
      .get('codes')
      ?.split(',')
      .map((code, index) => ({ ...data[index % data.length], code }))
    return Response.json({ words, data: cards }, { headers: { 'Access-Control-Allow-Origin': '*' } })
  }
  // With a picture, a card is drawn however low its place is.
  const quotes = codes.map(
    (code) => `<blockquote class="placard" cite="${placard.baseUrl}/p/${code}/">${code}<img hidden alt=""></blockquote>`,
  )
  const style =
    '<style>blockquote{margin:0!important;height:14px!important;overflow:hidden;font-size:9px!important;line-height:1!important}</style>'
  const body = `${COUNT}${quotes.join('')}<script async src="${placard.baseUrl}/embed.js"></script>`
  const page = await open(host.page('/crowd', article(body, style)), { viewport: { width: 800, height: 14 * size } })
  await page
    .locator('blockquote .card')
    .nth(size - 1)
    .waitFor({ state: 'attached' })
  const seen = await page.evaluate(() => ({
    counts: (window as unknown as { counts: Record<string, number> }).counts,
    sheets: new Set([...document.querySelectorAll('blockquote')].flatMap(({ shadowRoot }) => shadowRoot?.adoptedStyleSheets ?? [])).size,
  }))
  expect(page.problems).toEqual([])
  await page.context().close()
  return { ...seen, requests: placard.requests.filter((path) => path.startsWith('/v1/')) }
}

describe('five hundred snippets on one page (W19)', () => {
  it('share one observer of each kind, one style sheet and ten requests, and cost ten times what fifty do', async () => {
    const few = await openCrowd(50)
    const many = await openCrowd(500)
    expect(many.counts).toMatchObject({ IntersectionObserver: 1, MutationObserver: 1, ResizeObserver: 1, CSSStyleSheet: 1 })
    expect(many.sheets).toBe(1)
    expect(few.requests).toHaveLength(1)
    expect(many.requests.length).toBeLessThanOrEqual(10)
    expect(many.requests.map((path) => path.split(',').length)).toEqual(Array(10).fill(50))
    for (const [name, count] of Object.entries(many.counts)) {
      expect({ name, isWithin: count <= 12 * (few.counts[name] ?? 0) + 12 }).toEqual({ name, isWithin: true })
    }
  })
})
