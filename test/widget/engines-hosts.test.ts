import { afterAll, describe, expect, it } from 'vitest'
import { HOST_LIBRARIES } from '../fixtures/host-libraries.ts'
import { bridge } from '../fixtures/media.ts'
import { becomes, useEngine, watchedPage } from '../support/browser/engine-world.ts'
import { engines } from '../support/browser/engines.ts'

const BYLINE = 'Photo: Zoë Łęcka / Placard Pictures'
const QUIET = { violations: [], errors: [], refused: [] }

/** The host stands in a frame and is looked at from a clean page around it: what it does to its globals does not reach the observer. */
const FRAME = `document.querySelector('iframe')`
const inHost = (selector: string) => `Document.prototype.querySelector.call(${FRAME}.contentDocument, ${JSON.stringify(selector)})`
const QUOTE = inHost('blockquote.placard')
const inCard = (selector: string, quote = QUOTE) => `${quote}?.shadowRoot?.querySelector(${JSON.stringify(`.card ${selector}`)})`
const STANDS = (quote = QUOTE) =>
  `${inCard('.byline', quote)}?.textContent === ${JSON.stringify(BYLINE)} && ${inCard('img', quote)}?.naturalWidth > 0`
const CARD = `${QUOTE}.shadowRoot.querySelector('.card')`
const READ_WATCHED = `(({ violations, errors, refused }) => ({ violations: [...violations], errors: [...errors], refused: [...refused] }))(${FRAME}.contentWindow.watched)`

const inline = (code: string) => `<script>${code}</script>`

/** `document[name]` gives an element instead of what a document has of that name. */
const NAMED = ['currentScript', 'createElement', 'createElementNS', 'querySelector', 'querySelectorAll', 'getElementsByTagName', 'body']
  .concat(['head', 'documentElement', 'readyState', 'addEventListener', 'defaultView'])
  .map((name) => `<img name="${name}" id="${name}" hidden src="data:,">`)
  .join('')
/** A form shadowed by its own controls, around whatever stands in it. */
const inForm = (html: string) => {
  const names = [
    'children',
    'parentNode',
    'nextElementSibling',
    'closest',
    'querySelectorAll',
    'style',
    'shadowRoot',
    'nodeType',
    'matches',
  ]
  return `<form>${names.map((name) => `<input type="hidden" name="${name}">`).join('')}${html}</form>`
}

/** What each host puts around the snippet it was given. */
const HOSTS: readonly (readonly [name: string, body: (snippet: string) => string])[] = [
  ['plain', (snippet) => snippet],
  ['names of its elements that hide what scripts use (W6)', (snippet) => NAMED + inForm(snippet)],
  ['Array.prototype.toJSON (W7)', (snippet) => inline('Array.prototype.toJSON=function(){return JSON.stringify(this.join())}') + snippet],
  [
    'enumerable properties on all objects (W7)',
    (snippet) => inline('Object.prototype.x=1;Object.prototype.each=function(){};Object.prototype.y={}') + snippet,
  ],
  ['an Array.from that throws (W7)', (snippet) => inline('Array.from=()=>{throw new Error("of the page")}') + snippet],
  ...HOST_LIBRARIES.map(({ name, script }) => [`${name} (W7)`, (snippet: string) => inline(script) + snippet] as const),
  [
    'RequireJS (W8)',
    (snippet) =>
      inline(
        'window.define=function(name){if(typeof name!=="string")throw new Error("Mismatched anonymous define() module")};define.amd={jQuery:true}',
      ) + snippet,
  ],
]

for (const { name, missing } of engines) {
  // biome-ignore lint/suspicious/noConsole: a run that tests less has to say so
  if (missing) console.info(`skipped: no ${name} on this machine (${missing})`)
}

/** Per engine, how many hosts were opened and had nothing to complain of. */
const proven = new Map<string, number>()

afterAll(() => {
  // biome-ignore lint/suspicious/noConsole: the count is looked at
  console.info([...proven].map(([name, count]) => `${name.padEnd(8)}  ${count} host pages with their card and no complaint`).join('\n'))
})

describe.each(engines.filter(({ missing }) => missing === undefined))('in $name, a host', (engine) => {
  const world = useEngine(engine)
  const script = () => `<script async src="${world.placard.baseUrl}/embed.js"></script>`
  const quote = (attributes = '', code: string = bridge.shortcode) =>
    `<blockquote class="placard" style="min-height:120px" cite="${world.placard.baseUrl}/p/${code}/" ${attributes}><p>Fallback</p></blockquote>`
  const cardRequests = () => world.placard.requests.filter((path) => path.startsWith('/v1/'))

  async function open(body: string): Promise<void> {
    const { window, host, placard } = world
    placard.requests.length = 0
    const url = host.page('/host', watchedPage(placard, body))
    const style = '<style>body{margin:0}iframe{border:0;width:760px;height:820px}</style>'
    await window.goTo(host.page('/around', `<!doctype html><link rel="icon" href="data:,">${style}<iframe src="${url}"></iframe>`))
  }

  async function expectQuiet(): Promise<void> {
    expect(await world.window.evaluate(READ_WATCHED)).toEqual(QUIET)
    proven.set(engine.name, (proven.get(engine.name) ?? 0) + 1)
  }

  it.each(HOSTS)('has its card, and nothing to complain of: %s', async (_name, body) => {
    await open(body(await world.placard.snippet(bridge)))
    expect(await becomes(world, STANDS())).toBe(true)
    await expectQuiet()
  })

  it('is seen to complain where it has a reason', async () => {
    await open(inline('setTimeout(()=>{throw new Error("of the page")})'))
    expect(await becomes(world, `${FRAME}.contentWindow.watched.errors.length > 0`)).toBe(true)
  })

  it('has a dark card where it asks for one', async () => {
    await open(quote('data-placard-theme="dark"') + script())
    expect(await becomes(world, STANDS())).toBe(true)
    expect(await world.window.evaluate(`getComputedStyle(${CARD}).backgroundColor`)).toBe('rgb(21, 23, 26)')
    await expectQuiet()
  })

  it('that is read from right to left has its card within its column', async () => {
    await open(`<div dir="rtl" lang="ar" style="width:600px">${await world.placard.snippet(bridge)}</div>`)
    expect(await becomes(world, `${inCard('img')}?.naturalWidth > 0`)).toBe(true)
    expect(await world.window.evaluate(`${inCard('.byline')}.textContent`)).toContain('Zoë Łęcka')
    expect(await world.window.evaluate(`getComputedStyle(${CARD}).direction`)).toBe('rtl')
    const reach = await world.window.evaluate(`(({ left, right }, column) => [left >= column.left, right <= column.right])(
      ${CARD}.getBoundingClientRect(), ${inHost('div[dir]')}.getBoundingClientRect())`)
    expect(reach).toEqual([true, true])
    await expectQuiet()
  })

  it('whose style sheet unsets everything, and hides all but the snippet, has a picture to be seen (W10)', async () => {
    const css = '*{all:unset!important;display:none!important}html,body,.place,.placard{display:block!important}'
    await open(`<style>${css}</style><div class="place">${await world.placard.snippet(bridge)}</div>`)
    expect(await becomes(world, STANDS())).toBe(true)
    expect(await world.window.evaluate(`${inCard('.picture')}.getBoundingClientRect().width`)).toBeGreaterThan(100)
    await expectQuiet()
  })

  it('that inserts snippet and script long after it has loaded has its card', async () => {
    const insert = `place.innerHTML=${JSON.stringify(quote())};place.append(Object.assign(document.createElement('script'),{src:'${world.placard.baseUrl}/embed.js'}))`
    await open(`<div id="place"></div>${inline(`addEventListener('load',()=>setTimeout(()=>{${insert}}))`)}`)
    expect(await becomes(world, STANDS())).toBe(true)
    await expectQuiet()
  })

  it('of one page has its card at each of twenty navigations, and asks once (W9)', async () => {
    const navigate = `var turns=0;(function look(){
      var quote=view.querySelector('blockquote');
      if(quote&&!quote.shadowRoot?.querySelector('.card .byline'))return setTimeout(look);
      if(quote&&++turns===20)return;
      view.innerHTML='';view.innerHTML=${JSON.stringify(quote())};setTimeout(look)})()`
    await open(`<div id="view"></div>${script()}${inline(navigate)}`)
    expect(await becomes(world, `${FRAME}.contentWindow.turns === 20 && ${STANDS()}`)).toBe(true)
    expect(cardRequests().length).toBeLessThanOrEqual(1)
    await expectQuiet()
  })

  it('has its card in a shadow root that it names to placard.process()', async () => {
    const build = `const root=place.attachShadow({mode:'open'});root.innerHTML=${JSON.stringify(quote())};addEventListener('load',()=>placard.process(root))`
    await open(`<div id="place"></div>${script()}${inline(build)}`)
    expect(await becomes(world, STANDS(`${inHost('#place')}.shadowRoot.querySelector('blockquote')`))).toBe(true)
    await expectQuiet()
  })

  it('of fifty snippets has all their cards for two requests at most (W19)', async () => {
    const { placard, window } = world
    const codes = Array.from({ length: 50 }, (_, index) => `B${String(index).padStart(5, '0')}`)
    const answer = await fetch(`${placard.baseUrl}/v1/cards?codes=${bridge.shortcode}`)
    const { data, words } = (await answer.json()) as { data: object[]; words: object }
    placard.interfere = ({ pathname, searchParams }) => {
      if (pathname !== '/v1/cards') return undefined
      const cards = searchParams
        .get('codes')
        ?.split(',')
        .map((code) => ({ ...data[0], code }))
      return Response.json({ words, data: cards }, { headers: { 'access-control-allow-origin': '*' } })
    }
    const style = '<style>blockquote{margin:0!important;height:60px!important;overflow:hidden}</style>'
    await open(style + codes.map((code) => quote('', code)).join('') + script())
    expect(await becomes(world, `${inCard('.byline')}?.textContent === ${JSON.stringify(BYLINE)}`)).toBe(true)
    const last = inHost('blockquote.placard:nth-last-of-type(1)')
    await window.evaluate(`${last}.scrollIntoView()`)
    expect(await becomes(world, STANDS(last))).toBe(true)
    expect(cardRequests().length).toBeGreaterThan(0)
    expect(cardRequests().length).toBeLessThanOrEqual(2)
    placard.interfere = undefined
    await expectQuiet()
  })
})
