import { describe, expect, it } from 'vitest'
import { bridge } from '../fixtures/media.ts'
import { article } from '../support/browser/host-page.ts'
import { useWorld, type WatchedPage } from '../support/browser/world.ts'

const world = useWorld()
const screenful = '<p>They waited for the ferry.</p>'.repeat(60)

/** Runs in the forging page: sends every shape of a height message, made with the right token, to the given window; answers how many. */
const FORGE = `function forge(target, token) {
  const right = { placard: 'height', value: 777, token }
  const shapes = [right, { ...right }, JSON.stringify(right), [right], Object.entries(right), new Map(Object.entries(right)), { data: right }, { ...right, value: '777' },
    { ...right, value: [777] }, { ...right, value: 777n }, { ...right, value: new Date(777) }, { ...right, value: new Number(777) }, { ...right, value: Infinity }, { ...right, value: NaN },
    { ...right, token: [token] }, { ...right, token: new String(token) }, { ...right, token: token + ' ' }, { ...right, token: '' }, { ...right, token: undefined }, { ...right, token: '0-0-0-0' },
    { ...right, placard: 'Height' }, { ...right, placard: ['height'] }, { ...right, placard: 'link', value: 'https://evil.example/' }, { message: 'height', value: 777, secret: token },
    { message: 'link', value: 'javascript:alert(1)', secret: token }, { message: 'ready', secret: token }, { type: 'resize', height: 777 }, { height: 777, id: token }, { event: 'height', ...right },
    { ...right, value: { valueOf: 777 } }, null, undefined, 0, 777, '', 'height', token, [], {}, new ArrayBuffer(8), /x/, new Error('x')]
  for (const shape of shapes) target.postMessage(shape, '*')
  return shapes.length
}`
/** Forges upwards or sideways with the token that the test hands over by a message of its own. */
const forger = (target: string) =>
  `<script>${FORGE};addEventListener('message',({data})=>{if(data&&data.forge)${target}.postMessage({forged:forge(${target},data.forge)},'*')})</script>`

/** Opens a page whose snippet stands as a frame of natural height, beside the frames that forge. */
async function openFrame(beside: string): Promise<WatchedPage> {
  const { host, open, placard } = world
  const snippet = (await placard.snippet(bridge)).replace('<blockquote ', '<blockquote data-placard-mode="frame" ')
  const count = `<script>${FORGE};window.forged=0;addEventListener("message",({data})=>{if(data&&data.forged)forged+=data.forged})</script>`
  const page = await open(host.page('/messages', article(count + screenful + snippet + beside)))
  await page.locator('blockquote.placard').evaluate((quote) => scrollTo(0, quote.getBoundingClientRect().top - 1.5 * innerHeight))
  await page.locator('blockquote iframe').waitFor({ state: 'attached' })
  await page.locator('blockquote iframe').scrollIntoViewIfNeeded()
  await page.waitForFunction(() => document.querySelector('blockquote')?.shadowRoot?.querySelector('iframe')?.style.blockSize)
  await page.shift()
  return page
}

/** The frame's height and token as they are. */
const read = (page: WatchedPage) =>
  page.evaluate(() => {
    const frame = document.querySelector('blockquote')?.shadowRoot?.querySelector('iframe')
    return {
      height: frame?.style.blockSize,
      token: /#placard=([\d-]+)$/.exec(frame?.src ?? '')?.[1] ?? '',
      src: frame?.src,
      url: location.href,
    }
  })

const SENDERS: readonly (readonly [name: string, beside: () => string])[] = [
  ['a sibling of the same site', () => `<iframe class="forger" src="${world.host.page('/forger', forger('parent'))}"></iframe>`],
  [
    'a sibling of an opaque origin',
    () => `<iframe class="forger" sandbox="allow-scripts" src="${world.host.page('/forger', forger('parent'))}"></iframe>`,
  ],
  [
    'a frame inside a sibling',
    () => {
      const inner = world.host.page('/forger', forger('top'))
      return `<iframe class="forger" src="${world.host.page('/nest', `<iframe src="${inner}"></iframe><script>addEventListener("message",({data})=>data.forge&&frames[0].postMessage(data,"*"))</script>`)}"></iframe>`
    },
  ],
  [
    'a sibling from Placard’s own site',
    () => `<iframe class="forger" src="${world.host.page('/forger', forger('parent')).replace('localhost', '127.0.0.1')}"></iframe>`,
  ],
]

describe('forged messages about the height of a frame (W14)', () => {
  it.each(SENDERS)('from %s: none is believed', async (_name, beside) => {
    const page = await openFrame(beside())
    const before = await read(page)
    await page.evaluate(
      (token) => document.querySelector<HTMLIFrameElement>('iframe.forger')?.contentWindow?.postMessage({ forge: token }, '*'),
      before.token,
    )
    await page.waitForFunction(() => (window as unknown as { forged: number }).forged > 40)
    await page.shift()
    expect(await read(page)).toEqual(before)
    expect(page.problems).toEqual([])
  })

  it('from the page itself and from a window it has opened: none is believed', async () => {
    const page = await openFrame('')
    const before = await read(page)
    const url = world.host.page('/opened', forger('opener'))
    const forged = await page.evaluate(
      async ({ token, url }) => {
        const { forge } = window as unknown as { forge: (target: Window, token: string) => number }
        const opened = window.open(url)
        while (opened?.document.readyState !== 'complete' || opened.location.href !== url)
          await new Promise((resolve) => setTimeout(resolve))
        opened.postMessage({ forge: token }, '*')
        return forge(window, token)
      },
      { token: before.token, url },
    )
    await page.waitForFunction(() => (window as unknown as { forged: number }).forged > 40)
    await page.shift()
    expect(forged).toBeGreaterThan(40)
    expect(await read(page)).toEqual(before)
  })

  it('sent to the frame by pages that do not embed it: it says nothing and goes nowhere', async () => {
    const { host, open, placard } = world
    const secret = 'a1B2c3D4e5'
    const inner = `<iframe src="${placard.baseUrl}/p/${bridge.shortcode}/embed/#?secret=${secret}" width="400" height="400"></iframe>`
    const sibling = host.page(
      '/ready',
      `<script>onmessage=({data})=>{if(data.go){for(let n=0;n<50;n++)parent.frames[0].postMessage({message:'ready',secret:data.go},'*');parent.postMessage({sent:50},'*')}}</script>`,
    )
    const listen = '<script>window.heard=[];addEventListener("message",({data})=>heard.push(data))</script>'
    const page = await open(host.page('/embedder', article(`${listen}${inner}<iframe class="sibling" src="${sibling}"></iframe>`)))
    await page.waitForFunction(() => (window as unknown as { heard: unknown[] }).heard.length > 1)
    await page.shift()
    const before = await page.evaluate(() => (window as unknown as { heard: unknown[] }).heard.length)
    await page.evaluate((go) => document.querySelector<HTMLIFrameElement>('.sibling')?.contentWindow?.postMessage({ go }, '*'), secret)
    await page.waitForFunction(() => (window as unknown as { heard: { sent?: number }[] }).heard.some(({ sent }) => sent))
    await page.shift()
    expect(await page.evaluate(() => (window as unknown as { heard: unknown[] }).heard.length)).toBe(before + 1)
  })
})
