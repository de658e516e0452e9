/** RFC 1321, section 3.4: how far each of the four operations of a round turns. */
const TURNS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const

/** The integer part of 2^32 x |sin(i + 1)|. */
const SINES = Array.from({ length: 64 }, (_, index) => Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32))

type State = readonly [number, number, number, number]

/**
 * The MD5 digest of the bytes, 16 bytes. It proves nothing against an attacker: it is what Photoshop and all who follow it name IPTC blocks by.
 *
 * @see https://www.rfc-editor.org/rfc/rfc1321
 */
export function md5(bytes: Uint8Array): Uint8Array {
  const words = paddedWords(bytes)
  let state: State = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]
  for (let start = 0; start < words.length; start += 16) state = digestBlock(state, words.subarray(start, start + 16))
  const digest = new Uint8Array(16)
  const view = new DataView(digest.buffer)
  for (const [index, word] of state.entries()) view.setUint32(index * 4, word, true)
  return digest
}

/** A one bit, zeros, and the length in bits. */
function paddedWords(bytes: Uint8Array): Uint32Array {
  const padded = new Uint8Array(((bytes.length + 8) >> 6) * 64 + 64)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, bytes.length * 8, true)
  return Uint32Array.from({ length: padded.length / 4 }, (_, index) => view.getUint32(index * 4, true))
}

function digestBlock([a0, b0, c0, d0]: State, block: Uint32Array): State {
  let [a, b, c, d] = [a0, b0, c0, d0]
  for (let step = 0; step < 64; step += 1) {
    const round = step >> 4
    const sum = (a + mixed(round, [b, c, d]) + (SINES[step] ?? 0) + (block[wordOf(round, step)] ?? 0)) | 0
    const turn = TURNS[round]?.[step & 3] ?? 0
    ;[a, b, c, d] = [d, (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0, b, c]
  }
  return [(a0 + a) | 0, (b0 + b) | 0, (c0 + c) | 0, (d0 + d) | 0]
}

function mixed(round: number, [b, c, d]: readonly [number, number, number]): number {
  if (round === 0) return (b & c) | (~b & d)
  if (round === 1) return (d & b) | (~d & c)
  return round === 2 ? b ^ c ^ d : c ^ (b | ~d)
}

function wordOf(round: number, step: number): number {
  return [step, 5 * step + 1, 3 * step + 5, 7 * step][round]! & 15
}
