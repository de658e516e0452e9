import type { Compilable } from 'kysely'
import { ConflictError, UnavailableError } from '../../core/errors.ts'
import { decodeShortcode } from '../../core/identity/shortcode.ts'
import type { Catalogue, Edit } from '../../ports/catalogue.ts'
import type { TokenStore } from '../../ports/tokens.ts'
import type { D1Database } from './d1-binding.ts'
import { d1Queries as queries } from './d1-queries.ts'
import { d1Session } from './d1-session.ts'
import { editStatements } from './d1-write.ts'
import { editConflict, workConflict } from './edit-conflict.ts'
import { rowToChange, rowToToken, tokenToRow } from './log-row.ts'
import { rowToId, rowToMedia, rowToMoment, rowToSource, sourceToRow } from './row.ts'
import * as sql from './sql.ts'

/**
 * A catalogue and the owner's tokens in D1. Nothing is asked of the database before the first call.
 *
 * D1 takes 1,000 statements in a request (50 on the free plan); edits of any number of media take a few for each megabyte of what is said of them.
 */
export function d1Catalogue(database: D1Database): Catalogue & TokenStore {
  const session = d1Session(database)
  const all = async (query: Compilable) => await session.all(query.compile())
  const run = async (query: Compilable) => await session.run(query.compile())

  async function edit(edits: readonly Edit[]): Promise<void> {
    const writes = editStatements(edits)
    try {
      await session.transact(writes)
    } catch (error) {
      // The batch was refused as a whole; which media was in the way shows when they are looked at.
      throw (await findConflict(edits)) ?? error
    }
  }

  async function findConflict(edits: readonly Edit[]): Promise<ConflictError | undefined> {
    const rows = await all(
      sql.selectMediaByIds(
        queries,
        edits.map(({ media }) => media.id),
      ),
    )
    const versions = new Map(rows.map(rowToMedia).map(({ id, version }) => [id, version]))
    const stale = edits.find(({ media }) => (versions.get(media.id) ?? 0) !== media.version - 1)
    return stale ? editConflict(stale.media) : await findOverlooked(edits)
  }

  async function findOverlooked(edits: readonly Edit[]): Promise<ConflictError | undefined> {
    for (const edit of edits) {
      const overlooked = sql.selectOverlooked(queries, edit)
      if (overlooked && (await all(overlooked)).length > 0) return workConflict(edit.media)
    }
    return undefined
  }

  return {
    findByShortcode: (shortcode) =>
      answer(async () => (await all(sql.selectMediaByIds(queries, [decodeShortcode(shortcode)]))).map(rowToMedia)[0]),
    findByShortcodes: (shortcodes) =>
      answer(async () =>
        shortcodes.length === 0 ? [] : (await all(sql.selectMediaByIds(queries, shortcodes.map(decodeShortcode)))).map(rowToMedia),
      ),
    listByOriginal: (key) => answer(async () => (await all(sql.selectMediaByOriginal(queries, key))).map(rowToMedia)),
    list: (query) => answer(async () => (await all(sql.selectMediaPage(queries, query))).map(rowToMedia)),
    listPageStarts: (query) => answer(async () => (await all(sql.selectPageStarts(queries, query))).map(rowToId)),
    listScheduled: (query) => answer(async () => (await all(sql.selectScheduledMoments(queries, query))).map(rowToMoment)),
    listChanges: (query) =>
      answer(async () => (query.mediaIds?.length === 0 ? [] : (await all(sql.selectChanges(queries, query))).map(rowToChange))),
    findSource: (path) => answer(async () => (await all(sql.selectSource(queries, path))).map(rowToSource)[0]),
    edit: (edits) => answer(() => edit(edits)),
    saveSource: (source) => answer(async () => void (await run(sql.upsertSource(queries, sourceToRow(source))))),
    findToken: (hash) => answer(async () => (await all(sql.selectTokens(queries, hash))).map(rowToToken)[0]),
    listTokens: () => answer(async () => (await all(sql.selectTokens(queries))).map(rowToToken)),
    saveToken: (token) =>
      answer(async () => {
        if ((await run(sql.insertToken(queries, tokenToRow(token)))) !== 1)
          throw new ConflictError(`Expected a new name but ${token.name} is taken`)
      }),
    deleteToken: (name) => answer(async () => (await run(sql.deleteToken(queries, name))) === 1),
    check: () => answer(async () => void (await session.version())),
    // The binding is the runtime's, and outlives every request.
    close: async () => {},
  }
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
