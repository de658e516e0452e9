/** The next number of a series that looks random, from 0 up to but not including 1. */
export type Random = () => number

/**
 * A series of numbers that is the same on every machine, so that a picture drawn twice is one picture.
 *
 * @see https://gist.github.com/tommyettinger/46a874533244883189143505d203312c (mulberry32)
 */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let bits = Math.imul(state ^ (state >>> 15), state | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A number from `low` up to `high`. */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random()
}

/** The numbers 0 to `count` - 1. */
export function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index)
}

/** A line that wanders between -1 and 1 without a jump; `x` counts in waves of the coarsest octave, up to 256. */
export function wander(random: Random, octaves: number): (x: number) => number {
  const heights = range(256).map(() => between(random, -1, 1))
  const smoothAt = (x: number) => {
    const left = Math.floor(x)
    const part = x - left
    const blend = part * part * (3 - 2 * part)
    return (heights[left & 255] ?? 0) * (1 - blend) + (heights[(left + 1) & 255] ?? 0) * blend
  }
  const weight = 2 - 2 ** (1 - octaves)
  return (x) => range(octaves).reduce((sum, octave) => sum + smoothAt(x * 2 ** octave + octave * 37) / 2 ** octave, 0) / weight
}
