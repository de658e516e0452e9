import { parseArguments } from '../../server/cli/commands/command.ts'
import { COMMANDS } from '../../server/cli/commands.ts'
import type { Session } from '../../server/cli/session.ts'
import type { Terminal } from '../../server/cli/terminal.ts'
import type { LocalDeps } from '../../server/runtimes/local-deps.ts'
import { type MemoryDeps, memoryDeps, testConfig } from './memory/deps.ts'

/** What one command has said, and its exit code. */
export interface Said {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** A terminal that writes into the two texts. */
export function listeningTerminal(options: Partial<Pick<Terminal, 'colours' | 'columns' | 'program'>> = {}) {
  const said = { out: '', err: '' }
  const hear = (stream: 'out' | 'err') => (text: string) => {
    said[stream] += text
  }
  return { said, terminal: { out: hear('out'), err: hear('err'), colours: false, program: 'placard', ...options } satisfies Terminal }
}

/** A session on the collection of these deps, which are not closed with it. */
export function sessionOn(deps: MemoryDeps, terminal: Terminal, stdin = ''): Session {
  return {
    config: testConfig,
    terminal,
    stdin: (async function* () {
      yield new TextEncoder().encode(stdin)
    })(),
    openDeps: async () => ({ ...deps, close: async () => {} }) satisfies LocalDeps,
    stopped: new AbortController().signal,
  }
}

/** `placard` on a collection in memory: runs commands as the command line does. */
export function placardOn(deps: MemoryDeps = memoryDeps()) {
  return async (args: readonly string[], stdin?: string): Promise<Said> => {
    const [name = '', ...rest] = args
    const command = COMMANDS[name]
    if (!command) throw new Error(`Expected a command but received ${name}`)
    const { said, terminal } = listeningTerminal()
    const code = await command.run(sessionOn(deps, terminal, stdin), parseArguments(command, rest))
    return { code, ...said }
  }
}
