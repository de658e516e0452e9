import {
  DummyDriver,
  Kysely,
  type PrimitiveValueListNode,
  type SelectionNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { asRecord } from '../../../core/stored/fields.ts'
import type { Tables } from '../sql.ts'

/** Columns of 64 bits; a second one of this name and `_text` tells each exactly. */
const EXACT = ['id', 'media_id']
/** D1 takes no more parameters in a statement; longer lists go as one of JSON. */
const MAX_LISTED = 50

/**
 * SQLite's SQL with ids that stay exact on D1, which rounds integers beyond 2^53 on their way in and out: a bigint is bound as its decimal
 * digits, and an id that is selected is told again as text.
 */
class D1QueryCompiler extends SqliteQueryCompiler {
  protected override appendValue(parameter: unknown): void {
    const isBig = typeof parameter === 'bigint'
    if (isBig) this.append('cast(')
    super.appendValue(isBig ? String(parameter) : parameter)
    if (isBig) this.append(' as integer)')
  }

  protected override visitPrimitiveValueList(node: PrimitiveValueListNode): void {
    if (node.values.length > MAX_LISTED && node.values.every((value) => typeof value === 'bigint')) {
      this.append('(select cast(value as integer) from json_each(')
      super.appendValue(JSON.stringify(node.values.map(String)))
      this.append('))')
    } else super.visitPrimitiveValueList(node)
  }

  protected override visitSelection(node: SelectionNode): void {
    super.visitSelection(node)
    const column = columnOf(node)
    if (EXACT.includes(column)) this.append(`, cast("${column}" as text) as "${column}_text"`)
  }
}

/** All of a table is selected of the log only, whose 64-bit column this is. */
function columnOf({ selection }: SelectionNode): string {
  if (selection.kind === 'SelectAllNode') return 'media_id'
  return selection.kind === 'ReferenceNode' && selection.column.kind === 'ColumnNode' ? selection.column.column.name : ''
}

/** kysely writes the SQL, the D1 session runs it. */
export const d1Queries = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new D1QueryCompiler(),
  },
})

/** The row as the parsers of rows want it: with ids as bigint. */
export function exactRow(row: unknown): unknown {
  const columns = asRecord(row, 'row')
  const exact = EXACT.flatMap((column) => {
    const text = columns[`${column}_text`]
    return typeof text === 'string' ? [[column, BigInt(text)] as const] : []
  })
  return { ...columns, ...Object.fromEntries(exact) }
}
