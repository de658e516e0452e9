import type { MediaId, Shortcode } from '../media.ts'

/** base64url's digits, so `A` is 0 (RFC 4648, section 5). */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
/** An id is spelled in two parts, which numbers can count with: the last five digits, and those before them. */
const LAST_DIGITS = 5
const LAST_BITS = 30n
const LIMIT = 1n << 63n

/**
 * 1 to 11 digits without a leading zero, of which 11 can still exceed `LIMIT`; then, in a long name, a secret of 128 bits: 22 digits, the last
 * of which has only two bits of them. No short name is as long as the shortest long one.
 */
const CANONICAL = /^([B-Za-z0-9_-][A-Za-z0-9_-]{0,10})([A-Za-z0-9_-]{21}[AQgw])?$/
const SECRET_LENGTH = 22
const MAX_SHORT_LENGTH = 11

/**
 * The shortcode of an id: base64url without padding, most significant bits first, no leading `A`.
 *
 * @throws {RangeError} unless 1 <= id < 2^63.
 */
export function encodeShortcode(id: MediaId): Shortcode {
  if (id < 1n || id >= LIMIT) throw new RangeError(`Expected an id from 1 to 2^63 - 1 but received ${id}`)
  const first = spell(Number(id >> LAST_BITS))
  const last = spell(Number(BigInt.asUintN(Number(LAST_BITS), id)))
  const code = first === '' ? last : first + last.padStart(LAST_DIGITS, 'A')
  return code as Shortcode // canonical by construction
}

/** @param value  A whole number >= 0; 0 is no digit at all. */
function spell(value: number): string {
  let digits = ''
  for (let rest = value; rest > 0; rest = Math.floor(rest / 64)) digits = ALPHABET.charAt(rest % 64) + digits
  return digits
}

/** The id that this shortcode spells, whether it is short or long. */
export function decodeShortcode(code: Shortcode): MediaId {
  return numberOf(shortPartOf(code)) as MediaId // `parseShortcode` or `encodeShortcode` made the code, so the value is in range
}

/** The text as a shortcode, or `undefined` unless it is the one canonical spelling of an id below 2^63, with a secret or without. */
export function parseShortcode(text: string): Shortcode | undefined {
  if (!CANONICAL.test(text) || numberOf(shortPartOf(text)) >= LIMIT) return undefined
  return text as Shortcode // this is the parser
}

/** The secret at the end of a long name; `undefined` in a short one. */
export function secretOf(code: Shortcode): string | undefined {
  return code.length > MAX_SHORT_LENGTH ? code.slice(-SECRET_LENGTH) : undefined
}

function shortPartOf(code: string): string {
  return code.length > MAX_SHORT_LENGTH ? code.slice(0, -SECRET_LENGTH) : code
}

function numberOf(digits: string): bigint {
  const [first, last] = [digits.slice(0, -LAST_DIGITS), digits.slice(-LAST_DIGITS)]
  return (BigInt(read(first)) << LAST_BITS) | BigInt(read(last))
}

/** @param digits  At most 6. */
function read(digits: string): number {
  let value = 0
  for (const digit of digits) value = value * 64 + ALPHABET.indexOf(digit)
  return value
}
