import { beforeAll, describe, expect, it } from 'vitest'
import { type Case, judge, type Outcome, openCases } from '../support/browser/case-frames.ts'
import { useWorld } from '../support/browser/world.ts'

const world = useWorld()

/** What a page may have added to every object: all that Preact, the DOM and the widget's own data know by name. */
const POLLUTED = {
  preact: [
    'key',
    'ref',
    'type',
    'props',
    'children',
    'constructor',
    'is',
    'value',
    'checked',
    'selected',
    'nodeType',
    '__html',
    '_children',
    '__k',
    '__e',
    '__c',
    '__v',
    'vnode',
    'diffed',
    'debounceRendering',
    'contextType',
    'defaultProps',
    'prototype',
  ],
  elements: [
    'href',
    'src',
    'srcset',
    'sizes',
    'class',
    'className',
    'style',
    'id',
    'title',
    'lang',
    'dir',
    'rel',
    'target',
    'hidden',
    'slot',
    'width',
    'height',
    'alt',
    'loading',
    'tabIndex',
    'role',
    'download',
    'innerHTML',
    'dangerouslySetInnerHTML',
    'textContent',
    'srcdoc',
    'nonce',
  ],
  events: [
    'onClick',
    'onclick',
    'onLoad',
    'onload',
    'onError',
    'onerror',
    'onFocus',
    'onKeyDown',
    'handleEvent',
    'capture',
    'once',
    'passive',
    'signal',
  ],
  card: [
    'status',
    'code',
    'revision',
    'url',
    'byline',
    'rights',
    'caption',
    'picture',
    'text',
    'altLang',
    'colour',
    'sources',
    'items',
    'video',
    'creditHtml',
    'embedCode',
    'data',
    'message',
    'words',
  ],
  platform: [
    'mode',
    'rootMargin',
    'threshold',
    'root',
    'childList',
    'attributes',
    'attributeFilter',
    'characterData',
    'credentials',
    'referrerPolicy',
    'method',
    'body',
    'headers',
    'integrity',
    'get',
    'set',
    'writable',
    'enumerable',
    'configurable',
    'delegatesFocus',
    'slotAssignment',
    'media',
    'disabled',
    'baseURL',

    'toJSON',
    'valueOf',
  ],
} as const

const VALUES = {
  'an address of another server': '"https://evil.example/x"',
  'an object with HTML': '{__html:"<img src=https://evil.example/x>",text:"evil",href:"https://evil.example/"}',
  'a function': '()=>"evil"',
} as const

/** Enumerable and writable, as `Object.prototype.x = …` makes them. */
function pollute(keys: readonly string[], value: string): string {
  return `<script>for(const key of ${JSON.stringify(keys)})Object.defineProperty(Object.prototype,key,{__proto__:null,value:${value},enumerable:true,writable:true,configurable:true})</script>`
}

const CASES: readonly Case[] = Object.entries(POLLUTED).flatMap(([group, keys]) =>
  Object.entries(VALUES).map(([name, value]) => ({ name: `names of ${group}: ${name}`, before: pollute(keys, value) })),
)
const SINGLE: readonly Case[] = [...POLLUTED.preact, ...POLLUTED.elements].map((key) => ({
  name: `${key} alone, read-only`,
  // Preact sets it on an object of its own.
  before: `<script>Object.defineProperty(Object.prototype,${JSON.stringify(key)},{value:"https://evil.example/x",enumerable:true})</script>`,
}))

/** Every object is a promise then, and none is ever kept. */
const THENABLE: Case = { name: 'then, a function', before: pollute(['then'], '()=>"evil"'), isFallback: true }

describe('a page that has added to every object (W11)', () => {
  let outcomes: ReadonlyMap<string, Outcome>
  let clean: Outcome | undefined

  beforeAll(async () => {
    outcomes = await openCases(world, [{ name: 'clean' }, ...CASES, ...SINGLE, THENABLE])
    clean = outcomes.get('clean')
  })

  it.each([...CASES, ...SINGLE, THENABLE])('$name: the same card', ({ name, isFallback }) => {
    expect(judge(outcomes.get(name), clean)).toBe(isFallback ? 'the fallback' : 'the same card')
  })
})
