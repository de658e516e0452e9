/** Chance that is the same at each run, so that a failure can be had again by its seed. */
export interface Random {
  /** 0 <= x < 1. */
  next(): number
  /** A whole number, 0 <= n < `below`. */
  int(below: number): number
  pick<T>(list: readonly T[]): T
  bytes(length: number): Uint8Array<ArrayBuffer>
}

/** mulberry32 (https://github.com/cprosche/mulberry32, public domain); any seed will do. */
export function seededRandom(seed: number): Random {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (below: number) => Math.floor(next() * below)
  return {
    next,
    int,
    pick<T>(list: readonly T[]): T {
      const choice = list[int(list.length)]
      if (choice === undefined) throw new RangeError('Expected a list with something in it')
      return choice
    },
    bytes: (length) => Uint8Array.from({ length }, () => int(256)),
  }
}
