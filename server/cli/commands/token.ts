import type { LocalDeps } from '../../runtimes/local-deps.ts'
import { createOwnerToken } from '../../usecases/own/owner-tokens.ts'
import { withCollection } from '../open-collection.ts'
import { type Session, UsageError } from '../session.ts'

const USAGE = 'create NAME, list, or revoke NAME'

/**
 * Makes, lists and revokes the tokens with which programs speak for the owner.
 *
 * @param words What follows `token` on the command line.
 * @returns     The exit code: 1 if there was no token to revoke.
 */
export async function runToken(session: Session, words: readonly string[]): Promise<number> {
  const [verb, name, ...others] = words
  const wantsName = verb === 'create' || verb === 'revoke'
  if ((!wantsName && verb !== 'list') || others.length > 0 || (name !== undefined) !== wantsName) {
    throw new UsageError(`Expected ${USAGE} but received ${words.length === 0 ? 'nothing' : words.join(' ')}`)
  }
  return await withCollection(
    session,
    async (deps) => {
      if (verb === 'list') return await listTokens(session, deps)
      return verb === 'create' ? await createToken(session, deps, name ?? '') : await revokeToken(session, deps, name ?? '')
    },
    { mayBegin: verb === 'create' },
  )
}

/** The token alone goes to standard output, so that a script can catch it. */
async function createToken({ terminal }: Session, deps: LocalDeps, name: string): Promise<number> {
  const token = await createOwnerToken(deps, name)
  terminal.err(`The token of ${name}, shown this once; keep it like a password:\n`)
  terminal.out(`${token}\n`)
  return 0
}

async function listTokens({ terminal }: Session, { tokens }: LocalDeps): Promise<number> {
  const all = await tokens.listTokens()
  for (const { name, createdAt } of all) terminal.out(`${name.padEnd(40)} since ${new Date(createdAt).toISOString()}\n`)
  if (all.length === 0) terminal.err(`No tokens. Make one with: ${terminal.program} token create NAME\n`)
  return 0
}

async function revokeToken({ terminal }: Session, { tokens }: LocalDeps, name: string): Promise<number> {
  const wasThere = await tokens.deleteToken(name)
  terminal[wasThere ? 'out' : 'err'](
    wasThere ? `${name} is revoked\n` : `placard: Expected the name of a token but received ${JSON.stringify(name)}\n`,
  )
  return wasThere ? 0 : 1
}
