import type { Compilable } from 'kysely'
import { ConflictError } from '../../core/errors.ts'
import { decodeShortcode } from '../../core/identity/shortcode.ts'
import type { ChangeQuery } from '../../ports/catalogue.ts'
import type { TokenStore } from '../../ports/tokens.ts'
import { rowToChange } from './log-row.ts'
import { rowToMedia, rowToMoment, rowToSource, sourceToRow } from './row.ts'
import * as sql from './sql.ts'
import { catalogueUnavailable } from './sqlite-errors.ts'
import { upsertSource } from './sqlite-inserts.ts'
import { createLogReader, type SinceQuery } from './sqlite-log.ts'
import { createLookUps } from './sqlite-look-ups.ts'
import { createPageWalker } from './sqlite-page-walk.ts'
import { sqliteQueries as queries } from './sqlite-queries.ts'
import { openSqliteSession, type SqliteSession } from './sqlite-session.ts'
import { type Answer, sqliteTokens } from './sqlite-tokens.ts'
import { writeEdit } from './sqlite-write.ts'
import type { MarkedCatalogue } from './watched.ts'

export interface SqliteOptions {
  /** How long a statement waits for another process, such as an import, to let go; the event loop waits too. */
  readonly busyTimeoutMs?: number
}

/**
 * A catalogue and the owner's tokens in one SQLite file: write-ahead log, synced at every commit, one connection.
 *
 * @param path  A file on a local disk, made if it is not there, or `:memory:` for one that ends with the process.
 * @throws      {UnavailableError} naming the path and the remedy.
 */
export async function openSqliteCatalogue(
  path: string,
  { busyTimeoutMs = 5000 }: SqliteOptions = {},
): Promise<MarkedCatalogue & TokenStore> {
  const session = await openSqliteSession(path, busyTimeoutMs).catch((cause: unknown) => {
    throw catalogueUnavailable(path, cause)
  })

  /** Programming errors and conflicts pass; whatever SQLite or a damaged row says becomes an `UnavailableError`. */
  async function answer<T>(work: () => T): Promise<T> {
    try {
      return work()
    } catch (cause) {
      throw cause instanceof RangeError || cause instanceof ConflictError ? cause : catalogueUnavailable(path, cause)
    }
  }

  let isOpen = true
  return {
    ...mediaIn(session, answer),
    ...logIn(session, path, answer),
    ...sqliteTokens(session, answer),
    // Taking the write lock proves that the file is there, whole at its head, writable and not held by another process.
    check: () => answer(() => session.transact(() => void session.prepare('SELECT count(*) FROM sqlite_schema').get())),
    async close() {
      if (!isOpen) return
      isOpen = false
      await answer(session.close)
    },
  }
}

function mediaIn(session: SqliteSession, answer: Answer): Omit<MarkedCatalogue, 'listChanges' | 'check' | 'close'> {
  const lookUps = createLookUps(session)
  const all = (query: Compilable) => session.all(query.compile())
  return {
    findByShortcode: (shortcode) => answer(() => lookUps.find(decodeShortcode(shortcode))),
    findByShortcodes: (shortcodes) => answer(() => lookUps.findAll(shortcodes.map(decodeShortcode))),
    listByOriginal: (key) => answer(() => all(sql.selectMediaByOriginal(queries, key)).map(rowToMedia)),
    list: (query) => answer(() => all(sql.selectMediaPage(queries, query)).map(rowToMedia)),
    listPageStarts: createPageWalker(session, answer),
    listScheduled: (query) => answer(() => all(sql.selectScheduledMoments(queries, query)).map(rowToMoment)),
    findSource: (path) => answer(() => all(sql.selectSource(queries, path)).map(rowToSource)[0]),
    saveSource: (source) => answer(() => void session.run(upsertSource(sourceToRow(source)))),
    edit: (edits) =>
      answer(() => {
        lookUps.forget()
        session.transact(() => {
          for (const edit of edits) writeEdit(session, edit)
        })
      }),
    mark: () => answer(lookUps.mark),
  }
}

function logIn(session: SqliteSession, path: string, answer: Answer): Pick<MarkedCatalogue, 'listChanges'> {
  const readSince = createLogReader(session)
  return {
    async listChanges(query) {
      if (query.mediaIds?.length === 0) return []
      if (!isOfTimeOnly(query)) return await answer(() => session.all(sql.selectChanges(queries, query).compile()).map(rowToChange))
      const rows = await readSince(query).catch((cause: unknown) => {
        throw catalogueUnavailable(path, cause)
      })
      return await answer(() => rows.map(rowToChange))
    },
  }
}

/** Whether nothing but a moment says which part of the log is wanted. */
function isOfTimeOnly(query: ChangeQuery): query is ChangeQuery & SinceQuery {
  const { since, mediaId, mediaIds, batch, newestFirst = false } = query
  return since !== undefined && mediaId === undefined && mediaIds === undefined && batch === undefined && !newestFirst
}
