/** What we call of a D1 database (https://developers.cloudflare.com/d1/worker-api/d1-database/). */
export interface D1Database {
  prepare(sql: string): D1Statement
  /** All statements in one transaction: if one fails, nothing is written. */
  batch(statements: readonly D1Statement[]): Promise<readonly D1Result[]>
}

export interface D1Statement {
  /** A bigint, `undefined` or a Date is refused; a number is bound as a real one. */
  bind(...values: readonly (string | number | null)[]): D1Statement
  run(): Promise<D1Result>
}

export interface D1Result {
  /** Integers beyond 2^53 are rounded without a word. */
  readonly results?: readonly unknown[]
  readonly meta: { readonly changes?: number }
}
