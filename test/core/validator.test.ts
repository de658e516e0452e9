import { describe, expect, it } from 'vitest'
import { matchesIfNoneMatch, weakEtag } from '../../server/core/validator.ts'
import { fc } from '../support/properties.ts'

describe('weakEtag', () => {
  it('is a weak entity-tag of RFC 9110, section 8.8.3', () => {
    expect(weakEtag(['Bk3x9', 7, '640.webp', 1])).toBe('W/"Bk3x9:7:640.webp:1"')
    expect(weakEtag(['a "quote"', 'ż\ud800'])).toBe('W/"a%20%22quote%22:%C5%BC%EF%BF%BD"')
  })

  it('is a legal field value, whatever the parts', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.integer())), (parts) => {
        expect(weakEtag(parts)).toMatch(/^W\/"[\x21\x23-\x7e]*"$/)
      }),
    )
  })

  it('differs whenever a part does', () => {
    const parts = fc.array(fc.string({ unit: fc.constantFrom('a', ':', '%', '3', 'A', '-') }), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        expect(weakEtag(one) === weakEtag(other)).toBe(JSON.stringify(one) === JSON.stringify(other))
      }),
    )
  })
})

describe('matchesIfNoneMatch', () => {
  /** The table of RFC 9110, section 8.8.3.2, column "Weak Comparison". */
  it.each([
    ['W/"1"', 'W/"1"', true],
    ['W/"1"', 'W/"2"', false],
    ['W/"1"', '"1"', true],
    ['"1"', '"1"', true],
  ])('compares %s with %s weakly: %s', (one, other, matches) => {
    expect(matchesIfNoneMatch(one, other)).toBe(matches)
    expect(matchesIfNoneMatch(other, one)).toBe(matches)
  })

  /** The examples of RFC 9110, section 13.1.2. */
  it.each([
    ['"xyzzy"', 'W/"xyzzy"', true],
    ['W/"xyzzy"', 'W/"xyzzy"', true],
    ['"xyzzy", "r2d2xxxx", "c3piozzzz"', 'W/"c3piozzzz"', true],
    ['W/"xyzzy", W/"r2d2xxxx", W/"c3piozzzz"', '"r2d2xxxx"', true],
    ['W/"xyzzy", W/"r2d2xxxx", W/"c3piozzzz"', '"other"', false],
    ['*', 'W/"xyzzy"', true],
  ])('finds in %s the tag %s: %s', (header, etag, matches) => {
    expect(matchesIfNoneMatch(header, etag)).toBe(matches)
  })

  it.each([
    ['empty list members and odd white space (section 5.6.1)', ' , "a"\t,,\t"b" ,', 'W/"b"', true],
    ['no white space', '"a","b"', 'W/"b"', true],
    ['a comma inside a tag', '"a,b", "c"', 'W/"a,b"', true],
    ['half of a tag with a comma', '"a,b"', 'W/"b"', false],
    ['an empty tag', '""', 'W/""', true],
    ['bytes above ASCII', '"\xe9"', 'W/"\xe9"', true],
    ['a star with white space', ' * ', 'W/"a"', true],
    ['a star in a list', '"x", *', 'W/"a"', false],
    ['a star in quotes', '"*"', 'W/"a"', false],
    ['another case', '"A"', 'W/"a"', false],
    ['a small w', 'w/"a"', 'W/"a"', false],
    ['a tag without quotes', 'a', 'W/"a"', false],
    ['a tag without its end', '"a', 'W/"a"', false],
    ['a tag with something behind it', '"a"x, "b"', 'W/"b"', false],
    ['two tags without a comma', '"b" "a"', 'W/"a"', false],
    ['nothing', '', 'W/"a"', false],
  ])('reads %s', (_what, header, etag, matches) => {
    expect(matchesIfNoneMatch(header, etag)).toBe(matches)
  })

  it('finds our own tag wherever a cache puts it', () => {
    const tag = fc.array(fc.string(), { minLength: 1 }).map(weakEtag)
    fc.assert(
      fc.property(fc.array(tag), tag, fc.array(tag), (before, own, after) => {
        expect(matchesIfNoneMatch([...before, own, ...after].join(', '), own)).toBe(true)
      }),
    )
  })

  it('reads a long header before the test gives up on it', () => {
    expect(matchesIfNoneMatch(', '.repeat(100_000), 'W/"a"')).toBe(false)
    expect(matchesIfNoneMatch(`"${'x'.repeat(200_000)}`, 'W/"a"')).toBe(false)
  })
})
