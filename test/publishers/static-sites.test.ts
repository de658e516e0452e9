import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { fetchEmbed } from '../../public/publishers/static-sites/fetch-embed.mjs'
import { bridge, withdrawnMedia } from '../fixtures/media.ts'
import { type PlacardServer, startPlacard } from '../support/browser/host-page.ts'
import { tempFolder } from '../support/temp-folder.ts'

const run = promisify(execFile)
const FOLDER = resolve('public/publishers/static-sites')
let placard: PlacardServer

beforeAll(async () => {
  placard = await startPlacard()
})
afterEach(() => {
  placard.interfere = undefined
  placard.requests.length = 0
})
afterAll(() => placard.close())

const readme = readFileSync('public/publishers/README.md', 'utf8')
/** The first example of a language in the README, asking the server of this test. */
const example = (language: string) =>
  (new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(readme)?.[1] ?? '').replaceAll('https://pictures.example', server())
const code = bridge.shortcode
const server = () => placard.baseUrl
const permalink = (media: { shortcode: string } = bridge) => `${placard.baseUrl}/p/${media.shortcode}/`
const FALLBACK = 'The bridge at dusk & more · Zoë Łęcka'

describe('fetchEmbed', () => {
  it('answers what oEmbed answers, and asks once however many pages show it', async () => {
    const expected = await placard.snippet(bridge)
    const all = await Promise.all([1, 2, 3].map(() => fetchEmbed({ server: server(), code })))
    expect(all).toEqual([expected, expected, expected])
    expect(placard.requests).toEqual([`/oembed?url=${encodeURIComponent(permalink()).replaceAll('%20', '+')}`])
  })

  it('tells the server what is wished, and takes its address with a slash', async () => {
    const html = await fetchEmbed({ server: `${server()}/`, code, width: 400, lang: 'de', caption: false, theme: 'dark' })
    expect(html).toMatch(/^<blockquote class="placard" data-placard-theme="dark" .* data-placard-caption="off" data-placard-lang="de"/)
    expect(html).toContain('/embed/?theme=dark&amp;lang=de" width="400"')
  })

  it('keeps a link with the credit where there is no answer, and asks again the next time', async () => {
    placard.interfere = () => new Response('', { status: 503 })
    const asked = { server: server(), code, width: 333, fallback: FALLBACK }
    expect(await fetchEmbed(asked)).toBe(`<p><a href="${permalink()}">The bridge at dusk &#38; more · Zoë Łęcka</a></p>`)
    placard.interfere = undefined
    expect(await fetchEmbed(asked)).toContain('<blockquote class="placard"')
  })

  it('waits no longer than it is told', async () => {
    placard.interfere = () => new Promise(() => {})
    expect(await fetchEmbed({ server: server(), code, width: 334, timeoutMs: 50 })).toBe(
      `<p><a href="${permalink()}">${permalink()}</a></p>`,
    )
  })

  it('knows the long codes of unlisted pictures', async () => {
    const long = `${code}AAAAAAAAAAAAAAAAAAAAAA`
    expect(await fetchEmbed({ server: server(), code: long })).toContain(`href="${server()}/p/${long}/"`)
  })

  it.each(['', '../x', 'a b', 'C6aHDKgAQAAA', '"><script>'])('refuses the code %j, which is a mistake in the page', async (wrong) => {
    await expect(fetchEmbed({ server: server(), code: wrong })).rejects.toThrow('Expected the code of a picture')
  })
})

describe('the recipe for Eleventy', () => {
  it('puts the card into a page that is built by Eleventy itself', async () => {
    const site = tempFolder()
    cpSync(FOLDER, join(site, 'placard'), { recursive: true })
    writeFileSync(join(site, 'eleventy.config.mjs'), example('js'))
    writeFileSync(join(site, '.eleventyignore'), 'placard')
    writeFileSync(join(site, 'njk.njk'), example('njk'))
    writeFileSync(join(site, 'liquid.liquid'), `<main>{% placard "${code}" %}</main>`)
    await run(process.execPath, [resolve('node_modules/@11ty/eleventy/cmd.cjs'), '--config=eleventy.config.mjs'], { cwd: site })
    expect(readFileSync(join(site, '_site/liquid/index.html'), 'utf8')).toBe(`<main>${await placard.snippet(bridge)}</main>`)
    const chosen = readFileSync(join(site, '_site/njk/index.html'), 'utf8')
    expect(chosen).toContain('data-placard-theme="dark"')
    expect(chosen).toContain('?theme=dark&amp;lang=de" width="480"')
  })
})

it('the recipe for Astro hands its properties to fetchEmbed and its answer to the page', () => {
  expect(example('astro')).toMatch(/^<PlacardEmbed server="http[^"]*" code="C6aHDKgAQA" theme="dark" \/>$/m)
  const [, script = '', template = ''] = readFileSync(join(FOLDER, 'PlacardEmbed.astro'), 'utf8').split('---\n')
  expect(script).toContain("import { type Embed, fetchEmbed } from './fetch-embed.mjs'")
  expect(script).toContain('const html = await fetchEmbed(Astro.props)')
  expect(template.trim()).toBe('<Fragment set:html={html} />')
})

const hasHugo = (process.env.PATH ?? '').split(delimiter).some((path) => existsSync(join(path, 'hugo')))
if (!hasHugo) process.stdout.write('placard: the recipe for Hugo is not tried; that needs the package hugo\n')

describe.skipIf(!hasHugo)('the recipe for Hugo', () => {
  /** Builds a site with this page, with the real Hugo. */
  async function build(content: string): Promise<string> {
    const site = tempFolder()
    for (const path of ['content', 'layouts/shortcodes', 'layouts/_default']) mkdirSync(join(site, path), { recursive: true })
    writeFileSync(join(site, 'config.toml'), `baseURL = "https://courier.example/"\n${example('toml')}`)
    writeFileSync(join(site, 'content/page.md'), `---\ntitle: x\n---\n${content}\n`)
    writeFileSync(join(site, 'layouts/_default/single.html'), '{{ .Content }}')
    writeFileSync(join(site, 'layouts/shortcodes/placard.html'), await template())
    await run('hugo', ['--cacheDir', join(site, 'cache')], { cwd: site })
    return readFileSync(join(site, 'public/page/index.html'), 'utf8').trim()
  }

  /** Debian 12 has Hugo 0.111, where an answer itself tells its error and `try` is not known yet. */
  async function template(): Promise<string> {
    const text = readFileSync(join(FOLDER, 'placard.html'), 'utf8')
    const { stdout } = await run('hugo', ['version'])
    const [, minor = '0'] = /v0\.(\d+)/.exec(stdout) ?? []
    if (Number(minor) >= 141) return text
    return text.replace('with try (', 'with (').replace('with .Value', 'with cond (not .Err) . false')
  }

  it('puts the card into a page', async () => {
    expect(await build(`{{< placard code="${code}" >}}`)).toBe(await placard.snippet(bridge))
    expect(await build(`{{< placard ${code} >}}`)).toBe(await placard.snippet(bridge))
  })

  it('tells the server what is wished', async () => {
    const html = await build(example('go-html-template').replace('>}}', 'lang="de" >}}'))
    expect(html).toMatch(/^<blockquote class="placard" data-placard-theme="dark" .* data-placard-caption="off" data-placard-lang="de"/)
    expect(html).toContain('/embed/?theme=dark&amp;lang=de" width="480"')
  })

  it('keeps a link with the credit where there is no answer', async () => {
    const html = await build(`{{< placard code="${withdrawnMedia.shortcode}" fallback="${FALLBACK}" >}}`)
    expect(html).toBe(`<p><a href="${permalink(withdrawnMedia)}">The bridge at dusk &amp; more · Zoë Łęcka</a></p>`)
  })

  it('fails a build whose page has no code that could be one', async () => {
    await expect(build('{{< placard code="../x" >}}')).rejects.toThrow('Command failed: hugo')
  })
})
