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

/** Make it once, not for each value: every look-up comes by here. */
export function asOneOf<T extends string>(choices: readonly T[]): Parse<T> {
  return (value, name) => {
    for (const choice of choices) if (choice === value) return choice
    throw unexpected(choices.join(', '), name, value)
  }
}

/** Make it once, as `asOneOf`. */
export function asList<T>(parse: Parse<T>): Parse<readonly T[]> {
  return (value, name) => {
    if (!Array.isArray(value)) throw unexpected('a list', name, value)
    const items: T[] = []
    for (let index = 0; index < value.length; index += 1) items.push(parse(value[index], `${name}[${index}]`))
    return items
  }
}

/** Those of `keys` that the record has. */
export function pickOptional<K extends string, T>(
  record: Readonly<Record<string, unknown>>,
  keys: readonly K[],
  parse: Parse<T>,
): { [P in K]?: T } {
  const picked: { [P in K]?: T } = {}
  for (const key of keys) {
    const value = record[key]
    if (value !== undefined) picked[key] = parse(value, key)
  }
  return picked
}

function unexpected(what: string, name: string, value: unknown): FieldError {
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : value === null ? 'null' : typeof value
  return new FieldError(`Expected ${what} for ${name} but received ${shown}`)
}
