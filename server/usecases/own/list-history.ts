import type { Change } from '../../core/change.ts'
import type { ChangeQuery } from '../../ports/catalogue.ts'
import type { Deps } from '../../ports/deps.ts'

/** Entries of the log that are read at once. */
const PER_PAGE = 1000

/** Every entry of the log that the query wants, page by page, in its order. */
export async function* listHistory(
  { catalogue }: Pick<Deps, 'catalogue'>,
  query: Omit<ChangeQuery, 'after' | 'limit'>,
): AsyncGenerator<Change, void, undefined> {
  let after: number | undefined
  for (;;) {
    const page = await catalogue.listChanges({ ...query, limit: PER_PAGE, ...(after !== undefined && { after }) })
    yield* page
    after = page.at(-1)?.sequence
    if (page.length < PER_PAGE) return
  }
}
