import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UsageError } from '../../server/cli/session.ts'
import { bridge, portrait, privateMedia, unknownShortcode } from '../fixtures/media.ts'
import { placardOn } from '../support/cli-session.ts'
import { type MemoryDeps, memoryDeps } from '../support/memory/deps.ts'

const NOW = Date.UTC(2026, 6, 1, 12)
const SECRET = 'AAAAAAAAAAAAAAAAAAAAAA'

const { announcedAt: _, ...unannounced } = privateMedia
const neverPublic = { ...unannounced, secret: SECRET }

let deps: MemoryDeps
let placard: ReturnType<typeof placardOn>
const zone = process.env.TZ
beforeEach(() => {
  process.env.TZ = 'Europe/Berlin'
  deps = memoryDeps({ media: [bridge, portrait, neverPublic] })
  placard = placardOn(deps)
})
afterEach(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

const find = ({ shortcode }: typeof bridge) => deps.catalogue.findByShortcode(shortcode)

describe('decisions', () => {
  it.each([
    [['private'], 'is private', { visibility: 'private', revision: 1 }],
    [['unlist'], 'is unlisted', { visibility: 'unlisted' }],
    [['embargo', '--until', '2026-12-24'], 'is embargoed until 2026-12-24T00:00:00+01:00', { notBefore: Date.UTC(2026, 11, 23, 23) }],
    [['expire', '--at', '2026-12-24 18:00'], 'is shown until 2026-12-24T18:00:00+01:00', { notAfter: Date.UTC(2026, 11, 24, 17) }],
    [
      ['withdraw', '--reason', 'copyright', '--text', 'Not ours.'],
      'is withdrawn (copyright)',
      { standing: { kind: 'withdrawn', reason: 'copyright', text: 'Not ours.', at: NOW } },
    ],
    [['dispute', '--text', 'Who made it?'], 'is disputed', { standing: { kind: 'disputed', text: 'Who made it?', at: NOW } }],
    [['correct'], 'is shown as corrected on 2026-07-01T14:00:00+02:00', { correctedAt: NOW }],
  ])('placard %j: %s', async ([command = '', ...options], said, expected) => {
    const { code, out } = await placard([command, bridge.shortcode, ...options])
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/\nUndo: placard undo [\w-]{22}\n$/) })
    expect(out.split('\n')[0]).toBe(`${bridge.shortcode} ${said}`)
    expect(await find(bridge)).toMatchObject({ ...expected, version: 2 })
  })

  it('restore what was withdrawn', async () => {
    await placard(['withdraw', bridge.shortcode, '--reason', 'error'])
    expect((await placard(['restore', bridge.shortcode])).out).toContain('is published')
    expect((await find(bridge))?.standing).toEqual({ kind: 'published' })
  })

  it('say why a picture is still not shown', async () => {
    const said = async (...words: readonly string[]) =>
      (await placard([words[0] ?? '', bridge.shortcode, ...words.slice(1)])).out.split('\n')[0]
    await said('private')
    expect(await said('withdraw', '--reason', 'error')).toBe(`${bridge.shortcode} is withdrawn (error)`)
    expect(await said('publish')).toBe(`${bridge.shortcode} is public, but not shown now: withdrawn`)
    await said('private')
    expect(await said('restore')).toBe(`${bridge.shortcode} is published, but not shown now: private`)
    expect(await said('embargo', '--until', '2026-12-24')).toContain('is embargoed until 2026-12-24T00:00:00+01:00')
    expect(await said('publish')).toBe(`${bridge.shortcode} is public, but not shown now: embargoed`)
  })

  it('say that a date is over', async () => {
    expect((await placard(['embargo', bridge.shortcode, '--until', '2026-01-01'])).out).toContain(
      'is no longer embargoed, since 2026-01-01T00:00:00+01:00\n',
    )
    expect((await placard(['expire', bridge.shortcode, '--at', '2026-06-01'])).out).toContain(
      'is expired since 2026-06-01T00:00:00+02:00\n',
    )
  })

  it('take a date away', async () => {
    await placard(['expire', bridge.shortcode, '--at', '2026-12-24'])
    expect((await placard(['expire', bridge.shortcode, '--at', 'none'])).out).toContain('is shown without an end')
    expect(await find(bridge)).not.toHaveProperty('notAfter')
  })

  it('say under which address a picture is found that has never been public', async () => {
    expect((await placard(['unlist', privateMedia.shortcode])).out).toContain(
      `E_1e_0AAQA is unlisted, at https://placard.example/p/E_1e_0AAQA${SECRET}/\n`,
    )
    expect((await placard(['publish', privateMedia.shortcode])).out).toContain('E_1e_0AAQA is public\n')
  })

  it('hold for all pictures or none', async () => {
    await expect(placard(['withdraw', bridge.shortcode, unknownShortcode, '--reason', 'error'])).rejects.toThrow(unknownShortcode)
    expect(await find(bridge)).toEqual(bridge)
    const { out } = await placard(['withdraw', bridge.shortcode, portrait.shortcode, '--reason', 'error'])
    const batches = await deps.catalogue.listChanges({ limit: 9 })
    expect(batches.map(({ batch }) => batch)).toEqual(Array(2).fill(/undo (\S+)/.exec(out)?.[1]))
  })

  it('say nothing of an undo where nothing changed', async () => {
    expect((await placard(['publish', bridge.shortcode])).out).toBe(`${bridge.shortcode} is public\n`)
  })

  it.each([
    [['withdraw', 'X'], 'Expected --reason'],
    [['withdraw', 'X', '--reason', 'boredom'], 'copyright, privacy, manipulated, error or other for --reason but received "boredom"'],
    [['set', 'X', '--licence', 'mine'], 'Expected an http or https address for --licence but received "mine"'],
    [['push', 'http://pictures.example'], '(http on this machine alone, no path)'],
    [['push', 'https://pictures.example', '--token-file', 'no-such-file'], 'received "no-such-file", which cannot be read'],
    [['embargo', 'X', '--until', '30.2.2026'], 'Expected a date such as 2026-12-24'],
    [['publish'], 'Expected one or more shortcodes'],
  ])('refuse %j as the command line', async (args, message) => {
    await expect(placard(args)).rejects.toThrow(UsageError)
    await expect(placard(args)).rejects.toThrow(message)
  })
})

describe('placard show', () => {
  it('tells all, dates in local time', async () => {
    await placard(['embargo', bridge.shortcode, '--until', '2026-12-24'])
    const { out } = await placard(['show', bridge.shortcode])
    expect(out).toContain('https://placard.example/p/C6aHDKgAQA/\n')
    expect(out).toContain('  shown                 embargoed\n')
    expect(out).toContain('  title:de              Die Brücke in der Dämmerung\n')
    expect(out).toContain('  embargoUntil          2026-12-24T00:00:00+01:00\n')
  })

  it('is JSON for programs', async () => {
    const { out } = await placard(['show', bridge.shortcode, portrait.shortcode, '--json'])
    const [first, second] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown)
    expect(first).toMatchObject({ code: 'C6aHDKgAQA', version: 1, fields: { creditLine: 'Placard Pictures' } })
    expect(second).toMatchObject({ code: 'C6aHDKgAQB' })
  })
})

describe('placard history', () => {
  it('tells who changed what, the newest first', async () => {
    await placard(['set', bridge.shortcode, '--creator', 'Ann <https://ann.example/>'])
    deps.clock.advance(60_000)
    await placard(['withdraw', bridge.shortcode, '--reason', 'privacy'])
    const { out } = await placard(['history', bridge.shortcode])
    expect(out.replace(/batch \S+/g, 'batch B')).toBe(
      [
        '2026-07-01T14:01:00+02:00  cli  version 3, batch B',
        '  status              - published',
        '                      + withdrawn',
        '  statusReason        + privacy',
        '',
        '2026-07-01T14:00:00+02:00  cli  version 2, batch B',
        '  creators            - Zoë Łęcka <https://zoe.example/>',
        '                      + Ann <https://ann.example/>',
        '',
        '',
      ].join('\n'),
    )
  })

  it('is JSON for programs', async () => {
    await placard(['private', bridge.shortcode])
    const { out } = await placard(['history', bridge.shortcode, '--json'])
    expect(JSON.parse(out)).toMatchObject({
      actor: 'cli',
      version: 2,
      properties: [{ property: 'visibility', before: 'public', after: 'private' }],
    })
  })
})
