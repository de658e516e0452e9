import type { Compilable } from 'kysely'
import type { Queries } from './sql.ts'

/** How the rooms of a catalogue ask its database, whichever it is. What that says of itself, and a damaged row, is an `UnavailableError`. */
export interface Asking {
  /** Write the SQL of this database. */
  readonly queries: Queries
  all<T>(query: Compilable, parse: (row: unknown) => T): Promise<readonly T[]>
  /** Commits one statement. @returns How many rows it wrote. */
  write(query: Compilable): Promise<number>
}

/** Asks for what is found by its key; `undefined` where nothing is. */
export async function first<T>({ all }: Pick<Asking, 'all'>, query: Compilable, parse: (row: unknown) => T): Promise<T | undefined> {
  return (await all(query, parse))[0]
}
