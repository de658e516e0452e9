import type { Media } from '../../core/media.ts'
import { type Condition, isWhere } from '../../core/owner/where.ts'
import type { Deps } from '../../ports/deps.ts'

/** What the catalogue answers at once at most (`ListQuery.limit`). */
const PER_PAGE = 200

/** Every media of the owner's for which all conditions hold now, newest first; one page is in memory at a time. */
export async function* selectMedia(
  { catalogue, clock }: Pick<Deps, 'catalogue' | 'clock'>,
  conditions: readonly Condition[],
): AsyncGenerator<Media, void, undefined> {
  const now = clock.now()
  let last: Media | undefined
  for (;;) {
    const page = await catalogue.list({ limit: PER_PAGE, ...(last && { before: last.id }) })
    yield* page.filter((media) => isWhere(media, conditions, now))
    last = page.at(-1)
    if (page.length < PER_PAGE) return
  }
}
