import { ConflictError } from '../../core/errors.ts'
import type { TokenStore } from '../../ports/tokens.ts'
import { type Asking, first } from './asking.ts'
import { rowToToken, tokenToRow } from './log-row.ts'
import { deleteToken, insertToken, selectTokens } from './sql.ts'

/** The owner's tokens, in the same database as the catalogue. */
export function tokensIn(asking: Asking): TokenStore {
  const { queries, all, write } = asking
  return {
    findToken: (hash) => first(asking, selectTokens(queries, hash), rowToToken),
    listTokens: () => all(selectTokens(queries), rowToToken),
    async saveToken(token) {
      const isNew = (await write(insertToken(queries, tokenToRow(token)))) === 1
      if (!isNew) throw new ConflictError(`Expected a new name but ${token.name} is taken`)
    },
    deleteToken: async (name) => (await write(deleteToken(queries, name))) === 1,
  }
}
