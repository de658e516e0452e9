/** A right to speak for the owner over HTTP. What its holder sends is never stored, only its hash. */
export interface OwnerToken {
  /** SHA-256 of the token as it is sent, 64 lower-case hex digits; a token is 256 random bits, so a fast hash keeps it. */
  readonly hash: string
  /** What the owner calls it, unique; stands in the log as the actor. */
  readonly name: string
  /** Unix milliseconds. */
  readonly createdAt: number
}

export interface TokenStore {
  /** @returns `undefined` if no token has this hash. @throws {UnavailableError} if the database cannot answer. */
  findToken(hash: string): Promise<OwnerToken | undefined>
  /** By name. */
  listTokens(): Promise<readonly OwnerToken[]>
  /** @throws {ConflictError} if there is a token of this name already. */
  saveToken(token: OwnerToken): Promise<void>
  /** @returns Whether there was one. */
  deleteToken(name: string): Promise<boolean>
}
