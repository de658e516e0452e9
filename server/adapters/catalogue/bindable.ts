/** What every database takes as a parameter and gives back as it was. */
export type Bindable = bigint | number | string | Uint8Array | null

/**
 * The value, if it survives: SQLite's driver turns a Date or NaN into NULL without a word and reads text back cut off at U+0000, and
 * PostgreSQL has no text with U+0000.
 *
 * @throws {RangeError} for anything else.
 */
export function requireBindable(value: unknown): Bindable {
  if (typeof value === 'string' && !value.includes('\0')) return value
  if (typeof value === 'bigint' || value === null || value instanceof Uint8Array) return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  const shown = typeof value === 'string' ? `${JSON.stringify(value.slice(0, 60))} with U+0000` : String(value)
  throw new RangeError(`Expected text without U+0000, a number, bytes or null for the catalogue but received ${shown}`)
}
