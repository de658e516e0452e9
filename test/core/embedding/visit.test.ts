import { describe, expect, it } from 'vitest'
import { askingOrigin, isCrawler, mayComeFrom, originOf, type Visit } from '../../../server/core/embedding/visit.ts'

const BASE = 'https://placard.example'
const NEWS = 'https://news.example'

const visit = (said: Partial<Visit>): Visit => ({
  origin: undefined,
  referer: undefined,
  fetchSite: undefined,
  fetchDest: undefined,
  userAgent: undefined,
  ...said,
})

describe('who asks for cards', () => {
  it.each([
    [{ origin: NEWS, fetchSite: 'cross-site' }, NEWS],
    [{ origin: 'null', fetchSite: 'cross-site' }, 'null'],
    [{ fetchSite: 'same-origin' }, BASE],
    [{ referer: `${BASE}/demo/` }, BASE],
    [{ fetchSite: 'same-site' }, undefined],
    [{ fetchSite: 'cross-site' }, undefined],
    [{ fetchSite: 'none' }, undefined],
    [{ referer: `${NEWS}/` }, undefined],
    [{ referer: 'https://placard.example.evil.example/' }, undefined],
    [{ origin: NEWS, referer: `${BASE}/`, fetchSite: 'same-origin' }, NEWS],
    [{}, undefined],
  ] as const)('%o: %s', (said, expected) => {
    expect(askingOrigin(visit(said), BASE)).toBe(expected)
  })
})

describe('what was granted to a page', () => {
  it.each([
    [{}, true],
    [{ referer: `${NEWS}/` }, true],
    [{ referer: `${NEWS}/a/story?x` }, true],
    [{ origin: NEWS }, true],
    [{ origin: NEWS, referer: `${NEWS}/` }, true],
    [{ referer: 'https://evil.example/' }, false],
    [{ referer: 'https://news.example.evil.example/' }, false],
    [{ referer: 'http://news.example/' }, false],
    [{ referer: `${BASE}/` }, false],
    [{ referer: '' }, false],
    [{ referer: 'news.example' }, false],
    [{ origin: 'null' }, false],
    [{ origin: 'https://evil.example' }, false],
    [{ origin: NEWS, referer: 'https://evil.example/' }, false],
    [{ origin: 'https://evil.example', referer: `${NEWS}/` }, false],
  ] as const)('may be asked for with %o: %s', (said, expected) => {
    expect(mayComeFrom(visit(said), NEWS, BASE)).toBe(expected)
  })

  it('may be asked for by our own frame, whose origin is opaque', () => {
    expect(mayComeFrom(visit({ origin: 'null' }), BASE, BASE)).toBe(true)
    expect(mayComeFrom(visit({ origin: 'null', referer: 'https://evil.example/' }), BASE, BASE)).toBe(false)
  })
})

it.each([
  [undefined, undefined],
  ['', undefined],
  ['https://news.example/a?b#c', NEWS],
  ['about:blank', 'null'],
  ['nonsense', 'null'],
] as const)('reads the origin of %j as %j', (referer, expected) => {
  expect(originOf(referer)).toBe(expected)
})

describe('a crawler', () => {
  const tokens = ['Googlebot', 'bingbot']
  it.each([
    ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', true],
    [
      'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76',
      true,
    ],
    ['googlebot', true],
    ['Googlebot-Image/1.0', false],
    ['NotGooglebot/1.0', false],
    ['Mozilla/5.0 (X11; Linux x86_64) +http://www.google.com/Googlebot', false],
    ['', false],
    [undefined, false],
  ] as const)('%j is listed: %s', (userAgent, expected) => {
    expect(isCrawler(userAgent, tokens)).toBe(expected)
  })

  it('is none where none is listed', () => {
    expect(isCrawler('Googlebot/2.1', [])).toBe(false)
  })
})
