import type { CardData } from '../server/wire/card.ts'
import type { WidgetWords } from '../server/wire/words.ts'
import { field } from './own-field.ts'

/** The value of a field if it is what it should be. @throws {TypeError} if not. */
type Parse = (value: unknown) => unknown
type Shape = Readonly<Record<string, Parse>>

const { isArray } = Array
const { create, entries } = Object

const text: Parse = (value) => must(value, typeof value === 'string')
const count: Parse = (value) => must(value, Number.isSafeInteger(value) && Number(value) > 0)
/** http and https only (W12). */
const link: Parse = (value) => must(value, typeof value === 'string' && /^https?:$/.test(new URL(value).protocol))
const word =
  (pattern: RegExp): Parse =>
  (value) =>
    must(value, typeof value === 'string' && pattern.test(value))
const maybe =
  (parse: Parse): Parse =>
  (value) =>
    value === undefined ? value : parse(value)
const list =
  (parse: Parse): Parse =>
  (value) =>
    isArray(value) ? value.map(parse) : must(value, false)

/** One entry per field of `server/wire/card.ts`. */
const run = shape({ text, lang: maybe(text), href: maybe(link), rel: maybe(text) })
const source = shape({ type: word(/^image\/(webp|jpeg)$/), srcset: text })
const pictureShape = {
  src: link,
  srcset: text,
  sources: list(source),
  sizes: text,
  width: count,
  height: count,
  alt: text,
  altLang: maybe(text),
  colour: word(/^#[0-9a-f]{6}$/),
}
const track = shape({ src: link, srclang: text, kind: word(/^(captions|subtitles)$/), label: text })
const video = shape({ src: link, width: count, height: count, tracks: list(track) })
const live = shape({
  status: word(/^live$/),
  code: text,
  revision: count,
  url: link,
  title: run,
  byline: list(run),
  rights: list(run),
  caption: maybe(run),
  picture: shape(pictureShape),
  items: maybe(list(shape({ ...pictureShape, caption: maybe(run) }))),
  video: maybe(video),
  creditText: text,
  creditHtml: text,
  creditMarkdown: text,
  creditWikitext: text,
  licencePage: maybe(link),
  embedCode: text,
})
const notice = shape({
  status: word(/^(private|unknown|embargoed|expired|withdrawn|disputed|restricted)$/),
  code: text,
  message: text,
  title: maybe(run),
  byline: maybe(list(run)),
  rights: maybe(list(run)),
  link: maybe(run),
})

/** An answer of `GET /v1/cards`. */
export interface Answer {
  readonly words: WidgetWords
  /** The card of that code, parsed when it is asked for: most cards of a page are never scrolled to. `undefined` for what was malformed. */
  readonly findCard: (code: string) => CardData | undefined
}

/**
 * The cards and words of an answer.
 *
 * Each field is read as the answer's own property and checked, and every object that comes out has no prototype: a host page that
 * extends `Object.prototype` changes nothing (W11).
 *
 * @throws {TypeError} if there are no words.
 */
export function parseAnswer(answer: unknown): Answer {
  const items = new Map<unknown, unknown>()
  const data = field(answer, 'data')
  for (const item of isArray(data) ? data : []) items.set(field(item, 'code'), item)
  return { words: parseWords(field(answer, 'words')), findCard: (code) => parseCard(items.get(code)) }
}

function parseCard(item: unknown): CardData | undefined {
  try {
    // The shapes above say field by field what `CardData` says.
    return (field(item, 'status') === 'live' ? live(item) : notice(item)) as CardData
  } catch {
    // One malformed card takes no other with it; its fallback stays.
    return undefined
  }
}

/** Whatever words there are, all are strings. */
function parseWords(value: unknown): WidgetWords {
  const words = create(null)
  for (const [key, word] of entries(Object(value))) words[key] = text(word)
  text(words.lang)
  return words
}

function shape(fields: Shape): Parse {
  return (value) => {
    const parsed = create(null)
    for (const [key, parse] of entries(fields)) {
      const item = parse(field(value, key))
      if (item !== undefined) parsed[key] = item
    }
    return parsed
  }
}

function must(value: unknown, isRight: boolean): unknown {
  if (!isRight) throw new TypeError('Unexpected')
  return value
}
