import { BadRequestError, NotOwnerError } from '../../core/errors.ts'
import type { Deps } from '../../ports/deps.ts'
import type { OwnerToken } from '../../ports/tokens.ts'

/** `plc_` and 256 random bits: the prefix lets scanners find one that was published by mistake (A3). */
const TOKEN = /^plc_[\w-]{44}$/
/** RFC 6750, section 2.1; the scheme is compared without regard to case (RFC 9110, section 11.1). No other place is looked into (A11). */
const BEARER = /^bearer +([\w.~+/-]+=*)$/i
const NAME = /^[a-z][a-z0-9-]{0,39}$/
/** Actors that are no tokens, so that the log cannot be made to lie. */
const RESERVED = ['import', 'cli', 'pull']

type TokenDeps = Pick<Deps, 'tokens' | 'signer' | 'clock' | 'ids'>

/**
 * A new token under this name, of which only the hash is kept.
 *
 * @returns The token, which cannot be had again.
 * @throws  {BadRequestError} for a name that the log could misread. @throws {ConflictError} if the name is taken.
 */
export async function createOwnerToken({ tokens, signer, clock, ids }: TokenDeps, name: string): Promise<string> {
  if (!NAME.test(name) || RESERVED.includes(name)) {
    const wanted = 'a name of a-z, 0-9 and -, beginning with a letter, at most 40 characters, and none of import, cli, pull'
    throw new BadRequestError(`Expected ${wanted} but received ${JSON.stringify(name.slice(0, 60))}`)
  }
  const token = `plc_${ids.secret()}${ids.secret()}`
  await tokens.saveToken({ hash: await signer.digest(token), name, createdAt: clock.now() })
  return token
}

/**
 * The token that this `Authorization` header sends.
 *
 * @throws {NotOwnerError} if there is no header, or no token that is known; the two are told apart by nobody but the owner of the header.
 */
export async function authenticateOwner(
  { tokens, signer }: Pick<Deps, 'tokens' | 'signer'>,
  authorization: string | undefined,
): Promise<OwnerToken> {
  const sent = BEARER.exec(authorization ?? '')?.[1]
  // Hashed before it is compared: the time of a look-up says nothing about a token (A9).
  const token = sent !== undefined && TOKEN.test(sent) ? await tokens.findToken(await signer.digest(sent)) : undefined
  if (token === undefined) throw new NotOwnerError("Expected an owner's token in the Authorization header: Bearer plc_…")
  return token
}
