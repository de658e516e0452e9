import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { HOST_LIBRARIES } from '../fixtures/host-libraries.ts'
import { bridge } from '../fixtures/media.ts'
import { type Case, judge, type Outcome, openCases } from '../support/browser/case-frames.ts'
import { useWorld } from '../support/browser/world.ts'

const world = useWorld()

/** As RequireJS: a script that defines itself without a name, or when none is awaited, is an error of the page. */
const REQUIRE =
  'window.define=function(name){if(typeof name!=="string")throw new Error("Mismatched anonymous define() module")};define.amd={jQuery:true};'
const inline = (code: string) => `<script>${code}</script>`

/** Further ways to load, with the address of the script in place of `SCRIPT` and that of another version in place of `OTHER`. */
const LOADS: readonly (readonly [name: string, html: string])[] = [
  ['five times', '<script src="SCRIPT"></script>'.repeat(5)],
  ['async, deferred and at once', '<script async src="SCRIPT"></script><script defer src="SCRIPT"></script><script src="SCRIPT"></script>'],
  ['with another query', '<script src="SCRIPT?v=1"></script><script src="SCRIPT?v=2#x"></script>'],
  ['in another version too, later', '<script src="SCRIPT"></script><script src="OTHER"></script>'],
  ['in another version too, earlier', '<script src="OTHER"></script><script src="SCRIPT"></script>'],
  ['in two versions, all async', '<script async src="OTHER"></script><script async src="SCRIPT"></script>'.repeat(3)],
  [
    'by a script that removes it at once',
    inline('{const s=document.createElement("script");s.src="SCRIPT";document.head.append(s);s.remove()}'),
  ],
  [
    'by a script, again and again',
    inline('for(let n=0;n<5;n++){const s=document.createElement("script");s.src="SCRIPT";document.head.append(s)}'),
  ],
  [
    'once the page is complete',
    inline(
      'addEventListener("load",()=>{for(let n=0;n<3;n++)document.body.append(Object.assign(document.createElement("script"),{src:"SCRIPT"}))})',
    ),
  ],
]

const AMD: readonly Case[] = [
  { name: 'RequireJS before', before: inline(REQUIRE) },
  { name: 'RequireJS after', after: inline(REQUIRE) },
  { name: 'a define that throws', before: inline('window.define=()=>{throw new Error("of the page")};define.amd={}') },
  {
    name: 'a define.amd that throws',
    before: inline('window.define=function(){};Object.defineProperty(define,"amd",{get(){throw new Error("of the page")}})'),
  },
  {
    name: 'a define that throws when read',
    before: inline('Object.defineProperty(window,"define",{get(){throw new Error("of the page")}})'),
  },
  {
    name: 'module and exports',
    before: inline('window.module={exports:{}};window.exports=module.exports;window.require=()=>{throw new Error("of the page")}'),
  },
  {
    name: 'module.exports that throws when set',
    before: inline('window.module={set exports(v){throw new Error("of the page")}};window.exports=Object.freeze({})'),
  },
  {
    name: 'System and process',
    before: inline('window.System={register(){throw new Error("of the page")}};window.process={env:{}};window.global=window'),
  },
]

/** Ways in which a browser does not say where a script comes from. */
const NAMELESS: readonly (readonly [name: string, html: string])[] = [
  ['as a module', '<script type="module" src="SCRIPT"></script>'],
  [
    'inside a shadow root',
    `<p id="shadow"></p>${inline('{const s=document.createElement("script");s.src="SCRIPT";shadow.attachShadow({mode:"open"}).append(s)}')}`,
  ],
  ['as text', inline('fetch("SCRIPT").then((answer)=>answer.text()).then((text)=>(0,eval)(text))')],
]

const LIBRARIES: readonly Case[] = HOST_LIBRARIES.map(({ name, script }) => ({ name, before: inline(script) }))

let outcomes: ReadonlyMap<string, Outcome>
let clean: Outcome | undefined

beforeAll(async () => {
  const { placard } = world
  const other = readFileSync('dist/widget/embed.js', 'utf8').replaceAll('blockquote.placard', 'blockquote.placard:not(.other)')
  placard.interfere = (url) =>
    url.pathname === '/w/0.0.9/fedcba9876543210/embed.js'
      ? new Response(other, { headers: { 'Content-Type': 'text/javascript' } })
      : undefined
  const addresses = (html: string) =>
    html.replaceAll('SCRIPT', `${placard.baseUrl}/embed.js`).replaceAll('OTHER', `${placard.baseUrl}/w/0.0.9/fedcba9876543210/embed.js`)
  const loads = LOADS.map(([name, html]) => ({ name, before: addresses(html), after: addresses(html) }))
  const nameless = NAMELESS.map(([name, html]) => ({ name, before: addresses(html), isScriptless: true, isFallback: true }))
  outcomes = await openCases(world, [{ name: 'clean' }, ...LIBRARIES, ...AMD, ...loads, ...nameless])
  clean = outcomes.get('clean')
})

describe('a page of a library that changes what all scripts share (W7)', () => {
  it.each(HOST_LIBRARIES)('$name: the same card', ({ name }) => {
    expect(judge(outcomes.get(name), clean)).toBe('the same card')
  })
})

describe('a page with modules of another kind (W8)', () => {
  it.each(AMD)('$name: the same card, and the page keeps its own', ({ name }) => {
    expect(judge(outcomes.get(name), clean)).toBe('the same card')
  })
})

describe('the script, loaded more than once (W9)', () => {
  it.each(LOADS)('%s: each card is drawn once', (name) => {
    expect(judge(outcomes.get(name), clean)).toBe('the same card')
  })

  it.each(NAMELESS)('%s: nothing is done, and the fallback stays', (name) => {
    expect(judge(outcomes.get(name), clean)).toBe('the fallback')
  })

  it('asks once and observes once, in however many versions', async () => {
    const { host, open, placard } = world
    const script = (path: string) => `<script src="${placard.baseUrl}${path}"></script>`
    const count = inline(`window.made=[];for(const name of ['IntersectionObserver','MutationObserver','ResizeObserver','CSSStyleSheet']){
      const Was=window[name];window[name]=class extends Was{constructor(...all){super(...all);made.push(name)}}}`)
    const { version, hash } = JSON.parse(readFileSync('dist/widget/embed.json', 'utf8')) as { version: string; hash: string }
    const scripts = [script('/embed.js'), script(`/w/${version}/${hash}/embed.js`)].join('').repeat(4)
    const page = await open(host.page('/again', count + scripts + (await placard.snippet(bridge)) + scripts))
    await page.locator('.card').waitFor()
    expect(await page.evaluate(() => (window as unknown as { made: string[] }).made.toSorted())).toEqual([
      'CSSStyleSheet',
      'IntersectionObserver',
      'MutationObserver',
      'ResizeObserver',
    ])
    expect(placard.requests.filter((path) => path.startsWith('/v1/'))).toHaveLength(1)
    expect(page.problems).toEqual([])
  })
})
