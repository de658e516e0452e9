import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { Client } from 'pg'
import type { PostgresOptions } from '../../../server/adapters/catalogue/postgres/connections.ts'

export interface RealPostgres {
  /** A new, empty database. */
  makeDatabase(): Promise<PostgresOptions>
  /** Works on a database as another program would, and lets go of it. */
  tamper<T = Record<string, unknown>>(access: Pick<PostgresOptions, 'database'>, sql: string): Promise<readonly T[]>
  /** Begins a transaction as another program would, and has it wait. @returns What ends it. */
  hold(access: Pick<PostgresOptions, 'database'>, sql: string): Promise<(end: 'COMMIT' | 'ROLLBACK') => Promise<void>>
  /** For `PLACARD_DATABASE_URL`. */
  urlOf(access: PostgresOptions): string
  stop(): Promise<void>
}

/** Whether there is a PostgreSQL: named by POSTGRES_URL, or of Debian's packages. */
export function hasRealPostgres(): boolean {
  if (process.env.POSTGRES_URL !== undefined) return true
  const folder = '/usr/lib/postgresql'
  return existsSync(folder) && readdirSync(folder).some((version) => existsSync(`${folder}/${version}/bin/initdb`))
}

/** The server of POSTGRES_URL, whose user may make databases, or else one that is started for this and ends with it. */
export async function openRealPostgres(): Promise<RealPostgres> {
  const named = process.env.POSTGRES_URL
  const server = named === undefined ? await startPostgres() : { url: named, stop: async () => {} }
  const url = new URL(server.url)
  const access: Omit<PostgresOptions, 'database'> = {
    host: url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    tls: 'off',
    poolSize: 4,
  }
  const made: string[] = []

  async function tamper<T>({ database }: Pick<PostgresOptions, 'database'>, sql: string): Promise<readonly T[]> {
    const client = new Client({ ...access, database, ssl: false })
    await client.connect()
    try {
      return (await client.query(sql)).rows
    } finally {
      await client.end()
    }
  }

  return {
    async makeDatabase() {
      const database = `placard_${crypto.randomUUID().replaceAll('-', '')}`
      await tamper({ database: url.pathname.slice(1) }, `CREATE DATABASE ${database}`)
      made.push(database)
      return { ...access, database }
    },
    tamper,
    async hold({ database }, sql) {
      const client = new Client({ ...access, database, ssl: false })
      await client.connect()
      await client.query(`BEGIN; ${sql}`)
      return async (end) => {
        await client.query(end)
        await client.end()
      }
    },
    urlOf: ({ host, port, user, password = '', database }) => `postgres://${user}:${password}@${host}:${port}/${database}`,
    async stop() {
      // Whoever named a server wants it as it was; ours is gone with all that is in it.
      if (named !== undefined) {
        for (const database of made) await tamper({ database: url.pathname.slice(1) }, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
      }
      await server.stop()
    },
  }
}

async function startPostgres() {
  const child = spawn('bash', [resolve('test/servers/postgres.sh')], { stdio: ['pipe', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const [line] = await Promise.race([once(child.stdout, 'data'), exited])
  if (!String(line).startsWith('postgres:')) throw new Error(`Expected test/servers/postgres.sh to print an address but received ${line}`)
  const stop = async () => {
    child.stdin.end()
    await exited
  }
  return { url: String(line).trim(), stop }
}
