import type { CDPSession, Page } from 'playwright-core'
import { bridge } from '../../fixtures/media.ts'
import { article } from './host-page.ts'
import type { World } from './world.ts'

/** One host page: what it does to itself before, in and after the snippet, and whether a card can stand there. */
export interface Case {
  readonly name: string
  /** HTML before the snippet. */
  readonly before?: string
  /** HTML at the end of the blockquote. */
  readonly inside?: string
  /** HTML after the snippet. */
  readonly after?: string
  /** The snippet comes without its script. */
  readonly isScriptless?: boolean
  /** The page has taken away what the card needs: the fallback stays. */
  readonly isFallback?: boolean
}

/** What a case looks like from outside. */
export interface Sight {
  /** Everything in the shadow root of the snippet, spelled out; `undefined` without a card. */
  readonly card?: string
  readonly cards: number
  /** The fallback's own text where a reader sees it. */
  readonly fallback?: string
}

export interface Outcome extends Sight {
  /** What the page's error handlers heard, unhandled rejections included. */
  readonly errors: readonly string[]
  /** Addresses beyond the page's server and Placard that were asked for. */
  readonly elsewhere: readonly string[]
}

const SIZE = { width: 360, height: 480 }
const COLUMNS = 8
/** More in one page make each other slow. */
const MAX_FRAMES = 32

/**
 * Opens all cases at once, each in a frame of its own and thus in a realm of its own, waits until each has its card (or, where none is
 * expected, until the others have), and tells what became of each, by its name.
 *
 * Looks into the frames from isolated worlds: what a case does to its globals does not reach the observer.
 */
export async function openCases(world: World, cases: readonly Case[]): Promise<ReadonlyMap<string, Outcome>> {
  const outcomes: (readonly [string, Outcome])[] = []
  for (let first = 0; first < cases.length; first += MAX_FRAMES) {
    outcomes.push(...(await openGrid(world, cases.slice(first, first + MAX_FRAMES))))
  }
  return new Map(outcomes)
}

async function openGrid(world: World, cases: readonly Case[]): Promise<readonly (readonly [string, Outcome])[]> {
  const { page, urls } = await serveGrid(world, cases)
  const session = await page.context().newCDPSession(page)
  const errors = await collectErrors(session)
  const elsewhere = collectRequests(page, [world.host.origin, world.placard.baseUrl])
  await page.goto(`${world.host.origin}/cases`)
  const frames = await findFrames(session)
  const look = (index: number, waits: boolean) => lookInto(session, frames.get(urls[index] ?? ''), waits)
  await Promise.all(cases.map(({ isFallback }, index) => look(index, !isFallback)))
  await page.shift()
  const sights = await Promise.all(cases.map((_case, index) => look(index, false)))
  await page.context().close()
  return cases.map(({ name }, index) => {
    const url = urls[index] ?? ''
    const heard = errors.get(frames.get(url) ?? '') ?? []
    return [name, { ...(sights[index] ?? { cards: 0 }), errors: heard, elsewhere: elsewhere.get(url) ?? [] }]
  })
}

/** One line that says what a test wants to hear: `the same card`, `the fallback`, or what is wrong. */
export function judge(outcome: Outcome | undefined, clean: Outcome | undefined): string {
  if (!outcome || !clean?.card) return 'nothing was seen'
  const { card, cards, fallback, errors, elsewhere } = outcome
  if (errors.length + elsewhere.length > 0) return [...errors, ...elsewhere].join('\n')
  if (card === undefined) return fallback === undefined ? 'nothing stands there' : 'the fallback'
  if (card === clean.card && cards === 1) return 'the same card'
  const lines = clean.card.split('\n')
  return `${cards} cards, another one: ${card.split('\n').find((line, index) => line !== lines[index])}`
}

/** Serves the cases and the page around them; opens an empty page, so that nothing of them is missed. */
async function serveGrid({ host, placard, open }: World, cases: readonly Case[]) {
  const snippet = await placard.snippet(bridge)
  const bare = await placard.snippet(bridge, '&omitscript=1')
  const urls = cases.map(({ before = '', inside = '', after = '', isScriptless }, index) => {
    const embed = (isScriptless ? bare : snippet).replace('</blockquote>', `${inside}</blockquote>`)
    return host.page(`/case/${index}`, article(before + embed + after))
  })
  const frames = urls.map((url) => `<iframe src="${url}" width="${SIZE.width}" height="${SIZE.height}"></iframe>`)
  const style = '<style>body{margin:0}iframe{float:left;border:0}</style>'
  host.page('/cases', `<!doctype html><link rel="icon" href="data:,">${style}${frames.join('')}`)
  const viewport = { width: COLUMNS * SIZE.width, height: Math.ceil(cases.length / COLUMNS) * SIZE.height }
  return { page: await open('about:blank', { viewport }), urls }
}

/** Uncaught errors and rejections by the id of the frame they happened in, from the engine itself. */
async function collectErrors(session: CDPSession): Promise<ReadonlyMap<string, string[]>> {
  const frameOf = new Map<number, string>()
  const errors = new Map<string, string[]>()
  session.on('Runtime.executionContextCreated', ({ context }) => frameOf.set(context.id, String(context.auxData?.frameId)))
  session.on('Runtime.exceptionThrown', ({ exceptionDetails: { executionContextId = 0, exception, text } }) => {
    const frame = frameOf.get(executionContextId) ?? ''
    errors.set(frame, [...(errors.get(frame) ?? []), exception?.description ?? text])
  })
  await session.send('Runtime.enable')
  return errors
}

/** Requests to other origins by the address of the frame that made them. */
function collectRequests(page: Page, origins: readonly string[]): ReadonlyMap<string, string[]> {
  const requests = new Map<string, string[]>()
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (origins.includes(origin) || protocol === 'data:') return
    const url = request.frame().url()
    requests.set(url, [...(requests.get(url) ?? []), request.url()])
  })
  return requests
}

async function findFrames(session: CDPSession): Promise<ReadonlyMap<string, string>> {
  const { frameTree } = await session.send('Page.getFrameTree')
  return new Map(frameTree.childFrames?.map(({ frame }) => [frame.url, frame.id]))
}

async function lookInto(session: CDPSession, frameId = '', waits: boolean): Promise<Sight> {
  const { executionContextId: contextId } = await session.send('Page.createIsolatedWorld', { frameId })
  const expression = `(${waits ? `(${waitForCard})().then(${see})` : `(${see})()`})`
  const { result } = await session.send('Runtime.evaluate', { contextId, expression, awaitPromise: true, returnByValue: true })
  return result.value
}

/** Runs in the frame; gives up in time for the test to say what is missing. */
async function waitForCard(): Promise<void> {
  const find = (root: Node, selector: string) => Document.prototype.querySelector.call(root, selector)
  const end = performance.now() + 6_000
  const isThere = () => {
    const { shadowRoot } = find(document, 'blockquote.placard') ?? {}
    return shadowRoot && ShadowRoot.prototype.querySelector.call(shadowRoot, '.card .picture:not(.loading)')
  }
  while (!isThere() && performance.now() < end) await new Promise((resolve) => requestAnimationFrame(resolve))
}

/** Runs in the frame; asks prototypes, since any name may be an element's. */
function see(): Sight {
  const get = (type: object, name: string, of: object) => Object.getOwnPropertyDescriptor(type, name)?.get?.call(of)
  const spell = (node: Node): string => {
    if (!(node instanceof Element)) return node instanceof Text ? node.data : [...node.childNodes].map(spell).join('')
    const attributes = [...node.attributes].map(({ name, value }) => ` ${name}="${value}"`).sort()
    return `<${node.localName}${attributes.join('')}>${[...node.childNodes].map(spell).join('')}</>\n`
  }
  const hosts = [...Document.prototype.querySelectorAll.call(document, 'blockquote.placard')]
  const roots = hosts.map((host) => get(Element.prototype, 'shadowRoot', host) as ShadowRoot | null)
  const cards = roots.filter((root) => root?.querySelector('.card'))
  const text = hosts[0] && Element.prototype.querySelector.call(hosts[0], 'p')
  return {
    cards: cards.length,
    ...(cards[0] && { card: spell(cards[0]) }),
    ...(text instanceof HTMLElement && text.checkVisibility() && text.offsetHeight > 0 && { fallback: text.innerText }),
  }
}
