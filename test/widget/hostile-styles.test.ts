import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { bridge } from '../fixtures/media.ts'
import { article } from '../support/browser/host-page.ts'
import { useWorld, type WatchedPage } from '../support/browser/world.ts'

const world = useWorld()

/** Style sheets of pages that know no mercy. */
const HOSTILE: readonly (readonly [name: string, css: string])[] = [
  ['decorated quotes', 'blockquote{text-decoration:underline wavy red}'],
  ['a page from right to left', 'html,body{direction:rtl;unicode-bidi:bidi-override}'],
  ['everything unset and hidden', '*{all:unset!important;display:none}'],
  [
    'everything in another box, font and spacing',
    '*{box-sizing:content-box;font:40px fantasy;letter-spacing:.5em;word-spacing:2em;text-indent:3em;line-height:3}',
  ],
  [
    'the same by force',
    '*{box-sizing:content-box!important;font:40px fantasy!important;letter-spacing:.5em!important;line-height:3!important;color:red!important}',
  ],
  [
    'text turned about',
    'body{text-align:right;text-transform:uppercase;text-shadow:0 0 9px red;white-space:pre;hyphens:auto;word-break:break-all}',
  ],
  [
    'lists, tables and quotes',
    'body{list-style:square;border-collapse:collapse;caption-side:bottom;quotes:"x" "y";tab-size:40;empty-cells:hide;orphans:9}',
  ],
  [
    'all that is inherited',
    'body{visibility:hidden;cursor:wait;user-select:none;pointer-events:none;font-variant:small-caps;font-stretch:expanded;-webkit-text-stroke:1px red;caret-color:red;accent-color:red}blockquote{visibility:visible}',
  ],
  [
    'elements by name',
    'article,a,p,cite,button,details,summary,textarea,img,picture,span,div,bdi{float:left!important;width:10px!important;height:10px!important;position:fixed!important;opacity:.1!important;transform:rotate(9deg)!important;animation:x 1s!important}',
  ],
  ['our own names', '.card,.label,.box,.picture,.title,.byline,.rights,.actions,.caption{display:none!important;color:red!important}'],
  [
    'custom properties of the same names',
    ':root{--paper:red;--ink:red;--muted:red;--line:red;--mat:red;--colour:red}*{--paper:red;--ink:red}',
  ],
  [
    'slots, parts and hosts',
    '::slotted(*),::part(card),:host,:host *,::before,::after{content:"x";display:block!important;color:red!important;margin:9px}',
  ],
  [
    'pictures of a framework',
    'img,svg,video{max-width:100%;height:auto;display:block;vertical-align:middle;border-style:none}a{color:#e00;background:#ff0}a:hover{color:#0e0}button{all:revert}',
  ],
  ['containers of the same name', 'body{container:placard / inline-size;container-name:placard}'],
]

/** A place of fixed width below the viewport, which no rule of the page reaches; there the card takes its natural height. */
async function openBelow(css: string): Promise<WatchedPage> {
  const { host, open, placard } = world
  const place = 'all:initial!important;display:block!important;width:600px!important;'
  const body = `<div style="${place}height:1000px!important"></div><div style="${place}">${await placard.snippet(bridge)}</div>`
  const head = `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><style>blockquote{margin:0}${css}</style>`
  const page = await open(host.page('/styles', `${head}<body>${body}`))
  await page.locator('.card .picture:not(.loading)').waitFor({ state: 'attached' })
  return page
}

/** Every computed property of every element of the card, and where it stands within the card. */
function measure(page: WatchedPage) {
  return page.evaluate(() => {
    const root = document.querySelector('blockquote.placard')?.shadowRoot
    const card = root?.querySelector('.card')
    if (!root || !card) throw new Error('Expected a card')
    const { left, top } = card.getBoundingClientRect()
    return [...root.querySelectorAll('.card, .card *')].map((element) => {
      const style = getComputedStyle(element)
      const box = element.getBoundingClientRect()
      const place = box.width > 0 ? [box.left - left, box.top - top, box.width, box.height].map((value) => value.toFixed(1)) : []
      const properties = [...style].filter((name) => !name.startsWith('--')).map((name) => `${name}:${style.getPropertyValue(name)}`)
      return { element: `${element.localName}.${element.className}`, place: place.join(), properties }
    })
  })
}

async function shoot(page: WatchedPage): Promise<Buffer> {
  const card = page.locator('.card')
  await card.scrollIntoViewIfNeeded()
  return sharp(await card.screenshot())
    .removeAlpha()
    .raw()
    .toBuffer()
}

/** Share of bytes that differ by more than what anti-aliasing may. */
function difference(a: Buffer, b: Buffer): number {
  return a.length === b.length ? a.reduce((sum, byte, index) => sum + Number(Math.abs(byte - (b[index] ?? 0)) > 24), 0) / a.length : 1
}

describe('the card under style sheets of the page (W10)', () => {
  let clean: Awaited<ReturnType<typeof measure>>
  let picture: Buffer

  beforeAll(async () => {
    const page = await openBelow('')
    clean = await measure(page)
    picture = await shoot(page)
    await page.context().close()
  })

  it.each(HOSTILE)('looks the same, to each property and pixel: %s', async (_name, css) => {
    const page = await openBelow(css)
    const changes = (await measure(page)).flatMap(({ element, place, properties }, index) => {
      const was = clean[index]
      const changed = properties.filter((property, at) => property !== was?.properties[at])
      return place === was?.place && changed.length === 0 ? [] : [`${element} at ${place}, not ${was?.place}: ${changed.join('; ')}`]
    })
    expect(changes).toEqual([])
    expect(difference(await shoot(page), picture)).toBeLessThan(0.001)
  })

  it('loses no word at twice the size', async () => {
    const page = await openBelow('blockquote{zoom:2}')
    expect(await page.locator('.label').evaluate((label) => label.scrollHeight - label.clientHeight)).toBeLessThanOrEqual(0)
  })
})

describe('the page beside the card (W10)', () => {
  /** All that a page can ask of its own look, but for the snippet. */
  const look = (page: WatchedPage) =>
    page.evaluate(() => ({
      sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
      html:
        document.documentElement.cloneNode(false).isEqualNode(document.createElement('html')) ||
        document.documentElement.outerHTML.slice(0, 60),
      names: Object.keys(document.body.dataset).concat(document.body.className),
      styles: [...document.querySelectorAll('html, body, body *:not(blockquote, blockquote *, script, iframe)')].map((element) => {
        const style = getComputedStyle(element)
        return `${element.localName}: ${[...style].map((name) => style.getPropertyValue(name)).join()} ${JSON.stringify(element.getBoundingClientRect())}`
      }),
    }))

  it('computes the same styles with the widget and without', async () => {
    const { host, open, placard } = world
    const things =
      '<h2>More</h2><ul><li>One</li></ul><table><tr><td>x</td></tr></table><form><input><button>Go</button></form><article class="card"><p class="label title">Ours</p></article><blockquote>Another</blockquote>'
    const url = host.page('/beside', article((await placard.snippet(bridge)) + things))
    placard.interfere = ({ pathname }) => (pathname === '/embed.js' ? new Response('', { status: 404 }) : undefined)
    const without = await look(await open(url))
    placard.interfere = undefined
    const page = await open(url)
    await page.locator('blockquote .card').waitFor()
    expect(await look(page)).toEqual(without)
  })
})
