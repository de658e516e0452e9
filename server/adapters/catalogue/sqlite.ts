import { setImmediate } from 'node:timers/promises'
import type { Compilable } from 'kysely'
import type { Change } from '../../core/change.ts'
import { ConflictError } from '../../core/errors.ts'
import { decodeShortcode } from '../../core/identity/shortcode.ts'
import type { MediaId } from '../../core/media.ts'
import type { ChangeQuery, Edit, PageStartsQuery } from '../../ports/catalogue.ts'
import type { TokenStore } from '../../ports/tokens.ts'
import { editConflict, workConflict } from './edit-conflict.ts'
import { changeToRow, rowToChange, rowToToken, tokenToRow } from './log-row.ts'
import { mediaToRow, rowToId, rowToMedia, rowToMoment, rowToSource, sourceToRow } from './row.ts'
import * as sql from './sql.ts'
import { catalogueUnavailable } from './sqlite-errors.ts'
import { insertChange, insertMedia, upsertSource } from './sqlite-inserts.ts'
import { createLogReader, type SinceQuery } from './sqlite-log.ts'
import { createLookUps } from './sqlite-look-ups.ts'
import { sqliteQueries as queries } from './sqlite-queries.ts'
import { openSqliteSession } from './sqlite-session.ts'
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
  const readSince = createLogReader(session)
  const lookUps = createLookUps(session)
  const all = (query: Compilable) => session.all(query.compile())
  const run = (query: Compilable) => session.run(query.compile())
  let isOpen = true

  /** Programming errors and conflicts pass; whatever SQLite or a damaged row says becomes an `UnavailableError`. */
  async function answer<T>(work: () => T): Promise<T> {
    try {
      return work()
    } catch (cause) {
      throw cause instanceof RangeError || cause instanceof ConflictError ? cause : catalogueUnavailable(path, cause)
    }
  }

  /** Page by page, and others are answered in between: in one statement a million media hold everyone up for 0.6 s. */
  async function walkPages(query: PageStartsQuery): Promise<readonly MediaId[]> {
    const starts: MediaId[] = []
    for (;;) {
      const [start] = await answer(() => all(sql.selectPageStart(queries, query, starts.at(-1))).map(rowToId))
      if (start === undefined) return starts
      starts.push(start)
      await setImmediate()
    }
  }

  const walks = new Map<string, Promise<readonly MediaId[]>>()

  /** Who asks for the same moment while it is walked over shares the walk: among ten million each takes seconds. */
  function listPageStarts(query: PageStartsQuery): Promise<readonly MediaId[]> {
    const { visibility, liveAt, size } = query
    const key = `${visibility} ${Math.floor(liveAt / SHARED_MS)} ${size}`
    const known = walks.get(key)
    if (known) return known
    const walk = walkPages(query).finally(() => walks.delete(key))
    walks.set(key, walk)
    return walk
  }

  async function listChanges(query: ChangeQuery): Promise<readonly Change[]> {
    if (query.mediaIds?.length === 0) return []
    if (!isOfTimeOnly(query)) return await answer(() => all(sql.selectChanges(queries, query)).map(rowToChange))
    const rows = await readSince(query).catch((cause: unknown) => {
      throw catalogueUnavailable(path, cause)
    })
    return await answer(() => rows.map(rowToChange))
  }

  function write(edit: Edit): void {
    const { media, change, source } = edit
    const overlooked = sql.selectOverlooked(queries, edit)
    if (overlooked && all(overlooked).length > 0) throw workConflict(media)
    const row = mediaToRow(media)
    const written = media.version === 1 ? session.run(insertMedia(row)) : run(sql.updateMedia(queries, row))
    if (written !== 1) throw editConflict(media)
    session.run(insertChange(changeToRow(change)))
    if (source) session.run(upsertSource(sourceToRow(source)))
  }

  function commit(edits: readonly Edit[]): void {
    lookUps.forget()
    session.transact(() => edits.forEach(write))
  }

  return {
    findByShortcode: (shortcode) => answer(() => lookUps.find(decodeShortcode(shortcode))),
    findByShortcodes: (shortcodes) => answer(() => lookUps.findAll(shortcodes.map(decodeShortcode))),
    listByOriginal: (key) => answer(() => all(sql.selectMediaByOriginal(queries, key)).map(rowToMedia)),
    list: (query) => answer(() => all(sql.selectMediaPage(queries, query)).map(rowToMedia)),
    listPageStarts,
    listScheduled: (query) => answer(() => all(sql.selectScheduledMoments(queries, query)).map(rowToMoment)),
    listChanges,
    findSource: (sourcePath) => answer(() => optional(all(sql.selectSource(queries, sourcePath))[0], rowToSource)),
    edit: (edits) => answer(() => commit(edits)),
    saveSource: (source) => answer(() => void session.run(upsertSource(sourceToRow(source)))),
    findToken: (hash) => answer(() => optional(all(sql.selectTokens(queries, hash))[0], rowToToken)),
    listTokens: () => answer(() => all(sql.selectTokens(queries)).map(rowToToken)),
    saveToken: (token) =>
      answer(() => {
        if (run(sql.insertToken(queries, tokenToRow(token))) !== 1)
          throw new ConflictError(`Expected a new name but ${token.name} is taken`)
      }),
    deleteToken: (name) => answer(() => run(sql.deleteToken(queries, name)) === 1),
    mark: () => answer(lookUps.mark),
    // Taking the write lock proves that the file is there, whole at its head, writable and not held by another process.
    check: () => answer(() => session.transact(() => void session.prepare('SELECT count(*) FROM sqlite_schema').get())),
    async close() {
      if (!isOpen) return
      isOpen = false
      await answer(session.close)
    },
  }
}

/** A sitemap may be so much older than its reader. */
const SHARED_MS = 10_000

/** Whether nothing but a moment says which part of the log is wanted. */
function isOfTimeOnly(query: ChangeQuery): query is ChangeQuery & SinceQuery {
  const { since, mediaId, mediaIds, batch, newestFirst = false } = query
  return since !== undefined && mediaId === undefined && mediaIds === undefined && batch === undefined && !newestFirst
}

function optional<T>(row: unknown, parse: (row: unknown) => T): T | undefined {
  return row === undefined ? undefined : parse(row)
}
