import type { Media } from '../core/media.ts'
import type { ListQuery } from '../ports/catalogue.ts'
import type { Deps } from '../ports/deps.ts'

/**
 * Every media that the query wants, in the order of `Catalogue.list`; one page is in memory at a time, and none is empty.
 *
 * @param query.limit  Media of a page. Default: 200, as many as the catalogue answers at once.
 */
export async function* walkMedia(
  { catalogue }: Pick<Deps, 'catalogue'>,
  { limit = 200, ...query }: Partial<ListQuery> = {},
): AsyncGenerator<readonly Media[], void, undefined> {
  let place: Pick<ListQuery, 'before' | 'after'> = {}
  for (;;) {
    const page = await catalogue.list({ ...query, ...place, limit })
    const last = page.at(-1)
    if (last === undefined) return
    yield page
    // Oldest first, what comes meanwhile comes last: only an empty page is the end.
    if (query.after === undefined && page.length < limit) return
    place = query.after === undefined ? { before: last.id } : { after: last.id }
  }
}
