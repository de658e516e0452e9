import { isRelativeName } from '../../core/text/relative-name.ts'

/** Passes what `ByteCache` calls a key. @throws {RangeError} for anything else; keys are built by us, so that is a fault. */
export function requireKey(key: string): void {
  if (key.length > 500 || !isRelativeName(key)) {
    throw new RangeError(`Expected a relative path of [A-Za-z0-9._/-] for key but received ${JSON.stringify(key.slice(0, 100))}`)
  }
}
