import type { MediaId, Shortcode } from '../../core/media.ts'
import type { Deps } from '../../ports/deps.ts'
import type { Lang } from '../../wire/words.ts'
import { present, type ShownMedia } from './get-media.ts'

export interface MediaList {
  /** Newest first. */
  readonly shown: readonly ShownMedia[]
  /** The last media of this page, from where the next one goes on; absent on the last page. */
  readonly nextBefore?: Shortcode
}

/**
 * One page of the public media that may be shown now. All of them are announced, so that neither a page nor its end names one that is not.
 *
 * @param query.limit  1 to 199.
 */
export async function listMedia(
  { catalogue, clock, config }: Pick<Deps, 'catalogue' | 'clock' | 'config'>,
  { before, limit, lang }: { readonly before?: MediaId; readonly limit: number; readonly lang?: Lang },
): Promise<MediaList> {
  // One more than is shown tells whether there is a next page, without counting.
  const query = { visibility: 'public', liveAt: clock.now(), limit: limit + 1 } as const
  const found = await catalogue.list({ ...query, ...(before !== undefined && { before }) })
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const shown = page.map((media) => present(media, config, lang))
  return { shown, ...(found.length > limit && last && { nextBefore: last.shortcode }) }
}
