import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { bridge, film, series } from '../fixtures/media.ts'
import {
  becomes,
  code,
  policyFacts,
  readWatched,
  snippetFor,
  startEnginePlacard,
  useEngine,
  watchedPage,
} from '../support/browser/engine-world.ts'
import { engines } from '../support/browser/engines.ts'
import type { Interference, PlacardServer } from '../support/browser/host-page.ts'
import { documentedDirectives, hostPolicies, policyText } from '../support/browser/host-policies.ts'
import { wordPressPage } from '../support/browser/wordpress-page.ts'

const QUIET = { violations: [], errors: [], refused: [] }
const QUOTE = `document.querySelector('blockquote')`
const CARD = `${QUOTE}.shadowRoot?.querySelector('.card')`
const inCard = (selector: string) => `${CARD}?.querySelector(${JSON.stringify(selector)})`
const HAS_PICTURE = `${inCard('img')}?.naturalWidth > 0`
const OPEN = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }
const TRUSTED_TYPES = ["require-trusted-types-for 'script'", "trusted-types 'none'"]
const ISOLATED = { 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-opener-policy': 'same-origin' }
/** The real addresses do not matter here: these are the tests' names. */
const POLICY_NAMES = hostPolicies({ base: '', integrity: '', watch: '' }).map(({ name }) => name)

/** What a reader sees of the card of `bridge`. */
const CREDIT = {
  title: 'The bridge at dusk',
  byline: 'Photo: Zoë Łęcka / Placard Pictures',
  rights: '© 2026 Zoë Łęcka · CC BY 4.0 · Get a licence',
  radius: '4px',
  slant: 'italic',
  link: 'underline',
  isWide: true,
}
const READ_CREDIT = `({
  title: ${inCard('.title')}.textContent,
  byline: ${inCard('.byline')}.textContent,
  rights: ${inCard('.rights')}.textContent,
  radius: getComputedStyle(${CARD}).borderTopLeftRadius,
  slant: getComputedStyle(${inCard('.title cite')}).fontStyle,
  link: getComputedStyle(${inCard('.byline a')}).textDecorationLine,
  isWide: ${CARD}.getBoundingClientRect().width > 400,
})`
const FRAME_CREDIT = `document.querySelector('.byline').textContent`
const BOXES = `[...document.querySelectorAll('body > :not(iframe, script)')].map((each) => {
  const { x, y, width, height } = each.getBoundingClientRect()
  return { name: each.localName, x, y, width, height }
})`
const FALLBACK_CREDIT = /The bridge at dusk.*Zoë Łęcka.*CC BY 4\.0/s

for (const { name, missing } of engines) {
  // biome-ignore lint/suspicious/noConsole: a run that tests less has to say so
  if (missing) console.info(`skipped: no ${name} on this machine (${missing})`)
}

/** Per policy, the engines in which its host had a whole card. */
const proven = new Map(POLICY_NAMES.map((name) => [name, new Set<string>()]))

afterAll(() => {
  const row = (name: string, cells: readonly string[]) => [name.padEnd(44), ...cells.map((cell) => cell.padEnd(8))].join('  ').trimEnd()
  const rows = [...proven].map(([name, passed]) =>
    row(
      name,
      engines.map((engine) => (passed.has(engine.name) ? 'whole' : '-')),
    ),
  )
  // biome-ignore lint/suspicious/noConsole: the matrix is looked at
  console.info(
    [
      row(
        'host page',
        engines.map(({ name }) => name),
      ),
      ...rows,
    ].join('\n'),
  )
})

describe.each(engines.filter(({ missing }) => missing === undefined))('in $name', (engine) => {
  const world = useEngine(engine)

  interface Host {
    readonly placard?: PlacardServer
    readonly policy?: string
    readonly headers?: Readonly<Record<string, string>>
    readonly meta?: string | undefined
  }

  async function open(body: string, { placard = world.placard, policy, headers, meta }: Host = {}): Promise<void> {
    const csp = policy === undefined ? {} : { 'content-security-policy': policy }
    await world.window.goTo(world.host.page('/article', watchedPage(placard, body, meta), { ...headers, ...csp }))
  }

  /** A server of its own: the window keeps what it had from the other one. */
  async function ownPlacard(interfere?: Interference): Promise<PlacardServer> {
    const placard = await startEnginePlacard()
    placard.interfere = interfere
    onTestFinished(() => placard.close())
    return placard
  }

  async function expectFallback(): Promise<void> {
    expect(await world.window.evaluate(`${QUOTE}.shadowRoot === null && ${QUOTE}.innerText`)).toMatch(FALLBACK_CREDIT)
  }

  describe('a host', () => {
    it.each(POLICY_NAMES)('has a card that is drawn, styled and at work, and nothing to complain of (W1-W3, W5): %s', async (name) => {
      const { window, placard } = world
      const policy = hostPolicies(policyFacts(placard)).find((each) => each.name === name)
      if (!policy) throw new Error('Expected the same names as above')
      await open(await snippetFor(placard, policy.script), policy)
      expect(await becomes(world, HAS_PICTURE)).toBe(true)
      expect(await window.evaluate(READ_CREDIT)).toEqual(CREDIT)
      await window.press(inCard('.actions button'))
      expect(await becomes(world, `${inCard('[role=status]')}.textContent !== ''`)).toBe(true)
      expect(await readWatched(world)).toEqual(QUIET)
      proven.get(name)?.add(engine.name)
    })

    it('is seen to complain where there is a reason', async () => {
      const directives = documentedDirectives(policyFacts(world.placard), 'origin')
      await open(`${await snippetFor(world.placard, 'origin')}<p style="color:red">x</p>`, { policy: policyText(directives) })
      expect(await becomes(world, HAS_PICTURE)).toBe(true)
      expect((await readWatched(world)).violations).toEqual(['style-src-attr'])
    })
  })

  describe('a host that does not allow a directive loses what is documented, and no more (W2)', () => {
    async function openWithout(directive: string): Promise<void> {
      const facts = policyFacts(world.placard)
      const { [directive]: _removed, ...directives } = documentedDirectives(facts, 'origin')
      await open(await snippetFor(world.placard, 'origin'), {
        policy: policyText({ 'script-src': facts.watch, ...directives }),
      })
    }

    it('script-src: the fallback stays', async () => {
      await openWithout('script-src')
      expect(await becomes(world, `watched.violations.length > 0 && watched.refused.length > 0`)).toBe(true)
      await expectFallback()
      const { violations, errors } = await readWatched(world)
      expect(violations).toEqual(['script-src-elem'])
      expect(errors).toEqual([])
    })

    it('connect-src: the fallback stays', async () => {
      await openWithout('connect-src')
      expect(await becomes(world, `watched.violations.length > 0`)).toBe(true)
      await expectFallback()
      expect(await readWatched(world)).toEqual({ ...QUIET, violations: ['connect-src'] })
    })

    it('img-src: the card stands with its whole credit and the words for the picture', async () => {
      await openWithout('img-src')
      expect(await becomes(world, CARD)).toBe(true)
      expect(await world.window.evaluate(READ_CREDIT)).toEqual(CREDIT)
      expect(await world.window.evaluate(`${inCard('img')}.alt`)).toBe('A red suspension bridge below a low sun')
      const { violations, errors, refused } = await readWatched(world)
      expect(new Set(violations)).toEqual(new Set(['img-src']))
      expect([...errors, ...refused]).toEqual([])
    })
  })

  describe('the script', () => {
    it('is refused when one byte of it has changed, and the fallback stays (W4)', async () => {
      const changed = code.replace('placard', 'plakard')
      const placard = await ownPlacard(({ pathname }) => (pathname.startsWith('/w/') ? script(changed, OPEN) : undefined))
      await open(await snippetFor(placard, 'hash'), { placard })
      expect(await becomes(world, 'watched.refused.length > 0')).toBe(true)
      await expectFallback()
    })

    it('would be refused by an isolated page without its Cross-Origin-Resource-Policy (W5)', async () => {
      const placard = await ownPlacard(({ pathname }) => (pathname === '/embed.js' ? script(code, {}) : undefined))
      await open(await snippetFor(placard, 'origin'), { placard, headers: ISOLATED })
      expect(await becomes(world, 'watched.refused.length > 0')).toBe(true)
      await expectFallback()
    })
  })

  describe('the page around a card', () => {
    it('stays where it is', async () => {
      let release = () => {}
      const held = new Promise<void>((resolve) => {
        release = resolve
      })
      const placard = await ownPlacard((url) => (url.pathname === '/v1/cards' ? held.then(() => fetch(url)) : undefined))
      await open(await snippetFor(placard, 'origin'), { placard })
      expect(await becomes(world, `${QUOTE}.querySelector('img').naturalWidth > 0`)).toBe(true)
      const before = await world.window.evaluate(BOXES)
      placard.interfere = undefined
      release()
      expect(await becomes(world, HAS_PICTURE)).toBe(true)
      expect(await world.window.evaluate(BOXES)).toEqual(before)
    })
  })

  describe('a carousel', () => {
    it('has all its pictures, and turns at a click', async () => {
      const { placard, window } = world
      const directives = documentedDirectives(policyFacts(placard), 'hash')
      await open(await snippetFor(placard, 'hash', series), { policy: policyText(directives, ...TRUSTED_TYPES) })
      expect(await becomes(world, `${CARD}?.querySelectorAll('img').length === 3 && ${HAS_PICTURE}`)).toBe(true)
      await window.press(`${CARD}.querySelectorAll('.turn')[1]`)
      expect(await becomes(world, `${inCard('.counter')}.textContent.startsWith('2')`)).toBe(true)
      expect(await readWatched(world)).toEqual(QUIET)
    })
  })

  describe('a film', () => {
    const PLAYER = inCard('video')

    it('leaves room for its whole credit in a low box (DESIGN rule 1)', async () => {
      await open(`<div style="width:420px">${await snippetFor(world.placard, 'origin', film)}</div>`)
      expect(await becomes(world, PLAYER)).toBe(true)
      expect(await world.window.evaluate(`${CARD}.clientHeight < 260`)).toBe(true)
      expect(await world.window.evaluate(`(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)(${inCard('.label')})`)).toBe(0)
      expect(await world.window.evaluate(`${PLAYER}.clientWidth + ${inCard('.label')}.clientWidth <= ${CARD}.clientWidth`)).toBe(true)
    })

    /** From a server of its own, since Firefox plays what it has without asking the page's policy. */
    async function play(isAllowed: boolean): Promise<PlacardServer> {
      const { window } = world
      const placard = await ownPlacard()
      const directives = {
        ...documentedDirectives(policyFacts(placard), 'nonce'),
        ...(isAllowed && { 'media-src': `${placard.baseUrl}/v/` }),
      }
      await open(await snippetFor(placard, 'nonce', film), { placard, policy: policyText(directives, ...TRUSTED_TYPES) })
      expect(await becomes(world, PLAYER)).toBe(true)
      expect(await window.evaluate(`${inCard('.byline')}.textContent`)).toBe('Video: Placard')
      // Without sound, since it is not a reader who asks. Whether the browser knows the format is not its page's affair.
      await window.evaluate(`((video) => { video.muted = true; video.play().catch(() => {}) })(${PLAYER})`)
      return placard
    }

    it('is loaded where the page allows media, and the reader plays it', async () => {
      const { requests } = await play(true)
      expect(await becomes(world, `${PLAYER}.readyState > 0 || ${PLAYER}.error`)).toBe(true)
      expect(requests.some((path) => path.startsWith('/v/'))).toBe(true)
      expect(await readWatched(world)).toEqual(QUIET)
    })

    it('keeps its poster and its credit where the page does not (W2)', async () => {
      const { baseUrl } = await play(false)
      expect(await becomes(world, 'watched.violations.length > 0')).toBe(true)
      expect(await world.window.evaluate(`${PLAYER}.poster`)).toContain(`${baseUrl}/t/${film.shortcode}/`)
      const { violations, ...rest } = await readWatched(world)
      expect({ ...rest, violations: new Set(violations) }).toEqual({ ...QUIET, violations: new Set(['media-src']) })
    })
  })

  describe('the frame', () => {
    const asking = async () => (await snippetFor(world.placard, 'origin')).replace('<blockquote ', '<blockquote data-placard-mode="frame" ')
    const FRAME = `${QUOTE}.shadowRoot?.querySelector('iframe')`

    it.each([
      ['plain', {}],
      ['isolated', ISOLATED],
    ])(
      'stands, without any storage, in the place of the fallback where a page asks for it and allows it (W2, W5, W15): %s',
      async (_name, headers) => {
        const { base, ...facts } = policyFacts(world.placard)
        const directives = { ...documentedDirectives({ base, ...facts }, 'origin'), 'frame-src': base }
        await open(await asking(), { policy: policyText(directives), headers })
        expect(await becomes(world, `${FRAME}?.style.blockSize`)).toBe(true)
        expect(await world.window.evaluateInFrame(FRAME, FRAME_CREDIT)).toBe(CREDIT.byline)
        expect(
          await world.window.evaluateInFrame(FRAME, `(() => { try { return localStorage.length } catch ({ name }) { return name } })()`),
        ).toBe('SecurityError')
        expect(await readWatched(world)).toEqual(QUIET)
      },
    )

    it('gives way to the card where a page asks for it and does not allow it (W2)', async () => {
      const directives = documentedDirectives(policyFacts(world.placard), 'origin')
      await open(await asking(), { policy: policyText(directives) })
      expect(await becomes(world, HAS_PICTURE)).toBe(true)
      expect(await world.window.evaluate(READ_CREDIT)).toEqual(CREDIT)
      const { violations, ...rest } = await readWatched(world)
      expect({ ...rest, violations: new Set(violations) }).toEqual({ ...QUIET, violations: new Set(['frame-src']) })
    })

    it('is shown by WordPress as high as its card', async () => {
      const url = `${world.placard.baseUrl}/p/${bridge.shortcode}/embed/captioned/`
      await world.window.goTo(world.host.page('/wordpress', wordPressPage(url, 640)))
      expect(await becomes(world, `document.querySelector('iframe').style.visibility === '' && messages.length > 1`)).toBe(true)
      const inside = await world.window.evaluateInFrame<object>(
        `document.querySelector('iframe')`,
        `({ byline: ${FRAME_CREDIT}, overflow: document.documentElement.scrollHeight - innerHeight })`,
      )
      expect(inside).toEqual({ byline: CREDIT.byline, overflow: 0 })
      const height = await world.window.evaluate<number>(`document.querySelector('iframe').offsetHeight`)
      expect(height).toBeGreaterThan(300)
    })
  })
})

function script(text: string, headers: Readonly<Record<string, string>>): Response {
  return new Response(text, { headers: { 'content-type': 'text/javascript', ...headers } })
}
