import { beforeAll, describe, expect, it } from 'vitest'
import { type Case, judge, type Outcome, openCases } from '../support/browser/case-frames.ts'
import { useWorld } from '../support/browser/world.ts'

const world = useWorld()

/** An element that `document[name]` or `window[name]` gives instead of what they have themselves. */
const img = (name: string): Case => ({ name: `img name=${name}`, before: `<img name="${name}" id="${name}" src="data:,">` })
const form = (name: string): Case => ({ name: `form name=${name}`, before: `<form name="${name}" id="${name}"><input name="src"></form>` })
/** Two of a name: an HTMLCollection, in which a name gives an element again. */
const pair = (name: string): Case => ({
  name: `two anchors named ${name}`,
  before: `<a id="${name}" href="https://evil.example/embed.js"></a><a id="${name}" name="call" href="https://evil.example/"></a>`,
})
const frame = (name: string): Case => ({ name: `iframe name=${name}`, before: `<iframe name="${name}" hidden></iframe>` })
const object = (name: string): Case => ({ name: `object name=${name}`, before: `<object name="${name}" id="${name}"></object>` })
/** In a form inside the snippet, controls shadow the properties of the form. */
const inside = (name: string): Case => ({
  name: `a form in the snippet with an input named ${name}`,
  inside: `<form><input type="hidden" name="${name}" value="https://evil.example/"></form>`,
})
/** The snippet itself stands in a form that has lost its own properties. */
const around = (names: readonly string[]): Case => ({
  name: `a form around the snippet with inputs named ${names.join(', ')}`,
  before: `<form>${names.map((name) => `<input type="hidden" name="${name}">`).join('')}`,
  after: '</form>',
})

/** What follows the snippet is measured, and may be such a form, too. */
const after = (names: readonly string[]): Case => ({
  name: `a form after the snippet with inputs named ${names.join(', ')}`,
  after: `<form>${names.map((name) => `<input name="${name}">`).join('')}</form>`,
})

const CASES: readonly Case[] = [
  {
    name: 'currentScript with the address of another script',
    before: '<img name="currentScript" hidden loading="lazy" src="https://evil.example/embed.js">',
  },
  {
    name: 'currentScript that is a real script',
    before: '<script type="x" id="currentScript" src="https://evil.example/embed.js"></script>',
  },
  { name: 'a base element of another origin', before: '<base href="https://evil.example/">' },
  ...['createElement', 'createElementNS', 'createTextNode', 'body', 'head', 'documentElement', 'readyState', 'baseURI'].map(img),
  ...['querySelector', 'querySelectorAll', 'addEventListener', 'defaultView', 'cookie', 'execCommand', 'activeElement'].map(img),
  ...['currentScript', 'querySelectorAll', 'getElementsByTagName', 'adoptedStyleSheets', 'implementation', 'nodeType'].map(form),
  ...['placard', 'customElements', 'fetch', 'currentScript', 'Document', 'scripts', 'location', 'crypto'].map(pair),
  ...['placard', 'fetch', 'Symbol', 'top', 'IntersectionObserver'].map(frame),
  ...['currentScript', 'placard', 'createElement', 'document'].map(object),
  ...['children', 'firstElementChild', 'shadowRoot', 'getAttribute', 'href', 'querySelector', 'parentNode', 'localName'].map(inside),
  around(['nextElementSibling', 'parentNode', 'getClientRects', 'style', 'offsetHeight', 'closest', 'querySelectorAll']),
  around(['attachShadow', 'shadowRoot', 'cite', 'dataset', 'children', 'matches', 'nodeType', 'host']),
  after(['getClientRects', 'getBoundingClientRect', 'nextElementSibling', 'querySelectorAll', 'closest']),
]

describe('a page whose elements are named like what scripts use (W6)', () => {
  let outcomes: ReadonlyMap<string, Outcome>
  let clean: Outcome | undefined

  beforeAll(async () => {
    outcomes = await openCases(world, [{ name: 'clean' }, ...CASES])
    clean = outcomes.get('clean')
  })

  it('has at least 40 ways to be so', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(40)
    expect(clean?.card).toContain('Zoë Łęcka')
  })

  it.each(CASES)('$name: the same card, nothing thrown, nothing asked of others', ({ name }) => {
    expect(judge(outcomes.get(name), clean)).toBe('the same card')
  })
})
