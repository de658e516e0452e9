import { type Compilable, DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import { decodeShortcode } from '../../core/identity/shortcode.ts'
import type { MediaId, Shortcode } from '../../core/media.ts'
import type { Catalogue } from '../../ports/catalogue.ts'
import { mediaToRow, rowToMedia, rowToSource, sourceToRow } from './row.ts'
import { selectMediaByIds, selectMediaByOriginal, selectMediaPage, selectSource, type Tables, upsertMedia, upsertSource } from './sql.ts'
import { catalogueUnavailable } from './sqlite-errors.ts'
import { openSqliteSession } from './sqlite-session.ts'

export interface SqliteOptions {
  /** How long a statement waits for another process, such as an import, to let go; the event loop waits too. */
  readonly busyTimeoutMs?: number
}

/**
 * A catalogue in one SQLite file: write-ahead log, synced at every commit, one connection.
 *
 * @param path  A file on a local disk, made if it is not there, or `:memory:` for one that ends with the process.
 * @throws      {UnavailableError} naming the path and the remedy.
 */
export async function openSqliteCatalogue(path: string, { busyTimeoutMs = 5000 }: SqliteOptions = {}): Promise<Catalogue> {
  const session = await openSqliteSession(path, busyTimeoutMs).catch((cause: unknown) => {
    throw catalogueUnavailable(path, cause)
  })
  const byId = session.prepare('SELECT id, revision, visibility, standing, published_at, original_key, document FROM media WHERE id = ?')
  const all = (query: Compilable) => session.all(query.compile())
  const run = (query: Compilable) => session.run(query.compile())
  let isOpen = true

  /** Programming errors pass; whatever SQLite or a damaged row says becomes an `UnavailableError`. */
  async function answer<T>(work: () => T): Promise<T> {
    try {
      return work()
    } catch (cause) {
      throw cause instanceof RangeError ? cause : catalogueUnavailable(path, cause)
    }
  }

  return {
    findByShortcode: (shortcode) => answer(() => optional(byId.get(decodeShortcode(shortcode)), rowToMedia)),
    findByShortcodes: (shortcodes) =>
      answer(() => (shortcodes.length === 0 ? [] : all(selectMediaByIds(queries, idsOf(shortcodes))).map(rowToMedia))),
    listByOriginal: (key) => answer(() => all(selectMediaByOriginal(queries, key)).map(rowToMedia)),
    list: (query) => answer(() => all(selectMediaPage(queries, query)).map(rowToMedia)),
    findSource: (sourcePath) => answer(() => optional(all(selectSource(queries, sourcePath))[0], rowToSource)),
    save: (media, source) =>
      answer(() =>
        session.transact(() => {
          run(upsertMedia(queries, mediaToRow(media)))
          if (source) run(upsertSource(queries, sourceToRow(source)))
        }),
      ),
    saveSource: (source) => answer(() => run(upsertSource(queries, sourceToRow(source)))),
    // Taking the write lock proves that the file is there, whole at its head, writable and not held by another process.
    check: () => answer(() => session.transact(() => void session.prepare('SELECT count(*) FROM sqlite_schema').get())),
    async close() {
      if (!isOpen) return
      isOpen = false
      await answer(session.close)
    },
  }
}

/**
 * kysely writes the SQL and we run it: through its own driver each statement is awaited, so look-ups on the same connection would run inside a
 * transaction that another request has begun, and see what may never be committed.
 */
const queries = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

function idsOf(shortcodes: readonly Shortcode[]): readonly MediaId[] {
  return shortcodes.map(decodeShortcode)
}

function optional<T>(row: unknown, parse: (row: unknown) => T): T | undefined {
  return row === undefined ? undefined : parse(row)
}
