/**
 * W13: characters that show nothing and can fake or hide a name. `\p{DI}` holds U+200B-200F, U+202A-202E, U+2060-206F, U+FEFF,
 * the Hangul fillers, soft hyphens, variation selectors and the tags block; the rest are controls and noncharacters.
 * Joiners and variation selectors are kept where `KEPT` says they change what is read.
 */
const INVISIBLE = /[\p{DI}\p{Noncharacter_Code_Point}\ufff9-\ufffb]|(?![\s\u0085])\p{Cc}/gu

/**
 * Characters that hold nothing to remove, fold or compose, of the scripts in which nearly every text is written, which is far quicker done: no
 * mark, nothing invisible, no white space but the space and the line feed, nothing that NFC writes otherwise or joins to what stands before it.
 */
const PLAIN = new RegExp(
  `^[${[
    '\\n\\x20-\\x7e\\xa1-\\xac\\xae-\\u02ff', // Latin
    '\\u0391-\\u03a1\\u03a3-\\u03ce\\u0400-\\u0482\\u048a-\\u052f', // Greek, Cyrillic
    '\\u05d0-\\u05ea\\u060c\\u061b\\u061f\\u0621-\\u063a\\u0641-\\u064a', // Hebrew, Arabic
    '\\u2010-\\u2027\\u2030-\\u205e\\u20a0-\\u20bf', // punctuation, currencies
    '\\u3001-\\u3029\\u3041-\\u3096\\u30a1-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7a3\\uff01-\\uff60', // East Asian
  ].join('')}]*$`,
)
/** Of plain lines: spaces or line feeds to fold. */
const UNEVEN = / [ \n]|\n |\n{3}/

/** Scripts in which U+200C and U+200D change the shape of a word: Persian, Sinhala, Malayalam and their kin (RFC 5892, appendix A). */
const JOINING = [
  ...['Arabic', 'Syriac', 'Mongolian', 'Nko', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil', 'Telugu'],
  ...['Kannada', 'Malayalam', 'Sinhala', 'Khmer', 'Myanmar', 'Balinese', 'Javanese'],
]
  .map((script) => `\\p{Script=${script}}`)
  .join('')

/**
 * A joiner inside a word of a joining script or after its virama; U+200D between two emoji; one variation selector after an
 * ideograph, an emoji or a Mongolian letter. Digits are emoji to Unicode, but only a keycap makes them one.
 */
const KEPT = new RegExp(
  [
    // What may be kept is looked at before what stands in front of it, or each of a thousand marks would look back over all the others.
    `(?=[\\u200c\\u200d])(?<=(?!\\p{DI})[${JOINING}]\\p{M}*)[\\u200c\\u200d](?!\\p{DI})(?=[${JOINING}])`,
    `(?=[\\u200c\\u200d])(?<=[\\u094d\\u09cd\\u0a4d\\u0acd\\u0b4d\\u0bcd\\u0c4d\\u0ccd\\u0d4d\\u0dca]\\p{M}*)[\\u200c\\u200d]`,
    '(?<=[\\p{ExtPict}\\p{EMod}]\\ufe0f?)\\u200d(?=\\p{ExtPict})',
    '(?<=[\\p{Script=Han}\\p{ExtPict}])[\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}]',
    '(?<=[0-9#*])\\ufe0f(?=\\u20e3)',
    '(?<=[\\u1820-\\u18aa])[\\u180b-\\u180d\\u180f]',
  ].join('|'),
  'uy',
)

/** UTS #39, section 5.4: no script stacks more than four nonspacing marks; more of them overwrite the neighbouring lines. */
const STACKED_MARKS = /([\p{Mn}\p{Me}]{4})[\p{Mn}\p{Me}]+/gu

/** UAX #15, section 13: no text needs more marks in a row than these; to put thousands in order takes a normaliser the square of the time. */
const ENDLESS_MARKS = /(\p{M}{30})\p{M}+/gu

/** A mark without a letter would sit on the neighbouring text: on our separator, or on another's name. */
const LEADING_MARKS = /^[\s\p{M}]+/u

/** Bounds the work for text that was made to need more; five were never seen in a million random texts. */
const MAX_PASSES = 5

/** What must not be parted from the character before it. */
const CLINGS = /^[\p{M}\p{EMod}\u200c\u200d]$/u
const JOINER = /^[\u200c\u200d]$/

/**
 * The text on one line, in NFC, without controls and invisible characters, white space folded, at most `maxLength` code points.
 *
 * @returns `''` if nothing visible is left; a text that was cut ends in `…`, which counts.
 * @see     W13; https://www.unicode.org/reports/tr39/
 */
export function cleanText(text: string, maxLength: number): string {
  if (text.length <= maxLength && isOneLine(text)) return text.trim()
  return cut(
    stripInvisible(text)
      .replace(/[\s\u0085]+/gu, ' ')
      .trim(),
    maxLength,
  )
}

/** Plain, and its spaces need no folding. */
function isOneLine(text: string): boolean {
  return PLAIN.test(text) && !text.includes('\n') && !text.includes('  ')
}

/**
 * Like `cleanText`, but line breaks stay, as `\n`, at most two in a row.
 *
 * @returns `''` if nothing visible is left.
 */
export function cleanParagraphs(text: string, maxLength: number): string {
  if (text.length <= maxLength && PLAIN.test(text) && !UNEVEN.test(text)) return text.trim()
  const lines = stripInvisible(text)
    .replace(/\r\n?|[\u0085\u2028\u2029]/gu, '\n')
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/ ?\n ?/gu, '\n')
    .replace(/\n{3,}/gu, '\n\n')
  return cut(lines.trim(), maxLength)
}

/** Passes until nothing changes: what one removes may be what kept a joiner or parted two marks. Sensible text needs one. */
function stripInvisible(text: string): string {
  if (PLAIN.test(text)) return text
  let clean = text.toWellFormed().replace(ENDLESS_MARKS, '$1').normalize('NFC')
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const before = clean
    clean = before.replace(INVISIBLE, keepMeaningful).normalize('NFC').replace(STACKED_MARKS, '$1').replace(LEADING_MARKS, '')
    if (clean === before) break
  }
  return clean
}

function keepMeaningful(character: string, offset: number, whole: string): string {
  KEPT.lastIndex = offset
  return KEPT.test(whole) ? character : ''
}

function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text
  if (maxLength < 1) return ''
  const characters = [...text]
  if (characters.length <= maxLength) return text
  let end = maxLength - 1
  while (end > 0 && (CLINGS.test(characters[end] ?? '') || JOINER.test(characters[end - 1] ?? ''))) end -= 1
  return `${characters.slice(0, end).join('').trimEnd()}…`
}
