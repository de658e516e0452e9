import { describe, expect, it } from 'vitest'
import { runToken } from '../../server/cli/commands/token.ts'
import { type Session, UsageError } from '../../server/cli/session.ts'
import type { LocalDeps } from '../../server/runtimes/local-deps.ts'
import { authenticateOwner } from '../../server/usecases/own/owner-tokens.ts'
import { memoryDeps, testConfig } from '../support/memory/deps.ts'

function sessionOf() {
  const deps = memoryDeps()
  const said = { out: '', err: '' }
  const session: Session = {
    config: testConfig,
    terminal: {
      out: (text) => {
        said.out += text
      },
      err: (text) => {
        said.err += text
      },
      colours: false,
      program: 'placard',
    },
    stdin: (async function* () {})(),
    openDeps: async () => ({ ...deps, close: async () => {} }) as LocalDeps,
    stopped: new AbortController().signal,
  }
  return { deps, said, session }
}

describe('placard token', () => {
  it('creates one that is shown once and alone on standard output', async () => {
    const { deps, said, session } = sessionOf()
    expect(await runToken(session, ['create', 'desk'])).toBe(0)
    expect(said.out).toMatch(/^plc_[\w-]{44}\n$/)
    expect(await authenticateOwner(deps, `Bearer ${said.out.trim()}`)).toMatchObject({ name: 'desk' })
    said.out = ''
    expect(await runToken(session, ['list'])).toBe(0)
    expect(said.out).toBe(`${'desk'.padEnd(40)} since 2026-07-01T12:00:00.000Z\n`)
  })

  it('revokes by name, and says so if there is none', async () => {
    const { deps, said, session } = sessionOf()
    await runToken(session, ['create', 'desk'])
    expect(await runToken(session, ['revoke', 'desk'])).toBe(0)
    expect(await deps.tokens.listTokens()).toEqual([])
    expect(await runToken(session, ['revoke', 'desk'])).toBe(1)
    expect(said.err).toContain('Expected the name of a token but received "desk"')
  })

  it.each([[[]], [['create']], [['list', 'x']], [['revoke']], [['make', 'x']], [['create', 'a', 'b']]])('refuses %j', async (words) => {
    await expect(runToken(sessionOf().session, words)).rejects.toThrow(UsageError)
  })
})
