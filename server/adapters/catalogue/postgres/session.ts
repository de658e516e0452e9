import type { CompiledQuery } from 'kysely'
import type { PoolClient } from 'pg'
import { requireBindable } from '../bindable.ts'
import { type Connections, openConnections, type PostgresOptions } from './connections.ts'
import { isAnswer, isHarmless } from './errors.ts'

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

/** Opens no connection yet. Errors are PostgreSQL's own, or the network's. */
export function postgresSession(options: PostgresOptions): PostgresSession {
  const connections = openConnections(options)
  return {
    place: `${options.user}@${options.host}:${options.port}/${options.database}`,
    read: (query) => readAgainIfCut(connections, query),
    write: (query) => connections.use((client) => execute(client, query)),
    transact: (work) => connections.use((client) => transact(client, work)),
    close: () => connections.close(),
  }
}

/** A database that was restarted leaves connections that nobody knows are dead. One that is silent is not asked again. */
async function readAgainIfCut({ use, answerMs }: Connections, query: CompiledQuery): Promise<PostgresResult> {
  let askedAt = Number.NEGATIVE_INFINITY
  const read = (client: PoolClient) => {
    askedAt = performance.now()
    return execute(client, query)
  }
  try {
    return await use(read)
  } catch (error) {
    const wasCut = !isHarmless(error) && performance.now() - askedAt < answerMs / 2
    if (wasCut) return await use(read)
    throw error
  }
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
    if (isHarmless(error)) await client.query('ROLLBACK').catch(() => {})
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
