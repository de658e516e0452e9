import type { MediaId, Shortcode } from '../media.ts'

/** base64url's digits, so `A` is 0 (RFC 4648, section 5). */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const BITS_PER_DIGIT = 6n
const LIMIT = 1n << 63n

/** 1 to 11 digits without a leading zero; 11 digits can still exceed `LIMIT`. */
const CANONICAL = /^[B-Za-z0-9_-][A-Za-z0-9_-]{0,10}$/

/**
 * The shortcode of an id: base64url without padding, most significant bits first, no leading `A`.
 *
 * @throws {RangeError} unless 1 <= id < 2^63.
 */
export function encodeShortcode(id: MediaId): Shortcode {
  if (id < 1n || id >= LIMIT) throw new RangeError(`Expected an id from 1 to 2^63 - 1 but received ${id}`)
  let code = ''
  for (let rest: bigint = id; rest > 0n; rest >>= BITS_PER_DIGIT) code = ALPHABET.charAt(Number(rest & 63n)) + code
  return code as Shortcode // canonical by construction
}

/** The id that this shortcode spells. */
export function decodeShortcode(code: Shortcode): MediaId {
  return numberOf(code) as MediaId // `parseShortcode` or `encodeShortcode` made the code, so the value is in range
}

/** The text as a shortcode, or `undefined` unless it is the one canonical spelling of an id below 2^63. */
export function parseShortcode(text: string): Shortcode | undefined {
  if (!CANONICAL.test(text) || numberOf(text) >= LIMIT) return undefined
  return text as Shortcode // this is the parser
}

function numberOf(digits: string): bigint {
  return [...digits].reduce((value, digit) => (value << BITS_PER_DIGIT) | BigInt(ALPHABET.indexOf(digit)), 0n)
}
