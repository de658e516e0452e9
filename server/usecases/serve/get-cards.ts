import { buildLiveCard } from '../../core/card/card-data.ts'
import { buildNotice, buildRestrictedNotice, buildTombstone } from '../../core/card/notice.ts'
import { isRestricted, mayEmbed } from '../../core/embedding/policy.ts'
import { isAnnounced } from '../../core/identity/public-name.ts'
import { decodeShortcode, parseShortcode } from '../../core/identity/shortcode.ts'
import type { Media, Shortcode } from '../../core/media.ts'
import { statusAt } from '../../core/status.ts'
import { byCodeUnit } from '../../core/text/by-code-unit.ts'
import { type Reader, readerFor } from '../../core/words/reader.ts'
import { widgetWords } from '../../core/words/words.ts'
import type { Deps } from '../../ports/deps.ts'
import type { CardData } from '../../wire/card.ts'
import type { Lang, WidgetWords } from '../../wire/words.ts'
import { asNamed, present, type ShownMedia } from './get-media.ts'
import { grantAddresses } from './grant-addresses.ts'

/** Cards, and the words around them in the same language. */
export interface CardsInWords {
  readonly words: WidgetWords
  readonly cards: readonly CardData[]
  /** Whether another page could have got other cards. */
  readonly varies: boolean
}

type CardDeps = Pick<Deps, 'catalogue' | 'clock' | 'config' | 'signer'>

/**
 * What to draw for each shortcode, in ascending order of the code and each once, from one look into the catalogue.
 *
 * @param codes      At most 50; a text that is no shortcode is answered like one that nobody has.
 * @param by.lang    The language, if the reader asked for one.
 * @param by.origin  Whose page asks: with `null` or none it gets the pictures that everyone may show.
 */
export async function getCards(
  deps: CardDeps,
  codes: readonly string[],
  { lang, origin }: { readonly lang?: Lang; readonly origin?: string } = {},
): Promise<CardsInWords> {
  const { catalogue, clock, config } = deps
  const reader = readerFor(lang, config.lang)
  const sorted = [...new Set(codes)].sort(byCodeUnit)
  const shortcodes = sorted.map(parseShortcode).filter((code): code is Shortcode => code !== undefined)
  const found = shortcodes.length === 0 ? [] : await catalogue.findByShortcodes(shortcodes)
  const mediaById = new Map(found.map((media) => [media.id, media]))
  const now = clock.now()
  const mediaOf = (code: string) => {
    const shortcode = parseShortcode(code)
    return shortcode && asNamed(mediaById.get(decodeShortcode(shortcode)), shortcode, now)
  }
  const places = sorted.map((code) => placeOf(code, mediaOf(code), { now, config, reader }))
  const cards = await Promise.all(places.map((place) => (place.shown === undefined ? place.notice : drawCard(deps, place, origin))))
  return { words: widgetWords(reader.words), cards, varies: places.some(({ shown }) => shown !== undefined && isRestricted(shown.media)) }
}

interface CardContext {
  readonly now: number
  readonly config: Deps['config']
  readonly reader: Reader
}

/** A media that may be shown, or what is said in its place, whoever asks. */
type Place =
  | { readonly code: string; readonly shown: ShownMedia }
  | { readonly code: string; readonly shown?: undefined; readonly notice: CardData }

function placeOf(code: string, media: Media | undefined, { now, config, reader }: CardContext): Place {
  const { notices } = reader.words
  if (media === undefined) return { code, notice: buildNotice(code, 'unknown', notices) }
  if (media.visibility === 'private') return { code, notice: buildNotice(code, 'private', notices) }
  const status = statusAt(media, now)
  if (status !== 'live' && !isAnnounced(media, now)) return { code, notice: buildNotice(code, status, notices) }
  const shown = present(media, config, reader.asked)
  if (status === 'live') return { code, shown }
  return { code, notice: { ...buildTombstone(shown.media, status, { ...shown, owner: config.providerName }), code } }
}

/** The card for a page that may embed the media; for any other its credit, and where to ask. */
async function drawCard(
  deps: CardDeps,
  { code, shown }: { code: string; shown: ShownMedia },
  origin: string | undefined,
): Promise<CardData> {
  const { media, credit } = shown
  const { baseUrl } = deps.config
  if (!mayEmbed(media.embedding, origin, baseUrl)) return { ...buildRestrictedNotice(media, shown), code }
  const links = isRestricted(media) && origin !== undefined ? await grantAddresses(deps, media, origin) : shown.links
  // The page asked by this name, and finds its card by it.
  return { ...buildLiveCard(media, credit, links, baseUrl), code }
}
