import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../server/cli/commands.ts'
import { MORNING_RIDGES } from '../server/cli/sample-collection/labels/land.ts'
import type { Media } from '../server/core/media.ts'
import { bridge } from './fixtures/media.ts'
import { parseHtml, textIn } from './support/markup-tree.ts'
import { memoryApp, oembedPath } from './support/memory/app.ts'

const DOCUMENTS = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'] as const
/** Every document that a stranger may open. */
const ALL = [
  ...DOCUMENTS,
  ...['public', 'deploy', 'test'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
      .map((name) => join(folder, name)),
  ),
]
const readme = readFileSync('README.md', 'utf8')
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }

/** The first fenced block of a language. */
function exampleOf(language: string, text = readme): string {
  return new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(text)?.[1] ?? ''
}

/** Folds white space, as a reader's eye does. */
function plain(html: string): string {
  return textIn(parseHtml(html)).replace(/\s+/g, ' ').trim()
}

const sample: Media = { ...bridge, description: MORNING_RIDGES }

async function oembedOf(media: Media, rest = ''): Promise<Record<string, string>> {
  const response = await memoryApp({ media: [media] }).request(oembedPath(media.shortcode, rest))
  return (await response.json()) as Record<string, string>
}

/** The anchors of a document, as GitHub makes them of its headings. */
function anchorsOf(document: string): readonly string[] {
  const headings = readFileSync(document, 'utf8').matchAll(/^#{1,6} (.+)$/gm)
  return [...headings].map(([, text = '']) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

describe.each(ALL)('%s', (document) => {
  const links = [...readFileSync(document, 'utf8').matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].map(
    ([, path = '', anchor]) => ({
      target: path === '' ? document : join(dirname(document), path),
      anchor,
    }),
  )

  it('links to files that are there', () => {
    expect(links.filter(({ target }) => !existsSync(target))).toEqual([])
  })

  it('links to headings that are there', () => {
    const anchored = links.filter(({ target, anchor }) => anchor !== undefined && target.endsWith('.md'))
    expect(anchored.filter(({ target, anchor = '' }) => !anchorsOf(target).includes(anchor))).toEqual([])
  })
})

describe.each(ALL)('%s', (document) => {
  const text = readFileSync(document, 'utf8')

  it('names scripts that package.json has', () => {
    const named = [...text.matchAll(/npm run (?:-\S+ )*([\w:-]+)/g)].map((match) => match[1] ?? '')
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([])
  })

  it('names paths that are there', () => {
    const paths = [...text.matchAll(/`((?:server|widget|test|public|deploy)\/[\w./-]+)`/g)].map((match) => match[1] ?? '')
    expect(paths.filter((path) => !/adapters\/x$/.test(path) && !existsSync(path))).toEqual([])
  })
})

describe('README.md', () => {
  it('has at most 120 lines', () => {
    expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(120)
  })

  it('shows the oEmbed answer of the sample as it is', async () => {
    const { html, ...shown } = JSON.parse(exampleOf('json').replace(/…"\n/, '"\n')) as Record<string, string>
    const answer = await oembedOf(sample)
    expect(answer).toMatchObject(shown)
    expect(answer.html?.startsWith(html?.trim() ?? '-')).toBe(true)
  })

  it('shows a snippet that reads like the one the sample has', async () => {
    const { html = '' } = await oembedOf(sample, '&hidecaption=1')
    expect(plain(exampleOf('html'))).toBe(plain(html))
  })

  it('shows a snippet whose picture keeps the place of the card', async () => {
    // A card stands in the box of its fallback: without a picture in it there is room for three lines.
    expect(exampleOf('html')).toMatch(/<img src="[^"]*\/t\/SHORTCODE\/1\/480\.jpg" width="480" height="320" alt="[^"]+">/)
  })

  it('names commands and options that exist', () => {
    const rows = [...readme.matchAll(/`npm run placard -- (\w+)([^`]*)`/g)]
    expect(rows.length).toBeGreaterThan(2)
    for (const [, name = '', rest = ''] of rows) {
      expect(Object.keys(COMMANDS)).toContain(name)
      const options = [...rest.matchAll(/--([\w-]+)/g)].map((match) => match[1])
      expect(Object.keys(COMMANDS[name]?.flags ?? {})).toEqual(expect.arrayContaining(options))
    }
  })
})

describe('CONTRIBUTING.md', () => {
  it('has a row for every folder of the import table', () => {
    const text = readFileSync('CONTRIBUTING.md', 'utf8')
    for (const folder of ['wire', 'core', 'ports', 'usecases', 'adapters/x', 'http', 'runtimes', 'cli'])
      expect(text).toContain(`\`server/${folder}\``)
  })

  it('has a row for every room of the core', () => {
    const rows =
      readFileSync('CONTRIBUTING.md', 'utf8')
        .match(/^\| `.*$/gm)
        ?.join('') ?? ''
    expect(readdirSync('server/core').filter((room) => !rows.includes(`\`${room}\``))).toEqual([])
  })
})

describe('test/bench/README.md', () => {
  it.each([
    ['section', 'test/bench/main.ts', /^ {2}(\w+): measure\w+,$/gm, '`'],
    ['option', 'test/bench/options.ts', /(\w+): \{ type: '/g, '--'],
  ])('names every %s', (_what, source, pattern, before) => {
    const text = readFileSync('test/bench/README.md', 'utf8')
    const names = [...readFileSync(source, 'utf8').matchAll(pattern)].map(([, name]) => `${before}${name}`)
    expect(names.length).toBeGreaterThan(3)
    expect(names.filter((name) => !text.includes(name))).toEqual([])
  })
})

describe('a rule that a comment or a test names', () => {
  const files = ['server', 'widget', 'test'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(tsx?|mjs)$/.test(name))
      .map((name) => join(folder, name)),
  )
  const explained = `${readFileSync('SECURITY.md', 'utf8')}${readFileSync('test/http/routes/oembed.md', 'utf8')}`
  const known = new Set([...explained.matchAll(/^\| ([A-Z]\d{1,2}) \|/gm)].map(([, id]) => id))

  it('can be looked up in the repository', () => {
    const named = files.flatMap((file) => {
      const inBrackets = [...readFileSync(file, 'utf8').matchAll(/ \(([A-Z]\d[^()]*)\)/g)].flatMap(([, list = '']) =>
        list.split(/[,;:]| and | to /),
      )
      return inBrackets
        .map((word) => word.trim())
        .filter((word) => /^[WOISADLCE]\d{1,2}$/.test(word) && !known.has(word))
        .map((id) => `${file}: ${id}`)
    })
    expect(named).toEqual([])
  })

  it('stands in no document that is not here', () => {
    const documents = new Set(readdirSync('.', { recursive: false, encoding: 'utf8' }))
    const cited = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\b([A-Z]{4,}\.md)\b/g)].map(([, name = '']) => name))
    expect(cited.filter((name) => !documents.has(name))).toEqual([])
  })
})
