import type { Bindable } from '../bindable.ts'

/** The part of `StatementSync` that we call. */
export interface SqliteStatement {
  get(...values: readonly Bindable[]): unknown
  all(...values: readonly Bindable[]): readonly unknown[]
  run(...values: readonly Bindable[]): { readonly changes: number | bigint }
  setReadBigInts(enabled: boolean): void
  /** `get` and `all` then answer lists of values. Node's own module has it from version 24 on. */
  setReturnArrays?(enabled: boolean): void
}

/** The part of `DatabaseSync` that we call. */
export interface SqliteDatabase {
  exec(sql: string): void
  prepare(sql: string): SqliteStatement
  close(): void
}

interface SqliteModule {
  readonly DatabaseSync: new (
    path: string,
    options: { timeout: number; readOnly: boolean; enableForeignKeyConstraints: boolean },
  ) => SqliteDatabase
}

/**
 * An open database of the runtime's own SQLite, or of `@photostructure/sqlite`, which has the same interface, where there is none (Node 20).
 *
 * @param path       A file, made if it is not there, or `:memory:`.
 * @param timeoutMs  How long a statement waits for another process to let go.
 * @param readOnly   The file has to be there, and is not touched.
 */
export async function openSqliteDatabase(path: string, timeoutMs: number, readOnly = false): Promise<SqliteDatabase> {
  const { DatabaseSync } = await loadSqlite()
  return new DatabaseSync(path, { timeout: timeoutMs, readOnly, enableForeignKeyConstraints: true })
}

async function loadSqlite(): Promise<SqliteModule> {
  // `import('node:sqlite')` would fail to load, and to bundle, where the module is absent; this answers undefined.
  // The type is restated above, since @types/node 20 does not know the module.
  const builtIn = process.getBuiltinModule('node:sqlite') as SqliteModule | undefined
  return builtIn ?? (await import('@photostructure/sqlite'))
}
