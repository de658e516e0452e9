import { parseArgs } from 'node:util'
import { nearestWord } from '../../core/text/nearest-word.ts'
import { type Session, UsageError } from '../session.ts'

export interface Command {
  /** What follows the command's name. */
  readonly usage: string
  readonly summary: string
  /** Options by name, with what each does: a switch, or one that takes a value. */
  readonly flags: Readonly<Record<string, string | ValueOption>>
  /** What else `--help` says, under the options; its lines are as they shall be. */
  readonly details?: string
  run(session: Session, args: Arguments): Promise<number>
}

/** An option with a value, such as `--reason WORD`. */
export interface ValueOption {
  /** What stands for the value in `--help`. */
  readonly value: string
  readonly summary: string
}

export interface Arguments {
  readonly names: readonly string[]
  /** The switches that were given. */
  readonly flags: ReadonlySet<string>
  /** The values of each option that was given, in the order of the command line. */
  readonly values: ReadonlyMap<string, readonly string[]>
}

/** @throws {UsageError} naming the option that the command does not know, or that has a value too many or too few. */
export function parseArguments({ flags }: Pick<Command, 'flags'>, args: readonly string[]): Arguments {
  const options = Object.fromEntries(Object.entries(flags).map(([name, flag]) => [name, optionOf(flag)]))
  // Not `strict`: its words are Node's, and name no option that may have been meant.
  const { values, positionals, tokens } = parseArgs({ args: [...args], options, allowPositionals: true, strict: false, tokens: true })
  for (const token of tokens) if (token.kind === 'option') requireOption(token, flags)
  const given = Object.entries(values).filter(([, value]) => Array.isArray(value))
  return {
    names: positionals,
    flags: new Set(Object.keys(values).filter((name) => values[name] === true)),
    values: new Map(given.map(([name, value]) => [name, [value ?? []].flat().map(String)])),
  }
}

/** An option as Node has read it off the command line. */
interface OptionToken {
  readonly name: string
  /** As it was typed, such as `--title` or `-t`. */
  readonly rawName: string
  readonly value: string | undefined
  /** Whether the value stands behind a `=`. */
  readonly inlineValue: boolean | undefined
}

function requireOption({ name, rawName, value, inlineValue }: OptionToken, flags: Command['flags']): void {
  const flag = rawName.startsWith('--') && Object.hasOwn(flags, name) ? flags[name] : undefined
  if (flag === undefined) throw new UsageError(unknownOption(name, rawName, Object.keys(flags)))
  if (typeof flag === 'string') {
    if (value !== undefined) throw new UsageError(`Expected no value for ${rawName} but received ${JSON.stringify(value)}`)
  } else if (value === undefined) {
    throw new UsageError(`Expected ${rawName} ${flag.value} but received ${rawName} alone`)
  } else if (!inlineValue && /^-./s.test(value)) {
    throw new UsageError(`Expected ${rawName} ${flag.value} but received ${value} (a value that begins with - is written ${rawName}=-…)`)
  }
}

function unknownOption(name: string, rawName: string, known: readonly string[]): string {
  if (!rawName.startsWith('--'))
    return `Expected an option that begins with -- but received ${rawName} (a name that begins with - stands behind --)`
  const meant = nearestWord(name, known)
  return `Expected an option of this command${meant === undefined ? '' : `, perhaps --${meant},`} but received ${rawName}`
}

function optionOf(flag: string | ValueOption) {
  return typeof flag === 'string' ? ({ type: 'boolean' } as const) : ({ type: 'string', multiple: true } as const)
}

/** The value of an option that may be given once; `undefined` without it. @throws {UsageError} if it was given again. */
export function optionalValue({ values }: Arguments, name: string): string | undefined {
  const given = values.get(name) ?? []
  if (given.length > 1) throw new UsageError(`Expected one --${name} but received ${given.length}`)
  return given[0]
}

/** The value of an option that has to be given. @throws {UsageError} without it. */
export function requiredValue(args: Arguments, name: string): string {
  const value = optionalValue(args, name)
  if (value === undefined) throw new UsageError(`Expected --${name} but received none`)
  return value
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
