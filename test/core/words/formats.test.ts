import { describe, expect, it } from 'vitest'
import { html } from '../../../server/core/text/html.ts'
import { inLanguage } from '../../../server/core/text/in-language.ts'
import { fill, fillMarkup } from '../../../server/core/words/fill.ts'
import { wordsFor } from '../../../server/core/words/find-words.ts'
import { dateInWords, numberInWords, pluralOf, separatorsFor } from '../../../server/core/words/formats.ts'

describe('a capture date in words', () => {
  it.each([
    ['en', '2019', '2019'],
    ['en', '2019-06', 'June 2019'],
    ['en', '2019-06-01', '1 June 2019'],
    ['en', '2019-12-31T23:59:59', '31 December 2019, 23:59'],
    ['en', '2019-06-01T12:00:00+02:00', '1 June 2019, 12:00'],
    ['en', 'about 1900', 'about 1900'],
    ['en', '2019-13-01', '2019-13-01'],
    ['en', '0988-01-01', '1 January 988'],
    ['de', '2026', '2026'],
    ['de', '2026-02', 'Februar 2026'],
    ['de', '2026-02-02', '2. Februar 2026'],
    ['de', '2026-02-02T08:30:00', '2. Februar 2026, 08:30 Uhr'],
    ['fr', '2026-02-02', '2 février 2026'],
    ['fr', '2026-02-02T08:30:00+01:00', '2 février 2026 à 08:30'],
    ['es', '2026-02', 'febrero de 2026'],
    ['es', '2026-02-02', '2 de febrero de 2026'],
    ['ar', '2026-02-02', '2 فبراير 2026'],
    ['ar', '2026-02-02T08:30:00', '2 فبراير 2026، 08:30'],
    ['ja', '2026', '2026年'],
    ['ja', '2026-02', '2026年2月'],
    ['ja', '2026-02-02', '2026年2月2日'],
    ['ja', '2026-02-02T08:30:00', '2026年2月2日 08:30'],
  ])('is, in %s, %s as %s', (lang, date, words) => {
    expect(dateInWords(date, wordsFor(lang))).toBe(words)
  })
})

describe('a list of names', () => {
  it.each([
    ['en', ['A'], 'A'],
    ['en', ['A', 'B'], 'A and B'],
    ['en', ['A', 'B', 'C'], 'A, B and C'],
    ['de', ['A', 'B', 'C'], 'A, B und C'],
    ['fr', ['A', 'B', 'C'], 'A, B et C'],
    ['es', ['A', 'B', 'C'], 'A, B y C'],
    ['es', ['A', 'Inés'], 'A e Inés'],
    ['ar', ['مريم', 'أحمد', 'ليلى'], 'مريم وأحمد وليلى'],
    ['ja', ['A', 'B', 'C'], 'A、B、C'],
  ])('is joined in %s', (lang, names, list) => {
    const separators = separatorsFor(names, wordsFor(lang))
    expect(names.map((name, index) => `${separators[index]}${name}`).join('')).toBe(list)
  })

  it('has nothing before its first name, and is nothing without names', () => {
    expect(separatorsFor(['A', 'B'], wordsFor('de'))).toEqual(['', ' und '])
    expect(separatorsFor([], wordsFor('de'))).toEqual([])
  })
})

describe('a number', () => {
  it.each([
    ['en', 1, '1 other'],
    ['en', 5, '5 others'],
    ['de', 1, '1 weitere Person'],
    ['de', 5, '5 weitere'],
    ['fr', 1, '1 autre'],
    ['fr', 5, '5 autres'],
    ['es', 5, '5 más'],
    ['ar', 1, 'شخص آخر'],
    ['ar', 2, 'شخصان آخران'],
    ['ar', 5, '5 آخرون'],
    ['ar', 11, '11 شخصًا آخر'],
    ['ar', 100, '100 شخص آخر'],
    ['ja', 5, 'ほか5名'],
  ])('has its form in %s: %i', (lang, n, words) => {
    expect(pluralOf(wordsFor(lang).credit.others, n, wordsFor(lang))).toBe(words)
  })

  it.each([
    ['en', 2000, '2000'],
    ['en', 12_000, '12,000'],
    ['de', 12_000, '12.000'],
    ['fr', 12_000, '12\u202f000'],
    ['ar', 12_000, '12,000'],
  ])('is grouped in %s from five digits on: %i', (lang, value, words) => {
    expect(numberInWords(value, wordsFor(lang))).toBe(words)
  })
})

describe('a phrase', () => {
  it('takes its values, which are never phrases themselves', () => {
    expect(fill('{a} and {b}, {a}', { a: '{b}', b: 2 })).toBe('{b} and 2, {b}')
  })

  it('keeps a place that has no value', () => {
    expect(fill('{constructor} {a}', {})).toBe('{constructor} {a}')
  })

  it('takes markup, and stays text around it', () => {
    expect(html`${fillMarkup('<b> {name} & more', { name: html`<i>x</i>` })}`.toString()).toBe('&lt;b&gt; <i>x</i> &amp; more')
  })
})

describe('an address in a language', () => {
  it.each([
    ['https://p.example/', undefined, 'https://p.example/'],
    ['https://p.example/', 'de', 'https://p.example/?lang=de'],
    ['https://p.example/?theme=dark', 'ar', 'https://p.example/?theme=dark&lang=ar'],
  ] as const)('is made of %s and %s', (url, lang, address) => {
    expect(inLanguage(url, lang)).toBe(address)
  })
})
