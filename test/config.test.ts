import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readEnv } from '../server/config.ts'
import { MINING_CODES } from '../server/core/licences/data-mining.ts'
import { LANGS } from '../server/wire/words.ts'
import { configOf, problemsOf } from './support/memory/config-of.ts'

describe('configuration', () => {
  it('needs no setting at all', () => {
    expect(configOf({})).toMatchObject({
      baseUrl: 'http://localhost:8787',
      host: '127.0.0.1',
      port: 8787,
      dataFolder: './data',
      jsonp: false,
    })
  })

  it.each(LANGS)('speaks %s, as the wire says', (lang) => {
    expect(configOf({ PLACARD_LANG: lang }).lang).toBe(lang)
  })

  it.each(MINING_CODES)('knows %s by the name that PLUS gives it', (code) => {
    const dataMining = code.replace('DMI-', '').toLowerCase()
    expect(configOf({ PLACARD_DATA_MINING: dataMining }).dataMining).toBe(`http://ns.useplus.org/ldf/vocab/${code}`)
  })

  it('has no general word on data mining, and no policy, unless the owner gives them', () => {
    expect(configOf({})).not.toHaveProperty('dataMining')
    expect(configOf({})).not.toHaveProperty('tdmPolicy')
    expect(configOf({ PLACARD_TDM_POLICY: 'https://owner.example/é' }).tdmPolicy).toBe('https://owner.example/%C3%A9')
  })

  it('lets everyone embed, unless the owner says who', () => {
    expect(configOf({})).toMatchObject({ embedding: { hosts: 'everyone', allow: [], deny: [] }, embedCrawlers: [] })
    const listed = {
      PLACARD_EMBED: 'listed',
      PLACARD_EMBED_ALLOW: 'News.example, *.bücher.example:8443',
      PLACARD_EMBED_DENY: 'ads.example',
    }
    expect(configOf({ ...listed, PLACARD_EMBED_CRAWLERS: 'Googlebot-Image, bingbot' })).toMatchObject({
      embedding: { hosts: 'listed', allow: ['news.example', '*.xn--bcher-kva.example:8443'], deny: ['ads.example'] },
      embedCrawlers: ['Googlebot-Image', 'bingbot'],
    })
  })

  it('takes the port into the default base URL', () => {
    expect(configOf({ PORT: '9000' }).baseUrl).toBe('http://localhost:9000')
  })

  it('drops the trailing slash of the origin', () => {
    expect(configOf({ PLACARD_ORIGIN: 'https://placard.example/' }).baseUrl).toBe('https://placard.example')
  })

  it('is frozen', () => {
    expect(Object.isFrozen(configOf({}))).toBe(true)
  })

  it.each([
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['PORT', 'http'],
    ['PLACARD_SHARD', '8192'],
    ['PLACARD_SHARD', '-1'],
    ['PLACARD_JSONP', 'yes'],
    ['PLACARD_LANG', 'de-AT'],
    ['PLACARD_LANG', 'pt'],
    ['PLACARD_ORIGIN', 'placard.example'],
    ['PLACARD_ORIGIN', 'ftp://placard.example'],
    ['PLACARD_ORIGIN', 'https://placard.example/photos'],
    ['PLACARD_ORIGIN', 'https://user@placard.example'],
    ['PLACARD_PROVIDER_NAME', 'x'.repeat(81)],
    ['PLACARD_RENDER_QUEUE', '1e3'],
    ['PLACARD_DATA_MINING', 'forbidden'],
    ['PLACARD_DATA_MINING', 'Prohibited'],
    ['PLACARD_TDM_POLICY', 'javascript:alert(1)'],
    ['PLACARD_TDM_POLICY', '/mining'],
    ['PLACARD_FEDIVERSE_CREATOR', 'name@host.example'],
    ['PLACARD_FEDIVERSE_CREATOR', '@name@"><script>'],
    ['PLACARD_TDM_POLICY', 'https://user@owner.example/'],
    ['PLACARD_EMBED', 'all'],
    ['PLACARD_EMBED', 'listed'],
    ['PLACARD_EMBED_ALLOW', 'news.example'],
    ['PLACARD_EMBED_DENY', 'https://news.example'],
    ['PLACARD_EMBED_DENY', 'a.example b.example'],
    ['PLACARD_EMBED_CRAWLERS', 'Googlebot Image'],
  ])('refuses %s=%s and names it', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([expect.stringContaining(name)])
  })

  it.each([
    ['PORT', '1'],
    ['PORT', '65535'],
    ['PLACARD_SHARD', '0'],
    ['PLACARD_SHARD', '8191'],
    ['PLACARD_FEDIVERSE_CREATOR', '@z.l_-1@social.host.example:8443'],
    ['PLACARD_ORIGIN', 'http://127.0.0.1:8787'],
    ['PLACARD_EMBED', 'nobody'],
    ['PLACARD_EMBED_DENY', 'ads.example,*.ads.example'],
    ['PLACARD_EMBED_CRAWLERS', 'Googlebot-Image,bingbot'],
    ['PLACARD_ORIGIN', 'https://placard.example:8443'],
  ])('accepts %s=%s', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([])
  })

  it.each(['PLACARD_ORIGIN', 'PLACARD_TDM_POLICY', 'PORT'])('tells no password in the address that %s is (L7)', (name) => {
    const [problem] = problemsOf({ [name]: 'postgres://placard:s3cr@et@db.example/placard' })
    expect(problem).toContain('"postgres://…@db.example/placard"')
  })

  it('lists every problem at once', () => {
    expect(problemsOf({ PORT: 'x', PLACARD_JSONP: 'maybe', PLACARD_ORIGIN: '/' })).toHaveLength(3)
  })

  it('refuses caches that contradict each other', () => {
    expect(problemsOf({ PLACARD_MEMORY_CACHE_MB: '512', PLACARD_DISK_CACHE_MB: '64' })).toEqual([
      expect.stringContaining('PLACARD_MEMORY_CACHE_MB'),
    ])
  })

  const s3 = {
    PLACARD_S3_ENDPOINT: 'https://s3.eu-central-1.example/',
    PLACARD_S3_BUCKET: 'pictures',
    PLACARD_S3_ACCESS_KEY_ID: 'AKEXAMPLE',
    PLACARD_S3_SECRET_ACCESS_KEY: 'planted/secret+of=tests',
  }

  it('takes an object store, or none', () => {
    expect(configOf({})).not.toHaveProperty('s3')
    const access = { accessKeyId: 'AKEXAMPLE', secretAccessKey: 'planted/secret+of=tests' }
    const plain = { endpoint: 'https://s3.eu-central-1.example', bucket: 'pictures', region: 'us-east-1', prefix: '', ...access }
    expect(configOf(s3).s3).toEqual(plain)
    const more = { PLACARD_S3_ENDPOINT: 'http://127.0.0.1:9000/storage/v1/s3', PLACARD_S3_REGION: 'auto', PLACARD_S3_PREFIX: 'placard/a' }
    expect(configOf({ ...s3, ...more }).s3).toEqual({
      ...plain,
      endpoint: 'http://127.0.0.1:9000/storage/v1/s3',
      region: 'auto',
      prefix: 'placard/a/',
    })
  })

  it.each(Object.keys(s3))('refuses an object store without %s, and prints no key', (name) => {
    const problems = problemsOf({ ...s3, [name]: '' })
    expect(problems).toEqual([expect.stringContaining(name)])
    expect(problems.join()).not.toMatch(/planted|AKEXAMPLE/)
  })

  it.each([
    ['PLACARD_S3_ENDPOINT', 's3.example'],
    ['PLACARD_S3_ENDPOINT', 'https://user:planted@s3.example'],
    ['PLACARD_S3_ENDPOINT', 'https://s3.example/?planted'],
    ['PLACARD_S3_BUCKET', 'a/b'],
    ['PLACARD_S3_BUCKET', 'ab'],
    ['PLACARD_S3_REGION', 'eu central'],
    ['PLACARD_S3_PREFIX', '/a'],
    ['PLACARD_S3_PREFIX', 'a/../b'],
    ['PLACARD_S3_PREFIX', 'a b'],
  ])('refuses %s=%s of an object store', (name, value) => {
    expect(problemsOf({ ...s3, [name]: value })).toEqual([expect.stringContaining(name)])
    expect(problemsOf({ ...s3, [name]: value }).join()).not.toContain('planted')
  })

  it('refuses a misspelt setting and says which ones exist', () => {
    expect(problemsOf({ PLACARD_ORGIN: 'https://placard.example' })).toEqual([expect.stringContaining('PLACARD_ORIGIN')])
  })

  it('has every setting with its default in .env.example', () => {
    const lines = readFileSync('.env.example', 'utf8').split('\n')
    const settings = lines.filter((line) => /^[A-Z0-9_]+=/.test(line)).map((line) => line.split('=') as [string, string])
    expect(readEnv(Object.fromEntries(settings))).toEqual(readEnv({}))
    expect(settings.map(([name]) => name)).toEqual(Object.keys(readEnv({})))
  })
})

it.each([
  ['PLACARD_ORIGN', 'Expected a known setting, perhaps PLACARD_ORIGIN, but received PLACARD_ORIGN'],
  ['PLACARD_COLOUR', 'Expected a known setting but received PLACARD_COLOUR. Settings: PORT, HOST, '],
])('says what may have been meant by %s', (name, message) => {
  expect(() => readEnv({ [name]: 'x' })).toThrow(message)
})
