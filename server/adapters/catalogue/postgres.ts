import { CompiledQuery } from 'kysely'
import { ConflictError, UnavailableError } from '../../core/errors.ts'
import { decodeShortcode } from '../../core/identity/shortcode.ts'
import { asInteger, asRecord } from '../../core/stored/fields.ts'
import type { TokenStore } from '../../ports/tokens.ts'
import { type Asking, first } from './asking.ts'
import { knownRows } from './known-rows.ts'
import { listsIn } from './lists.ts'
import { logIn } from './log-reader.ts'
import { createPageWalker, shareWalks } from './page-walk.ts'
import type { PostgresOptions } from './postgres/connections.ts'
import { postgresUnavailable } from './postgres/errors.ts'
import { isAmong, postgresQueries as queries, SAYS_MINING } from './postgres/queries.ts'
import { requireSchema } from './postgres/schema.ts'
import { type PostgresSession, postgresSession } from './postgres/session.ts'
import { type LeaseOptions, leaseShard, readOrMakeSecret, type ShardLease } from './postgres/shared.ts'
import { commitEdits, upsertSources } from './postgres/write.ts'
import { selectMediaByIds } from './sql.ts'
import { tokensIn } from './tokens.ts'
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

  /** Programming errors and conflicts pass; whatever PostgreSQL or a damaged row says becomes an `UnavailableError`. */
  async function answer<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (cause) {
      throw cause instanceof RangeError || cause instanceof ConflictError ? cause : postgresUnavailable(place, cause)
    }
  }

  await answer(() => requireSchema(session, options)).catch(async (error: unknown) => {
    await session.close()
    throw error
  })
  const asking: Asking = {
    queries,
    all: (query, parse) => answer(async () => (await session.read(query.compile())).rows.map(parse)),
    write: (query) => answer(async () => (await session.write(query.compile())).count),
  }
  let isOpen = true
  return {
    ...listsIn(asking, SAYS_MINING),
    ...logIn(asking, { isAmong }),
    listPageStarts: shareWalks(createPageWalker(asking, PAGES_AT_ONCE)),
    ...tokensIn(asking),
    ...lookUpsIn(asking),
    ...writesIn(session, answer),
    ...sharedIn(session, answer),
    async close() {
      if (!isOpen) return
      isOpen = false
      await answer(session.close)
    },
  }
}

/** Of a sitemap. Between two statements others have their turn on the connection. */
const PAGES_AT_ONCE = 50

/** Answers what the work resolves to, or its failure as one of the catalogue's. */
type Answer = <T>(work: () => Promise<T>) => Promise<T>

/** Every row is read, since others write; one that is known need not be parsed again. */
function lookUpsIn(asking: Asking): Pick<MarkedCatalogue, 'findByShortcode' | 'findByShortcodes'> {
  const { toMedia } = knownRows()
  return {
    findByShortcode: (shortcode) => first(asking, selectMediaByIds(queries, [decodeShortcode(shortcode)]), toMedia),
    findByShortcodes: async (shortcodes) =>
      shortcodes.length === 0 ? [] : await asking.all(selectMediaByIds(queries, shortcodes.map(decodeShortcode)), toMedia),
  }
}

function writesIn(session: PostgresSession, answer: Answer): Pick<MarkedCatalogue, 'edit' | 'saveSource'> {
  return {
    edit: async (edits) => {
      if (edits.length > 0) await answer(() => commitEdits(queries, session, edits))
    },
    saveSource: async (source) => void (await answer(() => session.write(upsertSources(queries, [source])))),
  }
}

/** What tells of the database itself, and what all processes share in it. */
function sharedIn(
  session: PostgresSession,
  answer: Answer,
): Pick<PostgresCatalogue, 'place' | 'mark' | 'check' | 'leaseShard' | 'signingKey'> {
  const { place } = session
  return {
    place,
    // Every edit raises it, whoever makes it; sources and tokens stand in no answer.
    mark: async () => (await answer(() => session.read(READ_HEAD))).rows.map(sequenceOf)[0] ?? 0,
    async check() {
      const { rows } = await answer(() => session.read(READ_HEAD))
      if (asRecord(rows[0], 'log_head').read_only === 'off') return
      throw new UnavailableError(
        `Expected the catalogue at ${place} to take writes but it may only be read. PLACARD_DATABASE_URL has to name the primary.`,
      )
    },
    leaseShard: (options) => answer(() => leaseShard(session, options)),
    signingKey: () => answer(() => readOrMakeSecret(session, 'signing-key')),
  }
}

const READ_HEAD = CompiledQuery.raw(`SELECT sequence, current_setting('transaction_read_only') AS read_only FROM placard.log_head`)

function sequenceOf(row: unknown): number {
  return asInteger(asRecord(row, 'log_head').sequence, 'sequence')
}
