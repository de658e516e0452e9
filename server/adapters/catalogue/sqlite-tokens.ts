import { ConflictError } from '../../core/errors.ts'
import type { TokenStore } from '../../ports/tokens.ts'
import { rowToToken, tokenToRow } from './log-row.ts'
import { deleteToken, insertToken, selectTokens } from './sql.ts'
import { sqliteQueries as queries } from './sqlite-queries.ts'
import type { SqliteSession } from './sqlite-session.ts'

/** Answers what the work returns, or its failure as one of the catalogue's. */
export type Answer = <T>(work: () => T) => Promise<T>

/** The owner's tokens, in the same file as the catalogue. */
export function sqliteTokens({ all, run }: Pick<SqliteSession, 'all' | 'run'>, answer: Answer): TokenStore {
  return {
    findToken: (hash) => answer(() => all(selectTokens(queries, hash).compile()).map(rowToToken)[0]),
    listTokens: () => answer(() => all(selectTokens(queries).compile()).map(rowToToken)),
    saveToken: (token) =>
      answer(() => {
        if (run(insertToken(queries, tokenToRow(token)).compile()) !== 1)
          throw new ConflictError(`Expected a new name but ${token.name} is taken`)
      }),
    deleteToken: (name) => answer(() => run(deleteToken(queries, name).compile()) === 1),
  }
}
