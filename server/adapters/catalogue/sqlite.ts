import { setImmediate } from 'node:timers/promises'
import { ConflictError } from '../../core/errors.ts'
import { decodeShortcode } from '../../core/identity/shortcode.ts'
import type { TokenStore } from '../../ports/tokens.ts'
import type { Asking } from './asking.ts'
import { listsIn } from './lists.ts'
import { logIn } from './log-reader.ts'
import { createPageWalker, shareWalks } from './page-walk.ts'
import { sourceToRow } from './row.ts'
import { catalogueUnavailable } from './sqlite/errors.ts'
import { upsertSource } from './sqlite/inserts.ts'
import { createLookUps } from './sqlite/look-ups.ts'
import { sqliteQueries as queries } from './sqlite/queries.ts'
import { openSqliteSession, type SqliteSession } from './sqlite/session.ts'
import { writeEdit } from './sqlite/write.ts'
import { tokensIn } from './tokens.ts'
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

  const asking: Asking = {
    queries,
    all: (query, parse) => answer(() => session.all(query.compile()).map(parse)),
    write: (query) => answer(() => session.write((run) => run(query.compile()))),
  }
  let isOpen = true
  return {
    ...listsIn(asking),
    ...longReadsIn(asking),
    ...tokensIn(asking),
    ...mediaIn(session, answer),
    check: () => answer(session.check),
    async close() {
      if (!isOpen) return
      isOpen = false
      await answer(session.close)
    },
  }
}

/** Answers what the work returns, or its failure as one of the catalogue's. */
type Answer = <T>(work: () => T) => Promise<T>

function mediaIn(
  session: SqliteSession,
  answer: Answer,
): Pick<MarkedCatalogue, 'findByShortcode' | 'findByShortcodes' | 'saveSource' | 'edit' | 'mark'> {
  const lookUps = createLookUps(session)
  return {
    findByShortcode: (shortcode) => answer(() => lookUps.find(decodeShortcode(shortcode))),
    findByShortcodes: (shortcodes) => answer(() => lookUps.findAll(shortcodes.map(decodeShortcode))),
    saveSource: (source) => answer(() => void session.write((run) => run(upsertSource(sourceToRow(source))))),
    edit: (edits) =>
      answer(() =>
        session.write((run) => {
          for (const edit of edits) writeEdit(session, run, edit)
        }),
      ),
    mark: () => answer(lookUps.mark),
  }
}

/** What takes many statements, since each holds up everyone: others have their turn after each. */
function longReadsIn({ queries, all }: Asking): Pick<MarkedCatalogue, 'listPageStarts' | 'listChanges'> {
  const inTurns: Pick<Asking, 'queries' | 'all'> = {
    queries,
    async all(query, parse) {
      const found = await all(query, parse)
      await setImmediate()
      return found
    },
  }
  return { listPageStarts: shareWalks(createPageWalker(inTurns, 1)), ...logIn(inTurns) }
}
