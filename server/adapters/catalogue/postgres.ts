import { type Compilable, CompiledQuery } from 'kysely'
import { ConflictError, UnavailableError } from '../../core/errors.ts'
import { decodeShortcode } from '../../core/identity/shortcode.ts'
import { asInteger, asRecord } from '../../core/stored/fields.ts'
import type { TokenStore } from '../../ports/tokens.ts'
import { knownRows } from './known-rows.ts'
import { rowToChange, rowToToken, tokenToRow } from './log-row.ts'
import { postgresUnavailable } from './postgres-errors.ts'
import { isAmong, postgresQueries as queries, SAYS_MINING } from './postgres-queries.ts'
import { requireSchema } from './postgres-schema.ts'
import { type PostgresOptions, postgresSession } from './postgres-session.ts'
import { type LeaseOptions, leaseShard, readOrMakeSecret, type ShardLease } from './postgres-shared.ts'
import { commitEdits, upsertSources } from './postgres-write.ts'
import { rowToId, rowToMedia, rowToMoment, rowToSource } from './row.ts'
import * as statements from './sql.ts'
import type { MarkedCatalogue } from './watched.ts'

/** What several processes share: the collection, and what they must agree on. */
export interface PostgresCatalogue extends MarkedCatalogue, TokenStore {
  /** User, host and database; never the password. */
  readonly place: string
  leaseShard(options: LeaseOptions): Promise<ShardLease>
  /** 32 random bytes, the same for all processes. */
  signingKey(): Promise<Uint8Array<ArrayBuffer>>
}

/**
 * A catalogue and the owner's tokens in the schema "placard" of a PostgreSQL database, which is made if it is not there.
 *
 * @throws {UnavailableError} naming user, host and database, the setting, and the remedy.
 */
export async function openPostgresCatalogue(options: PostgresOptions): Promise<PostgresCatalogue> {
  const session = postgresSession(options)
  const { place } = session
  const { toMedia } = knownRows()
  let isOpen = true

  /** Programming errors and conflicts pass; whatever PostgreSQL or a damaged row says becomes an `UnavailableError`. */
  async function answer<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (cause) {
      throw cause instanceof RangeError || cause instanceof ConflictError ? cause : postgresUnavailable(place, cause)
    }
  }

  const all = <T>(query: Compilable, parse: (row: unknown) => T) =>
    answer(async () => (await session.read(query.compile())).rows.map(parse))
  const first = async <T>(query: Compilable, parse: (row: unknown) => T) => (await all(query, parse))[0]
  const run = (query: Compilable) => answer(async () => (await session.write(query.compile())).count)

  await answer(() => requireSchema(session, options)).catch(async (error: unknown) => {
    await session.close()
    throw error
  })
  return {
    place,
    findByShortcode: (shortcode) => first(statements.selectMediaByIds(queries, [decodeShortcode(shortcode)]), toMedia),
    findByShortcodes: async (shortcodes) =>
      shortcodes.length === 0 ? [] : await all(statements.selectMediaByIds(queries, shortcodes.map(decodeShortcode)), toMedia),
    listByOriginal: (key) => all(statements.selectMediaByOriginal(queries, key), rowToMedia),
    list: (query) => all(statements.selectMediaPage(queries, query, SAYS_MINING), rowToMedia),
    listPageStarts: (query) => all(statements.selectPageStarts(queries, query), rowToId),
    listScheduled: (query) => all(statements.selectScheduledMoments(queries, query), rowToMoment),
    listChanges: async (query) =>
      query.mediaIds?.length === 0 ? [] : await all(statements.selectChanges(queries, query, isAmong), rowToChange),
    findSource: (path) => first(statements.selectSource(queries, path), rowToSource),
    edit: async (edits) => {
      if (edits.length > 0) await answer(() => commitEdits(queries, session, edits))
    },
    saveSource: async (source) => void (await answer(() => session.write(upsertSources(queries, [source])))),
    findToken: (hash) => first(statements.selectTokens(queries, hash), rowToToken),
    listTokens: () => all(statements.selectTokens(queries), rowToToken),
    saveToken: async (token) => {
      const isNew = (await run(statements.insertToken(queries, tokenToRow(token)))) === 1
      if (!isNew) throw new ConflictError(`Expected a new name but ${token.name} is taken`)
    },
    deleteToken: async (name) => (await run(statements.deleteToken(queries, name))) === 1,
    // Every edit raises it, whoever makes it; sources and tokens stand in no answer.
    mark: async () => (await answer(() => session.read(READ_HEAD))).rows.map(sequenceOf)[0] ?? 0,
    async check() {
      const { rows } = await answer(() => session.read(READ_HEAD))
      if (asRecord(rows[0], 'log_head').read_only === 'off') return
      throw new UnavailableError(
        `Expected the catalogue at ${place} to take writes but it may only be read. PLACARD_DATABASE_URL has to name the primary.`,
      )
    },
    leaseShard: (leaseOptions) => answer(() => leaseShard(session, leaseOptions)),
    signingKey: () => answer(() => readOrMakeSecret(session, 'signing-key')),
    async close() {
      if (!isOpen) return
      isOpen = false
      await answer(session.close)
    },
  }
}

const READ_HEAD = CompiledQuery.raw(`SELECT sequence, current_setting('transaction_read_only') AS read_only FROM placard.log_head`)

function sequenceOf(row: unknown): number {
  return asInteger(asRecord(row, 'log_head').sequence, 'sequence')
}
