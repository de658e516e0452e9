import { describe, expect, it } from 'vitest'
import { BadRequestError } from '../../../server/core/errors.ts'
import { parsePatch } from '../../../server/core/owner/media-patch.ts'

function problemsOf(value: unknown): string {
  try {
    parsePatch(value)
  } catch (error) {
    expect(error).toBeInstanceOf(BadRequestError)
    return error instanceof Error ? error.message : ''
  }
  return ''
}

describe('parsePatch', () => {
  it('reads a text as the default language, and texts by language', () => {
    const patch = parsePatch({ title: 'Dusk', altText: { DE: 'Eine  Brücke', 'x-default': 'A bridge', fr: null } })
    expect(patch.description).toStrictEqual({
      title: { 'x-default': 'Dusk' },
      altText: { de: 'Eine Brücke', 'x-default': 'A bridge', fr: null },
    })
  })

  it.each([
    ['Zoë Łęcka', [{ name: 'Zoë Łęcka' }]],
    [{ name: 'Zoë', url: 'https://zoe.example' }, [{ name: 'Zoë', url: 'https://zoe.example/' }]],
    [
      ['Ada Ng', { name: 'مريم' }],
      [{ name: 'Ada Ng' }, { name: 'مريم' }],
    ],
    [null, null],
  ])('reads creators %j', (creators, expected) => {
    expect(parsePatch({ creators }).description).toStrictEqual({ creators: expected })
  })

  it('reads what its owner decides about a media', () => {
    expect(
      parsePatch({
        visibility: 'unlisted',
        embargoUntil: '2026-12-24T18:00:00+01:00',
        expiresAt: null,
        status: { kind: 'withdrawn', reason: 'copyright', text: 'Not ours.' },
        embedding: { hosts: 'listed', allow: ['*.News.example', 'blog.example:8080'] },
        correction: true,
      }),
    ).toStrictEqual({
      description: {},
      visibility: 'unlisted',
      notBefore: Date.UTC(2026, 11, 24, 17),
      notAfter: null,
      standing: { kind: 'withdrawn', reason: 'copyright', text: 'Not ours.' },
      embedding: { hosts: 'listed', allow: ['*.news.example', 'blog.example:8080'], deny: [] },
      correction: true,
    })
  })

  it.each([
    [{ dataMining: 'DMI-PROHIBITED' }, { dataMining: 'http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED' }],
    [
      { digitalSourceType: 'https://cv.iptc.org/newscodes/digitalsourcetype/composite' },
      { digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/composite' },
    ],
    [{ createdDate: '2019-06' }, { createdDate: '2019-06' }],
    [{ keywords: ['dusk', 'dusk', 'bridge'] }, { keywords: ['dusk', 'bridge'] }],
  ])('reads the terms of %j', (value, description) => {
    expect(parsePatch(value).description).toStrictEqual(description)
  })

  it('names every problem at once', () => {
    const message = problemsOf({
      titel: 'x',
      creators: [{ name: 'Z', url: 'javascript:alert(1)' }],
      keywords: 'a',
      status: 'gone',
      visibility: null,
    })
    expect(message).toMatch(/Expected a field of a media \(title, .*\) but received "titel"/)
    expect(message).toContain('Expected an http or https address for creators[0].url but received "javascript:alert(1)"')
    expect(message).toContain('Expected a list of words for keywords but received "a"')
    expect(message).toContain('for status but received "gone"')
    expect(message).toContain('Expected public, unlisted or private for visibility but received null')
  })

  it.each([
    ['a list', [], 'Expected an object for the change but received a list'],
    ['nothing to see', { title: '\u200b\u202e' }, 'Expected text that can be seen, or null to remove it, for title but received ""'],
    ['a language that is none', { title: { 'not a tag': 'x' } }, 'Expected a language tag or x-default in title but received "not a tag"'],
    ['30 February', { expiresAt: '2026-02-30T00:00:00Z' }, 'for expiresAt but received "2026-02-30T00:00:00Z"'],
    ['a moment without a zone', { embargoUntil: '2026-12-24T18:00' }, 'for embargoUntil'],
    [
      'a withdrawal without a reason',
      { status: { kind: 'withdrawn' } },
      'Expected copyright, privacy, manipulated, error or other for status.reason',
    ],
    ['an address as a host', { embedding: { hosts: 'listed', allow: ['https://a.example/x'] } }, 'for embedding.allow[0]'],
    ['a misspelt key of a creator', { creators: { name: 'Z', web: 'x' } }, 'Expected a field of creators (name, url) but received "web"'],
    ['a number', { title: 7 }, 'for title but received 7'],
    ['a key that is a property of every object', { constructor: 'x' }, 'but received "constructor"'],
  ])('refuses %s', (_, value, message) => {
    expect(problemsOf(value)).toContain(message)
  })

  it('keeps markup as the text that it is, and takes direction overrides out (W13)', () => {
    const { description } = parsePatch({ creditLine: '<img src=x onerror=alert(1)>\u202e/Reuters' })
    expect(description).toEqual({ creditLine: '<img src=x onerror=alert(1)>/Reuters' })
  })

  it.each([
    ['title', 300],
    ['caption', 5_000],
    ['altText', 2_000],
    ['creditLine', 1_000],
  ])('takes %s up to %i characters (I7)', (field, max) => {
    expect(problemsOf({ [field]: 'ß'.repeat(max - 1) })).toBe('')
    expect(problemsOf({ [field]: 'ß'.repeat(max) })).toBe('')
    expect(problemsOf({ [field]: 'ß'.repeat(max + 1) })).toBe(`Expected at most ${max} characters for ${field} but received ${max + 1}`)
  })

  it('refuses megabytes in a line (I7)', () => {
    expect(problemsOf({ caption: 'x'.repeat(3_000_000) })).toBe('Expected at most 5000 characters for caption but received 3000000')
  })

  it('tells at most 20 problems, whatever it is sent', () => {
    const message = problemsOf(Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`field${index}`, 1])))
    expect(message).toMatch(/And 4980 more problems$/)
    expect(message.length).toBeLessThan(12_000)
  })
})
