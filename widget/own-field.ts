const { setPrototypeOf } = Object

/** The value of an own property of an object; nothing is taken from a prototype (W11). */
export function field(value: unknown, key: string): unknown {
  // `hasOwn` has just said that the key is there.
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined
}

/** The same object, from which nothing can be read but what is its own; for options, which the platform reads by name (W11). */
export function bare<T extends object>(options: T): T {
  return setPrototypeOf(options, null)
}
