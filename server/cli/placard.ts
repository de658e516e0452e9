import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ConfigError, parseConfig, readEnv } from '../config.ts'
import { codeOf } from '../core/error-code.ts'
import { PlacardError } from '../core/errors.ts'
import { nearestWord } from '../core/text/nearest-word.ts'
import { spellObeyed } from '../core/text/obeyed.ts'
import { openLocalDeps } from '../runtimes/local-deps.ts'
import { batchLines } from './batch-lines.ts'
import { parseArguments } from './commands/command.ts'
import { COMMANDS } from './commands.ts'
import { commandHelp, helpText } from './help.ts'
import { requireCatalogue } from './open-collection.ts'
import { type Session, UsageError } from './session.ts'
import { programFor, type Terminal, wantsColours } from './terminal.ts'

// The same from server/cli/placard.ts and from the built dist/server/placard.js.
const root = fileURLToPath(new URL('../../', import.meta.url))

const terminal: Terminal = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  colours: wantsColours(process.stdout, process.env),
  columns: process.stderr.isTTY ? process.stderr.columns : undefined,
  program: programFor(process.env),
}

/**
 * Runs one command of `placard` on whatever has Node's interfaces.
 *
 * @param args     As they stand behind the program's name.
 * @param options  `renderScript`: what Node runs to decode pictures in a process apart; absent, they are decoded in this one.
 * @returns        The exit code; the event loop empties by itself.
 */
export async function runPlacard([name, ...args]: readonly string[], options: { readonly renderScript?: string } = {}): Promise<number> {
  if (name === '--version') return print(`${readVersion()}\n`)
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') return print(helpText())
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command) return complain(unknownCommand(name))
  if (args.includes('--help') || args.includes('-h')) return print(commandHelp(name, command))
  try {
    const parsed = parseArguments(command, args)
    ignoreClosedPipe()
    return await command.run(openSession(options), parsed)
  } catch (error) {
    return explain(error, name)
  }
}

function unknownCommand(name: string): string {
  const commands = Object.keys(COMMANDS)
  const meant = nearestWord(name, commands)
  const expected = meant === undefined ? `a command (${commands.join(', ')})` : `a command, perhaps ${meant},`
  return `Expected ${expected} but received ${JSON.stringify(name)}.\nSee: ${terminal.program} --help`
}

/** Who reads no further, such as `head`, has what they wanted; anything else is a fault. */
function ignoreClosedPipe(): void {
  process.stdout.on('error', (error) => {
    if (codeOf(error) !== 'EPIPE') throw error
  })
}

function openSession({ renderScript }: { readonly renderScript?: string }): Session {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const config = parseConfig(readEnv(process.env))
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort(signal))
  return {
    config,
    terminal,
    stdin: process.stdin,
    stopped: stop.signal,
    openDeps: async ({ dataFolder = config.dataFolder, log, mustExist = false }) => {
      if (mustExist) requireCatalogue({ ...config, dataFolder }, terminal)
      return await openLocalDeps(
        { ...config, dataFolder },
        {
          assetFolders: [`${root}dist/widget`, `${root}public`],
          writeLog: log === 'all' ? openLog() : writeFailures,
          renderScript,
          version: readVersion(),
        },
      )
    },
  }
}

function openLog(): (line: string) => void {
  const { write, flush } = batchLines((text) => process.stdout.write(text))
  process.once('exit', flush)
  return write
}

/** Keeps a person's terminal quiet: only events that name an error pass. */
function writeFailures(line: string): void {
  if (line.includes('"error"')) process.stderr.write(line)
}

/** Says what is wrong and what to do; only a fault of ours shows a stack. */
function explain(error: unknown, command: string): number {
  if (error instanceof UsageError) return complain(`${error.message}.\nSee: ${terminal.program} ${command} --help`)
  if (error instanceof ConfigError) return complain(`${error.message}\nEvery setting is explained in .env.example.`)
  if (error instanceof PlacardError) return complain(error.message, 1)
  const refusal = listenRefusal(error) ?? diskRefusal(error)
  if (refusal !== undefined) return complain(refusal, 1)
  return complain(error instanceof Error ? (error.stack ?? error.message) : String(error), 1)
}

/** What to do where an address cannot be listened on; `undefined` for any other error. */
function listenRefusal(error: unknown): string | undefined {
  if (!(error instanceof Error && 'syscall' in error) || (error.syscall !== 'listen' && error.syscall !== 'getaddrinfo')) return undefined
  const { port } = { port: '', ...error }
  const settings = 'PORT (or PLACARD_METRICS_PORT, if it is that one)'
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return `Port ${port} is taken by another program. Choose another one with ${settings}, for example PORT=8788.`
    case 'EACCES':
      return `Port ${port} may not be listened on. Choose one above 1023 with ${settings}.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return 'This machine has no such address to listen on. Choose another one with HOST (or PLACARD_METRICS_HOST), for example HOST=0.0.0.0.'
    default:
      return undefined
  }
}

const DISK_REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'Make room on that disk; the same command goes on.',
  EDQUOT: 'Make room, or raise the quota of this user; the same command goes on.',
  EACCES: 'Let this user read and write there, or choose another folder.',
  EPERM: 'Let this user read and write there, or choose another folder.',
  EROFS: 'Choose a folder on a disk that is not read-only.',
  ENOTDIR: 'Choose another folder: a file stands in the way.',
  EEXIST: 'Choose another folder: a file stands in the way.',
  ENOENT: 'Choose another folder: there is none, and none can be made.',
  EIO: 'Check that disk: it reports an error.',
  EMFILE: 'Raise how many files this user may open (ulimit -n).',
}

/** What to do where the machine refuses a file; `undefined` for any other error. */
function diskRefusal(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('syscall' in error)) return undefined
  const remedy = DISK_REMEDIES[codeOf(error) ?? '']
  return remedy && `${error.message}. ${remedy}`
}

function print(text: string): number {
  terminal.out(text)
  return 0
}

function complain(text: string, exitCode = 2): number {
  // Names of files and words of other servers stand in it.
  terminal.err(`placard: ${spellObeyed(text)}\n`)
  return exitCode
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string } // our own file
  return version
}
