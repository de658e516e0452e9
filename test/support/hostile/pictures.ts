import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ancillaryBombs, headerBombs } from './bombs.ts'
import { concat, insert } from './bytes.ts'
import type { HostilePicture } from './judge.ts'
import { withMetadata } from './metadata.ts'
import { polyglot } from './polyglots.ts'
import { type Random, seededRandom } from './random.ts'
import { makeSeeds, type Seed } from './seeds.ts'

export interface HostileSet {
  readonly length: number
  /** The same picture at each call. */
  pictureAt(index: number): Promise<HostilePicture>
  /** Sound pictures of every format. */
  readonly warmUp: readonly HostilePicture[]
}

/**
 * One of the sets `headers` and `ancillary`, bombs of two kinds; `stream`, as many mutants, stumps, polyglots and pictures with absurd metadata
 * as are asked for; or the files of a folder.
 */
export async function openHostileSet(name: string): Promise<HostileSet> {
  const seeds = await makeSeeds()
  switch (name) {
    case 'headers':
      return fixed(
        seeds,
        headerBombs(seeds).map((bomb) => async () => bomb),
      )
    case 'ancillary':
      return fixed(
        seeds,
        ancillaryBombs(seeds).map((bomb) => async () => bomb),
      )
    case 'stream':
      return { length: Number.POSITIVE_INFINITY, pictureAt: async (index) => streamed(seeds, seededRandom(index)), warmUp: seeds }
    default:
      return fixed(
        seeds,
        readdirSync(name).map((file) => async () => ({ name: file, bytes: new Uint8Array(readFileSync(join(name, file))) })),
      )
  }
}

function fixed(seeds: readonly Seed[], makers: readonly (() => Promise<HostilePicture>)[]): HostileSet {
  return {
    length: makers.length,
    warmUp: seeds,
    async pictureAt(index) {
      const make = makers[index]
      if (!make) throw new RangeError(`Expected 0 to ${makers.length - 1} but received ${index}`)
      return await make()
    },
  }
}

function streamed(seeds: readonly Seed[], random: Random): HostilePicture {
  const first = random.pick(seeds)
  // Its colours take ten times as long as all else, so it comes more rarely.
  const seed = first.name === 'CMYK jpeg' && random.int(8) > 0 ? random.pick(seeds) : first
  const kind = random.int(100)
  if (kind < 65) return { name: `${seed.name}, mutated`, bytes: mutate(seed, seeds, random) }
  if (kind < 85) return { name: `${seed.name}, cut off`, bytes: seed.bytes.subarray(0, random.int(seed.bytes.length)) }
  return kind < 95 ? polyglot(seed, random) : withMetadata(seed, random)
}

/** Numbers at which lengths, counts and sides go wrong. */
const EDGES = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff] as const

/** One to eight blows of different kinds. */
function mutate({ bytes }: Seed, seeds: readonly Seed[], random: Random): Uint8Array {
  let mutant: Uint8Array = new Uint8Array(bytes)
  for (let blows = 1 + random.int(8); blows > 0 && mutant.length > 0; blows -= 1) mutant = random.pick(BLOWS)(mutant, random, seeds)
  return mutant
}

type Blow = (bytes: Uint8Array, random: Random, seeds: readonly Seed[]) => Uint8Array

const BLOWS: readonly Blow[] = [
  // A bit, a byte, a number at an edge; headers are hit as often as all the rest.
  (bytes, random) => changed(bytes, placeIn(bytes, random), (byte) => byte ^ (1 << random.int(8))),
  (bytes, random) => changed(bytes, placeIn(bytes, random), () => random.int(256)),
  edge,
  edge,
  // Something is taken out, put in, doubled, zeroed, or comes from another picture.
  (bytes, random) => without(bytes, random.int(bytes.length), random.int(40)),
  (bytes, random) => insert(bytes, random.int(bytes.length), random.bytes(random.int(40))),
  (bytes, random) => {
    const at = random.int(bytes.length)
    return insert(bytes, random.int(bytes.length), bytes.subarray(at, at + random.int(200)))
  },
  (bytes, random) => {
    const at = random.int(bytes.length)
    return new Uint8Array(bytes).fill(random.pick([0, 255]), at, at + random.int(100))
  },
  (bytes, random, seeds) => concat(bytes.subarray(0, random.int(bytes.length)), endOf(random.pick(seeds).bytes, random)),
]

function placeIn(bytes: Uint8Array, random: Random): number {
  return random.int(random.int(2) === 0 ? Math.min(200, bytes.length) : bytes.length)
}

function changed(bytes: Uint8Array, at: number, change: (byte: number) => number): Uint8Array {
  const copy = new Uint8Array(bytes)
  copy[at] = change(copy[at] ?? 0)
  return copy
}

function edge(bytes: Uint8Array, random: Random): Uint8Array {
  const [value, width, isLittle] = [random.pick(EDGES), random.pick([1, 2, 4] as const), random.int(2) === 0]
  const digits = Array.from({ length: width }, (_, place) => (value >>> (8 * place)) & 255)
  const copy = new Uint8Array(bytes)
  const at = placeIn(bytes, random)
  for (const [offset, digit] of (isLittle ? digits : digits.reverse()).entries()) if (at + offset < copy.length) copy[at + offset] = digit
  return copy
}

function without(bytes: Uint8Array, at: number, length: number): Uint8Array {
  return concat(bytes.subarray(0, at), bytes.subarray(at + length))
}

function endOf(bytes: Uint8Array, random: Random): Uint8Array {
  return bytes.subarray(random.int(bytes.length))
}
