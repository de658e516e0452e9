import type { Compilable, CompiledQuery } from 'kysely'
import * as sql from '../sql.ts'
import { sqliteQueries as queries } from './queries.ts'

/**
 * The same statement for every row, put together for the first one: a third of what an insert costs would go into its text.
 *
 * @param build  Its parameters are the values of the row, in the order of the row's columns. @throws {TypeError} at the first row if they are not.
 */
function inserting<Row extends object>(build: (row: Row) => Compilable): (row: Row) => Pick<CompiledQuery, 'sql' | 'parameters'> {
  let text: string | undefined
  return (row) => {
    const parameters: readonly unknown[] = Object.values(row)
    text ??= textOf(build(row).compile(), parameters)
    return { sql: text, parameters }
  }
}

function textOf({ sql: text, parameters }: CompiledQuery, values: readonly unknown[]): string {
  const isSame = parameters.length === values.length && parameters.every((parameter, place) => Object.is(parameter, values[place]))
  if (isSame) return text
  throw new TypeError(`Expected the values of the row as parameters but received ${parameters.length} for ${text}`)
}

export const insertMedia = inserting((row: Parameters<typeof sql.insertMedia>[1]) => sql.insertMedia(queries, row))
export const insertChange = inserting((row: Parameters<typeof sql.insertChange>[1]) => sql.insertChange(queries, row))
export const upsertSource = inserting((row: Parameters<typeof sql.upsertSource>[1]) => sql.upsertSource(queries, row))
