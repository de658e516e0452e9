import { BrokenMediaError, TooManyPixelsError } from '../../core/errors.ts'

/** How sharp says that its time is over, and how far it came; a line of its own, since libvips may tell of more. */
const TOO_LATE = /^timeout: \d+% complete$/m

/**
 * Why a picture cannot be decoded, and what its owner can do.
 *
 * @param cause    What sharp has thrown.
 * @param name     Of its kind.
 * @param seconds  How long decoding may take.
 */
export function decodeFailure(cause: unknown, { name, seconds }: { readonly name: string; readonly seconds: number }): Error {
  const message = cause instanceof Error ? cause.message : String(cause)
  if (TOO_LATE.test(message)) {
    const remedy = 'save it smaller, or as baseline JPEG, and import that'
    return new TooManyPixelsError(`Expected to decode this ${name} within ${seconds} s but it took longer: ${remedy}`, { cause })
  }
  const [said = ''] = message.split('\n')
  const reason = said.replace(/^Input buffer has corrupt header:\s*/, '')
  return new BrokenMediaError(`Expected a whole ${name} but it cannot be decoded: ${reason || 'its beginning is damaged'}`, { cause })
}
