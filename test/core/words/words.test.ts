import { describe, expect, it } from 'vitest'
import { ALL_WORDS, wordsFor } from '../../../server/core/words/find-words.ts'
import { langOfTag } from '../../../server/core/words/language-tag.ts'
import { readerFor } from '../../../server/core/words/reader.ts'
import { type Words, widgetWords } from '../../../server/core/words/words.ts'
import { LANGS } from '../../../server/wire/words.ts'

/** Every word of a language by its path; languages differ in the forms of a plural and in the statements that are translated. */
function leavesOf(words: Words): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>()
  const visit = (value: unknown, path: string) => {
    if (typeof value === 'string') leaves.set(path, value)
    else for (const [key, inner] of Object.entries(value as object)) visit(inner, path === '' ? key : `${path}.${key}`)
  }
  const { rightsStatements: _, ...rest } = words
  visit(rest, '')
  return leaves
}

const english = leavesOf(wordsFor('en'))
const others = ALL_WORDS.filter(({ lang }) => lang !== 'en')
const isPluralForm = (path: string) => /\.(zero|one|two|few|many)$/.test(path)

/** Words that really are the same in both languages. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  de: [
    'widget.wikitext',
    'widget.original',
    'credit.medium.Video',
    'credit.videoOf',
    'facts.original',
    'chooser.form',
    'chooser.standard',
    'chooser.element',
  ],
  fr: ['chooser.standard', 'credit.source', 'facts.date', 'facts.licence', 'facts.original', 'facts.pixels'],
  es: ['facts.original'],
  ar: [],
  ja: [],
}
const SAME_EVERYWHERE = ['dir', 'widget.counter', 'dateAndTime']

describe('the words', () => {
  it('are in every language of the wire, in its order', () => {
    expect(ALL_WORDS.map(({ lang }) => lang)).toEqual(LANGS)
  })

  it.each(others)('of $lang have a value for every one of English, none empty', (words) => {
    const leaves = leavesOf(words)
    expect([...english.keys()].filter((path) => !isPluralForm(path) && !leaves.get(path)?.trim())).toEqual([])
  })

  it.each(others)('of $lang are not English by accident', (words) => {
    const allowed = [...SAME_EVERYWHERE, ...(SAME[words.lang] ?? [])]
    const same = [...leavesOf(words)].filter(([path, text]) => english.get(path) === text && !allowed.includes(path))
    expect(same.map(([path]) => path)).toEqual([])
  })

  it.each(others)('of $lang have the places of the English ones, each once', (words) => {
    const placesIn = (text = '') => (text.match(/\{\w*\}?/g) ?? []).toSorted()
    for (const [path, text] of leavesOf(words)) {
      if (!isPluralForm(path)) expect(placesIn(text), path).toEqual(placesIn(english.get(path)))
    }
  })

  it('are right to left in Arabic alone', () => {
    expect(ALL_WORDS.filter(({ dir }) => dir === 'rtl').map(({ lang }) => lang)).toEqual(['ar'])
  })

  it.each(ALL_WORDS)('of $lang have a form for every number', (words) => {
    const forms = new Intl.PluralRules(words.locale).resolvedOptions().pluralCategories
    const given = Object.keys(words.credit.others)
    expect(given).toContain('other')
    expect(given.filter((form) => !forms.includes(form as Intl.LDMLPluralRule))).toEqual([])
  })

  it('for the widget are flat and all strings', () => {
    for (const words of ALL_WORDS) {
      expect(Object.values(widgetWords(words)).every((word) => typeof word === 'string' && word !== '')).toBe(true)
    }
  })
})

describe('the typography', () => {
  it.each(ALL_WORDS)('of $lang has no straight quotation mark, no double space and nothing invisible', (words) => {
    for (const [path, text] of leavesOf(words)) expect(text, path).not.toMatch(/['"]| {2}|[\u200b-\u200f\u202a-\u202e\u2066-\u2069]/)
  })

  it('of French keeps high marks and guillemets with their word', () => {
    for (const [path, text] of leavesOf(wordsFor('fr'))) {
      expect(text, path).not.toMatch(/[^\u00a0\u202f{]:(?:\s|$)|[^\u202f][;!?]|«[^\u00a0]|[^\u00a0]»/)
    }
  })

  it('of Arabic has its own commas and question marks', () => {
    for (const [path, text] of leavesOf(wordsFor('ar'))) expect(text, path).not.toMatch(/\p{Script=Arabic}[,;?]/u)
  })

  it('of Japanese has no space between its characters, and its own marks', () => {
    for (const [path, text] of leavesOf(wordsFor('ja'))) {
      expect(text, path).not.toMatch(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}][ ,.:!?]/u)
    }
  })
})

describe('wordsFor', () => {
  // RFC 4647, section 3.4: the range is cut at its end until something is found.
  it.each([
    ['de', 'de'],
    ['de-AT', 'de'],
    ['de-CH-1996', 'de'],
    ['DE-at', 'de'],
    ['de-DE-u-co-phonebk', 'de'],
    ['fr-CA', 'fr'],
    ['es-419', 'es'],
    ['ar-EG', 'ar'],
    ['ja-JP', 'ja'],
    ['ja-Jpan-JP', 'ja'],
    ['en-US', 'en'],
    ['pt', 'en'],
    ['zh-Hans-CN', 'en'],
    // Not one of ours, though it begins like one.
    ['deu', 'en'],
    ['frr', 'en'],
    ['x-de', 'en'],
    ['i-de', 'en'],
    ['x-default', 'en'],
    ['constructor', 'en'],
    ['', 'en'],
    [undefined, 'en'],
  ])('answers %s in %s', (tag, lang) => {
    expect(wordsFor(tag).lang).toBe(lang)
  })
})

describe('langOfTag', () => {
  it.each([
    ['de-AT', 'de'],
    ['pt-BR', 'en'],
    [`de-${'a'.repeat(8)}-${'b'.repeat(8)}-${'c'.repeat(8)}-1234`, 'de'],
  ])('answers %s in %s', (tag, lang) => {
    expect(langOfTag(tag)).toBe(lang)
  })

  it.each([
    '',
    '-',
    'de-',
    '-de',
    'de--AT',
    'de_AT',
    'de AT',
    ' de',
    '*',
    'de-*',
    'dé',
    '\u0434\u0435',
    'de\n',
    'de\0',
    '<b>',
    '../de',
    'abcdefghi',
    '12-de',
  ])('knows %j for no language tag', (tag) => {
    expect(langOfTag(tag)).toBeUndefined()
  })

  it('reads 35 characters and no more', () => {
    const tag = 'de-aaaaaaaa-bbbbbbbb-cccccccc-ddddd'
    expect(tag).toHaveLength(35)
    expect(langOfTag(tag)).toBe('de')
    expect(langOfTag(`${tag}d`)).toBeUndefined()
  })
})

it('is at home in the server’s language where nobody asked for one', () => {
  expect(readerFor(undefined, 'fr')).toEqual({ words: wordsFor('fr') })
  expect(readerFor('ja', 'fr')).toEqual({ words: wordsFor('ja'), asked: 'ja' })
})
