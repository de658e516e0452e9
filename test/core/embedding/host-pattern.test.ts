import { describe, expect, it } from 'vitest'
import { matchesHost, parseHostPattern } from '../../../server/core/embedding/host-pattern.ts'

describe('a host pattern', () => {
  it.each([
    ['news.example', 'news.example'],
    ['*.news.example', '*.news.example'],
    [' News.Example ', 'news.example'],
    ['news.example.', 'news.example'],
    ['news.example:8443', 'news.example:8443'],
    ['*.news.example:0443', '*.news.example:443'],
    ['localhost:3000', 'localhost:3000'],
    ['127.0.0.1', '127.0.0.1'],
    ['my_site.example', 'my_site.example'],
    // RFC 3492 §7.1 and the registries' own examples.
    ['bücher.example', 'xn--bcher-kva.example'],
    ['*.BÜCHER.example', '*.xn--bcher-kva.example'],
    ['例え.テスト', 'xn--r8jz45g.xn--zckzah'],
    ['*.example', '*.example'],
  ])('%j is read as %j', (text, pattern) => {
    expect(parseHostPattern(text)).toBe(pattern)
  })

  it.each([
    '',
    '*',
    '*.',
    '*.*.example',
    'news.*',
    'n*ws.example',
    '**.example',
    'https://news.example',
    '//news.example',
    'news.example/',
    'news.example/path',
    'news.example?x',
    'news.example#x',
    'user@news.example',
    'news.example:',
    'news.example:0',
    'news.example:65536',
    'news.example:8080:80',
    'news..example',
    '.news.example',
    '-news.example',
    'news.example; script-src *',
    "'self'",
    'news.example other.example',
    'news.exa%6dple',
    '*.127.0.0.1',
    '[::1]',
    `${'a'.repeat(64)}.example`,
    `${'abcdefg.'.repeat(40)}example`,
  ])('%j is none', (text) => {
    expect(parseHostPattern(text)).toBeUndefined()
  })
})

describe('a page is at a host of a pattern', () => {
  const yes = [
    ['news.example', 'https://news.example'],
    ['news.example', 'http://news.example'],
    ['news.example', 'https://news.example.'],
    ['*.news.example', 'https://www.news.example'],
    ['*.news.example', 'https://a.b.c.news.example'],
    ['news.example:443', 'https://news.example'],
    ['news.example:80', 'http://news.example'],
    ['news.example:8443', 'https://news.example:8443'],
    ['*.news.example:8443', 'https://www.news.example:8443'],
  ] as const
  const no = [
    ['news.example', 'https://www.news.example'],
    ['news.example', 'https://badnews.example'],
    ['news.example', 'https://news.example.evil.example'],
    ['news.example', 'https://news.example:8443'],
    ['news.example:8443', 'https://news.example'],
    ['news.example:443', 'http://news.example'],
    ['*.news.example', 'https://news.example'],
    ['*.news.example', 'https://badnews.example'],
    ['*.news.example', 'https://.news.example'],
    ['news.example', 'null'],
    ['news.example', ''],
    ['news.example', 'ftp://news.example'],
    ['news.example', 'chrome-extension://news.example'],
    ['news.example', 'https://news.example@evil.example'],
  ] as const

  it.each(yes)('%s: %s is', (pattern, origin) => {
    expect(matchesHost(pattern, origin, { anyPort: false })).toBe(true)
  })

  it.each(no)('%s: %s is not', (pattern, origin) => {
    expect(matchesHost(pattern, origin, { anyPort: false })).toBe(false)
  })

  it('at any port, where a pattern without one means all', () => {
    expect(matchesHost('news.example', 'https://news.example:8443', { anyPort: true })).toBe(true)
    expect(matchesHost('*.news.example', 'http://www.news.example:81', { anyPort: true })).toBe(true)
    expect(matchesHost('news.example:80', 'http://news.example:81', { anyPort: true })).toBe(false)
  })
})
