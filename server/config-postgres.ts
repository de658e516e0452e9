import { parseWhole, quote } from './config-text.ts'

/** A PostgreSQL database that holds the catalogue instead of the data folder. */
export interface DatabaseConfig {
  /** A name, an address, or the folder of a Unix socket. */
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password?: string
  readonly tls: 'off' | 'unverified' | 'verified'
  /** Connections of each process at most. */
  readonly poolSize: number
}

/** The settings of several processes that serve one collection, as text, by their names. */
export interface ClusterSettings {
  readonly PLACARD_DATABASE_URL: string
  readonly PLACARD_DATABASE_POOL: string
  readonly PLACARD_SIGNING_KEY: string
  readonly PLACARD_SHARD: string
}

const EXAMPLE = 'postgres://user:password@db.example/placard'

const BASE64 = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}(==)?|[A-Za-z0-9+/]{3}=?)?$/

/** As libpq means them; what it falls back to silently is not there. */
const TLS = { disable: 'off', require: 'unverified', 'verify-full': 'verified' } as const

/**
 * The database, if there is one.
 *
 * @param problems  Receives a sentence for each thing that is wrong; never a part of the address, which may hold the password.
 */
export function parseDatabase(settings: ClusterSettings, problems: string[]): { readonly database?: DatabaseConfig } {
  const poolSize = parseWhole('PLACARD_DATABASE_POOL', settings.PLACARD_DATABASE_POOL, { min: 1, max: 100 }, problems)
  if (settings.PLACARD_DATABASE_URL === '') return {}
  const access = parseUrl(settings.PLACARD_DATABASE_URL)
  if (typeof access === 'string') {
    problems.push(`Expected an address such as ${EXAMPLE} for PLACARD_DATABASE_URL but received ${access}`)
    return {}
  }
  return { database: { ...access, poolSize } }
}

/** 0 to 8191 on SQLite; on PostgreSQL `leased`, or 0 to 1023, which are never leased. */
export function parseShard({ PLACARD_SHARD: text, PLACARD_DATABASE_URL: url }: ClusterSettings, problems: string[]): number | 'leased' {
  const max = url === '' ? 8191 : 1023
  if (text === '') return url === '' ? 0 : 'leased'
  const shard = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN
  if (shard <= max) return shard
  const why = url === '' ? '' : ', which no other process leases,'
  problems.push(`Expected a whole number from 0 to ${max}${why} for PLACARD_SHARD but received ${quote(text)}`)
  return 0
}

/** The key that all processes sign with, if it is given. */
export function parseSigningKey(
  { PLACARD_SIGNING_KEY: text }: ClusterSettings,
  problems: string[],
): { readonly signingKey?: Uint8Array<ArrayBuffer> } {
  if (text === '') return {}
  const bytes = BASE64.test(text) ? atob(text) : undefined
  if (bytes !== undefined && bytes.length >= 32) return { signingKey: Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)) }
  const received = bytes === undefined ? 'something else' : `${bytes.length}`
  problems.push(`Expected at least 32 bytes in base64 (openssl rand -base64 32) for PLACARD_SIGNING_KEY but received ${received}`)
  return {}
}

/** @returns What is wrong, if anything is. */
function parseUrl(text: string): Omit<DatabaseConfig, 'poolSize'> | string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^postgres(ql)?:$/.test(url.protocol)) return 'something else'
  const unknown = [...url.searchParams.keys()].find((name) => name !== 'sslmode' && name !== 'host')
  if (unknown !== undefined) return 'one with an option that is neither sslmode nor host'
  const parts = [url.searchParams.get('host') ?? url.hostname, url.username, url.password, url.pathname.slice(1)].map(decode)
  const [host = '', user = '', password = '', database = ''] = parts
  if (host === '') return 'one without a host'
  if (user === '') return 'one without a user'
  if (database === '' || database.includes('/')) return 'one without the name of a database'
  const tls = parseTls(url.searchParams.get('sslmode'), host)
  if (tls === undefined) return `one with another sslmode than ${Object.keys(TLS).join(', ')}`
  return {
    host: host.replace(/^\[(.+)\]$/, '$1'),
    port: Number(url.port || 5432),
    database,
    user,
    ...(password !== '' && { password }),
    tls,
  }
}

/** Without a word of the owner's: nothing on this machine, everything elsewhere. */
function parseTls(mode: string | null, host: string): DatabaseConfig['tls'] | undefined {
  if (mode === null) return /^(\/|localhost$|127\.|\[::1\]$)/.test(host) ? 'off' : 'verified'
  return Object.entries(TLS).find(([name]) => name === mode)?.[1]
}

/** '' for what is no encoded text. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return '' // As good as absent: the sentence about that says what to look at.
  }
}
