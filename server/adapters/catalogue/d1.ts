import { ConflictError, UnavailableError } from '../../core/errors.ts'
import { decodeShortcode } from '../../core/identity/shortcode.ts'
import type { Catalogue, Edit } from '../../ports/catalogue.ts'
import type { TokenStore } from '../../ports/tokens.ts'
import { type Asking, first } from './asking.ts'
import type { D1Database } from './d1/binding.ts'
import { d1Queries as queries } from './d1/queries.ts'
import { type D1Session, d1Session } from './d1/session.ts'
import { editStatements } from './d1/write.ts'
import { editConflict, workConflict } from './edit-conflict.ts'
import { listsIn } from './lists.ts'
import { logIn } from './log-reader.ts'
import { createPageWalker } from './page-walk.ts'
import { rowToMedia, sourceToRow } from './row.ts'
import { selectMediaByIds, selectOverlooked, upsertSource } from './sql.ts'
import { tokensIn } from './tokens.ts'

/** Of a sitemap. A request may make few statements, and each may read much. */
const PAGES_AT_ONCE = 200
/** Entries of the log that one statement looks at. */
const BLOCK = 100_000

/**
 * A catalogue and the owner's tokens in D1. Nothing is asked of the database before the first call.
 *
 * D1 takes 1,000 statements in a request (50 on the free plan); edits of any number of media take a few for each megabyte of what is said of them.
 */
export function d1Catalogue(database: D1Database): Catalogue & TokenStore {
  const session = d1Session(database)
  const asking: Asking = {
    queries,
    all: (query, parse) => answer(async () => (await session.all(query.compile())).map(parse)),
    write: (query) => answer(() => session.run(query.compile())),
  }
  return {
    ...listsIn(asking),
    ...logIn(asking, { block: BLOCK }),
    listPageStarts: createPageWalker(asking, PAGES_AT_ONCE),
    ...tokensIn(asking),
    ...lookUpsIn(asking),
    saveSource: async (source) => void (await asking.write(upsertSource(queries, sourceToRow(source)))),
    edit: (edits) => answer(() => commitEdits(session, asking, edits)),
    check: () => answer(async () => void (await session.version())),
    // The binding is the runtime's, and outlives every request.
    close: async () => {},
  }
}

/** Nothing is known from one request to the next: another isolate may have written. */
function lookUpsIn(asking: Asking): Pick<Catalogue, 'findByShortcode' | 'findByShortcodes'> {
  return {
    findByShortcode: (shortcode) => first(asking, selectMediaByIds(queries, [decodeShortcode(shortcode)]), rowToMedia),
    findByShortcodes: async (shortcodes) =>
      shortcodes.length === 0 ? [] : await asking.all(selectMediaByIds(queries, shortcodes.map(decodeShortcode)), rowToMedia),
  }
}

async function commitEdits(session: D1Session, asking: Asking, edits: readonly Edit[]): Promise<void> {
  const writes = editStatements(edits)
  try {
    await session.transact(writes)
  } catch (error) {
    // The batch was refused as a whole; which media was in the way shows when they are looked at.
    throw (await findConflict(asking, edits)) ?? error
  }
}

async function findConflict(asking: Asking, edits: readonly Edit[]): Promise<ConflictError | undefined> {
  const ids = edits.map(({ media }) => media.id)
  const stored = await asking.all(selectMediaByIds(queries, ids), rowToMedia)
  const versions = new Map(stored.map(({ id, version }) => [id, version]))
  const stale = edits.find(({ media }) => (versions.get(media.id) ?? 0) !== media.version - 1)
  return stale ? editConflict(stale.media) : await findOverlooked(asking, edits)
}

async function findOverlooked({ all }: Asking, edits: readonly Edit[]): Promise<ConflictError | undefined> {
  for (const edit of edits) {
    const overlooked = selectOverlooked(queries, edit)
    if (overlooked && (await all(overlooked, (row) => row)).length > 0) return workConflict(edit.media)
  }
  return undefined
}

/** Programming errors and conflicts pass; whatever D1 or a damaged row says becomes an `UnavailableError`. */
async function answer<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof RangeError || cause instanceof ConflictError || cause instanceof UnavailableError) throw cause
    const said = cause instanceof Error ? cause.message : String(cause)
    const remedy = 'Check the database behind the binding DB in wrangler.jsonc, and its limits.'
    throw new UnavailableError(`Expected the catalogue in D1 to answer but received "${said}". ${remedy}`, { cause })
  }
}
