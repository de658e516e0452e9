import type { CompiledQuery } from 'kysely'
import { Pool, type PoolClient, type PoolConfig, types } from 'pg'
import { PlacardError, UnavailableError } from '../../../core/errors.ts'
import { requireBindable } from '../bindable.ts'
import { isAnswer } from './errors.ts'

export interface PostgresOptions {
  /** A name, an address, or the folder of a Unix socket. */
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password?: string
  /** `unverified` keeps listeners out, `verified` also those who stand between. */
  readonly tls: 'off' | 'unverified' | 'verified'
  /** Connections at most; so many statements run at the same time, and others wait. */
  readonly poolSize: number
  /** What differs from `PATIENT`. */
  readonly timing?: Partial<PostgresTiming>
}

export interface PostgresTiming {
  /** How long one waits for a connection: a new one, or a free one of the pool. */
  readonly connectMs: number
  /** How long a statement may run on the server. */
  readonly statementMs: number
  /** How long it may wait for another transaction. */
  readonly lockMs: number
  /** How long an answer is waited for: more than `statementMs`, so that only a silent network comes to it. */
  readonly answerMs: number
}

const PATIENT: PostgresTiming = { connectMs: 5000, statementMs: 10_000, lockMs: 5000, answerMs: 15_000 }

/** What a statement has to say. */
export interface PostgresResult {
  readonly rows: readonly unknown[]
  /** How many rows it read or wrote. */
  readonly count: number
}

/** Runs one statement. */
export type Execute = (query: CompiledQuery) => Promise<PostgresResult>

/** A pool of connections, on which nothing is left running or open. */
export interface PostgresSession {
  readonly place: string
  /** Reads. Where a connection breaks, it is read again on another one, once. */
  read: Execute
  /** Writes with one statement, committed when it resolves. */
  write: Execute
  /** Commits what `work` wrote, or nothing of it. @throws {CommitLostError} if nobody said which of the two. */
  transact<T>(work: (execute: Execute) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** The connection broke between COMMIT and its answer. */
export class CommitLostError extends Error {
  override readonly name = 'CommitLostError'
}

const INT8 = 20

/** Opens no connection yet. Errors are PostgreSQL's own, or the network's. */
export function postgresSession({ timing: changes, ...options }: PostgresOptions): PostgresSession {
  const timing = { ...PATIENT, ...changes }
  const pool = new Pool(poolConfig(options, timing))
  // Else a connection that breaks while nobody uses it would end the process. Who uses one learns it from the statement.
  pool.on('error', ignore)
  pool.on('connect', (client) => client.on('error', ignore))

  async function connected<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await connect(pool, timing.connectMs)
    try {
      const result = await work(client)
      client.release()
      return result
    } catch (error) {
      client.release(!isHarmless(error))
      throw error
    }
  }

  async function read(query: CompiledQuery, isFirst = true): Promise<PostgresResult> {
    let askedAt = Number.NEGATIVE_INFINITY
    try {
      return await connected((client) => {
        askedAt = performance.now()
        return execute(client, query)
      })
    } catch (error) {
      // A database that was restarted leaves connections that nobody knows are dead. One that is silent is not asked again.
      const wasCut = isFirst && !isHarmless(error) && performance.now() - askedAt < timing.answerMs / 2
      if (wasCut) return await read(query, false)
      throw error
    }
  }

  return {
    place: `${options.user}@${options.host}:${options.port}/${options.database}`,
    read: (query) => read(query),
    write: (query) => connected((client) => execute(client, query)),
    transact: (work) => connected((client) => transact(client, work)),
    close: async () => await pool.end(),
  }
}

function poolConfig({ tls, poolSize, ...access }: Omit<PostgresOptions, 'timing'>, timing: PostgresTiming): PoolConfig {
  return {
    ...access,
    ssl: tls === 'off' ? false : { rejectUnauthorized: tls === 'verified' },
    application_name: 'placard',
    max: poolSize,
    connectionTimeoutMillis: timing.connectMs,
    statement_timeout: timing.statementMs,
    lock_timeout: timing.lockMs,
    // Ours never wait between two statements, so whoever does is gone without a word, and must let go.
    idle_in_transaction_session_timeout: timing.answerMs,
    query_timeout: timing.answerMs,
    idleTimeoutMillis: 30_000,
    allowExitOnIdle: true,
    // A name that has come to mean another server is noticed.
    maxLifetimeSeconds: 3600,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: { getTypeParser: (oid, format) => (oid === INT8 ? BigInt : types.getTypeParser(oid, format)) },
  }
}

/** The pool's own words for a connection that does not come in time do not say which of two reasons it is. */
async function connect(pool: Pool, connectMs: number): Promise<PoolClient> {
  const isBusy = pool.totalCount >= pool.options.max && pool.idleCount === 0
  const startedAt = performance.now()
  try {
    return await pool.connect()
  } catch (cause) {
    if (!isBusy || performance.now() - startedAt < connectMs * 0.9) throw cause
    const remedy = 'Raise PLACARD_DATABASE_POOL, or see what keeps the database busy.'
    throw new UnavailableError(
      `Expected a free connection to the database within ${connectMs} ms but all ${pool.options.max} are busy. ${remedy}`,
      { cause },
    )
  }
}

/** Whether the connection is as good as before: it was the database that said no, or ourselves. What failed otherwise may still be running. */
function isHarmless(error: unknown): boolean {
  return isAnswer(error) || error instanceof PlacardError || error instanceof RangeError
}

async function execute(client: PoolClient, { sql, parameters }: CompiledQuery): Promise<PostgresResult> {
  const { rows, rowCount } = await client.query(sql, parameters.map(requireParameter))
  return { rows, count: rowCount ?? 0 }
}

/** An array is one parameter: a column of many rows. */
function requireParameter(value: unknown): unknown {
  return Array.isArray(value) ? value.map(requireBindable) : requireBindable(value)
}

async function transact<T>(client: PoolClient, work: (execute: Execute) => Promise<T>): Promise<T> {
  await client.query('BEGIN')
  try {
    const result = await work((query) => execute(client, query))
    await commit(client)
    return result
  } catch (error) {
    // A connection that broke is closed by whoever opened it, and then the server rolls back by itself.
    if (isHarmless(error)) await client.query('ROLLBACK').catch(ignore)
    throw error
  }
}

async function commit(client: PoolClient): Promise<void> {
  try {
    await client.query('COMMIT')
  } catch (cause) {
    throw isAnswer(cause) ? cause : new CommitLostError('Expected an answer to COMMIT but the connection broke', { cause })
  }
}

function ignore(): void {}
