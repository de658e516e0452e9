/** Names are made by us; with any other character the address would be another object's. @throws {RangeError} */
export function requireObjectName(name: string): string {
  if (/^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/.test(name) && !name.includes('..')) return name
  throw new RangeError(`Expected a path of [A-Za-z0-9._/-] for name but received ${JSON.stringify(name.slice(0, 100))}`)
}
