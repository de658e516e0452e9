import type { D1Database } from '../../server/adapters/catalogue/d1/binding.ts'

const TABLES = ['placard_schema', 'sources', 'changes', 'tokens', 'media']

/** The database is as it was before Placard first came. */
export async function dropTables(database: D1Database): Promise<void> {
  await database.batch(TABLES.map((table) => database.prepare(`DROP TABLE IF EXISTS ${table}`)))
}
