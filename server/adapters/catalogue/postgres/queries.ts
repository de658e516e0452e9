import { DummyDriver, type Expression, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely'
import type { Tables } from '../sql.ts'

/**
 * kysely writes the SQL and we run it: through its own driver a connection that broke, or whose answer did not come in time, would go back into
 * the pool.
 */
export const postgresQueries = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
}).withSchema('placard')

/** By which the index finds media that speak of data mining: `selectMediaPage` takes it. */
export const SAYS_MINING = sql<boolean>`data_mining IS NOT NULL`

/** Joined by its own choice it reads the whole log, as long as that is short; `selectChanges` takes it. */
export const isAmong = (sequences: Expression<unknown>) => sql<boolean>`sequence = ANY (ARRAY${sequences})`
