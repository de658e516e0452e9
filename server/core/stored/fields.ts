/** A value of a stored row or document that is not what was written. */
export class FieldError extends Error {
  override readonly name = 'FieldError'
}

type Parse<T> = (value: unknown, name: string) => T

export function asRecord(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unexpected('an object', name, value)
  // An object that is not an array has string keys and values nobody has looked at: exactly this type.
  return value as Readonly<Record<string, unknown>>
}

export function asText(value: unknown, name: string): string {
  if (typeof value !== 'string') throw unexpected('text', name, value)
  return value
}

export function asBoolean(value: unknown, name: string): boolean {
  if (typeof value !== 'boolean') throw unexpected('true or false', name, value)
  return value
}

/** Whole numbers come as bigint from columns and as number from JSON. */
export function asInteger(value: unknown, name: string): number {
  const number = typeof value === 'bigint' ? Number(value) : value
  if (typeof number !== 'number' || !Number.isSafeInteger(number)) throw unexpected('a whole number', name, value)
  return number
}

export function asBigint(value: unknown, name: string): bigint {
  if (typeof value !== 'bigint') throw unexpected('a 64-bit integer', name, value)
  return value
}

export function asOneOf<T extends string>(choices: readonly T[]): Parse<T> {
  return (value, name) => {
    const choice = choices.find((candidate) => candidate === value)
    if (choice === undefined) throw unexpected(choices.join(', '), name, value)
    return choice
  }
}

export function asList<T>(parse: Parse<T>): Parse<readonly T[]> {
  return (value, name) => {
    if (!Array.isArray(value)) throw unexpected('a list', name, value)
    return value.map((item, index) => parse(item, `${name}[${index}]`))
  }
}

/** Those of `keys` that the record has. */
export function pickOptional<K extends string, T>(
  record: Readonly<Record<string, unknown>>,
  keys: readonly K[],
  parse: Parse<T>,
): { [P in K]?: T } {
  const present = keys.filter((key) => record[key] !== undefined)
  // `fromEntries` forgets the keys; they are a subset of K by the line above.
  return Object.fromEntries(present.map((key) => [key, parse(record[key], key)])) as { [P in K]?: T }
}

function unexpected(what: string, name: string, value: unknown): FieldError {
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : value === null ? 'null' : typeof value
  return new FieldError(`Expected ${what} for ${name} but received ${shown}`)
}
