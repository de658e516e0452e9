import { brotliCompressSync, gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import { bridge } from '../fixtures/media.ts'
import { article } from '../support/browser/host-page.ts'
import { useWorld } from '../support/browser/world.ts'

const world = useWorld()
const OPEN = { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'application/json' }
const cardRequests = () => world.placard.requests.filter((path) => path.startsWith('/v1/'))

/** Makes the time of the page run: what waits for seconds waits for milliseconds, and a request that hangs is given up as soon. */
const HURRY = `<script>{const wait=setTimeout;window.setTimeout=(work,ms,...rest)=>wait(work,ms/100,...rest)
AbortSignal.timeout=(ms)=>{const stop=new AbortController();wait(()=>stop.abort(new DOMException('signal timed out','TimeoutError')),ms/100);return stop.signal}}</script>`

const whole = JSON.stringify({ meta: { code: 200 }, words: {}, data: [] })
const half = (bytes: Uint8Array) => new Uint8Array(bytes.subarray(0, bytes.length / 2))

const FAILURES: readonly (readonly [name: string, answer: () => Response | Promise<Response>])[] = [
  ...[400, 403, 404, 410, 429, 500, 503].map(
    (status) => [`answers ${status}`, () => new Response(whole, { status, headers: OPEN })] as const,
  ),
  ['answers 429 and asks for patience', () => new Response('', { status: 429, headers: { ...OPEN, 'Retry-After': '3600' } })],
  ['answers 204', () => new Response(null, { status: 204, headers: OPEN })],
  ['leads elsewhere', () => new Response(null, { status: 302, headers: { ...OPEN, Location: 'https://evil.example/v1/cards' } })],
  ['leads in a circle', () => new Response(null, { status: 302, headers: { ...OPEN, Location: '/v1/cards?codes=x' } })],
  ['never answers', () => new Promise<Response>(() => {})],
  [
    'begins an answer and never ends it',
    () => new Response(new ReadableStream({ start: (sink) => sink.enqueue(new TextEncoder().encode('{"data":[')) }), { headers: OPEN }),
  ],
  ['answers garbage', () => new Response('\u0000\u00ff<html>', { headers: OPEN })],
  ['answers half of its JSON', () => new Response(whole.slice(0, 20), { headers: OPEN })],
  ['answers nothing', () => new Response('', { headers: OPEN })],
  ['answers null', () => new Response('null', { headers: OPEN })],
  ['answers a page', () => new Response('<!doctype html><h1>Log in</h1>', { headers: { ...OPEN, 'Content-Type': 'text/html' } })],
  ['answers JSON that is nested without end', () => new Response('['.repeat(100_000), { headers: OPEN })],
  ['answers a megabyte of nothing', () => new Response(`{"data":[${'null,'.repeat(200_000)}null]}`, { headers: OPEN })],
  ['answers half of its gzip', () => new Response(half(gzipSync(whole.repeat(50))), { headers: { ...OPEN, 'Content-Encoding': 'gzip' } })],
  [
    'answers half of its brotli',
    () => new Response(half(brotliCompressSync(whole.repeat(50))), { headers: { ...OPEN, 'Content-Encoding': 'br' } }),
  ],
  ['says gzip and sends text', () => new Response(whole, { headers: { ...OPEN, 'Content-Encoding': 'gzip' } })],
  ['says another length', () => new Response(whole, { headers: { ...OPEN, 'Content-Length': '5' } })],
  ['forbids the page to read', () => new Response(whole)],
  [
    'knows none of the codes',
    () => Response.json({ words: {}, data: [{ status: 'unknown', code: bridge.shortcode, message: 'No' }] }, { headers: OPEN }),
  ],
  [
    'answers other cards',
    () => Response.json({ words: {}, data: [{ status: 'private', code: 'other', message: 'No' }] }, { headers: OPEN }),
  ],
]

describe('a server in trouble (W18)', () => {
  it.each(FAILURES)('%s: fallback whole, nothing moves, nothing is heard, asked at most twice', async (_name, answer) => {
    const { host, open, placard } = world
    const snippet = await placard.snippet(bridge)
    placard.interfere = (url) => (url.pathname === '/v1/cards' ? answer() : undefined)
    const body = `${HURRY}${snippet}<script>window.events=[];for(const name of ['error','ready','gone'])addEventListener('placard:'+name,()=>events.push(name))</script>`
    const page = await open(host.page('/trouble', article(body)))
    await page.waitForFunction(() => (window as unknown as { events: string[] }).events.length > 0)
    expect(await page.evaluate(() => (window as unknown as { events: string[] }).events)).toEqual([expect.stringMatching(/error|gone/)])
    expect(await page.shift()).toBe(0)
    expect(await page.locator('blockquote').innerText()).toMatch(/The bridge at dusk.*Zoë Łęcka.*CC BY 4\.0/s)
    expect(await page.locator('blockquote').evaluate(({ shadowRoot }) => shadowRoot)).toBeNull()
    expect(new Set(cardRequests().filter((path) => !path.endsWith('=x'))).size).toBe(1)
    expect(cardRequests().filter((path) => !path.endsWith('=x')).length).toBeLessThanOrEqual(2)
    expect(page.problems).toEqual([])
  })

  it('is out of reach: fallback whole, nothing heard', async () => {
    const { host, open, placard } = world
    const page = await open(
      host.page(
        '/offline',
        article(
          `${HURRY}<script>addEventListener('placard:error',()=>{window.isTold=true})</script><div id="place"></div>${await placard.snippet(bridge, '&omitscript=1')}`,
        ),
      ),
    )
    await page.context().setOffline(true)
    await page.evaluate(() => document.querySelector('blockquote')?.remove())
    await page.context().setOffline(false)
    await page.addScriptTag({ url: `${placard.baseUrl}/embed.js` })
    await page.context().setOffline(true)
    await page.evaluate((cite) => {
      const quote = document.createElement('blockquote')
      Object.assign(quote, { className: 'placard', cite, textContent: 'Fallback' })
      document.querySelector('#place')?.append(quote)
    }, `${placard.baseUrl}/p/${bridge.shortcode}/`)
    await page.waitForFunction(() => 'isTold' in window)
    expect(await page.locator('#place blockquote').innerText()).toBe('Fallback')
    expect(page.problems).toEqual([])
  })
})

describe('what a reader gives away (W16)', () => {
  /** Notes every use of what could keep or tell something about the reader. */
  const TRAP = `<script>window.used=[];{
    const note=(owner,names)=>{for(const name of names){const was=Object.getOwnPropertyDescriptor(owner,name);if(!was)continue
      Object.defineProperty(owner,name,{configurable:true,get(){used.push(name);return was.get?was.get.call(this):was.value},set(value){used.push(name);was.set?.call(this,value)}})}}
    note(window,['localStorage','sessionStorage','indexedDB','caches','openDatabase','AudioContext','OfflineAudioContext','FontFace','Worker','SharedWorker','BroadcastChannel','WebSocket','EventSource','RTCPeerConnection','XMLHttpRequest'])
    note(Document.prototype,['cookie','fonts','hasStorageAccess','requestStorageAccess','referrer'])
    note(Navigator.prototype,['sendBeacon','userAgent','plugins','hardwareConcurrency','deviceMemory','geolocation','mediaDevices','serviceWorker','storage','credentials','connection','getBattery','userAgentData'])
    note(HTMLCanvasElement.prototype,['getContext','toDataURL']);note(Storage.prototype,['getItem','setItem']);note(Element.prototype,['requestFullscreen'])}</script>`
  let sent: { readonly url: string; readonly headers: Record<string, string> }[]
  beforeEach(() => {
    sent = []
  })

  it('is nothing: no cookie, no storage, no probe; its requests name the page’s origin at most', async () => {
    const { host, open, placard } = world
    // The same site as Placard's, so that the browser would send a cookie wherever it may.
    const url = host.page('/private/path', article(TRAP + (await placard.snippet(bridge)))).replace('localhost', '127.0.0.1')
    const page = await open('about:blank')
    await page.context().addCookies([{ name: 'session', value: 'secret', url: placard.baseUrl, sameSite: 'Lax' }])
    page.on('request', async (request) => sent.push({ url: request.url(), headers: await request.allHeaders() }))
    await page.goto(url)
    await page.locator('.card .picture:not(.loading)').waitFor()
    await page.locator('summary').click()
    await page.shift()
    expect(await page.evaluate(() => (window as unknown as { used: string[] }).used)).toEqual([])
    const ours = sent.filter((request) => request.url.startsWith(placard.baseUrl))
    expect(ours.length).toBeGreaterThan(2)
    expect(sent.filter((request) => !request.url.startsWith(placard.baseUrl)).map((request) => request.url)).toEqual(
      [url, 'data:,'].slice(0, 1),
    )
    expect(new Set(ours.map(({ headers }) => headers.referer))).toEqual(new Set([`${new URL(url).origin}/`]))
    expect(ours.filter((request) => request.url.includes('/v1/')).map(({ headers }) => headers.cookie)).toEqual([undefined])
    expect(ours.some((request) => /private|path/.test(request.url))).toBe(false)
    expect((await page.context().cookies()).map(({ name }) => name)).toEqual(['session'])
  })
})
