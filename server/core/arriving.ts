import { BadRequestError, PlacardError } from './errors.ts'

/** Bytes that ended before their end: whoever sends them went away, or told another length. @param received `undefined` where the store does not tell. A reason that we know ourselves stays what it is. */
export function endedEarly(expected: number, received: number | undefined, cause?: unknown): PlacardError {
  if (cause instanceof PlacardError) return cause
  const where = received === undefined ? 'early' : `after ${received}`
  return new BadRequestError(`Expected ${expected} bytes but they ended ${where}: send them again`, { cause })
}

/** Bytes that go on where they should end. */
export function goesOn(expected: number): PlacardError {
  return new BadRequestError(`Expected ${expected} bytes but received more`)
}

/** Bytes that are not those they were said to be. @param received `undefined` where the store does not tell. */
export function otherHash(expected: string, received?: string): PlacardError {
  return new BadRequestError(`Expected bytes with the SHA-256 ${expected} but received ${received ?? 'others'}`)
}
