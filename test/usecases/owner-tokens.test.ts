import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { BadRequestError, ConflictError, NotOwnerError } from '../../server/core/errors.ts'
import { authenticateOwner, createOwnerToken } from '../../server/usecases/own/owner-tokens.ts'
import { memoryDeps } from '../support/memory/deps.ts'

describe("an owner's token", () => {
  it('is 256 random bits behind a prefix, of which only the SHA-256 is kept (A3)', async () => {
    const deps = memoryDeps()
    const token = await createOwnerToken(deps, 'desk')
    expect(token).toMatch(/^plc_[A-Za-z0-9_-]{44}$/)
    expect(await deps.tokens.listTokens()).toEqual([
      { hash: createHash('sha256').update(token).digest('hex'), name: 'desk', createdAt: deps.clock.now() },
    ])
    expect(await createOwnerToken(deps, 'archive')).not.toBe(token)
  })

  it.each(['', 'Desk', '1', 'import', 'cli', 'pull', 'a b', 'a'.repeat(41), 'desk\n'])('is not made for %j', async (name) => {
    await expect(createOwnerToken(memoryDeps(), name)).rejects.toThrow(BadRequestError)
  })

  it('has a name of its own', async () => {
    const deps = memoryDeps()
    await createOwnerToken(deps, 'desk')
    await expect(createOwnerToken(deps, 'desk')).rejects.toThrow(ConflictError)
  })

  it.each(['Bearer', 'bearer', 'BEARER '])('is taken after %j', async (scheme) => {
    const deps = memoryDeps()
    const token = await createOwnerToken(deps, 'desk')
    expect(await authenticateOwner(deps, `${scheme} ${token}`)).toMatchObject({ name: 'desk' })
  })

  it('is refused in any other form, and once it is revoked (A11)', async () => {
    const deps = memoryDeps()
    const token = await createOwnerToken(deps, 'desk')
    const forms = [undefined, '', token, `Basic ${token}`, `Token ${token}`, `Bearer ${token.slice(0, -1)}`, `Bearer ${token}x`]
    const more = [`Bearer plc_${'A'.repeat(44)}`, `Bearer ${token}, Bearer ${token}`, `Bearer "${token}"`, `XBearer ${token}`]
    for (const header of [...forms, ...more]) await expect(authenticateOwner(deps, header)).rejects.toThrow(NotOwnerError)
    await deps.tokens.deleteToken('desk')
    await expect(authenticateOwner(deps, `Bearer ${token}`)).rejects.toThrow(NotOwnerError)
  })
})
