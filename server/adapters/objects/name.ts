import { isRelativeName } from '../../core/text/relative-name.ts'

/** Names are made by us; with any other character the address would be another object's. @throws {RangeError} */
export function requireObjectName(name: string): string {
  if (isRelativeName(name)) return name
  throw new RangeError(`Expected a path of [A-Za-z0-9._/-] for name but received ${JSON.stringify(name.slice(0, 100))}`)
}
