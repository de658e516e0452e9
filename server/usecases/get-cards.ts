import { buildLiveCard } from '../core/card/card-data.ts'
import { buildNotice, buildTombstone } from '../core/card/notice.ts'
import { isAnnounced } from '../core/identity/public-name.ts'
import { decodeShortcode, parseShortcode } from '../core/identity/shortcode.ts'
import type { Media, Shortcode } from '../core/media.ts'
import { statusAt } from '../core/status.ts'
import { type Reader, readerFor } from '../core/words/reader.ts'
import { widgetWords } from '../core/words/words.ts'
import type { Deps } from '../ports/deps.ts'
import type { CardData } from '../wire/card.ts'
import type { Lang, WidgetWords } from '../wire/words.ts'
import { asNamed, present } from './get-media.ts'

/** Cards, and the words around them in the same language. */
export interface CardsInWords {
  readonly words: WidgetWords
  readonly cards: readonly CardData[]
}

/**
 * What to draw for each shortcode, in ascending order of the code and each once, from one look into the catalogue.
 *
 * @param codes  At most 50; a text that is no shortcode is answered like one that nobody has.
 * @param asked  The language, if the reader asked for one.
 */
export async function getCards(
  { catalogue, clock, config }: Pick<Deps, 'catalogue' | 'clock' | 'config'>,
  codes: readonly string[],
  asked?: Lang,
): Promise<CardsInWords> {
  const reader = readerFor(asked, config.lang)
  const sorted = [...new Set(codes)].sort(byCodeUnit)
  const shortcodes = sorted.map(parseShortcode).filter((code): code is Shortcode => code !== undefined)
  const found = shortcodes.length === 0 ? [] : await catalogue.findByShortcodes(shortcodes)
  const mediaById = new Map(found.map((media) => [media.id, media]))
  const now = clock.now()
  const mediaOf = (code: string) => {
    const shortcode = parseShortcode(code)
    return shortcode && asNamed(mediaById.get(decodeShortcode(shortcode)), shortcode, now)
  }
  const cards = sorted.map((code) => cardOf(code, mediaOf(code), { now, config, reader }))
  return { words: widgetWords(reader.words), cards }
}

interface CardContext {
  readonly now: number
  readonly config: Deps['config']
  readonly reader: Reader
}

function cardOf(code: string, media: Media | undefined, { now, config, reader }: CardContext): CardData {
  const { notices } = reader.words
  if (media === undefined) return buildNotice(code, 'unknown', notices)
  if (media.visibility === 'private') return buildNotice(code, 'private', notices)
  const status = statusAt(media, now)
  if (status !== 'live' && !isAnnounced(media, now)) return buildNotice(code, status, notices)
  const { media: told, credit, links } = present(media, config, reader.asked)
  if (status !== 'live') return { ...buildTombstone(told, status, { credit, links, owner: config.providerName }), code }
  // The page asked by this name, and finds its card by it.
  return { ...buildLiveCard(told, credit, links, config.baseUrl), code }
}

/** The order that every language's plain string comparison agrees on; locales do not. */
function byCodeUnit(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
