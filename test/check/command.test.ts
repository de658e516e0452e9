import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { UsageError } from '../../server/cli/session.ts'
import type { CheckReport } from '../../server/wire/check-report.ts'
import { type HostServer, startHost } from '../support/browser/host-page.ts'
import { placardOn } from '../support/cli-session.ts'
import { type Oracle, openOracle } from '../support/exiftool.ts'
import { tempFolder } from '../support/temp-folder.ts'

const placard = placardOn()
const DOCUMENT = readFileSync('public/publishers/check.md', 'utf8')
const example = (language: string) => new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)\\n\`\`\``, 'm').exec(DOCUMENT)?.[1] ?? ''

let exiftool: Oracle
let host: HostServer
beforeAll(async () => {
  exiftool = await openOracle()
  host = await startHost()
})
afterAll(() => Promise.all([exiftool.end(), host.close()]))

/** The page of the document as it would be saved, with its picture beside it. */
async function savedPage(): Promise<string> {
  const folder = tempFolder()
  const tags = { 'XMP-dc:Creator': ['Zoë Łęcka'], GPSLatitude: 53.5, GPSLatitudeRef: 'N' }
  mkdirSync(join(folder, 'pictures'))
  writeFileSync(join(folder, 'pictures/bridge.jpg'), readFileSync(await exiftool.make('jpeg', tags)))
  writeFileSync(join(folder, 'page.html'), example('html'))
  return folder
}

describe('placard check with a page', () => {
  it('prints the report that its document shows', async () => {
    const folder = await savedPage()
    const { code, out } = await placard(['check', join(folder, 'page.html'), '--json', '--min', '80'])
    const name = (text: string) => text.replaceAll(pathToFileURL(folder).href, 'file:///home/ada').replaceAll(folder, '/home/ada')
    expect(JSON.parse(name(out))).toEqual(JSON.parse(example('json')))
    expect(code).toBe(1)
  })

  it('tells people what is missing first, and what to do', async () => {
    const { code, out } = await placard(['check', join(await savedPage(), 'page.html')])
    expect(out.replaceAll(/\S*(\/page\.html|\/pictures\/bridge\.jpg)/g, '…$1')).toBe(example('text').concat('\n'))
    expect(code).toBe(0)
  })

  it('says nothing in a way that a terminal would obey', async () => {
    const page = host.page('/evil', '<title>\u001b[2J\u202eevil</title><img src="/\u001b]0;x\u0007.jpg" alt="\u001b[31mred">')
    const { out } = await placard(['check', page, '--allow-private'])
    expect(['\u001b', '\u0007', '\u202e'].filter((character) => out.includes(character))).toEqual([])
    expect(out).toContain('[2Jevil')
  })

  it('asks no server on this machine or beside it, unless it may', async () => {
    const page = host.page('/here', '<title>Here</title>')
    const refused = await placard(['check', page, 'http://127.0.0.1/'])
    expect([refused.code, refused.out]).toEqual([1, expect.stringMatching(/none of a web server[\s\S]*not of the public Internet/)])
    expect(await placard(['check', page, '--allow-private'])).toMatchObject({ code: 0 })
  })

  it('reads the pictures of a page that was saved into a single file', async () => {
    const picture = readFileSync(await exiftool.make('jpeg', { 'XMP-dc:Creator': ['Zoë Łęcka'], 'XMP-dc:Description': 'x'.repeat(3_000) }))
    const page = join(tempFolder(), 'page.html')
    writeFileSync(
      page,
      `<figure><img alt="A bridge" src="data:image/jpeg;base64,${picture.toString('base64')}">Photo: Zoë Łęcka</figure><img src="data:image/gif;base64,R0">`,
    )
    const { out } = await placard(['check', page, '--json'])
    const { pictures = [] } = (JSON.parse(out) as CheckReport).targets[0] ?? {}
    expect(pictures.map(({ url }) => url)).toEqual([expect.stringMatching(/^data:image\/jpeg;base64,.{20,60}…$/)])
    expect(pictures[0]?.results[0]?.evidence).toContainEqual({ where: 'file', value: 'Zoë Łęcka' })
  })

  it('judges several, and fails for the worst', async () => {
    const page = host.page('/fine', '<title>Fine</title>')
    const { code, out } = await placard(['check', page, join(tempFolder(), 'none.html'), '--allow-private', '--json'])
    const { passed, targets } = JSON.parse(out) as CheckReport
    expect([code, passed, targets.map(({ kind }) => kind)]).toEqual([1, false, ['page', 'unreadable']])
  })

  it('reads a file by itself', async () => {
    const path = await exiftool.make('webp', { 'XMP-dc:Creator': ['Zoë Łęcka'] })
    const { out } = await placard(['check', path, '--json'])
    expect((JSON.parse(out) as CheckReport).targets[0]).toMatchObject({ kind: 'picture', pictures: [{ shownBy: 'file' }] })
  })

  it.each([
    [['--json'], '--json'],
    [['--min', '50'], '--min'],
    [['page.html', '--min', '101'], '0 to 100'],
    [['page.html', '--min', '-1'], 'Expected --min SCORE but received -1'],
    [['page.html', '--min', 'many'], '0 to 100'],
    [['page.html', '--min', '1', '--min', '2'], 'one --min'],
    [['page.html', '--lang', 'de\r\nX: y'], 'languages'],
    [['ftp://a.example/'], 'http or https'],
    [['http://'], 'address'],
    [['page.html', '--unknown'], '--unknown'],
  ])('does not understand %j', async (args, named) => {
    const failure = placard(['check', ...args])
    await expect(failure).rejects.toThrow(UsageError)
    await expect(failure).rejects.toThrow(named)
  })
})

it('placard check without a page says whether the server could start', async () => {
  const { code, out } = await placard(['check'])
  expect([code, out]).toEqual([0, expect.stringMatching(/^configuration +ok/)])
})
