import { beforeAll, describe, expect, it } from 'vitest'
import { type Case, judge, type Outcome, openCases } from '../support/browser/case-frames.ts'
import { useWorld } from '../support/browser/world.ts'

const world = useWorld()

/** A page whose own script has run before ours. */
const before = (name: string, script: string): Case => ({ name, before: `<script>${script}</script>` })
/** The same, on a page that thereby has no place for a card. */
const without = (name: string, script: string): Case => ({ ...before(name, script), isFallback: true })

const THROW = '()=>{throw new Error("of the page")}'
/** Calls through, as instrumentation of all sorts does. */
const wrap = (owner: string, method: string) =>
  before(`wraps ${owner}.${method}`, `{const was=${owner}.${method};${owner}.${method}=function(...all){return was.apply(this,all)}}`)
const throwing = (owner: string, method: string) => before(`has a throwing ${owner}.${method}`, `${owner}.${method}=${THROW}`)
const removed = (name: string) => without(`has no ${name}`, `delete window.${name};window.${name}=undefined`)

const EXTENDED: readonly Case[] = [
  before('adds Array.prototype.toJSON, as Prototype 1.6 did', 'Array.prototype.toJSON=function(){return JSON.stringify(this.join())}'),
  before('adds toJSON to everything', 'Object.prototype.toJSON=String.prototype.toJSON=()=>"x"'),
  before('adds enumerable properties to all objects', 'Object.prototype.x=1;Object.prototype.each=function(){};Object.prototype.y={}'),
  before('adds enumerable properties to all arrays', 'Array.prototype.y=1;Array.prototype.each=function(){};Array.prototype.last=()=>9'),
  before('adds enumerable properties to all functions and texts', 'Function.prototype.x=1;String.prototype.x=()=>1;Number.prototype.x=2'),
  before('freezes Object.prototype', 'Object.freeze(Object.prototype)'),
  before('freezes Array.prototype', 'Object.freeze(Array.prototype)'),
  before(
    'freezes every prototype it can find',
    'for(const key of Object.getOwnPropertyNames(window))try{Object.freeze(window[key].prototype)}catch{}',
  ),
  before(
    'makes properties of all objects read-only',
    'for(const key of ["value","key","text","data","status","code","type","ref","href","title","rel"])Object.defineProperty(Object.prototype,key,{value:undefined,writable:false})',
  ),
]

const REPLACED: readonly Case[] = [
  throwing('Array', 'from'),
  throwing('Array', 'of'),
  throwing('Object', 'keys'),
  throwing('Object', 'values'),
  throwing('Object', 'assign'),
  throwing('JSON', 'stringify'),
  throwing('JSON', 'parse'),
  throwing('Number', 'isFinite'),
  throwing('String.prototype', 'split'),
  throwing('String.prototype', 'trim'),
  throwing('String.prototype', 'replace'),
  throwing('String.prototype', 'at'),
  throwing('Array.prototype', 'at'),
  throwing('Array.prototype', 'filter'),
  throwing('Array.prototype', 'find'),
  throwing('Array.prototype', 'includes'),
  throwing('Array.prototype', 'indexOf'),
  throwing('Array.prototype', 'concat'),
  throwing('Array.prototype', 'reduce'),
  throwing('Array.prototype', 'flat'),
  throwing('Array.prototype', 'some'),
  throwing('Element.prototype', 'appendChild'),
  throwing('Node.prototype', 'appendChild'),
  throwing('Element.prototype', 'insertAdjacentHTML'),
  throwing('Element.prototype', 'replaceWith'),
  throwing('Array.prototype', 'push'),
  throwing('console', 'error'),
  throwing('console', 'log'),
  throwing('window', 'requestAnimationFrame'),
  throwing('window', 'requestIdleCallback'),
  throwing('window', 'setInterval'),
  before(
    'patches the iterator of arrays',
    '{const was=Array.prototype[Symbol.iterator];Array.prototype[Symbol.iterator]=function(){return was.call(this)}}',
  ),
  before(
    'replaces Promise',
    '{const Was=Promise;window.Promise=function(work){return new Was(work)};for(const key of ["all","race"])Promise[key]=()=>{throw 1}}',
  ),
  before('has a Promise that is nothing', 'window.Promise=undefined'),
  ...['Promise', 'Map', 'Set', 'WeakMap', 'URL', 'ResizeObserver', 'IntersectionObserver', 'MutationObserver', 'CSSStyleSheet'].map(
    (name) => before(`extends ${name}`, `window.${name}=class extends ${name}{}`),
  ),
  before('replaces Error classes', 'window.TypeError=window.Error=function(){}'),
  before('replaces JSON', 'window.JSON={parse:()=>({}),stringify:()=>""}'),
  before('replaces Element and Node', 'window.Element=window.Node=window.HTMLElement=function(){}'),
  before('replaces Event, MouseEvent and CustomEvent', 'window.Event=window.MouseEvent=window.CustomEvent=function(){}'),
  before('replaces Symbol.for', 'Symbol.for=key=>key'),
  ...['ShadowRoot', 'queueMicrotask'].map((name) => before(`has no ${name}`, `window.${name}=undefined`)),
  before('has an innerWidth of its own', 'window.innerWidth="wide";window.name="placard";window.parent=window.top=window.self=undefined'),
  before('has a placard of its own', 'Object.defineProperty(window,"placard",{value:"ours",writable:false})'),
  before(
    'has a placard that throws',
    'Object.defineProperty(window,"placard",{get(){throw new Error("of the page")},set(){throw new Error("of the page")}})',
  ),
  ...['Element', 'Node'].map((owner) => wrap(`${owner}.prototype`, 'appendChild')),
  ...['setAttribute', 'removeAttribute', 'attachShadow', 'querySelector', 'closest', 'append', 'remove'].map((method) =>
    wrap('Element.prototype', method),
  ),
  ...['insertBefore', 'removeChild', 'cloneNode'].map((method) => wrap('Node.prototype', method)),
  ...['createElement', 'createElementNS', 'createTextNode', 'querySelectorAll'].map((method) => wrap('Document.prototype', method)),
  ...['addEventListener', 'dispatchEvent'].map((method) => wrap('EventTarget.prototype', method)),
  ...['then', 'catch', 'finally'].map((method) => wrap('Promise.prototype', method)),
  ...['fetch', 'setTimeout', 'queueMicrotask', 'getComputedStyle', 'requestAnimationFrame'].map((method) => wrap('window', method)),
  ...['map', 'forEach', 'push', 'slice', 'some', 'sort', 'join', 'pop', 'splice'].map((method) => wrap('Array.prototype', method)),
  ...['call', 'apply', 'bind'].map((method) =>
    before(
      `wraps Function.prototype.${method}`,
      `{const was=Function.prototype.${method},{apply}=Reflect;Function.prototype.${method}=function(...all){return apply(was,this,all)}}`,
    ),
  ),
]

/** What each needs is missing or broken: the fallback is complete, and the page hears nothing. */
const MISSING: readonly Case[] = [
  ...['fetch', 'ResizeObserver', 'IntersectionObserver', 'MutationObserver', 'customElements', 'CSSStyleSheet'].map(removed),
  ...['AbortSignal', 'HTMLElement', 'Document', 'HTMLScriptElement'].map(removed),
  without('has a fetch that throws', `window.fetch=${THROW}`),
  without('has a fetch that is text', 'window.fetch="fetch"'),
  without('has a fetch that rejects', 'window.fetch=()=>Promise.reject(new Error("of the page"))'),
  without('has a fetch that answers nonsense', 'window.fetch=async()=>({ok:true,json:async()=>({data:[{}]})})'),
  without('has an attachShadow that throws', `Element.prototype.attachShadow=${THROW}`),
  without('has no attachShadow', 'delete Element.prototype.attachShadow'),
  without('has a CSSStyleSheet without replaceSync', 'delete CSSStyleSheet.prototype.replaceSync'),
  without(
    'has no adoptedStyleSheets',
    'Object.defineProperty(ShadowRoot.prototype,"adoptedStyleSheets",{set(){throw new Error("of the page")}})',
  ),
  without('has a throwing setTimeout', `window.setTimeout=${THROW}`),
  without('has a throwing createElement', `Document.prototype.createElement=Document.prototype.createElementNS=${THROW}`),
  without('has a throwing createTextNode', `Document.prototype.createTextNode=${THROW}`),
  without('has a throwing insertBefore', `Node.prototype.insertBefore=${THROW}`),
  without('has a throwing setAttribute', `Element.prototype.setAttribute=${THROW}`),
  without('has a throwing addEventListener', `EventTarget.prototype.addEventListener=${THROW}`),
  without('has a throwing getBoundingClientRect', `Element.prototype.getBoundingClientRect=${THROW}`),
  without('has a throwing getComputedStyle', `window.getComputedStyle=${THROW}`),
  without('has a throwing Promise.prototype.then', `Promise.prototype.then=${THROW}`),
  without(
    'replaces Map and Set by poor ones',
    'window.Map=function(){this.get=()=>0;this.set=()=>this};window.Set=function(){this.add=()=>this}',
  ),
  without('has no Map, Set or WeakMap', 'window.Map=window.Set=window.WeakMap=undefined'),
  without(
    'has a URL that lies',
    'window.URL=function(){return{href:"https://evil.example/",origin:"https://evil.example",pathname:"/embed.js",protocol:"https:"}}',
  ),
  without('replaces Object, Array, String and Number', 'window.Object=window.Array=window.String=window.Number=function(){}'),
  without('breaks the iterator of arrays', `Array.prototype[Symbol.iterator]=${THROW}`),
  ...['Array.isArray', 'Object.entries'].map((name) => without(`has a throwing ${name}`, `${name}=${THROW}`)),
  ...['map', 'forEach', 'slice', 'join', 'sort'].map((method) => ({
    ...throwing('Array.prototype', method),
    isFallback: true,
  })),
  without('has a throwing Function.prototype.bind', `Function.prototype.bind=${THROW}`),
  without('has a throwing Function.prototype.call', `Function.prototype.call=${THROW}`),
  without('has a throwing RegExp.prototype.exec', `RegExp.prototype.exec=${THROW}`),
  without('has a throwing append', `Element.prototype.append=DocumentFragment.prototype.append=${THROW}`),
  without('has a throwing observe', `ResizeObserver.prototype.observe=IntersectionObserver.prototype.observe=${THROW}`),
  without('has a throwing hasOwn', `Object.hasOwn=${THROW}`),
  without('has a throwing WeakMap.prototype.get', `WeakMap.prototype.get=Map.prototype.get=${THROW}`),
]

const ALL = [...EXTENDED, ...REPLACED, ...MISSING]

describe('a page that has changed what all scripts share (W7)', () => {
  let outcomes: ReadonlyMap<string, Outcome>
  let clean: Outcome | undefined

  beforeAll(async () => {
    outcomes = await openCases(world, [{ name: 'clean' }, ...ALL])
    clean = outcomes.get('clean')
  })

  it.each([...EXTENDED, ...REPLACED])('$name: the same card', ({ name }) => {
    expect(judge(outcomes.get(name), clean)).toBe('the same card')
  })

  it.each(MISSING)('$name: the fallback stays', ({ name }) => {
    expect(judge(outcomes.get(name), clean)).toBe('the fallback')
  })
})
