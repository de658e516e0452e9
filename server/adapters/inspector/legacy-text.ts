const UTF8 = new TextDecoder('utf-8', { fatal: true })
/** What Windows-1252 has in 0x80 to 0x9f; everything else is Latin-1. By hand: TextDecoder('windows-1252') of Node 20 decodes Latin-1. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

/**
 * The text of bytes whose encoding nobody promised: UTF-8 if they can be nothing else, otherwise Windows-1252.
 *
 * A value that its field has cut inside a character loses that half character, no more.
 *
 * @param isUtf8 Whether the block declares UTF-8; then half a character at the end is enough reason to drop it.
 */
export function decodeLegacyText(bytes: Uint8Array, isUtf8 = false): string {
  const whole = decodeUtf8(bytes)
  if (whole !== undefined) return whole
  const trimmed = decodeUtf8(withoutCutCharacter(bytes))
  // `Andr\xe9` is Latin-1 as well as a cut UTF-8 `Andr…`: only another multi-byte character tells them apart.
  if (trimmed !== undefined && (isUtf8 || hasMultiByte(trimmed))) return trimmed
  return decodeWindows1252(bytes)
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes)
  } catch {
    // Not UTF-8 is one of the two expected answers.
    return undefined
  }
}

function decodeWindows1252(bytes: Uint8Array): string {
  const characters = Array.from(bytes, (byte) => (byte >= 0x80 && byte <= 0x9f ? WINDOWS_1252[byte - 0x80] : String.fromCharCode(byte)))
  return characters.join('')
}

/** Without an incomplete UTF-8 sequence at the end (RFC 3629, section 3). */
function withoutCutCharacter(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte >= 0xc0) return bytes.subarray(0, bytes.length - back)
    if (byte < 0x80) break
  }
  return bytes
}

function hasMultiByte(text: string): boolean {
  return /[^\0-\x7f]/.test(text)
}
