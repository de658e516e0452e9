import { buildLiveCard, buildNotice } from '../core/card-data.ts'
import type { Media, Shortcode } from '../core/media.ts'
import { parseShortcode } from '../core/shortcode.ts'
import { statusAt } from '../core/status.ts'
import type { Deps } from '../ports/deps.ts'
import type { CardData } from '../wire/card.ts'
import { present } from './get-media.ts'

/**
 * What to draw for each shortcode, in ascending order of the code and each once, from one look into the catalogue.
 *
 * @param codes  At most 50; a text that is no shortcode is answered like one that nobody has.
 */
export async function getCards(
  { catalogue, clock, config }: Pick<Deps, 'catalogue' | 'clock' | 'config'>,
  codes: readonly string[],
): Promise<readonly CardData[]> {
  const sorted = [...new Set(codes)].sort(byCodeUnit)
  const shortcodes = sorted.map(parseShortcode).filter((code): code is Shortcode => code !== undefined)
  const found = shortcodes.length === 0 ? [] : await catalogue.findByShortcodes(shortcodes)
  const mediaByCode = new Map<string, Media>(found.map((media) => [media.shortcode, media]))
  const now = clock.now()
  return sorted.map((code) => cardOf(code, mediaByCode.get(code), { now, baseUrl: config.baseUrl }))
}

function cardOf(code: string, media: Media | undefined, { now, baseUrl }: { now: number; baseUrl: string }): CardData {
  if (media === undefined) return buildNotice(code, 'unknown')
  if (media.visibility === 'private') return buildNotice(code, 'private')
  const status = statusAt(media, now)
  if (status !== 'live') return buildNotice(code, status)
  const { credit, links } = present(media, baseUrl)
  return buildLiveCard(media, credit, links, baseUrl)
}

/** The order that every language's plain string comparison agrees on; locales do not. */
function byCodeUnit(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
