import { expect, it } from 'vitest'
import { emptyMessages } from '../../../server/core/video/mp4-sei.ts'

/** [type, size] of each message, and what is left behind the last (ITU-T H.264, section 7.3.2.3.1). */
function parse(bytes: Uint8Array): { messages: (readonly [number, number])[]; rest: readonly number[] } {
  const messages: (readonly [number, number])[] = []
  let at = 0
  const number = () => {
    let value = 0
    for (; bytes[at] === 255; at++) value += 255
    value += bytes[at] ?? 0
    at += 1
    return value
  }
  while (at < bytes.length - 1) {
    const [type, size] = [number(), number()]
    messages.push([type, size])
    at += size
  }
  return { messages, rest: [...bytes.slice(at)] }
}

it.each([
  [19, [[5, 16]]],
  [256, [[5, 253]]],
  [257, [[5, 254]]],
  // A size of 255 takes two bytes, so 258 bytes are two messages.
  [
    258,
    [
      [5, 16],
      [5, 237],
    ],
  ],
  [259, [[5, 255]]],
  [700, [[5, 695]]],
])('fills %i bytes with messages of user data', (length, messages) => {
  expect(parse(emptyMessages(length)).messages).toEqual(messages)
})

it('ends every unit with its last byte, and has nothing in it that could be the start of another', () => {
  for (let length = 19; length < 2000; length++) {
    const bytes = emptyMessages(length)
    const { messages, rest } = parse(bytes)
    expect(bytes.length).toBe(length)
    expect(messages.every(([type, size]) => type === 5 && size >= 16)).toBe(true)
    expect(rest).toEqual([128])
    expect(bytes.join()).not.toContain('0,0')
  }
})

it.each([1, 2, 18])('fills %i bytes, too few for a message, with nothing that means anything', (length) => {
  expect([...emptyMessages(length)]).toEqual([...Array.from({ length: length - 1 }, () => 255), 128])
})
