import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { UsageError } from '../../server/cli/session.ts'
import { BadRequestError, NotFoundError } from '../../server/core/errors.ts'
import { bridge, fixtureMedia, panorama, portrait, privateMedia, series, unknownShortcode } from '../fixtures/media.ts'
import { placardOn } from '../support/cli-session.ts'
import { type MemoryDeps, memoryDeps } from '../support/memory/deps.ts'
import { tempFolder } from '../support/temp-folder.ts'

let deps: MemoryDeps
let placard: ReturnType<typeof placardOn>
beforeEach(() => {
  deps = memoryDeps()
  placard = placardOn(deps)
})

const find = ({ shortcode }: typeof bridge) => deps.catalogue.findByShortcode(shortcode)
const batchIn = (out: string) => /Undo: placard undo (\S+)/.exec(out)?.[1] ?? ''

describe('placard set', () => {
  it('sets fields of the named pictures, by shortcode or address, and says how to undo', async () => {
    const options = ['--title', 'Dusk', '--creator', 'Ann <https://ann.example>', '--creator', 'Bo', '--keyword', 'x', '--unset', 'place']
    const { code, out } = await placard(['set', bridge.shortcode, `https://placard.example/p/${portrait.shortcode}/`, ...options])
    expect(code).toBe(0)
    expect(out).toMatch(/^2 pictures changed\nUndo: placard undo [\w-]{22}\n$/)
    const media = await find(bridge)
    expect(media?.description).toMatchObject({
      title: [
        { lang: 'x-default', text: 'Dusk' },
        { lang: 'en', text: 'The bridge at dusk' },
        { lang: 'de', text: 'Die Brücke in der Dämmerung' },
      ],
      creators: [{ name: 'Ann', url: 'https://ann.example/' }, { name: 'Bo' }],
      keywords: ['x'],
    })
    expect(media?.description).not.toHaveProperty('place')
    expect((await find(portrait))?.description.creators).toHaveLength(2)
  })

  it('sets and unsets texts in one language', async () => {
    await placard(['set', bridge.shortcode, '--lang', 'de', '--alt', 'Eine Brücke', '--unset', 'title'])
    const media = await find(bridge)
    expect(media?.description.altText.at(-1)).toEqual({ lang: 'de', text: 'Eine Brücke' })
    expect(media?.description.title.map(({ lang }) => lang)).toEqual(['x-default', 'en'])
  })

  it('sets the alt text of one picture of a carousel', async () => {
    const run = placardOn(memoryDeps({ media: [series] }))
    const { out } = await run(['set', series.shortcode, '--item', '3', '--alt', 'Mountains', '--dry-run'])
    expect(out).toContain('  altText[3]          + Mountains\n')
    await expect(run(['set', series.shortcode, '--item', '3', '--title', 'x'])).rejects.toThrow('only alt text and caption')
    await expect(run(['set', series.shortcode, '--item', '0', '--alt', 'x'])).rejects.toThrow('"0"')
    expect((await run(['export', '--where', 'alt[2]~keeper'])).out).toContain(series.shortcode)
  })

  it.each([
    [['--embed-allow', '*.news.example'], { hosts: 'listed', allow: ['*.news.example'], deny: [] }],
    [['--embed-deny', 'bad.example'], { hosts: 'everyone', allow: [], deny: ['bad.example'] }],
    [['--embed', 'nobody'], { hosts: 'nobody', allow: [], deny: [] }],
  ])('sets who may embed: %j', async (options, embedding) => {
    await placard(['set', bridge.shortcode, ...options])
    expect((await find(bridge))?.embedding).toEqual(embedding)
  })

  it('finds pictures by conditions', async () => {
    const { out } = await placard(['set', '--where', 'creator~łęcka', '--where', 'keyword=dusk', '--credit-line', 'New'])
    expect(out).toContain('1 picture changed')
    expect((await find(bridge))?.description.creditLine).toBe('New')
  })

  it('shows in a dry run what would change, before and after, and writes nothing', async () => {
    const { code, out } = await placard([
      'set',
      '--where',
      'place=Northbank',
      '--credit-line',
      'Ag\u001b[2Jency',
      '--unset',
      'source',
      '--dry-run',
    ])
    expect(code).toBe(0)
    expect(out).toBe(
      [
        'C6aHDKgAQA  The bridge at dusk',
        '  creditLine          - Placard Pictures',
        '                      + Ag[2Jency',
        '  source              - Zoë Łęcka',
        '',
        '1 picture of 1 would change (a dry run: nothing was written)',
        '',
      ].join('\n'),
    )
    expect(await find(bridge)).toEqual(bridge)
  })

  it.each([
    [['set', bridge.shortcode], 'Expected a field to set'],
    [['set', '--title', 'x'], 'Expected either shortcodes, --where or --from'],
    [['set', bridge.shortcode, '--where', 'place=', '--title', 'x'], 'Expected either'],
    [['set', '--where', 'colour=red', '--title', 'x'], '"colour=red"'],
    [['set', bridge.shortcode, '--unset', 'colour'], '"colour"'],
    [['set', bridge.shortcode, '--place', 'x', '--unset', 'place'], 'received both'],
    [['set', bridge.shortcode, '--title', 'a', '--title', 'b'], 'Expected one --title'],
    [['set', bridge.shortcode, '--creator', 'A <javascript:alert(1)>'], 'for creators[0].url but received "javascript:alert(1)"'],
    [['set', bridge.shortcode, '--colour', 'x'], '--colour'],
  ])('refuses %j as the command line', async (args, message) => {
    await expect(placard(args)).rejects.toThrow(UsageError)
    await expect(placard(args)).rejects.toThrow(message)
  })

  it('names every shortcode that it does not know, and changes nothing', async () => {
    const run = placard(['set', bridge.shortcode, unknownShortcode, 'not/a code', '--title', 'x'])
    await expect(run).rejects.toThrow(`received "${unknownShortcode}", "not/a code"`)
    await expect(run).rejects.toBeInstanceOf(NotFoundError)
    expect(await find(bridge)).toEqual(bridge)
  })
})

describe('placard export and set --from', () => {
  it.each([['csv'], ['json']])('change nothing if what was exported as %s comes back', async (format) => {
    const { out } = await placard(['export', '--format', format])
    const { out: said } = await placard(['set', '--from', '-'], out)
    expect(said).toBe(`0 pictures changed, ${fixtureMedia.length} had nothing to change\n`)
    expect(await find(bridge)).toEqual(bridge)
  })

  it('export what conditions want, with the address of each: a long one where nobody else may guess it', async () => {
    const secret = 'AAAAAAAAAAAAAAAAAAAAAA'
    const { announcedAt: _, ...neverPublic } = privateMedia
    const hidden = { ...neverPublic, secret }
    const { out } = await placardOn(memoryDeps({ media: [bridge, hidden] }))([
      'export',
      '--where',
      'visibility=private',
      '--format',
      'json',
    ])
    expect(JSON.parse(out)).toMatchObject([
      {
        code: `E_1e_0AAQA${secret}`,
        url: `https://placard.example/p/E_1e_0AAQA${secret}/`,
        fields: { title: { 'x-default': 'Not for you' } },
      },
    ])
  })

  it('take edits from a file: what a column says, an empty cell removes, a missing column leaves alone', async () => {
    const file = join(tempFolder(), 'edits.csv')
    await writeFile(
      file,
      `code;title;creators;place;status;statusReason\n${bridge.shortcode};'=1+1;A; ;withdrawn;error\n`.replace(
        'A; ;',
        '"A; B <https://b.example/>";;',
      ),
    )
    await placard(['set', '--from', file])
    const media = await find(bridge)
    expect(media?.description).toMatchObject({
      creators: [{ name: 'A' }, { name: 'B', url: 'https://b.example/' }],
      keywords: ['bridge', 'dusk'],
    })
    expect(media?.description.title[0]?.text).toBe('=1+1')
    expect(media?.description).not.toHaveProperty('place')
    expect(media?.standing).toMatchObject({ kind: 'withdrawn', reason: 'error' })
  })

  it('change nothing at all for one bad row, and say which rows, columns and why', async () => {
    const rows = [
      'code,version,title,licenceUrl,statusReason,status,embedding,embeddingAllow',
      `${bridge.shortcode},1,Fine,,,,,`,
      `${portrait.shortcode},1,${'x'.repeat(301)},javascript:alert(1),,withdrawn,listed,http://a/b`,
      `${panorama.shortcode},7,Stale,,,,,`,
      `${unknownShortcode},,Nobody,,,,,`,
      'what is this,,x,,,,,',
      `https://placard.example/p/${bridge.shortcode}/,,Twice,,,,,`,
    ]
    const run = placard(['set', '--from', '-'], rows.join('\n'))
    await expect(run).rejects.toBeInstanceOf(BadRequestError)
    const message = await run.catch((error: Error) => error.message)
    expect(String(message).split('\n')).toEqual([
      'row 3, column title: Expected at most 300 characters for title.x-default but received 301',
      'row 3, column licenceUrl: Expected an http or https address for licenceUrl but received "javascript:alert(1)"',
      'row 3, column statusReason: Expected copyright, privacy, manipulated, error or other for status.reason but received ""',
      'row 3, column embeddingAllow: Expected a host such as news.example or *.news.example for embedding.allow[0] but received "http://a/b"',
      'row 6: Expected a shortcode for code but received "what is this"',
      `row 4: Expected ${panorama.shortcode} in version 7 but it has been changed since and is in version 1`,
      `row 5: Expected a picture of this collection but received ${unknownShortcode}`,
      `row 7: Expected each picture once but received ${bridge.shortcode} again, as in row 2`,
      'Nothing was written.',
    ])
    expect(await find(bridge)).toEqual(bridge)
  })

  it.each([
    ['title\nx\n', 'Expected a column code in row 1'],
    ['code,titel\nx,y\n', 'Expected the name of a field in row 1 but received "titel"'],
    ['code,title,title\nx,y,z\n', 'Expected each column once in row 1 but received "title" again'],
    ['code,title\n\nnot one,x\n', 'row 3: Expected a shortcode for code but received "not one"'],
    ['code,title\nB,"x\ny"\nnot one,z\n', 'row 3 (line 4): Expected a shortcode for code but received "not one"'],
    ['{"code":"x"}', 'Expected a list of pictures but received an object'],
    ['[1]', 'Expected {"code", "fields"} for item 1 but received 1'],
    ['[{"code":"B","fieds":{}}]', 'Expected code, version and fields for item 1 but received "fieds"'],
    ['[{"code":"B","fields":{"titel":"x"}}]', 'item 1, field titel: Expected a field of a media'],
    ['[', 'Expected JSON'],
  ])('refuse %j', async (text, message) => {
    await expect(placard(['set', '--from', '-'], text)).rejects.toThrow(message)
  })

  it('pass over rows of separators alone, as spreadsheets leave them, and count them', async () => {
    const { code } = await placard(['set', '--from', '-'], `code;place\r\n;\r\n${bridge.shortcode};Southbank\r\n;\r\n`)
    expect({ code, place: (await find(bridge))?.description.place }).toEqual({ code: 0, place: 'Southbank' })
    await expect(placard(['set', '--from', '-'], 'code;place\n;\nx y;Southbank\n')).rejects.toThrow('row 3: Expected a shortcode')
  })

  it('refuse a file in another encoding, and say what to do', async () => {
    const file = join(tempFolder(), 'latin1.csv')
    await writeFile(file, Buffer.from('code,title\nB,Br\u00fccke\n', 'latin1'))
    await expect(placard(['set', '--from', file])).rejects.toThrow('save as "CSV UTF-8"')
    await expect(placard(['set', '--from', `${file}.missing.csv`])).rejects.toThrow('latin1.csv.missing.csv')
    await expect(placard(['set', '--from', 'x.xlsx'])).rejects.toThrow(UsageError)
  })

  it('show in a dry run what a file would change', async () => {
    const { out } = await placard(['set', '--dry-run', '--from', '-'], `code,place\n${bridge.shortcode},Southbank\n`)
    expect(out).toContain('- Northbank')
    expect(out).toContain('+ Southbank')
    expect(await find(bridge)).toEqual(bridge)
  })
})

describe('placard undo', () => {
  it('takes back the last change, or the one that is named, and can be undone', async () => {
    const { out } = await placard(['set', bridge.shortcode, portrait.shortcode, '--credit-line', 'One'])
    const dry = await placard(['undo', '--dry-run'])
    expect(dry.out).toContain('  creditLine          - One\n                      + Placard Pictures\n')
    expect(dry.out).toContain(`2 pictures would be as before ${batchIn(out)}`)
    const undone = await placard(['undo'])
    expect(undone.out).toContain(`2 pictures as before ${batchIn(out)}`)
    expect((await find(bridge))?.description).toEqual(bridge.description)
    await placard(['undo', batchIn(undone.out)])
    expect((await find(bridge))?.description.creditLine).toBe('One')
  })

  it('refuses where there is nothing, or no such batch', async () => {
    await expect(placard(['undo'])).rejects.toThrow('There is nothing to undo.')
    await expect(placard(['undo', 'x'])).rejects.toThrow(NotFoundError)
  })
})
