import { remember } from '../remember.ts'
import { fill } from './fill.ts'
import type { Plural, Words } from './words.ts'

type DateStyle = 'year' | 'month' | 'day'

const DATE_PARTS = {
  year: { year: 'numeric' },
  month: { year: 'numeric', month: 'long' },
  day: { year: 'numeric', month: 'long', day: 'numeric' },
} as const satisfies Record<DateStyle, Intl.DateTimeFormatOptions>

/** More than there are languages. */
const MOST_LOCALES = 50

const plurals = onePerLocale((locale) => new Intl.PluralRules(locale))
const numbers = onePerLocale((locale) => new Intl.NumberFormat(locale, { useGrouping: 'min2' }))
const dates = {
  year: onePerLocale((locale) => dateFormat(locale, 'year')),
  month: onePerLocale((locale) => dateFormat(locale, 'month')),
  day: onePerLocale((locale) => dateFormat(locale, 'day')),
} satisfies Record<DateStyle, unknown>

/**
 * What stands before each of these names in a list, `''` before the first: `, `, ` and `.
 *
 * The names themselves matter: Spanish says `y Ann` and `e Inés`.
 *
 * @param names  Each on one line.
 */
export function separatorsFor(names: readonly string[], { locale }: Pick<Words, 'locale'>): readonly string[] {
  return names.length < 2 ? names.map(() => '') : separators(locale)(names.join('\n'))
}

/** Those who work together do so again. */
const MOST_LISTS = 200

const separators = onePerLocale((locale) => {
  const list = new Intl.ListFormat(locale, { type: 'conjunction', style: 'long' })
  return remember((lines) => separatorsIn(list.formatToParts(lines.split('\n'))), MOST_LISTS)
})

function separatorsIn(parts: ReturnType<Intl.ListFormat['formatToParts']>): readonly string[] {
  const found: string[] = []
  let pending = ''
  for (const { type, value } of parts) {
    if (type === 'literal') pending += value
    else found.push(pending)
    if (type === 'element') pending = ''
  }
  return found
}

/** The form of a phrase that goes with this number, which stands in its `{n}`. */
export function pluralOf(phrase: Plural, n: number, words: Pick<Words, 'locale'>): string {
  return fill(phrase[plurals(words.locale).select(n)] ?? phrase.other, { n: numberInWords(n, words) })
}

/** A whole number in the language's digits, grouped from five digits on. */
export function numberInWords(value: number, { locale }: Pick<Words, 'locale'>): string {
  return numbers(locale).format(value)
}

/**
 * A capture date as people write it: `2019`, `June 2019`, `1 June 2019`, `1 June 2019, 12:00`.
 *
 * The time is the one that the camera showed, wherever it was.
 *
 * @param date As `Description.createdDate`; anything else comes back as it is.
 */
export function dateInWords(date: string, { locale, dateAndTime }: Pick<Words, 'locale' | 'dateAndTime'>): string {
  const parts = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-([0-3]\d)(?:T(\d\d:\d\d).*)?)?)?$/.exec(date)
  if (!parts) return date
  const [, year, month, day, time] = parts
  const style: DateStyle = month === undefined ? 'year' : day === undefined ? 'month' : 'day'
  const midnight = Date.UTC(Number(year), Number(month ?? 1) - 1, Number(day ?? 1))
  const words = dates[style](locale).format(midnight)
  return time === undefined ? words : fill(dateAndTime, { date: words, time })
}

/** The day of a moment, in UTC since a page is one for all its readers: `1 June 2019`. @param at Unix milliseconds. */
export function dayInWords(at: number, words: Pick<Words, 'locale' | 'dateAndTime'>): string {
  return dateInWords(new Date(at).toISOString().slice(0, 10), words)
}

/** The same to the minute: `1 June 2019, 12:00 UTC`. */
export function momentInWords(at: number, words: Pick<Words, 'locale' | 'dateAndTime'>): string {
  return `${dateInWords(new Date(at).toISOString(), words)} UTC`
}

function dateFormat(locale: string, style: DateStyle): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { ...DATE_PARTS[style], timeZone: 'UTC' })
}

/** Formatters are slow to make and never change. */
function onePerLocale<T>(make: (locale: string) => T): (locale: string) => T {
  return remember(make, MOST_LOCALES)
}
