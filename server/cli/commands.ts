import { parseArgs } from 'node:util'
import { runCheck } from './check.ts'
import { runImport } from './import.ts'
import { runServe } from './serve.ts'
import { type Session, UsageError } from './session.ts'
import { runStart } from './start.ts'
import { runVisibility } from './visibility.ts'

export interface Command {
  /** What follows the command's name. */
  readonly usage: string
  readonly summary: string
  /** Boolean options by name, with what each does. */
  readonly flags: Readonly<Record<string, string>>
  run(session: Session, args: Arguments): Promise<number>
}

export interface Arguments {
  readonly names: readonly string[]
  readonly flags: ReadonlySet<string>
}

/** Every command of `placard`, in the order of `--help`. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  start: {
    usage: '[FOLDER]',
    summary: 'import FOLDER (or the sample pictures, where nothing is there yet) and serve',
    flags: {},
    run: (session, { names }) => runStart(session, atMostOne(names, 'folder')),
  },
  serve: {
    usage: '',
    summary: 'serve what has been imported; one JSON line per request on standard output',
    flags: {},
    run: (session, { names }) => refuseNames(names) ?? runServe(session),
  },
  import: {
    usage: 'FOLDER',
    summary: 'add or update every work below FOLDER',
    flags: { 'dry-run': 'write nothing; show what would change', private: 'keep new pictures private until they are published' },
    run: importFolder,
  },
  publish: {
    usage: 'SHORTCODE...',
    summary: 'make pictures public',
    flags: {},
    run: (session, { names }) => runVisibility(session, names, 'public'),
  },
  private: {
    usage: 'SHORTCODE...',
    summary: 'make pictures private: their embeds answer 401',
    flags: {},
    run: (session, { names }) => runVisibility(session, names, 'private'),
  },
  check: {
    usage: '',
    summary: 'say whether the server could start with these settings',
    flags: {},
    run: (session, { names }) => refuseNames(names) ?? runCheck(session),
  },
}

/** @throws {UsageError} naming the option that the command does not know. */
export function parseArguments(command: Command, args: readonly string[]): Arguments {
  const options = Object.fromEntries(Object.keys(command.flags).map((name) => [name, { type: 'boolean' as const }]))
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
    return { names: positionals, flags: new Set(Object.keys(values)) }
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

async function importFolder(session: Session, { names, flags }: Arguments): Promise<number> {
  const folder = atMostOne(names, 'folder')
  if (folder === undefined) throw new UsageError('Expected a folder to import but received none')
  const deps = await session.openDeps({ log: 'failures' })
  try {
    return await runImport(deps, {
      folder,
      dryRun: flags.has('dry-run'),
      visibility: flags.has('private') ? 'private' : 'public',
      terminal: session.terminal,
      signal: session.stopped,
    })
  } finally {
    await deps.close()
  }
}

function atMostOne(names: readonly string[], what: string): string | undefined {
  if (names.length > 1) throw new UsageError(`Expected one ${what} but received ${names.length}: ${names.join(' ')}`)
  return names[0]
}

function refuseNames(names: readonly string[]): undefined {
  if (names.length > 0) throw new UsageError(`Expected no argument but received ${names.join(' ')}`)
}
