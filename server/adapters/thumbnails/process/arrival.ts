import { type Frame, numberIn } from './frames.ts'

/** A picture whose bytes come in pieces, or at once. */
export interface Arrival {
  /** A frame about it: its length, a piece, or that it is to be forgotten. */
  take(frame: Frame): void
  /** @returns Whether there are any bytes. */
  load(whole: Uint8Array | undefined): boolean
  /** All of its bytes; from now on there are none. */
  finish(): Uint8Array
}

/** Nothing has come yet. */
export function createArrival(): Arrival {
  let bytes: Uint8Array = new Uint8Array(0)
  let length = 0
  const begin = (room: Uint8Array) => {
    bytes = room
    length = 0
  }
  return {
    take(frame) {
      if (frame.kind === 'length') begin(new Uint8Array(numberIn(frame)))
      if (frame.kind === 'forget') begin(new Uint8Array(0))
      if (frame.kind !== 'piece') return
      bytes.set(frame.payload, length)
      length += frame.payload.length
    },
    load(whole) {
      begin(whole ?? new Uint8Array(0))
      return whole !== undefined
    },
    finish() {
      const whole = bytes
      begin(new Uint8Array(0))
      return whole
    },
  }
}
