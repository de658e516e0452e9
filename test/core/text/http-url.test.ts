import { describe, expect, it } from 'vitest'
import { httpUrl } from '../../../server/core/text/http-url.ts'
import { fc } from '../../support/properties.ts'

describe('httpUrl', () => {
  it.each([
    ['https://zoe.example/', 'https://zoe.example/'],
    ['http://zoe.example', 'http://zoe.example/'],
    ['  https://zoe.example/a b ', 'https://zoe.example/a%20b'],
    ['HTTPS://Bücher.Example/Ü', 'https://xn--bcher-kva.example/%C3%9C'],
  ])('takes %j as %s', (text, url) => {
    expect(httpUrl(text)).toBe(url)
  })

  it.each([
    ['nothing', ''],
    ['a path', '/p/x/'],
    ['a host alone', 'zoe.example'],
    ['a scheme-relative address', '//zoe.example/'],
    ['script', 'javascript:alert(1)'],
    ['script in disguise', ' java\nscript:alert(1)'],
    ['data', 'data:text/html,x'],
    ['mail', 'mailto:zoe@zoe.example'],
    ['a file', 'file:///etc/passwd'],
    ['a user name', 'https://zoe@zoe.example/'],
    ['a password', 'https://:secret@zoe.example/'],
    ['no host', 'https://'],
  ])('refuses %s (W12)', (_what, text) => {
    expect(httpUrl(text)).toBeUndefined()
  })

  it('takes an address with letters of its own language however often one is asked for', () => {
    // Node 20 optimises `URL.canParse` after some thousand calls, and then refuses Latin-1.
    const told = Array.from({ length: 20_000 }, () => httpUrl('https://zoë.example/'))
    expect(told.indexOf(undefined)).toBe(-1)
  })

  it('takes 2,000 characters and not one more', () => {
    const padded = (length: number) => 'https://zoe.example/'.padEnd(length, 'a')
    expect(httpUrl(padded(1999))).toHaveLength(1999)
    expect(httpUrl(padded(2000))).toHaveLength(2000)
    expect(httpUrl(padded(2001))).toBeUndefined()
  })

  it('answers only addresses with the schemes http and https, whatever it gets (W12)', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl(), fc.string({ unit: 'binary' })), (text) => {
        expect(httpUrl(text) ?? 'https://').toMatch(/^https?:\/\//)
      }),
    )
  })
})
