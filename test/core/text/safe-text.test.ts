import { expect, it } from 'vitest'
import { cleanParagraphs, cleanText } from '../../../server/core/text/safe-text.ts'
import { fc } from '../../support/properties.ts'

it.each([
  ['U+202E, which turns a file name around', 'photo\u202egnp.exe', 'photognp.exe'],
  ['U+202A to U+202E', 'a\u202a\u202b\u202c\u202d\u202eb', 'ab'],
  ['U+2066 to U+2069', 'a\u2066\u2067\u2068\u2069b', 'ab'],
  ['U+200B to U+200F around Latin letters', 'A\u200bn\u200cn\u200d\u200e\u200f', 'Ann'],
  ['U+FEFF', '\ufeffAnn\ufeff', 'Ann'],
  ['the tags block', 'Ann\u{e0041}\u{e007f}', 'Ann'],
  ['U+061C, the Arabic letter mark', 'a\u061cb', 'ab'],
  ['U+2060 and the invisible operators', 'a\u2060\u2061\u2064b', 'ab'],
  ['soft hyphens', 'An\u00adn', 'Ann'],
  ['Hangul fillers, which look like spaces', '\u3164Ann\u115f\u1160\uffa0', 'Ann'],
  ['U+034F', 'a\u034fb', 'ab'],
  ['interlinear annotations', 'a\ufff9b\ufffac\ufffb', 'abc'],
  ['marks without a letter, which would sit on the text before', ' \u0335\u200b\u0301Ann', 'Ann'],
  ['controls', 'A\u0000n\u0008n\u007f\u009f', 'Ann'],
  ['noncharacters', 'a\ufdd0\uffff\u{1fffe}b', 'ab'],
  ['a variation selector after a Latin letter', 'a\ufe00b', 'ab'],
  ['an orphaned joiner at the end', 'سلام\u200d', 'سلام'],
  ['a variation selector after a digit that is no keycap', '1\ufe0f', '1'],
])('removes %s (W13)', (_, text, expected) => {
  expect(cleanText(text, 100)).toBe(expected)
})

it.each([
  ['the non-joiner of Persian', 'می\u200cخواهم'],
  ['the joiner of Sinhala', 'ශ්\u200dරී'],
  ['the joiner at the end of an older Malayalam word', 'അവന്\u200d'],
  ['a family of emoji', '👩‍👩‍👧‍👦'],
  ['an emoji with a skin colour and a profession', '👩🏽‍🚀'],
  ['the rainbow flag', '🏳️‍🌈'],
  ['a heart in colour', '❤️'],
  ['a keycap', '1️⃣'],
  ['the variant of an ideograph in a Japanese name', '葛\u{e0100}城'],
  ['Mongolian variants', 'ᠨ᠋ᠠ'],
  ['three marks on one Hebrew letter', 'בּֽ֔'],
  ['right-to-left names', 'مريم'],
  ['names of four scripts', 'Zoë Łęcka 山田太郎 Ἑλένη'],
  ['private use and unusual punctuation', 'Trevor "Freespace" <tm> & Söhne™'],
])('keeps %s', (_, text) => {
  expect(cleanText(text, 100)).toBe(text.normalize('NFC'))
})

it('composes letters and marks (NFC)', () => {
  expect(cleanText('Zoe\u0308', 100)).toBe('Zoë')
})

it('composes what an invisible character kept apart', () => {
  expect(cleanText('e\u200b\u0301', 100)).toBe('é')
})

it.each([
  [3, 3],
  [4, 4],
  [5, 4],
  [50, 4],
])('keeps of %i stacked marks %i (W13)', (count, kept) => {
  expect(cleanText(`x${'\u0335'.repeat(count)}y`, 100)).toBe(`x${'\u0335'.repeat(kept)}y`)
})

it('replaces half of a surrogate pair', () => {
  expect(cleanText('a\ud800b', 100)).toBe('a\ufffdb')
})

it('folds white space of all kinds into single spaces', () => {
  expect(cleanText(' a\t\u00a0 b\r\n\u2028c\u3000\u0085d', 100)).toBe('a b c d')
})

it.each([
  ['abcde', 6, 'abcde'],
  ['abcde', 5, 'abcde'],
  ['abcde', 4, 'abc…'],
  ['🙂🙂🙂', 3, '🙂🙂🙂'],
  ['🙂🙂🙂', 2, '🙂…'],
  ['ab cde', 4, 'ab…'],
  ['abx\u0335\u0336yz', 5, 'ab…'],
  ['ab👩‍👩‍👧', 5, 'ab…'],
  ['abc', 1, '…'],
  ['abc', 0, ''],
])('cuts %j to %i code points: %j', (text, maxLength, expected) => {
  expect(cleanText(text, maxLength)).toBe(expected)
})

it('keeps line breaks in paragraphs, one empty line at most', () => {
  expect(cleanParagraphs(' First  line \r\nsecond\u0085third\r\r\n\n\n fourth\u202e ', 100)).toBe('First line\nsecond\nthird\n\nfourth')
})

const anyText = fc.string({ unit: 'binary', maxLength: 60 })
const TRICKY = [
  'a',
  ' ',
  '\n',
  '\u0301',
  '\u0335',
  '\u0651',
  '\u20e3',
  '\u200c',
  '\u200d',
  '\u202e',
  '\ufe0f',
  '\u{e0100}',
  '\u180b',
  '\u1160',
]
const trickyText = fc
  .array(fc.constantFrom(...TRICKY, '👩', '🏽', 'م', '\u0dca', '\u1820', '葛', '1'), { maxLength: 14 })
  .map((parts) => parts.join(''))
const texts = fc.oneof(anyText, trickyText)
const lengths = fc.integer({ min: 0, max: 30 })

it('never answers more code points than asked for', () => {
  fc.assert(fc.property(texts, lengths, (text, length) => [...cleanText(text, length)].length <= length))
  fc.assert(fc.property(texts, lengths, (text, length) => [...cleanParagraphs(text, length)].length <= length))
})

it('changes nothing when applied again', () => {
  fc.assert(
    fc.property(texts, lengths, (text, length) => cleanText(cleanText(text, length), length) === cleanText(text, length)),
    { numRuns: 5000 },
  )
  fc.assert(
    fc.property(texts, lengths, (text, length) => cleanParagraphs(cleanParagraphs(text, length), length) === cleanParagraphs(text, length)),
    { numRuns: 5000 },
  )
})

it('answers well-formed NFC on one line, trimmed, without any character that turns text around', () => {
  const isClean = (text: string) =>
    text.isWellFormed() &&
    text === text.normalize('NFC') &&
    text === text.trim() &&
    !/[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]|\s\s/u.test(text)
  fc.assert(
    fc.property(texts, lengths, (text, length) => isClean(cleanText(text, length))),
    { numRuns: 5000 },
  )
})

it('does with every character of the basic plane what Unicode says of it', () => {
  const isRemoved = (character: string) => /[\p{DI}\p{Noncharacter_Code_Point}\ufff9-\ufffb]|(?![\s\u0085])\p{Cc}/u.test(character)
  const told = (before: string, character: string, space: string) => {
    if (isRemoved(character)) return `${before}y`
    return /[\s\u0085]/u.test(character) ? `${before}${space}y` : `${before}${character}y`.normalize('NFC')
  }
  // After a syllable of Hangul too, which Unicode composes with letters.
  for (const before of ['x', '가', 'ﾊ', 'は']) {
    const characters = Array.from({ length: 0x1_0000 }, (_, code) => String.fromCharCode(code)).filter((each) => each.isWellFormed())
    expect(characters.filter((each) => cleanText(`${before}${each}y`, 99) !== told(before, each, ' '))).toEqual([])
    const wrong = characters.filter((each) => {
      const isBreak = /[\n\r\u0085\u2028\u2029]/.test(each)
      return cleanParagraphs(`${before}${each}y`, 99) !== told(before, each, isBreak ? '\n' : ' ')
    })
    expect(wrong).toEqual([])
  }
})

it('folds the spaces and line breaks of plain paragraphs', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'é', '月', ' ', '\n')), (parts) => {
      const text = parts.join('')
      expect(cleanParagraphs(text, 99)).toBe(
        text
          .replace(/ +/g, ' ')
          .replace(/ ?\n ?/g, '\n')
          .replace(/\n{3,}/g, '\n\n')
          .trim(),
      )
    }),
    { numRuns: 2000 },
  )
})

it('cleans a megabyte of the worst within a second (I7)', () => {
  const endless = ['\u200d', '\u0335', '\u202e', ' \n', 'م\u200c', '👩\u200d', '\u0301\u0323'].map((worst) =>
    worst.repeat(1_000_000 / worst.length),
  )
  for (const worst of [...endless, `م${'\ufe0f'.repeat(1_000_000)}`]) {
    // Of CPU: what a busy machine does meanwhile is no matter of the text's.
    const before = process.cpuUsage()
    cleanText(worst, 1000)
    expect(process.cpuUsage(before).user).toBeLessThan(1_000_000)
  }
})
