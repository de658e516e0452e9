interface Unexpected {
  readonly what: string
  /** Its name, within whatever has named itself so far. */
  readonly field: string
  readonly received: string
}

/** A value of a stored row or document that is not what was written. */
export class FieldError extends Error {
  override readonly name = 'FieldError'
  readonly unexpected: Unexpected | undefined

  constructor(said: string | Unexpected, options?: ErrorOptions) {
    super(typeof said === 'string' ? said : `Expected ${said.what} for ${said.field} but received ${said.received}`, options)
    this.unexpected = typeof said === 'string' ? undefined : said
  }
}

type Parse<T> = (value: unknown, name: string) => T

export function asRecord(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unexpected('an object', name, value)
  // An object that is not an array has string keys and values nobody has looked at: exactly this type.
  return value as Readonly<Record<string, unknown>>
}

/**
 * A record whose parser names its fields as they are called in it. Make it once, as `asOneOf`. Where they stand is added only to what is wrong,
 * which almost nothing ever is.
 */
export function asRecordOf<T>(parse: (record: Readonly<Record<string, unknown>>) => T): Parse<T> {
  return (value, name) => {
    const record = asRecord(value, name)
    try {
      return parse(record)
    } catch (error) {
      throw within(name, error)
    }
  }
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
    try {
      for (const item of value) items.push(parse(item, ''))
    } catch (error) {
      throw within(`${name}[${items.length}]`, error)
    }
    return items
  }
}

/** Those of `keys` that the record has, to be spread; what is wrong with one is told by its own name. `undefined` if it has none of them. */
export function pickOptional<K extends string, T>(
  record: Readonly<Record<string, unknown>>,
  keys: readonly K[],
  parse: Parse<T>,
): { [P in K]?: T } | undefined {
  let picked: { [P in K]?: T } | undefined
  for (const key of keys) {
    const value = record[key]
    if (value === undefined) continue
    picked ??= {}
    picked[key] = parseWhole(parse, value, key)
  }
  return picked
}

function parseWhole<T>(parse: Parse<T>, value: unknown, name: string): T {
  try {
    return parse(value, name)
  } catch (error) {
    throw error instanceof FieldError ? new FieldError(error.message) : error
  }
}

/** What is wrong, with where it stands before its name. */
function within(outer: string, error: unknown): unknown {
  if (!(error instanceof FieldError) || error.unexpected === undefined || outer === '') return error
  const { field, ...rest } = error.unexpected
  const isJoined = field === '' || field.startsWith('[')
  return new FieldError({ ...rest, field: isJoined ? `${outer}${field}` : `${outer}.${field}` })
}

/** What is thrown for a value that is something else. */
export function unexpected(what: string, field: string, value: unknown): FieldError {
  const received = typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : value === null ? 'null' : typeof value
  return new FieldError({ what, field, received })
}
