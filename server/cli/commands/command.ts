import { parseArgs } from 'node:util'
import { type Session, UsageError } from '../session.ts'

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

/** The name, if there is one. @throws {UsageError} if there are several. */
export function atMostOne(names: readonly string[], what: string): string | undefined {
  if (names.length > 1) throw new UsageError(`Expected one ${what} but received ${names.length}: ${names.join(' ')}`)
  return names[0]
}

/** @throws {UsageError} if there is any name. */
export function refuseNames(names: readonly string[]): undefined {
  if (names.length > 0) throw new UsageError(`Expected no argument but received ${names.join(' ')}`)
}
