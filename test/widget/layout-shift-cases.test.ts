import { describe, expect, it } from 'vitest'
import type { Media } from '../../server/core/media.ts'
import { bridge, cutout, panorama, portrait, privateMedia, withdrawnMedia } from '../fixtures/media.ts'
import { article } from '../support/browser/host-page.ts'
import { useWorld, type WatchedPage } from '../support/browser/world.ts'

const world = useWorld()
const media = [bridge, portrait, panorama, cutout]

/** In the host page: says by a request to Placard when it has painted, and when two frames have shown its first card. */
const signals = () => `<script>
const say = (what) => fetch('${world.placard.baseUrl}/' + what, { mode: 'no-cors' })
new PerformanceObserver(() => say('painted')).observe({ type: 'paint', buffered: true })
const outcomes = []
for (const name of ['ready', 'gone', 'error']) addEventListener('placard:' + name, () => {
  if (outcomes.push(name) === 1) requestAnimationFrame(() => requestAnimationFrame(() => say('drawn')))
})
</script>`

/** The second try comes 2 s later, plus or minus chance (cards.ts): here chance takes all of them away. */
const RETRY_AT_ONCE = '<script>Math.random = () => -1</script>'

/** Keeps the answers to what `held` matches until the page has said `signal`. */
function holdUntil(signal: 'painted' | 'drawn' | 'refused', held: RegExp): void {
  let release = () => {}
  const released = new Promise<undefined>((resolve) => {
    release = () => resolve(undefined)
  })
  world.placard.interfere = ({ pathname }) => {
    if (pathname === `/${signal}`) release()
    return held.test(pathname) ? released : undefined
  }
}

async function snippets(count: number): Promise<string> {
  const each = await Promise.all(media.map((one) => world.placard.snippet(one)))
  return Array.from({ length: count }, (_, index) => each[index % each.length]).join('<p>And on.</p>')
}

/** The code of the element, as permalink pages offer it. */
async function element({ shortcode }: Media): Promise<string> {
  const answer = await fetch(`${world.placard.baseUrl}/v1/media/shortcode/${shortcode}/embed-code?form=element`)
  const { data } = (await answer.json()) as { data: { text: string } }
  return data.text
}

function openArticle(body: string, head = ''): Promise<WatchedPage> {
  return world.open(world.host.page('/case', article(body, signals() + head)))
}

/** The first outcome that the page is told of. */
async function outcomeOf(page: WatchedPage): Promise<unknown> {
  await page.waitForFunction('outcomes.length > 0')
  return page.evaluate('outcomes[0]')
}

/** In the page: loads `Late`, at least a fifth wider than what stood for it; answers how much wider a text in it has become. */
async function loadLateType(): Promise<number> {
  const widthOf = () => {
    const span = document.body.appendChild(document.createElement('span'))
    span.style.cssText = 'position:absolute;font:20px Late,serif'
    span.textContent = 'The crossing'
    const width = span.offsetWidth
    span.remove()
    return width
  }
  const before = widthOf()
  const installed = ['Open Sans', 'DejaVu Sans', 'Liberation Sans', 'Arial', 'Helvetica'].map((name) => `local("${name}")`)
  // The library's types do not know `sizeAdjust` yet.
  const face = new FontFace('Late', installed.join(), { sizeAdjust: '160%' } as FontFaceDescriptors)
  document.fonts.add(await face.load())
  return widthOf() / before
}

describe.each([1, 10, 50])('nothing moves on a page of %i cards', (count) => {
  it('with pictures that come after the card', async () => {
    const body = await snippets(count)
    holdUntil('drawn', /^\/t\//)
    const page = await openArticle(body)
    await page.locator('.card .picture:not(.loading)').first().waitFor()
    expect(world.placard.requests.indexOf('/drawn')).toBeGreaterThan(0)
    expect(await page.shift()).toBe(0)
  })

  it('with a script that comes after the page', async () => {
    const body = await snippets(count)
    holdUntil('painted', /^\/embed\.js$/)
    const page = await openArticle(body)
    await page.locator('.card .picture:not(.loading)').first().waitFor()
    const { requests } = world.placard
    expect(requests.findIndex((path) => path.startsWith('/v1/cards'))).toBeGreaterThan(requests.indexOf('/painted'))
    expect(await page.shift()).toBe(0)
  })

  it('of elements, with a script that comes after the page', async () => {
    const each = await Promise.all(media.map(element))
    const body = Array.from({ length: count }, (_, index) => each[index % each.length]).join('<p>And on.</p>')
    holdUntil('painted', /^\/embed\.js$/)
    const page = await openArticle(body)
    await page.locator('placard-embed .card .picture:not(.loading)').first().waitFor()
    const { requests } = world.placard
    expect(requests.findIndex((path) => path.startsWith('/v1/cards'))).toBeGreaterThan(requests.indexOf('/painted'))
    expect(await page.shift()).toBe(0)
    expect(await page.locator('.box.fixed').count()).toBeGreaterThan(0)
  })

  it('with a type of the publisher’s that comes after the card', async () => {
    const page = await openArticle(await snippets(count), '<style>blockquote{font-family:Late,serif}</style>')
    await page.locator('.card .picture:not(.loading)').first().waitFor()
    const before = await page.locator('.card').first().boundingBox()
    expect(await page.evaluate(loadLateType)).toBeGreaterThan(1.2)
    expect(await page.shift()).toBe(0)
    expect(await page.locator('.card').first().boundingBox()).toEqual(before)
  })

  it('with a request for the cards that fails', async () => {
    const body = await snippets(count)
    world.placard.interfere = ({ pathname }) => (pathname === '/v1/cards' ? new Response(null, { status: 500 }) : undefined)
    const page = await openArticle(body, RETRY_AT_ONCE)
    expect(await outcomeOf(page)).toBe('error')
    expect(await page.locator('.card').count()).toBe(0)
    expect(await page.shift()).toBe(0)
  })

  it.each([
    ['withdrawn', withdrawnMedia],
    ['made private', privateMedia],
  ])('with a first picture that was %s after the snippet was copied, and whose refusal comes before its card', async (_name, gone) => {
    const body = (await snippets(count)).replace(/<blockquote.*?<\/iframe>/s, (first) => first.replaceAll(bridge.shortcode, gone.shortcode))
    // Two frames after the picture's answer is drawn, or would be.
    holdUntil('refused', /^\/v1\/cards$/)
    const refused = `<script>addEventListener('load', refused = () => {
  const img = document.querySelector('blockquote img')
  if (img?.complete) requestAnimationFrame(() => requestAnimationFrame(() => say('refused'))); else setTimeout(refused)
})</script>`
    const page = await openArticle(body, refused)
    await page.locator('.card.notice').waitFor()
    expect(world.placard.requests.some((path) => path.startsWith(`/t/${gone.shortcode}/`))).toBe(true)
    expect(await page.locator('.card.notice').innerText()).toMatch(/withdrawn|private/i)
    expect(await page.locator('.card').first().getAttribute('class')).toContain('notice')
    expect(await page.shift()).toBe(0)
  })
})
