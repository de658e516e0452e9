import { BrokenMediaError, OverloadedError, PlacardError, TooManyPixelsError, UnsupportedMediaError } from '../../../core/errors.ts'

/** An error on its way from one process to another. */
interface WireError {
  readonly code?: string
  readonly message: string
  readonly retryAfterSeconds?: number
}

/** What is told of an error: the whole story of one that nobody foresaw. */
export function writeError(error: unknown): WireError {
  if (error instanceof OverloadedError) return { code: error.code, message: error.message, retryAfterSeconds: error.retryAfterSeconds }
  if (error instanceof PlacardError) return { code: error.code, message: error.message }
  if (error instanceof RangeError) return { code: 'range', message: error.message }
  return { message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}

/** The same error on this side. */
function readError({ code, message, retryAfterSeconds = 30 }: WireError): Error {
  switch (code) {
    case 'broken_media':
      return new BrokenMediaError(message)
    case 'too_many_pixels':
      return new TooManyPixelsError(message)
    case 'unsupported_media':
      return new UnsupportedMediaError(message)
    case 'overloaded':
      return new OverloadedError(message, retryAfterSeconds)
    case 'range':
      return new RangeError(message)
    default:
      return new Error(message)
  }
}

/** @throws {TypeError} for JSON that is no error. */
export function parseError(json: string): Error {
  const told: unknown = JSON.parse(json)
  if (typeof told !== 'object' || told === null || !('message' in told) || typeof told.message !== 'string') {
    throw new TypeError(`Expected an error but received ${json.slice(0, 100)}`)
  }
  return readError({
    message: told.message,
    ...('code' in told && typeof told.code === 'string' && { code: told.code }),
    ...('retryAfterSeconds' in told && typeof told.retryAfterSeconds === 'number' && { retryAfterSeconds: told.retryAfterSeconds }),
  })
}
