import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { diskAssets } from '../../../server/adapters/assets/disk.ts'
import { bridge } from '../../fixtures/media.ts'
import { parsePage } from '../../support/document.ts'
import { parseHtml } from '../../support/markup-tree.ts'
import { memoryAssets } from '../../support/memory/adapters.ts'
import { BASE, memoryApp } from '../../support/memory/app.ts'

const present = '{"version":"0.3.0","hash":"3333333333333333","integrity":"sha384-333"}'
const first = '{"version":"0.1.0","hash":"1111111111111111","integrity":"sha384-111","bytes":9}'
const second = '{"version":"0.2.0","hash":"2222222222222222","integrity":"sha384-222","bytes":9}'
const files = {
  'embed.js': '/* 3 */',
  'embed.json': present,
  'w/ledger.json': `[${first},${second}]`,
  'w/0.1.0/1111111111111111/embed.js': '/* 1 */',
  'w/0.2.0/2222222222222222/embed.js': '/* 2 */',
  'w/0.3.0/3333333333333333/embed.js': '/* 3 */',
  'w/0.4.0/4444444444444444/embed.js': '/* in no ledger */',
}
const appWith = (changes: Record<string, string> = {}) => memoryApp({ assets: memoryAssets({ ...files, ...changes }) })

describe('GET /w/:version/:hash/embed.js (W4)', () => {
  it.each([
    ['0.1.0/1111111111111111', '/* 1 */'],
    ['0.2.0/2222222222222222', '/* 2 */'],
    ['0.3.0/3333333333333333', '/* 3 */'],
  ])('serves every release and the present build, for ever and to all (W5): %s', async (name, code) => {
    const response = await appWith().request(`/w/${name}/embed.js`)
    expect(response.status).toBe(200)
    expect(await response.text()).toBe(code)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    })
  })

  it.each(['0.1.0/2222222222222222', '0.4.0/4444444444444444', '0.1.0/111111111111111', '0.1.0/constructor', '0.1.0/..%2F..'])(
    'is 404, and not for long, where no build was so: %s',
    async (name) => {
      const { status, headers } = await appWith().request(`/w/${name}/embed.js`)
      expect(status).toBe(404)
      expect(headers.get('cache-control')).toBe('public, max-age=10')
    },
  )

  it.each(['', '{', 'null', '{}', '[null,{"version":1}]'])('serves the present build whatever the ledger holds: %j', async (ledger) => {
    const app = appWith({ 'w/ledger.json': ledger })
    expect((await app.request('/w/0.3.0/3333333333333333/embed.js')).status).toBe(200)
    expect((await app.request('/w/0.1.0/1111111111111111/embed.js')).status).toBe(404)
  })
})

describe('the pinned code on a permalink page (W4)', () => {
  const codeOf = async (changes: Record<string, string> = {}) => {
    const response = await appWith(changes).request(`/p/${bridge.shortcode}/`)
    expect(response.status).toBe(200)
    return parsePage(await response.text())
      .all('textarea')
      .find(({ attributes }) => attributes.id === 'embed-pinned')?.text
  }
  const scriptIn = (code = '') => parseHtml(code).at(-1)

  it('names the newest release, which will always be there', async () => {
    const src = `${BASE}/w/0.2.0/2222222222222222/embed.js`
    const attributes = { async: 'async', src, integrity: 'sha384-222', crossorigin: 'anonymous', charset: 'utf-8' }
    expect(scriptIn(await codeOf())).toMatchObject({ name: 'script', attributes })
  })

  it('names the present build before there is any release', async () => {
    const src = `${BASE}/w/0.3.0/3333333333333333/embed.js`
    expect(scriptIn(await codeOf({ 'w/ledger.json': '[]' }))).toMatchObject({ attributes: { src, integrity: 'sha384-333' } })
  })

  it('is not offered where nothing is built', async () => {
    expect(await codeOf({ 'w/ledger.json': '[]', 'embed.json': '' })).toBeUndefined()
  })
})

describe('the built widget on the wire', () => {
  const root = resolve(import.meta.dirname, '../../..')
  const { request } = memoryApp({ assets: diskAssets([resolve(root, 'dist/widget'), resolve(root, 'public')]) })
  const { version, hash } = JSON.parse(readFileSync(resolve(root, 'dist/widget/embed.json'), 'utf8')) as { version: string; hash: string }

  it.each(['/embed.js', `/w/${version}/${hash}/embed.js`, '/static/card.css'])('is less than half as long in Brotli: %s', async (path) => {
    const plain = Buffer.from(await (await request(path)).arrayBuffer())
    const response = await request(path, { headers: { 'Accept-Encoding': 'gzip, deflate, br' } })
    const packed = Buffer.from(await response.arrayBuffer())
    expect(response.headers.get('content-encoding')).toBe('br')
    expect(packed.length).toBeLessThan(plain.length / 2)
    expect(brotliDecompressSync(packed).equals(plain)).toBe(true)
  })
})

describe('what is built', () => {
  const root = resolve(import.meta.dirname, '../../..')

  it.each([
    ['widget', ['preact']],
    ['server', ['@hono/node-server', 'hono', 'kysely', 'parse5', 'saxes']],
    ['workers', ['hono', 'kysely']],
  ])('lies beside the licences of what is in it: %s', (build, libraries) => {
    const text = readFileSync(resolve(root, 'dist', build, 'licences.md'), 'utf8')
    for (const name of libraries) expect(text).toMatch(new RegExp(`^## ${name} - [\\d.]+ \\((?:MIT|ISC)\\)$`, 'm'))
    expect(text).toMatch(/^Copyright/im)
  })

  it('names no folder of the machine that built it', () => {
    const folder = resolve(root, 'dist/server')
    const maps = readdirSync(folder).filter((name) => name.endsWith('.map'))
    const sources = maps.flatMap((name) => (JSON.parse(readFileSync(resolve(folder, name), 'utf8')) as { sources: string[] }).sources)
    expect(sources).toContain('../../server/http/app.ts')
    expect(sources.filter((source) => !source.startsWith('../../'))).toEqual([])
  })
})
