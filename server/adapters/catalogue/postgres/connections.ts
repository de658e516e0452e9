import { Pool, type PoolClient, type PoolConfig, types } from 'pg'
import { UnavailableError } from '../../../core/errors.ts'
import { isHarmless } from './errors.ts'

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

const INT8 = 20

/** Connections to one database, opened when they are needed and used by one at a time. */
export interface Connections {
  /** Lends a connection to `work`; one that broke is never lent again. @throws {UnavailableError} if none is free in time. */
  use<T>(work: (client: PoolClient) => Promise<T>): Promise<T>
  /** How long an answer is waited for, in milliseconds. */
  readonly answerMs: number
  close(): Promise<void>
}

/** Opens none yet. */
export function openConnections({ timing: changes, ...options }: PostgresOptions): Connections {
  const timing = { ...PATIENT, ...changes }
  const pool = new Pool(poolConfig(options, timing))
  // Else a connection that breaks while nobody uses it would end the process. Who uses one learns it from the statement.
  pool.on('error', ignore)
  pool.on('connect', (client) => client.on('error', ignore))
  return {
    answerMs: timing.answerMs,
    async use(work) {
      const client = await connect(pool, timing.connectMs)
      try {
        const result = await work(client)
        client.release()
        return result
      } catch (error) {
        client.release(!isHarmless(error))
        throw error
      }
    },
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

function ignore(): void {}
