import type { OwnerToken, TokenStore } from '../../ports/tokens.ts'

/**
 * The tokens of a store, and one that is not stored: where nobody can run `placard token` beside the database, the first token is a secret of
 * the deployment.
 */
export function withSecretToken(tokens: TokenStore, secret: OwnerToken): TokenStore {
  return { ...tokens, findToken: async (hash) => (hash === secret.hash ? secret : await tokens.findToken(hash)) }
}
